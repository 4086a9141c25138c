/** What an error code of the clouds means to the caller, whatever HTTP status it came with. */
export type ErrorKind =
  | keyof typeof COMMON_CODES
  /** HTTP 409 with a code that no page lists, or without one. */
  | 'conflict'
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
  busy: [
    'DBS.200011',
    'DBS.200019',
    'DBS.200047',
    'DBS.201202',
    'DBS.201205',
    'DBS.212006',
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
  'backup-locked': ['DBS.201208', 'DBS.201319', 'DBS.200751'],
  'job-not-found': ['DBS.200543'],
  throttled: ['DBS.280443', 'APIG.0308'],
  routing: ['APIG.0101'],
  server: [
    'DBS.108000',
    'DBS.108002',
    'DBS.108005',
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
  // A code that no page lists comes with 403 where a right is missing, and sometimes otherwise.
  if (status === 403) return 'forbidden';
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
export function findErrorKind(answer: AnswerSigns, serviceCodes: ErrorCodes = {}): ErrorKind {
  const code = answer.code === undefined ? undefined : normalise(answer.code);
  const byCode = code && (kindByCode(code, serviceCodes) ?? kindByCode(code, COMMON_CODES));
  return byCode || kindByStatus(answer);
}
