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

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly text: string;
}

/** What a step's output is made of, after the runner has read it line by line. */
export interface StepLog {
  add(line: string): void;
  /** As the job's log shows it: commands carried out, secrets replaced. */
  readonly lines: readonly string[];
  readonly annotations: readonly Annotation[];
  /** Annotations that only say which backups there are: the notices with their title. */
  readonly restorePoints: readonly string[];
  readonly debug: readonly string[];
  readonly masks: readonly string[];
  /** Commands that this runner knows and the action has no business with. */
  readonly others: readonly string[];
}

const COMMAND = /^::([a-z-]+)(?: ([^:]*(?::(?!:)[^:]*)*))?::(.*)$/s;
const RESTORE_POINT = /(?:^|,)title=Restore point(?:,|$)/;
const OLD_COMMAND = /##\[([a-z-]+)(?: [^\]]*)?\](.*)/;
/** What stands before an annotation's text where GitHub shows the log. */
export const LABELS = { error: 'Error', warning: 'Warning', notice: 'Notice' } as const;
const LEVELS = ['error', 'warning', 'notice'] as const;
const OTHERS = ['add-path', 'set-env', 'set-output', 'save-state', 'stop-commands', 'echo'];
const OTHER_PLAIN = [
  'group',
  'endgroup',
  'add-matcher',
  'remove-matcher',
  'internal-set-repo-path',
];

const unescapeData = (text: string) =>
  text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%');

/** Reads stdout and stderr by the rules of the runner's ActionCommandManager. */
export function createStepLog(): StepLog {
  const lines: string[] = [];
  const annotations: Annotation[] = [];
  const restorePoints: string[] = [];
  const debug: string[] = [];
  const masks: string[] = [];
  const others: string[] = [];

  const hide = (text: string) => masks.reduce((shown, mask) => shown.replaceAll(mask, '***'), text);

  function carryOut(name: string, data: string, properties = ''): boolean {
    const text = unescapeData(data);
    const level = LEVELS.find((word) => word === name);
    if (level !== undefined) {
      if (level === 'notice' && RESTORE_POINT.test(properties)) restorePoints.push(hide(text));
      else annotations.push({ level, text: hide(text) });
      lines.push(...hide(`${LABELS[level]}: ${text}`).split('\n'));
    } else if (name === 'debug') {
      debug.push(hide(text));
    } else if (name === 'add-mask') {
      masks.push(...[text, ...text.split(/\r?\n/)].filter((mask) => mask.trim() !== ''));
    } else if ([...OTHERS, ...OTHER_PLAIN].includes(name)) {
      if (name === 'group') lines.push(hide(text));
      others.push(`${name} ${text}`);
    } else {
      return false;
    }
    return true;
  }

  return {
    lines,
    annotations,
    restorePoints,
    debug,
    masks,
    others,
    add(line) {
      const [, name, properties, data] = COMMAND.exec(line.trim()) ?? [];
      if (name !== undefined && carryOut(name, data ?? '', properties)) return;
      const [, oldName, oldData] = OLD_COMMAND.exec(line) ?? [];
      if (oldName !== undefined && carryOut(oldName, oldData ?? '')) return;
      lines.push(hide(line));
    },
  };
}
