import { expect, test } from '@jest/globals';
import { ERROR_HINTS, type ErrorKind, errorKindOf } from '../../../src/errors/kinds.ts';
import type { ServiceId } from '../../../src/model.ts';
import { getService, serviceIds } from '../../../src/services/index.ts';

/** The fact sheet’s classes, section 5.2; `DBS.` left out. */
const dbs: Readonly<Record<string, readonly string[]>> = {
  'instance-not-found': ['200002', '200045', '200602', '201028', '290005', '290011'],
  'malformed-id': ['280404', '280408'],
  forbidden: ['200010', '200044', '200604', '201003', '280015', '280032', '280063'],
  suspended: ['280019'],
  login: ['280056'],
  busy: ['200011', '200019', '200047', '201202', '201205', '212006', '280036', '280406'],
  'wrong-state': ['200086', '200316', '280449'],
  'invalid-name': ['280277'],
  'invalid-description': ['280127'],
  'duplicate-name': ['201201', '201209'],
  quota: ['200046', '290003'],
  'backup-not-found': ['201010', '201203', '201204', '201212', '201214', '280124', '280214'],
  'backup-locked': ['201208', '201319'],
  'job-not-found': ['200543'],
  throttled: ['280443'],
  server: [
    '108000',
    '108002',
    '108005',
    '111205',
    '200005',
    '200208',
    '200998',
    '213002',
    '213004',
    '280005',
    '290006',
    '290015',
  ],
};
const gateway: Readonly<Record<string, readonly string[]>> = {
  login: ['APIG.0301', 'APIGW.0301', 'APIG.0307', 'APIGW.0307', 'IAM.0001'],
  forbidden: ['IAM.0003'],
  throttled: ['APIG.0308', 'APIGW.0308'],
  routing: ['APIG.0101', 'APIGW.0101'],
};
const gemini = {
  'instance-not-found': ['201501', '201502', '216016', '280110'],
  busy: ['200018', '200076', '201000', '201014', '201015', '280042'],
};
const dds = {
  'instance-not-found': ['201501', '201502', '280110'],
  busy: ['200018', '200076', '201000', '201014', '201015', '280042', '00010009', '239037'],
};
/** What both vendors' Terraform providers wait on (services/rds/common.go, services/taurusdb/common.go). */
const rds = {
  'instance-not-found': ['280110'],
  busy: [
    ...['200018', '200076', '200611', '200080', '200452', '212033', '280816'],
    ...['01010337', '01280030', '201015', '201206'],
  ],
};
const taurus = { busy: ['201014', '201015', '05000084', '212033'] };
const gauss = {
  'instance-not-found': ['200408', '280022'],
  forbidden: ['216003', '280020'],
  busy: ['201014', '201015', '216011', '280011', '05000084', '06010001', '06020003'],
  'invalid-name': ['201210'],
  'backup-locked': ['201218'],
};
const rdsV1 = {
  'instance-not-found': ['RDS.0002', 'RDS.0022', 'RDS.1103'],
  forbidden: ['RDS.0010', 'RDS.0015', 'RDS.5045'],
  busy: ['RDS.0011', 'RDS.0056', 'RDS.1002', 'RDS.1100', 'RDS.3002', 'RDS.3004'],
  'wrong-state': ['RDS.3016'],
  quota: ['RDS.3003', 'RDS.0030'],
  'duplicate-name': ['RDS.0031', 'RDS.5044'],
};

const rows = (
  services: readonly ServiceId[],
  codes: Readonly<Record<string, readonly string[]>>,
  prefix = '',
) =>
  services.flatMap((service) =>
    Object.entries(codes).flatMap(([kind, list]) =>
      list.map((code) => [service, `${prefix}${code}`, kind] as const),
    ),
  );

const kindOf = (service: ServiceId, code: string | undefined, status: number) =>
  errorKindOf({ code, status }, getService(service).errorCodes);

const TABLE = [
  ...rows(serviceIds, dbs, 'DBS.'),
  ...rows(serviceIds, gateway),
  ...rows(['geminidb'], gemini, 'DBS.'),
  ...rows(['dds'], dds, 'DBS.'),
  ...rows(['gaussdb'], gauss, 'DBS.'),
  ...rows(['rds'], rds, 'DBS.'),
  ...rows(['rds-v1'], { 'instance-not-found': ['DBS.280110'] }),
  ...rows(['taurusdb'], taurus, 'DBS.'),
  ...rows(['rds-v1'], rdsV1),
  ...rows(['rds'], {
    'wrong-state': ['DBS.201014'],
    'read-replica': ['DBS.212003'],
    'unsupported-engine': ['DBS.201207'],
  }),
  ...rows(['geminidb'], { 'unsupported-engine': ['DBS.212008'] }),
];

