/** What both sides ask for; each create has a name of its own. */
export const buildOrder = (index) => ({
  service: 'taurusdb',
  instanceId: '07033b125fd94a8a96896f8bcfee6ddain07',
  name: `gh-web-shop-8bc0cc55-17600000001-1-bbd2b886-${String(index).padStart(5, '0')}`,
  description: 'octo-org/web-shop at 8f7e6d5, run 17600000001 attempt 1 by mona',
});

const projectId = '619d3e78f61b4be68bc5aa0b59edcf7b';
const token = 'a-token';

/** The library sends a host 180 calls in a minute: for the bench, a minute passes with each 60 creates. */
const CREATES_A_MINUTE = 60;

async function openLibrary(url) {
  const { BackupClient, systemClock } = await import('../lib/index.js');
  let creates = 0;
  const monotonicMs = () =>
    systemClock.monotonicMs() + Math.floor(creates / CREATES_A_MINUTE) * 60_000;
  const client = new BackupClient({
    region: 'eu-de',
    projectId,
    credentials: { kind: 'token', token },
    endpoints: { taurusdb: url },
    clock: { ...systemClock, monotonicMs },
  });
  return {
    create(order) {
      creates += 1;
      return client.createBackup(order, { hasUniqueName: true });
    },
    close: () => client.close(),
  };
}

/** The library's create call by hand: the same URL, headers and body. */
async function openUndici(url) {
  const undici = await import('undici');
  const dispatcher = new undici.Agent({ connect: { timeout: 10_000 } });
  const headers = {
    accept: 'application/json',
    'user-agent': 'cloud-db-backup',
    'x-language': 'en-us',
    'content-type': 'application/json',
    'x-auth-token': token,
  };
  return {
    async create({ instanceId, name, description }) {
      const { statusCode, body } = await undici.request(`${url}/v3/${projectId}/backups/create`, {
        dispatcher,
        method: 'POST',
        headers,
        body: JSON.stringify({ instance_id: instanceId, name, description }),
      });
      const answer = await body.json();
      if (statusCode !== 201) throw new Error(JSON.stringify(answer));
      return answer.backup.id;
    },
    close: () => dispatcher.destroy(),
  };
}

/** Imports and opens the client that the first argument names. */
export const openClient = () =>
  (process.argv[2] === 'library' ? openLibrary : openUndici)(process.env.URL);
