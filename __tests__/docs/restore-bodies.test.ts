import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { readText } from '../support/repository.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

/** What a reader puts in the place of the words in capitals. */
const WORDS: Readonly<Record<string, string>> = {
  FLAVOR: 'a.flavor',
  VPC_ID: 'a-vpc',
  SUBNET_ID: 'a-subnet',
  SECURITY_GROUP_ID: 'a-group',
  A_NEW_PASSWORD: 'Ready-4-2nite',
  AVAILABILITY_ZONE: 'zone-1',
  'ZONE_1,ZONE_2,ZONE_3': 'zone-1,zone-2,zone-3',
  REGION: 'a-region',
  VERSION: '8.0.22',
};

type Cloud = 'otc' | 'huaweicloud';

const CLOUDS: Readonly<Record<string, readonly Cloud[]>> = {
  'On OTC': ['otc'],
  'On Huawei Cloud': ['huaweicloud'],
  'On OTC and on Huawei Cloud': ['otc', 'huaweicloud'],
};

/** The bodies under the heading of a new instance, each with the clouds that it is for. */
function listBodies(service: string) {
  const [, rest = ''] = readText(`docs/services/${service}.md`).split(
    /^\*\*By API, into a new instance/m,
  );
  const [part = ''] = rest.split('\n**By API, over ');
  const blocks = [...part.matchAll(/^(On [^:,]+)[^:\n]*(?:\([^\n]*)?:\n\n```json\n([^`]+)```$/gm)];
  return blocks.flatMap(([, where = '', body = '']) =>
    (CLOUDS[where] ?? []).map((cloud) => [service, cloud, body] as const),
  );
}

const cases = ['rds', 'dds', 'gaussdb', 'geminidb', 'taurusdb'].flatMap(listBodies);

async function send({ endpoints, account }: Simulator, service: string, body: string) {
  const url = `${endpoints[service]}/v3/${account.projectId}/instances`;
  const headers = { 'x-auth-token': account.token, 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body });
  return [response.status, await response.text()] as const;
}

test('the pages have a body for each service and cloud with such a call', () => {
  expect(cases.map(([service, cloud]) => `${service} ${cloud}`).toSorted()).toEqual([
    ...['dds huaweicloud', 'dds otc', 'gaussdb huaweicloud', 'gaussdb otc'],
    ...['geminidb huaweicloud', 'geminidb otc', 'rds huaweicloud', 'rds otc'],
    'taurusdb huaweicloud',
  ]);
});

test.each(cases)(
  'the body for %s on %s is one that the simulated cloud takes',
  (service, cloud, text) =>
    withSimulator({ cloud }, async (simulator) => {
      const named = /"(?:source_)?instance_id": "(\w+)"/.exec(text)?.[1];
      const instance = simulator.instances.find(
        (one) => one.service === service && one.id === (named ?? one.id),
      );
      const { id } = simulator.seedBackup({ instanceId: instance?.id ?? '', type: 'manual' });
      const filled = Object.entries({ ...WORDS, BACKUP_ID: id }).reduce(
        (body, [word, value]) => body.replaceAll(JSON.stringify(word), JSON.stringify(value)),
        text,
      );
      expect(await send(simulator, service, filled)).toEqual([
        service === 'taurusdb' ? 201 : 202,
        expect.any(String),
      ]);
    }),
);
