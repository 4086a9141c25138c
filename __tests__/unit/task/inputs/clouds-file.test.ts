import { expect, test } from '@jest/globals';
import { stepWords } from '../../../../src/action/step-words.ts';
import { parseInputs } from '../../../../src/task/inputs/parse-inputs.ts';
import { completeLogin } from '../../../../src/task/inputs/raw-inputs.ts';
import { checkRows } from '../../../support/table.ts';

type Texts = Readonly<Record<string, string>>;

const INSTANCE = {
  service: 'taurusdb',
  instance_id: '07033b125fd94a8a96896f8bcfee6ddain07',
} as const;
const KEYS = { access_key: 'the-key', secret_key: 'the-secret' } as const;

/** The problems of a step with these inputs and variables, in their order. */
function listProblems(values: Texts, env: Texts): readonly string[] {
  const given = { values, env, misspelt: [], isFork: false, getIdToken: () => async () => '' };
  const parsed = parseInputs(completeLogin(given), stepWords);
  if (!('error' in parsed)) return [];
  return parsed.error.problems.map(({ input, problem }) => `${input}: ${problem}`);
}

const NOT_READ =
  'OS_CLOUD: names an entry of clouds.yaml, which is not read: give username, password and domain_name, or access_key and secret_key, and region';
const MISSING = '(a secret that is not set arrives empty)';
const OS_CLOUD = 'otc';
const ready = { ...INSTANCE, region: 'eu-de' };

test('OS_CLOUD beside something that is missing: one sentence that clouds.yaml is not read', () =>
  checkRows<[string, Texts, Texts, readonly unknown[]]>(
    [
      ['no login', ready, { OS_CLOUD }, [NOT_READ]],
      [
        'half a login of the environment',
        ready,
        { OS_CLOUD, OS_PASSWORD: 'x', OS_USER_DOMAIN_NAME: 'd' },
        [`OS_USERNAME: is missing beside OS_PASSWORD and OS_USER_DOMAIN_NAME ${MISSING}`, NOT_READ],
      ],
      [
        'half a login of the inputs',
        { ...ready, access_key: 'the-key' },
        { OS_CLOUD },
        [`secret_key: is missing beside access_key ${MISSING}`, NOT_READ],
      ],
      [
        'no region',
        { ...INSTANCE, ...KEYS },
        { OS_CLOUD },
        [expect.stringMatching(/^OS_REGION_NAME: |^region: /), NOT_READ],
      ],
    ],
    (_, values, env, problems) => expect(listProblems(values, env)).toEqual(problems),
  ));

test('OS_CLOUD beside a complete login changes nothing, nor does it explain what no clouds.yaml holds', () =>
  checkRows<[string, Texts, Texts, readonly unknown[]]>(
    [
      ['complete', { ...ready, ...KEYS }, { OS_CLOUD }, []],
      ['empty', ready, { OS_CLOUD: ' ' }, [expect.stringMatching(/^access_key: is required/)]],
      [
        'no service',
        { ...KEYS, region: 'eu-de', instance_id: INSTANCE.instance_id },
        { OS_CLOUD },
        [expect.stringMatching(/^service: is required/)],
      ],
      [
        'a region that is wrong',
        { ...INSTANCE, ...KEYS, region: 'EU DE' },
        { OS_CLOUD },
        [expect.stringMatching(/^region: /)],
      ],
    ],
    (_, values, env, problems) => expect(listProblems(values, env)).toEqual(problems),
  ));
