/** The oldest Node that has all that undici and the library need. */
const OLDEST = [22, 19] as const;

/** What is wrong with a version of Node that is too old; `undefined`: nothing. */
export function describeOldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `cloud-db-backup needs Node ${OLDEST.join('.')} or later, and this is Node ${version}.`;
}

const problem = describeOldNode(process.versions.node);
// Before undici is loaded, which says nothing of Node's version where it fails.
if (problem !== undefined) throw new Error(problem);
