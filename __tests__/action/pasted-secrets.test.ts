import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { withStepCloud } from '../support/step-cloud.ts';

const NO_KEYS = { access_key: '', secret_key: '' };

const loginOf = ({ account }: Simulator) => ({
  username: account.username,
  password: account.password,
  domain_name: account.domainName,
});

/** The same login, where the environment has it. */
const toEnvironment = ({ username, password, domain_name }: ReturnType<typeof loginOf>) => ({
  OS_USERNAME: username,
  OS_PASSWORD: password,
  OS_USER_DOMAIN_NAME: domain_name,
});

test.each(['\n', '\r\n', '\n\n', '\r'])(
  'line breaks at the end of what was pasted, %j, are taken off',
  async (end) => {
    await withStepCloud({ backupMs: 0 }, async (cloud) => {
      const { username, password, domain_name } = loginOf(cloud.simulator);
      const pasted = {
        username: `${username}${end}`,
        password: `${password}${end}`,
        domain_name: `${domain_name}${end}`,
      };
      const steps = [
        await cloud.run('taurusdb', { inputs: { ...NO_KEYS, ...pasted } }),
        await cloud.run('taurusdb', { inputs: NO_KEYS, env: toEnvironment(pasted) }),
      ];
      for (const step of steps) {
        expect([step.exitCode, step.annotations]).toEqual([0, []]);
        expect(step.masks).toContain(password);
      }
      expect(cloud.simulator.refusedLogins).toBe(0);
    });
  },
);

test('a blank around a password is a part of it', async () => {
  await withStepCloud({}, async (cloud) => {
    const login = loginOf(cloud.simulator);
    const inputs = { ...NO_KEYS, ...login, password: `${login.password} ` };
    const step = await cloud.run('taurusdb', { inputs });
    expect([step.exitCode, cloud.simulator.refusedLogins]).toEqual([1, 1]);
  });
});

test('a byte order mark before a password is told by its name, before anything is sent', async () => {
  await withStepCloud({}, async (cloud) => {
    const login = loginOf(cloud.simulator);
    const password = `\ufeff${login.password}`;
    const byInputs = await cloud.run('taurusdb', { inputs: { ...NO_KEYS, ...login, password } });
    const domain_name = `x\u200b${login.domain_name}`;
    const env = toEnvironment({ ...login, password, domain_name });
    const byEnvironment = await cloud.run('taurusdb', { inputs: NO_KEYS, env });
    const anew = 'write it anew, without that';
    const mark = `has an invisible character, U+FEFF at position 1 (a byte order mark): ${anew}`;
    expect(byInputs.annotations.map(({ text }) => text)).toEqual([
      `One input needs a change; nothing was sent.\npassword: ${mark}`,
    ]);
    expect(byEnvironment.annotations.map(({ text }) => text)).toEqual([
      `2 inputs need a change; nothing was sent.\nOS_PASSWORD: ${mark}\nOS_USER_DOMAIN_NAME: has an invisible character, U+200B at position 2: ${anew}`,
    ]);
    for (const step of [byInputs, byEnvironment]) {
      expect(step.requests).toEqual([]);
      const told = step.written.replace(/^::add-mask::.*$/gm, '');
      expect(`${told}${step.summary}`).not.toContain(login.password);
    }
  });
});
