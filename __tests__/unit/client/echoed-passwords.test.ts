import { expect, test } from '@jest/globals';
import { BackupClient, type BackupError } from '../../../src/index.ts';
import { PROJECT, recordLog, thrownBy } from '../../support/memory-cloud.ts';
import { withRawServer } from '../../support/recorder-server.ts';
import { virtualClock } from '../../support/virtual-clock.ts';

const PASSWORD = 'Grüße\\aus Köln';
const WRITTEN = JSON.stringify(PASSWORD).slice(1, -1);

const saying = (text: string) => `{"error_code":"IAM.0011","error_msg":"No [${text}] here."}`;

/** What an IAM sends that echoes the password, in bytes. */
const ECHOES: readonly (readonly [string, Buffer])[] = [
  ['UTF-8', Buffer.from(saying(WRITTEN))],
  ['Latin-1', Buffer.from(saying(WRITTEN), 'latin1')],
  ['UTF-8 read as Latin-1', Buffer.from(saying(Buffer.from(WRITTEN).toString('latin1')))],
  ['letters and accents apart', Buffer.from(saying(WRITTEN.normalize('NFD')))],
  ['half a JSON', Buffer.from(saying(PASSWORD.replaceAll('\\', '\\u005c')).slice(0, -2))],
  ['base64', Buffer.from(saying(Buffer.from(PASSWORD).toString('base64')))],
];

test.each(ECHOES)(
  'a password that IAM echoes as %s is in no log line and no error',
  async (_, body) => {
    const log = recordLog();
    await withRawServer(
      (message, response) => {
        message.resume();
        response.writeHead(400, { 'content-type': 'application/json' }).end(body);
      },
      async (url) => {
        const client = new BackupClient({
          endpoints: { rds: url },
          iamEndpoint: url,
          projectId: PROJECT,
          credentials: { kind: 'password', username: 'ci', password: PASSWORD, domainName: 'ACME' },
          log,
          clock: virtualClock(),
        });
        const ref = { service: 'rds', instanceId: 'i-1' } as const;
        const error = (await thrownBy(client.listBackups(ref))) as BackupError;
        await client.close();
        expect(error.message).toMatch(/No \[\*\*\*=*\] here/);
        const shown = [error.stack, error.hint, ...log.lines].join('\n');
        expect(shown).not.toMatch(/Gr|K.{1,3}ln|R3J/);
      },
    );
  },
);
