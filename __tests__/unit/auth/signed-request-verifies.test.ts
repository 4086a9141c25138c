import { createHash, createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { BackupClient } from '../../../src/index.ts';
import { PROJECT } from '../../support/memory-cloud.ts';
import { type Recorded, withServer } from '../../support/recorder-server.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The gateway's side, written from the signing rules: from what arrived to the signature it must have. */
function expectedSignature({ method, rawUrl, headers, text }: Recorded, names: string): string {
  const [path = '', query = ''] = rawUrl.split('?');
  const lines = names.split(';').map((name) => `${name}:${headers[name]}\n`);
  const sorted = query === '' ? '' : query.split('&').sort().join('&');
  const canonical = [method, `${path}/`, sorted, lines.join(''), names, sha256(text)].join('\n');
  const toSign = `SDK-HMAC-SHA256\n${headers['x-sdk-date']}\n${sha256(canonical)}`;
  return createHmac('sha256', 'the-secret').update(toSign).digest('hex');
}

function takeApart(request: Recorded) {
  const pattern = /^SDK-HMAC-SHA256 Access=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/;
  const [, access = '', names = '', signature = ''] =
    pattern.exec(request.headers.authorization ?? '') ?? [];
  return { access, names, signature };
}

const keys = { kind: 'keys', accessKey: 'the-key', secretKey: 'the-secret' } as const;
const temporary = { ...keys, securityToken: 'the+security/token==' };

test.each([
  { what: 'an access key', credentials: keys, path: '', extra: [] },
  { what: 'a temporary key', credentials: temporary, path: '', extra: ['x-security-token'] },
  { what: 'a base path', credentials: keys, path: '/a/b~c', extra: [] },
])('what arrives verifies: $what', async ({ credentials, path, extra }) => {
  const reply = ({ method }: Recorded) => ({
    body: method === 'POST' ? { backup: { id: 'b-1' } } : { backups: [] },
  });
  await withServer(reply, async ({ url, seen }) => {
    const endpoints = { rds: `${url}${path}` };
    const clock = virtualClock();
    const client = new BackupClient({ endpoints, projectId: PROJECT, credentials, clock });
    const order = {
      service: 'rds',
      instanceId: 'i-1',
      name: 'nightly',
      description: 'ü (1)*',
    } as const;
    await client.createBackup(order, { hasUniqueName: true });
    await client.listBackups({ service: 'rds', instanceId: 'i-1', type: 'manual' });
    await client.close();
    expect(seen).toHaveLength(2);
    for (const request of seen) {
      const { access, names, signature } = takeApart(request);
      const all = ['content-type', 'host', 'x-sdk-date', 'x-project-id', ...extra].sort();
      expect([access, names]).toEqual(['the-key', all.join(';')]);
      expect(signature).toBe(expectedSignature(request, names));
      expect(request.headers).toMatchObject({
        'x-project-id': PROJECT,
        'x-sdk-date': '20261121T080000Z',
      });
    }
  });
});

test('a project is looked up without X-Project-Id, with the name escaped', async () => {
  const project = { id: PROJECT, name: 'eu-de_my (project)*' };
  await withServer(
    () => ({ body: { projects: [project] } }),
    async ({ url, seen }) => {
      const options = { iamEndpoint: url, projectName: project.name, credentials: keys };
      const client = new BackupClient({ ...options, clock: virtualClock() });
      expect(await client.findProjectId()).toBe(PROJECT);
      await client.close();
      const [request] = seen as [Recorded];
      expect(request.rawUrl).toBe('/v3/projects?name=eu-de_my%20%28project%29%2A');
      const { names, signature } = takeApart(request);
      expect(names).toBe('content-type;host;x-sdk-date');
      expect(signature).toBe(expectedSignature(request, names));
    },
  );
});
