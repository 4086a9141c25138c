import { expect, test } from '@jest/globals';
import { keyLogin } from '../../../src/auth/logins/keys.ts';
import { writeAdvice } from '../../../src/errors/advice.ts';
import { ERROR_HINTS, findErrorHint } from '../../../src/errors/kinds.ts';
import { INSTANCE, PROJECT, testClient, thrownBy } from '../../support/memory-cloud.ts';

const PERMISSIONS =
  'https://github.com/OWNER/cloud-db-backup/blob/main/docs/credentials.md#permissions';
const order = { service: 'rds', instanceId: INSTANCE, name: 'nightly' } as const;

test('a refusal that no page lists claims neither a missing right nor a quota, and names both', async () => {
  const said = 'The number of manual backups exceeds the quota.';
  const { client } = testClient({
    respond: () => ({ status: 403, body: { error_code: 'DBS.999998', error_msg: said } }),
  });
  const error = await thrownBy(client.createBackup(order, { hasUniqueName: true }));
  expect(error).toMatchObject({ kind: 'denied', message: expect.stringContaining(said) });
  expect(error).toHaveProperty(
    'hint',
    `No page lists this refusal, so only the cloud’s own words say which it is: a right that the login lacks in this project, or a limit or quota that is reached. For a right: ${PERMISSIONS}. For a quota: delete backups you no longer need, or ask for a larger one. The right would be rds:backup:create, in identity policies under another name.`,
  );
});

test('a hint that leads to a page has its address, since a log has no pages', () => {
  const hints = [...Object.values(ERROR_HINTS), findErrorHint('forbidden', 'RDS', 'x')];
  const paths = hints.flatMap(
    (hint) => writeAdvice(hint ?? '').match(/(?<![\w/])docs\/\S+/g) ?? [],
  );
  expect(paths).toEqual([]);
  expect(ERROR_HINTS.forbidden).toContain(PERMISSIONS);
});

test('keys that are swapped are told by their lengths', () => {
  const swapped = { kind: 'keys', accessKey: 's'.repeat(40), secretKey: 'a'.repeat(20) } as const;
  const hintFor = (keys: object) =>
    writeAdvice(keyLogin.read(keys)?.hintInUse({ text: 'ak not exist' }) ?? '');
  expect(hintFor(swapped)).toBe(
    'accessKey has 40 characters and secretKey 20, which are the lengths of the other: most likely they are swapped.',
  );
  const { accessKey, secretKey } = swapped;
  const right = hintFor({ ...swapped, accessKey: secretKey, secretKey: accessKey });
  expect(right).toMatch(/^Check accessKey: the cloud does not know it\./);
});

const INSTANCES = ['shop', 'reports', 'crm'].map((name, at) => ({ id: `${at}`.repeat(32), name }));

test.each([
  ['report', 'Did you mean reports? It lists shop, reports, crm.'],
  ['Reports', 'Did you mean reports? It lists shop, reports, crm.'],
  ['hsop', 'Did you mean shop? It lists shop, reports, crm.'],
  ['billing', 'It lists shop, reports, crm.'],
])(
  'the name %s that no instance has is answered with the near one, and the project',
  async (name, said) => {
    const { client } = testClient({
      respond: () => ({ body: { instances: INSTANCES, total_count: INSTANCES.length } }),
    });
    expect(await thrownBy(client.findInstance({ service: 'rds', name }))).toMatchObject({
      message: `RDS lists no instance named ${name} in project ${PROJECT}.`,
      hint: `${said} Check the name, service, region and project.`,
      found: [],
    });
  },
);
