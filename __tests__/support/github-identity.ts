import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OidcProvider } from '../../simulator/index.ts';

export interface GithubIdentity {
  /** What IAM was told of GitHub. */
  readonly provider: OidcProvider;
  /** What the runner sets for a job with `id-token: write`. */
  readonly env: Readonly<Record<string, string>>;
  /** Every identity token that was handed out. */
  readonly handedOut: readonly string[];
  stop(): void;
}

export const AUDIENCE = 'https://github.com/octo-org';
const ISSUER = 'https://token.actions.githubusercontent.com';
const SUBJECT = 'repo:octo-org/web-shop:environment:production';

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** GitHub's token service as the runner offers it to a job: real keys, real signatures. */
export async function startGithubIdentity(now = Date.now): Promise<GithubIdentity> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const requestToken = 'the-runner-gives-this-to-the-job';
  const handedOut: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (request.headers.authorization !== `Bearer ${requestToken}`) {
      response.writeHead(401).end('{}');
      return;
    }
    const nowSeconds = Math.floor(now() / 1000);
    const claims = {
      iss: ISSUER,
      aud: url.searchParams.get('audience') ?? AUDIENCE,
      sub: SUBJECT,
      iat: nowSeconds - 1,
      nbf: nowSeconds - 1,
      exp: nowSeconds + 300,
    };
    const content = `${part({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })}.${part(claims)}`;
    const signature = createSign('RSA-SHA256').update(content).sign(privateKey, 'base64url');
    const value = `${content}.${signature}`;
    handedOut.push(value);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ count: 1, value }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    provider: {
      providerName: 'github',
      issuer: ISSUER,
      audience: AUDIENCE,
      subject: SUBJECT,
      jwks: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' }],
    },
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${address.port}/token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
    handedOut,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
