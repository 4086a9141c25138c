import { createHash } from 'node:crypto';
import { BackupError } from '../errors/backup-error.ts';
import { joinBlanks } from '../runtime/text.ts';
import { isOfOwner, type Origin, type OwnerContext, type RunContext } from './origin.ts';

interface NamedTarget {
  readonly service: string;
  readonly instanceId: string;
}

const hash8 = (...parts: readonly string[]) =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 8);

function cleanRepository(repository: string): string {
  const name = repository.split('/').at(-1) ?? '';
  const clean = name.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, 16);
  return clean.replace(/^-+|-+$/g, '') || 'local';
}

const MAX_NAME_LENGTH = 64;

/** How many values four hex digits have. */
const DIGIT_VALUES = 0x10000;

/** How many values eight hex digits have. */
const EIGHT_DIGIT_VALUES = 2 ** 32;

const toDigits = (value: number) => (value % DIGIT_VALUES).toString(16).padStart(4, '0');

/** What a workflow can be known by; what is empty is not told. */
type KnownWorkflow = Pick<
  RunContext,
  'serverUrl' | 'repository' | 'repositoryId' | 'workflowPath' | 'workflow'
>;

/** What an origin can be known by. */
type Known = KnownWorkflow | Pick<OwnerContext, 'owner'>;

const hasIds = ({ repositoryId, workflowPath }: KnownWorkflow): boolean =>
  repositoryId !== '' && workflowPath !== '';

const hasNames = ({ serverUrl, repository, workflowPath, workflow }: KnownWorkflow): boolean =>
  serverUrl !== '' && repository !== '' && (workflowPath !== '' || workflow !== '');

/** Ids of repositories are this server's own: any other may give the same ones. */
const GITHUB = 'https://github.com';

/**
 * Tells this workflow's backups from all others: 8 hex digits, made of the repository's id and the
 * workflow's file, and of the server where that isn't github.com. Without both, an `n` and 8 hex
 * digits, made of names; of an owner, an `o` and 8 hex digits: no hex digit is an `n` or an `o`, so no
 * form can be taken for another.
 */
export function markerOf(known: Known): string {
  if ('owner' in known) return `o${hash8(known.owner)}`;
  const { serverUrl, repository, repositoryId, workflowPath, workflow } = known;
  if (hasIds(known)) {
    const server = serverUrl === GITHUB ? [] : [serverUrl];
    return hash8(...server, repositoryId, workflowPath);
  }
  const [kind, name] = workflowPath === '' ? ['name', workflow] : ['file', workflowPath];
  return `n${hash8(serverUrl, repository, kind, name)}`;
}

/** What to know of a marker that is made of names; nothing of one made of ids. */
export function describeMarker(known: Known): string | undefined {
  if ('owner' in known || hasIds(known) || !hasNames(known)) return undefined;
  const what = known.workflowPath === '' ? 'name' : 'file';
  return `Retention: this runner does not tell both GITHUB_REPOSITORY_ID and GITHUB_WORKFLOW_REF, so this workflow’s backups are known by server, repository and the workflow’s ${what}: workflows for which these are equal share them.`;
}

/** Numbers as they are; another text is told apart by a hash, and holds nothing that ends a part. */
function runPartOf({ runId }: Origin): string {
  if (/^\d{1,16}$/.test(runId)) return runId;
  return runId === '' ? '0' : `${runId.replace(/[^A-Za-z0-9]+/g, '_').slice(0, 7)}_${hash8(runId)}`;
}

const RUN_PART = '(?:\\d{1,16}|[A-Za-z0-9_]{1,7}_[0-9a-f]{8})';

/** Attempt, target and four digits, or the target alone. */
const ANY_TARGET = '(?:\\d{1,16}-[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{8})';

/** Tells the steps of a run apart, and the instances of a step: 8 hex digits. */
function targetHash(origin: Origin, { service, instanceId }: NamedTarget): string {
  const { job, step } = isOfOwner(origin) ? { job: '', step: '' } : origin;
  return hash8(job, step, service, instanceId);
}

/** Cuts the repository, which is for people alone, where the rest leaves no room for it. */
function putTogether(origin: Origin, parts: readonly (string | number)[]): string {
  const tail = parts.join('-');
  const [door, label] = isOfOwner(origin) ? ['cli', origin.owner] : ['gh', origin.repository];
  const room = MAX_NAME_LENGTH - `${door}--`.length - tail.length;
  return `${door}-${cleanRepository(label).slice(0, room)}-${tail}`;
}

/** A command knows of no attempts: each of them is the same work. */
const attemptOf = (origin: Origin): number => (isOfOwner(origin) ? 1 : origin.runAttempt);

const buildAttemptName = (
  run: Origin,
  target: NamedTarget,
  { runPart = runPartOf(run), digits }: { readonly runPart?: string; readonly digits: string },
): string =>
  putTogether(run, [markerOf(run), runPart, attemptOf(run), targetHash(run, target), digits]);

/**
 * `gh-<repository>-<marker>-<run>-<attempt>-<hash of job, step, service, instance>-<random>`:
 * always a valid name. Without `random` it leaves out attempt and random digits: then every attempt
 * of a run makes the same name, and so do two jobs of a matrix for the same instance. Where no run
 * is told, a random number stands for it: four random digits alone would soon come up again.
 */