/** A server fault is one by its code or by its status; every other kind only by its code. */
const statusesOf = (kind: string) =>
  kind === 'server' ? [500] : [400, 401, 403, 404, 409, 429, 500];

test('each code of the fact sheet has its kind, whatever the HTTP status', () => {
  const read = TABLE.map(([service, code, expected]) => {
    const kinds = statusesOf(expected).map((status) => kindOf(service, code, status));
    return [`${service} ${code}`, [...new Set(kinds)].join()] as const;
  });
  const expected = TABLE.map(([service, code, kind]) => [`${service} ${code}`, kind] as const);
  expect(TABLE.length).toBeGreaterThan(400);
  expect(Object.fromEntries(read)).toEqual(Object.fromEntries(expected));
});

const BY_STATUS: readonly (readonly [status: number, code: string | undefined, kind: ErrorKind])[] =
  [
    [401, undefined, 'login'],
    [403, undefined, 'denied'],
    [404, undefined, 'routing'],
    [429, undefined, 'throttled'],
    [500, undefined, 'server'],
    [503, undefined, 'server'],
    [400, undefined, 'other'],
    [302, undefined, 'not-api'],
    [407, undefined, 'proxy-login'],
    [408, undefined, 'server'],
    [421, undefined, 'server'],
    [425, undefined, 'server'],
    [499, undefined, 'server'],
    [501, undefined, 'server'],
    [409, undefined, 'conflict'],
    [409, 'DBS.999999', 'conflict'],
    [409, 'constructor', 'conflict'],
    [403, 'DBS.999999', 'denied'],
    [404, 'DBS.999999', 'other'],
    [401, 'DBS.999999', 'login'],
    [429, 'DBS.999999', 'throttled'],
    [502, 'DBS.999999', 'server'],
    [400, 'APIGX.0301', 'other'],
    [400, 'constructor', 'other'],
  ];

test('without a code that is known, the HTTP status says the kind', () => {
  const read = BY_STATUS.map(([status, code]) => [status, code, kindOf('rds', code, status)]);
  expect(read).toEqual(BY_STATUS);
});

test('RDS: a code of which its own list is in doubt is in no table', () => {
  const codes = ['DBS.200463', 'DBS.280343', 'DBS.280011'];
  expect(codes.map((code) => kindOf('rds', code, 400))).toEqual(['other', 'other', 'other']);
});

test('the same code can mean another thing for another service', () => {
  expect(kindOf('geminidb', 'DBS.201014', 403)).toBe('busy');
  expect(kindOf('rds', 'DBS.201014', 400)).toBe('wrong-state');
  expect(kindOf('rds', 'RDS.0011', 409)).toBe('conflict');
  expect(kindOf('rds', 'RDS.0011', 400)).toBe('other');
});

const PAGES: readonly (readonly [status: number, kind: ErrorKind])[] = [
  [302, 'not-api'],
  [400, 'not-api'],
  [403, 'not-api'],
  [404, 'not-api'],
  [401, 'login'],
  [407, 'proxy-login'],
  [408, 'server'],
  [409, 'conflict'],
  [421, 'server'],
  [425, 'server'],
  [429, 'throttled'],
  [499, 'server'],
  [502, 'server'],
];

test('a page is of another kind than an answer of the API with the same HTTP status', () => {
  const read = PAGES.map(([status]) => [
    status,
    errorKindOf({ code: undefined, status, isPage: true }),
  ]);
  expect(read).toEqual(PAGES);
});

test('a service’s own meaning of a code comes before the common one', () => {
  const answer = { code: 'DBS.200002', status: 400 };
  expect(errorKindOf(answer)).toBe('instance-not-found');
  expect(errorKindOf(answer, { busy: ['DBS.200002'] })).toBe('busy');
});

test('every kind but "other" has a hint', () => {
  const without = Object.entries(ERROR_HINTS).filter(([, hint]) => !hint);
  expect(without.map(([kind]) => kind)).toEqual(['other']);
});
