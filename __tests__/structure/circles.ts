/** A file and what it imports, types included, by the same kind of path. */
export interface Importer {
  readonly path: string;
  readonly imports: readonly string[];
}

/** The sets of files that import each other, round however many corners; packages are left out. */
export function circles(files: readonly Importer[]): readonly (readonly string[])[] {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const reached = new Map(files.map(({ path }) => [path, reachedFrom(path, importsOf)]));
  const paths = [...importsOf.keys()].sort();
  const reaches = (from: string, to: string) => reached.get(from)?.has(to) === true;
  return paths
    .filter((path) => reaches(path, path))
    .map((path) => paths.filter((other) => reaches(path, other) && reaches(other, path)))
    .filter(([first], at, all) => all.findIndex(([earlier]) => earlier === first) === at);
}

/** Every file that can be reached by one import or more. */
function reachedFrom(
  start: string,
  importsOf: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = [start];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const next of importsOf.get(path) ?? []) {
      if (!importsOf.has(next) || reached.has(next)) continue;
      reached.add(next);
      open.push(next);
    }
  }
  return reached;
}
