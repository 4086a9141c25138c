import fc from 'fast-check';
import { serviceIds } from '../../src/services/index.ts';
import { inputFields } from '../../src/task/inputs/fields.ts';
import { oddUrl } from './odd-urls.ts';
import { oddText } from './odd-values.ts';

export const inputNames = Object.keys(inputFields);

const good = (...texts: readonly string[]) => fc.constantFrom(...texts);

/** Values that are right, by input; logins are chosen as a whole. */
const rightValues: Readonly<Record<string, fc.Arbitrary<string>>> = {
  name: good('nightly', 'a'.repeat(64), 'A-_9'),
  description: good('before the deploy', 'x'.repeat(256), 'ünï 备份'),
  databases: good('shop', 'shop, stock', 'shop\nstock\n', ' , '),
  cloud: good('otc', 'huaweicloud', 'huaweicloud-eu'),
  project_id: good('054e292c9880d4992f02c0196d3ea468'),
  project_name: good('eu-de_shop'),
  endpoint: fc.oneof(
    good('https://h.test', 'rds=https://h.test\ntaurusdb=https://g.test/x'),
    oddUrl,
  ),
  iam_endpoint: fc.oneof(good('https://iam.test/v3', 'http://127.0.0.1:80'), oddUrl),
  wait: good('true', 'False', 'TRUE'),
  wait_timeout: good('1s', '24h', '1h30m', '0h1m'),
  busy_timeout: good('0s', '10m'),
  reuse_existing: good('true', 'false'),
  language: good('en-us', 'zh-cn'),
  job_summary: good('true', 'false'),
};

const logins: readonly Readonly<Record<string, string>>[] = [
  { token: 'MIIF' },
  { access_key: 'AK', secret_key: 'SK' },
  { access_key: 'AK', secret_key: 'SK', security_token: 'ST' },
  { username: 'u', password: ' p w ', domain_name: 'OTC' },
  { identity_provider: 'github', oidc_audience: 'a' },
  { token: 'MIIF', agency_name: 'a', agency_domain_name: 'd' },
];

const needed = fc.record({
  service: fc.constantFrom(...serviceIds, 'rds-v3', 'gaussdb-mysql'),
  instance_id: good('d8e6ca5a624745bcb546a227aa3ae1cfin01', 'a-1'),
  region: good('eu-de', 'eu-west-101', 'cn-north-4', 'new-1'),
});

type Values = Readonly<Record<string, string>>;

/** As the step gives them: an empty input is an absent one. */
const withoutEmpty = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

/** Wrong by a little, or odd, for any input. */
const nearValue = fc.oneof(
  good(
    '0s',
    '999ms',
    '24h1s',
    '25h',
    '1441m',
    'yes',
    'otc ',
    'EU-DE',
    'abc',
    '9abc',
    'a'.repeat(65),
  ),
  good('x'.repeat(257), 'a = b', 'shop,shop', 'ö', 'in01', '054e292c9880d4992f02c0196d3ea46'),
  oddText,
);

/** Mostly right inputs. */
export const nearlyRight: fc.Arbitrary<Values> = fc
  .tuple(
    needed,
    fc.constantFrom(...logins),
    fc.record(rightValues, { requiredKeys: [] }),
    fc.dictionary(fc.constantFrom(...inputNames), nearValue, { maxKeys: 2 }),
    // One input that is forgotten, or none.
    fc.constantFrom('', '', ...inputNames),
  )
  .map(([base, login, more, odd, lost]) =>
    withoutEmpty({ ...base, ...login, ...more, ...odd, [lost]: '' }),
  );

/** Any inputs at all. */
export const anyInputs: fc.Arbitrary<Values> = fc
  .dictionary(fc.constantFrom(...inputNames), fc.oneof(oddText, oddUrl), { maxKeys: 33 })
  .map(withoutEmpty);
