import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterEach, expect, jest, test } from '@jest/globals';
import { createIdTokenGetter } from '../../../src/action/identity-token.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

test.each(['https://github.com/octo-org', 'a&audience=b', 'a b+c#d', 'ä/?%'])(
  'the audience %s reaches the token service as it is written',
  async (audience) => {
    const asked: URL[] = [];
    const server = createServer((request, response) => {
      asked.push(new URL(request.url ?? '', 'http://localhost'));
      response.end(JSON.stringify({ value: 'the-identity-token' }));
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      const env = {
        ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/token?api-version=2.0`,
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'the-runner-gives-this',
      };
      // The toolkit prints its mask; here nothing reads it.
      jest.spyOn(process.stdout, 'write').mockImplementation(() => true);
      expect(await createIdTokenGetter(env, audience)()).toBe('the-identity-token');
      expect(asked.map(({ searchParams }) => [...searchParams])).toEqual([
        [
          ['api-version', '2.0'],
          ['audience', audience],
        ],
      ]);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
