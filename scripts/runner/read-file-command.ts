/** What the runner makes of a `GITHUB_OUTPUT` or `GITHUB_STATE` file; it fails the step on a bad one. */
export function readFileCommand(text: string): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  let rest = text;
  const takeLine = () => {
    const end = rest.indexOf('\n');
    if (end < 0) throw new Error('Invalid file command: no line end at the end of the file');
    const line = rest.slice(0, end);
    rest = rest.slice(end + 1);
    return line;
  };
  while (rest !== '') {
    const line = takeLine();
    if (line === '') continue;
    const equals = line.indexOf('=');
    const heredoc = line.indexOf('<<');
    if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
      if (equals === 0) throw new Error('Invalid file command: empty name');
      pairs.push([line.slice(0, equals), line.slice(equals + 1)]);
      continue;
    }
    const name = line.slice(0, Math.max(0, heredoc));
    const delimiter = line.slice(heredoc + 2);
    if (heredoc < 0 || name === '' || delimiter === '') {
      throw new Error(`Invalid file command: Invalid format '${line}'`);
    }
    const lines: string[] = [];
    for (let next = takeLine(); next !== delimiter; next = takeLine()) lines.push(next);
    pairs.push([name, lines.join('\n')]);
  }
  return Object.fromEntries(pairs);
}
