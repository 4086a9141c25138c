import type { ErrorKind } from './error-kind.ts';

/** What to change, for each kind of refusal. */
export const ERROR_HINTS: Readonly<Record<ErrorKind, string | undefined>> = {
  login:
    'The cloud did not accept the login. A token lives 24 hours and for one project; an access key and its secret key must belong together, to an account of this cloud, and the runner’s clock must be right. Do not repeat it blindly: five failures in a row lock a key for five minutes.',
  forbidden:
    'The login is valid but may not do this. Give its user group the permission for this action in this project, and check that region and project are the instance’s. The actions are listed in docs/credentials.md under Permissions.',
  suspended: 'The account is suspended or in debt: settle that in the cloud’s console.',
  'instance-not-found':
    'No such instance in this project and region. Check instance_id, region and the project, and that service is the instance’s own.',
  'malformed-id':
    'An id has the wrong form: an instance id is 32 letters and digits and a suffix such as in01, a project id 32 letters and digits.',
  busy: 'The instance is busy with another task, perhaps another backup. Run this again when it has ended.',
  conflict:
    'No page lists this refusal: most likely another task runs on the instance. Look at the instance in the console, and run this again when it is free.',
  'wrong-state':
    'The instance is not in a state that allows a backup (frozen, full, restarting). Look at it in the console.',
  'invalid-name': 'Give a name of 4 to 64 letters, digits, - and _, starting with a letter.',
  'invalid-description':
    'Give a description of at most 256 characters, without > ! < " & \' = and line breaks.',
  'duplicate-name':
    'A backup with this name exists. Leave name out, write another one, or set reuse_existing: true to take that backup.',
  quota: 'The quota is used up: delete backups you no longer need, or ask for a larger quota.',
  'backup-not-found': 'No such backup in this project: check its id, the region and the project.',
  'backup-locked':
    'The backup can’t be deleted now: it is being made or restored, or it is not a manual one.',
  'job-not-found': 'The cloud knows no such job (it keeps them for a month).',
  throttled: 'Too many calls for this API at the moment: run this again in a minute.',
  routing: 'This address has no such API: check that endpoint, region and service belong together.',
  'not-api':
    'Something else than the API answered: a firewall, a login page or a proxy. Check the endpoint, HTTPS_PROXY and NO_PROXY, and whether this runner may reach the API.',
  'proxy-login':
    'A proxy on the way asks for a login: check HTTPS_PROXY with its user and password.',
  server: 'A fault on the cloud’s side: try again later, and give its support the request id.',
  other: undefined,
};

/** The inputs with the addresses of those who are no database service. */
const ADDRESS_INPUTS: Readonly<Record<string, string>> = {
  IAM: 'iam_endpoint',
  STS: 'sts_endpoint',
};

/** What to change after a refusal of this kind by whoever answered: `RDS`, `IAM`. */
export function findErrorHint(
  kind: ErrorKind,
  title: string,
  right?: string | undefined,
): string | undefined {
  const input = ADDRESS_INPUTS[title];
  if (kind === 'forbidden' && right !== undefined) {
    return `${ERROR_HINTS.forbidden} Here it is ${right}, in identity policies under another name.`;
  }
  return (kind === 'routing' || kind === 'not-api') && input !== undefined
    ? `This address has no such API, or leads elsewhere: check ${input}, or the region that ${title} is asked in.`
    : ERROR_HINTS[kind];
}
