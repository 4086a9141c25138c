import { expect, test } from '@jest/globals';
import { withCloud } from '../support/simulated-cloud.ts';

test('the Date of every answer is the simulator’s own time', () =>
  withCloud(async ({ send, later }) => {
    const lines = ['iam GET /v3/projects', 'sts GET /', 'taurusdb GET /v3/{pid}/backups'];
    for (const line of lines) {
      const [service = '', ...rest] = line.split(' ');
      const { headers } = await send(service, rest.join(' '));
      expect(headers.get('date')).toBe('Sat, 21 Nov 2026 08:00:00 GMT');
    }
    later(20 * 60_000);
    const { headers } = await send('iam', 'GET /v3/projects');
    expect(headers.get('date')).toBe('Sat, 21 Nov 2026 08:20:00 GMT');
  }));
