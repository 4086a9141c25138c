import { expect, test } from '@jest/globals';
import type { Simulator } from '../../simulator/index.ts';
import { runStep } from '../support/run-step.ts';
import { withSimulator } from '../support/simulated-cloud.ts';

const NO_KEYS = { access_key: '', secret_key: '' };

const loginOf = ({ account }: Simulator) => ({
  ...NO_KEYS,
  username: account.username,
  password: account.password,
  domain_name: account.domainName,
});

test.each(['\n', '\r\n', '\n\n', '\r'])(
  'line breaks at the end of what was pasted, %j, are taken off',
  async (end) => {
    await withSimulator({ backupMs: 0 }, async (simulator) => {
      const { username, password, domain_name } = loginOf(simulator);
      const pasted = {
        username: `${username}${end}`,
        password: `${password}${end}`,
        domain_name: `${domain_name}${end}`,
      };
      const byInputs = await runStep(simulator, 'taurusdb', { inputs: { ...NO_KEYS, ...pasted } });
      const byEnvironment = await runStep(simulator, 'taurusdb', {
        inputs: NO_KEYS,
        env: {
          OS_USERNAME: pasted.username,
          OS_PASSWORD: pasted.password,
          OS_USER_DOMAIN_NAME: pasted.domain_name,
        },
      });
      for (const step of [byInputs, byEnvironment]) {
        expect(step.annotations).toEqual([]);
        expect(step.exitCode).toBe(0);
        expect(step.masks).toContain(password);
      }
      expect(simulator.refusedLogins).toBe(0);
    });
  },
);

test('a blank around a password is a part of it', async () => {
  await withSimulator({}, async (simulator) => {
    const login = loginOf(simulator);
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { ...login, password: `${login.password} ` },
    });
    expect(step.exitCode).toBe(1);
    expect(simulator.refusedLogins).toBe(1);
  });
});

test('a byte order mark before a password is told by its name, before anything is sent', async () => {
  await withSimulator({}, async (simulator) => {
    const login = loginOf(simulator);
    const password = `\ufeff${login.password}`;
    const byInputs = await runStep(simulator, 'taurusdb', { inputs: { ...login, password } });
    const byEnvironment = await runStep(simulator, 'taurusdb', {
      inputs: NO_KEYS,
      env: {
        OS_USERNAME: login.username,
        OS_PASSWORD: password,
        OS_USER_DOMAIN_NAME: `x\u200b${login.domain_name}`,
      },
    });
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

test('every secret is masked, also where other inputs are wrong', async () => {
  await withSimulator({}, async (simulator) => {
    const secrets = {
      token: 'a-token-of-iam',
      access_key: 'an-access-key',
      secret_key: 'a-secret-key',
      security_token: 'a-security-token',
      password: 'a password',
    };
    const step = await runStep(simulator, 'taurusdb', {
      inputs: { ...secrets, wait: 'perhaps' },
      env: { OS_SECURITY_TOKEN: 'a-token-of-the-environment' },
    });
    expect(step.exitCode).toBe(1);
    expect(step.requests).toEqual([]);
    for (const secret of [...Object.values(secrets), 'a-token-of-the-environment']) {
      expect(step.masks).toContain(secret);
    }
  });
});
