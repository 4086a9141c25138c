import { expect, test } from '@jest/globals';
import { withClient } from '../support/simulated-client.ts';

const ID = `${'a'.repeat(32)}in01`;
const order = { service: 'taurusdb', instanceId: ID, name: 'nightly' } as const;
const SUSPICION = `Instance id ${ID} ends like one of RDS, but the service is TaurusDB: check both.`;

const instanceCheck = {
  id: 'instance',
  title: 'Instance',
} as const;

test('a preflight warns of an id that ends like another service’s, though the instance is not found', async () => {
  await withClient({}, async ({ client, simulator }) => {
    const { checks } = await client.preflight(order);
    const [check] = checks.filter(({ title }) => title === instanceCheck.title);
    const text = `TaurusDB lists no instance ${ID} in project ${simulator.account.projectId}. ${SUSPICION}`;
    expect(check).toEqual({ ...instanceCheck, verdict: 'failed', text, advice: text });
  });
});

test('so it does where nobody may look for the instance', async () => {
  await withClient({}, async ({ client, simulator }) => {
    const times = Number.POSITIVE_INFINITY;
    simulator.inject({ service: 'taurusdb', operation: 'instances', name: 'forbidden', times });
    const { checks } = await client.preflight(order);
    const [check] = checks.filter(({ title }) => title === instanceCheck.title);
    expect(check).toMatchObject({ verdict: 'failed', text: expect.stringContaining(SUSPICION) });
  });
});

test('where the login fails, that is all there is to say of the instance', async () => {
  await withClient({}, async ({ connect }) => {
    const client = connect({ kind: 'token', token: 'not-a-token' });
    const { checks } = await client.preflight(order);
    const [check] = checks.filter(({ title }) => title === instanceCheck.title);
    const text = `An earlier check failed. ${SUSPICION}`;
    expect(check).toEqual({ ...instanceCheck, verdict: 'warning', text, advice: text });
  });
});

test('a look for an instance says it too, in place of a list of what may be wrong', async () => {
  await withClient({}, async ({ client }) => {
    const look = client.findInstance({ service: 'taurusdb', instanceId: ID });
    await expect(look).rejects.toMatchObject({ name: 'LookupError', hint: SUSPICION });
  });
});
