/** What both sides ask for; each create has a name of its own. */
export const buildOrder = (index) => ({
  service: 'taurusdb',
  instanceId: '07033b125fd94a8a96896f8bcfee6ddain07',
  name: `gh-web-shop-8bc0cc55-17600000001-1-bbd2b886-${String(index).padStart(5, '0')}`,
  description: 'octo-org/web-shop at 8f7e6d5, run 17600000001 attempt 1 by mona',
});

/** For a client of the library. */
export const buildClientOptions = (url) => ({
  region: 'eu-de',
  projectId: '619d3e78f61b4be68bc5aa0b59edcf7b',
  credentials: { kind: 'token', token: 'a-token' },
  endpoints: { taurusdb: url },
});
