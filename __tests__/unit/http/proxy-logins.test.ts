import { expect, jest, test } from '@jest/globals';
import {
  findProxyProblem,
  listProxySecrets,
  repairProxyAddress,
} from '../../../src/http/proxy-address.ts';
import { BackupClient, InputError } from '../../../src/index.ts';
import { readProxySettings } from '../../../src/task/proxy.ts';
import { TOKEN } from '../../support/memory-cloud.ts';

test.each([
  ['user:Sommer100%', 'Sommer100%'],
  ['user:a6%6q', 'a6%6q'],
  ['user:100%25', '100%'],
  ['user:%E4b', '%E4b'],
  ['user:pl%C3%A4in', 'pläin'],
])('the login %s is taken as curl takes it: a lone %% is one', (login, password) => {
  const address = repairProxyAddress(`http://${login}@proxy.test:3128`);
  expect(findProxyProblem(address)).toBeUndefined();
  expect(decodeURIComponent(new URL(address).password)).toBe(password);
  const sent = Buffer.from(`user:${password}`).toString('base64');
  expect(listProxySecrets({ https: `http://${login}@proxy.test:3128` })).toContain(sent);
});

const cut = ['user:4711#planted', 'user:4711/planted', 'user:4711?planted'];

test.each(cut)(
  'the library refuses %s behind which the host is lost, with the way to write it',
  (login) => {
    const proxy = { https: `http://${login}@proxy.test:3128` };
    let error: unknown;
    try {
      new BackupClient({ region: 'eu-de', credentials: TOKEN, proxy });
    } catch (reason) {
      error = reason;
    }
    expect(error).toBeInstanceOf(InputError);
    expect(String(error)).toMatch(/proxy\.https: has a path.*%2F for \/.*%23 for #/);
    expect(String(error)).not.toContain('planted');
  },
);

test.each(cut)('the step refuses %s as well, and shows nothing of it', (login) => {
  const printed = jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
  try {
    expect(() =>
      readProxySettings({ HTTPS_PROXY: `http://${login}@proxy.test:3128` }, () => {}),
    ).toThrow(/HTTPS_PROXY: has a path.*%23 for #/);
    expect(() =>
      readProxySettings({ HTTPS_PROXY: `http://${login}@proxy.test:3128` }, () => {}),
    ).not.toThrow(/planted/);
  } finally {
    printed.mockRestore();
  }
});

test('a client takes a proxy whose password ends with %, and throws nothing raw', async () => {
  const proxy = { https: 'http://user:Sommer100%@127.0.0.1:1' };
  const client = new BackupClient({ region: 'eu-de', credentials: TOKEN, proxy });
  await client.close();
});