export function buildDefaultName(
  run: Origin,
  target: NamedTarget,
  random: (() => number) | undefined,
): string {
  if (random === undefined) {
    return putTogether(run, [markerOf(run), runPartOf(run), targetHash(run, target)]);
  }
  const digits = toDigits(Math.floor(random() * DIGIT_VALUES));
  const runPart =
    run.runId === '' ? String(Math.floor(random() * EIGHT_DIGIT_VALUES)) : runPartOf(run);
  return buildAttemptName(run, target, { runPart, digits });
}

/**
 * The name of the next try in this attempt, after as many failed backups of this run: with attempt
 * and four digits, and always the same for the same count.
 */
export const buildRetryName = (run: Origin, target: NamedTarget, failedCount: number): string =>
  buildAttemptName(run, target, { digits: toDigits(failedCount) });

/** Whether a name has a tail of this form, and nothing before it but what belongs there. */
function createTailTest(run: Origin, tail: string): (name: string) => boolean {
  const pattern = new RegExp(`${tail}$`);
  return (name) => {
    const [found] = pattern.exec(name) ?? [];
    return found !== undefined && name === putTogether(run, [found]);
  };
}

/**
 * Whether a name is one that this file made up for this workflow, in whichever run.
 * @throws BackupError where the runner does not tell which workflow this is: all would look alike
 */
export function createMarkerTest(run: Origin): (name: string) => boolean {
  if (!isOfOwner(run) && !hasIds(run) && !hasNames(run)) {
    throw new BackupError(
      'The runner does not tell which repository and workflow this is (GITHUB_REPOSITORY_ID and GITHUB_WORKFLOW_REF, or else GITHUB_SERVER_URL, GITHUB_REPOSITORY and GITHUB_WORKFLOW), so their backups can’t be told from others.',
    );
  }
  return createTailTest(run, `${markerOf(run)}-${RUN_PART}-${ANY_TARGET}`);
}

/**
 * Whether a name is one that an earlier version made for this workflow, or for one of another server:
 * the server was no part of it. None is where names are as they were.
 */
export function createEarlierTest(run: Origin): (name: string) => boolean {
  if (isOfOwner(run)) return () => false;
  const earlier = { ...run, serverUrl: GITHUB };
  const isAsBefore = !hasIds(run) || markerOf(earlier) === markerOf(run);
  return isAsBefore
    ? () => false
    : createTailTest(run, `${markerOf(earlier)}-${RUN_PART}-${ANY_TARGET}`);
}

/**
 * Whether a name is one that this run made up for this target, in whichever attempt; of none, where
 * the runner does not tell which run this is.
 */
export function createRunNameTest(run: Origin, target: NamedTarget): (name: string) => boolean {
  if (run.runId === '') return () => false;
  const hash = targetHash(run, target);
  const tail = `(?:\\d{1,16}-${hash}-[0-9a-f]{4}|${hash})`;
  return createTailTest(run, `${markerOf(run)}-${runPartOf(run)}-${tail}`);
}

/**
 * A given name for one of several instances: no two get the same. Of a name that had to be cut, the
 * hash tells what was cut off as well.
 */
export function buildSharedName(name: string, instanceId: string): string {
  const room = MAX_NAME_LENGTH - '-01234567'.length;
  const hash = name.length > room ? hash8(name, instanceId) : hash8(instanceId);
  return `${name.slice(0, room)}-${hash}`;
}

const MAX_DESCRIPTION_LENGTH = 256;

/** Leaves out what no cloud takes in a description. */
const cleanDescription = (text: string, maxLength: number) =>
  joinBlanks(text.replace(/[>!<"&'=]+/g, ' '))
    .trim()
    .slice(0, maxLength)
    .trimEnd()
    .toWellFormed();

/** What a description says of where a backup comes from. */
function describeOrigin(run: Origin): string {
  if (isOfOwner(run)) return `${run.owner || 'a command'}${run.runId && `, run ${run.runId}`}`;
  const commit = run.sha === '' ? '' : ` at ${run.sha.slice(0, 7)}`;
  const which = run.runId === '' ? '' : `, run ${run.runId} attempt ${run.runAttempt}`;
  const job = run.job === '' ? '' : `, job ${run.job}`;
  const actor = run.actor === '' ? '' : ` by ${run.actor}`;
  return `${run.repository || 'a local run'}${commit}${which}${job}${actor}`;
}

/**
 * Where the backup comes from: repository, commit, run, attempt, job and actor, or owner and run, with
 * eight random digits, since the jobs of a matrix have one name. Always valid, never empty, and nothing
 * else makes it up.
 */
export function buildDefaultDescription(run: Origin, random: () => number): string {
  const digits = Math.floor(random() * EIGHT_DIGIT_VALUES)
    .toString(16)
    .padStart(8, '0');
  const mark = ` (${digits})`;
  const origin = cleanDescription(describeOrigin(run), MAX_DESCRIPTION_LENGTH - mark.length);
  return `${origin}${mark}`;
}
