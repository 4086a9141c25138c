import { type Advice, advice, type OptionName, option } from './advice.ts';

/** What an error code of the clouds means to the caller, whatever HTTP status it came with. */
export type ErrorKind =
  | keyof typeof COMMON_CODES
  /** HTTP 409 with a code that no page lists, or without one. */
  | 'conflict'
  /** HTTP 403 with a code that no page lists, or without one: a right that is missing, or a limit. */
  | 'denied'
  /** A page or a redirect: something between us and the API answered. */
  | 'not-api'
  /** A proxy wants to know who asks. */
  | 'proxy-login'
  | 'other';

/** What a service’s own file adds, or says otherwise than the common codes. */
export type ErrorCodes = Readonly<Partial<Record<ErrorKind, readonly string[]>>>;

/** Codes that mean the same for every service. */
export const COMMON_CODES = {
  login: ['DBS.280056', 'APIG.0301', 'APIG.0307', 'IAM.0001'],
  forbidden: [
    'DBS.200010',
    'DBS.200044',
    'DBS.200604',
    'DBS.201003',
    'DBS.280015',
    'DBS.280032',
    'DBS.280063',
    'IAM.0003',
  ],
  suspended: ['DBS.280019'],
  'instance-not-found': [
    'DBS.200002',
    'DBS.200045',
    'DBS.200602',
    'DBS.201028',
    'DBS.290005',
    'DBS.290011',
  ],
  'malformed-id': ['DBS.280404', 'DBS.280408'],
  /** Which code says it is the service’s own affair. */
  'read-replica': [],
  'unsupported-engine': [],
  busy: [
    'DBS.200011',
    'DBS.200019',
    'DBS.200047',
    'DBS.201202',
    'DBS.201205',
    'DBS.212006',
    // "Not ready yet", with 500: Huawei Cloud's Terraform provider sends a create again after it.
    'DBS.280036',
    'DBS.280406',
  ],
  'wrong-state': ['DBS.200086', 'DBS.200316', 'DBS.280449'],
  'invalid-name': ['DBS.280277'],
  'invalid-description': ['DBS.280127'],
  'duplicate-name': ['DBS.201201', 'DBS.201209'],
  quota: ['DBS.200046', 'DBS.290003'],
  'backup-not-found': [
    'DBS.201010',
    'DBS.201203',
    'DBS.201204',
    'DBS.201212',
    'DBS.201214',
    'DBS.280124',
    'DBS.280214',
  ],
  'backup-locked': ['DBS.201208', 'DBS.201319'],
  'job-not-found': ['DBS.200543'],
  throttled: ['DBS.280443', 'APIG.0308'],
  routing: ['APIG.0101'],
  server: [
    'DBS.108000',
    'DBS.108002',
    'DBS.108005',
    // The task was taken, and its end is not known: that provider polls on, and never sends it again.
    'DBS.111205',
    'DBS.200005',
    'DBS.200208',
    'DBS.200998',
    'DBS.213002',
    'DBS.213004',
    'DBS.280005',
    'DBS.290006',
    'DBS.290015',
  ],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The gateway's codes start with `APIG` on Huawei Cloud and `APIGW` on OTC. */
const normalise = (code: string) => code.replace(/^APIGW\./, 'APIG.');

function kindByCode(code: string, codes: ErrorCodes): ErrorKind | undefined {
  const kinds: readonly [string, readonly string[] | undefined][] = Object.entries(codes);
  const found = kinds.find(([, list]) => list?.includes(code));
  return found && isErrorKind(found[0]) ? found[0] : undefined;
}

const isErrorKind = (word: string): word is ErrorKind => word in COMMON_CODES;

/** A gateway’s: the call may have arrived all the same, as with a 5xx. */
const UNFINISHED = [408, 421, 425, 499];

/** Whether an answer refuses nothing: a gateway in trouble, or one that asks for another try. */
export const isPassingStatus = (status: number): boolean =>
  status === 429 || status >= 500 || UNFINISHED.includes(status);

/** Known by their status alone, whatever the body is. */
function kindByPlainStatus(status: number): ErrorKind | undefined {
  if (status === 401) return 'login';
  if (status === 407) return 'proxy-login';
  if (status === 409) return 'conflict';
  if (status === 429) return 'throttled';
  return status >= 500 || UNFINISHED.includes(status) ? 'server' : undefined;
}

function kindByStatus({ code, status, isPage }: AnswerSigns): ErrorKind {
  const plain = kindByPlainStatus(status);
  if (plain !== undefined) return plain;
  // The APIs redirect nobody, and answer no pages.
  if (status < 400 || isPage) return 'not-api';
  if (status === 403) return 'denied';
  return code === undefined && status === 404 ? 'routing' : 'other';
}

/** What an answer that is no 2xx is judged by. */
export interface AnswerSigns {
  /** The vendor’s code. */
  readonly code: string | undefined;
  /** The HTTP status. */
  readonly status: number;
  /** Whether the body is a page for people. */
  readonly isPage?: boolean;
}

/** Decides by the vendor's code; by HTTP status only where no code is known. */
export function errorKindOf(answer: AnswerSigns, serviceCodes: ErrorCodes = {}): ErrorKind {
  const code = answer.code === undefined ? undefined : normalise(answer.code);
  const byCode = code && (kindByCode(code, serviceCodes) ?? kindByCode(code, COMMON_CODES));
  return byCode || kindByStatus(answer);
}

/** What to change, for each kind of refusal. */
export const ERROR_HINTS: Readonly<Record<ErrorKind, Advice | undefined>> = {
  login:
    'The cloud did not accept the login. What to check depends on how you log in: https://github.com/OWNER/cloud-db-backup/blob/main/docs/credentials.md has each way.',
  forbidden:
    'The login is valid but may not do this. Give its user group the permission for this action in this project, and check that region and project are the instance’s. The policies to paste are at https://github.com/OWNER/cloud-db-backup/blob/main/docs/credentials.md#permissions.',
  denied:
    'No page lists this refusal, so only the cloud’s own words say which it is: a right that the login lacks in this project, or a limit or quota that is reached. For a right: https://github.com/OWNER/cloud-db-backup/blob/main/docs/credentials.md#permissions. For a quota: delete backups you no longer need, or ask for a larger one.',
  suspended: 'The account is suspended or in debt: settle that in the cloud’s console.',
  'instance-not-found': advice`No such instance in this project and region. Check ${option('instanceId')}, region and the project, and that service is the instance’s own.`,
  'malformed-id':
    'An id has the wrong form: an instance id is 32 letters and digits and a suffix such as in01, a project id 32 letters and digits.',
  'read-replica':
    'Most likely this is a read replica, which can’t be backed up: give the id of its primary instance.',
  'unsupported-engine':
    'The service makes no backups of this engine or version. Its page has the engines: https://github.com/OWNER/cloud-db-backup/tree/main/docs/services.',
  busy: 'The instance is busy with another task, perhaps another backup. Run this again when it has ended.',
  conflict:
    'No page lists this refusal: most likely another task runs on the instance. Look at the instance in the console, and run this again when it is free.',
  'wrong-state':
    'The instance is not in a state that allows a backup (frozen, full, restarting). Look at it in the console.',
  'invalid-name': 'Give a name of 4 to 64 letters, digits, - and _, starting with a letter.',
  'invalid-description':
    'Give a description of at most 256 characters, without > ! < " & \' = and line breaks.',
  'duplicate-name': advice`A backup with this name exists. Write another name, or set ${option('reuseExisting', 'true')} to take that backup.`,
  quota:
    'The quota is used up: delete manual backups that you no longer need, in the console or by retention, or ask for a larger quota.',
  'backup-not-found': 'No such backup in this project: check its id, the region and the project.',
  'backup-locked':
    'The backup can’t be deleted now: it is being made or restored, or it is not a manual one.',
  'job-not-found': 'The cloud knows no such job (it keeps them for a month).',
  throttled: 'Too many calls for this API at the moment: run this again in a minute.',
  routing:
    'This address has no such API: check that endpoint, region and service belong together. Where the call worked before, the cloud may have switched it off: report it at https://github.com/OWNER/cloud-db-backup/issues.',
  'not-api':
    'Something else than the API answered: a firewall, a login page or a proxy. Check the endpoint, HTTPS_PROXY and NO_PROXY, and whether this runner may reach the API.',
  'proxy-login':
    'A proxy on the way asks for a login: check HTTPS_PROXY with its user and password.',
  server: 'A fault on the cloud’s side: try again later, and give its support the request id.',
  other: undefined,
};

/** The options with the addresses of those who are no database service. */
const ADDRESS_OPTIONS: Readonly<Record<string, OptionName>> = {
  IAM: 'iamEndpoint',
  STS: 'stsEndpoint',
};

/** What to change after a refusal of this kind by whoever answered: `RDS`, `IAM`. */
export function findErrorHint(
  kind: ErrorKind,
  title: string,
  right?: string | undefined,
): Advice | undefined {
  const address = ADDRESS_OPTIONS[title];
  if (kind === 'forbidden' && right !== undefined) {
    return advice`${ERROR_HINTS.forbidden ?? ''} Here it is ${right}, in identity policies under another name.`;
  }
  if (kind === 'denied' && right !== undefined) {
    return advice`${ERROR_HINTS.denied ?? ''} The right would be ${right}, in identity policies under another name.`;
  }
  return (kind === 'routing' || kind === 'not-api') && address !== undefined
    ? advice`This address has no such API, or leads elsewhere: check ${option(address)}, or the region that ${title} is asked in.`
    : ERROR_HINTS[kind];
}
