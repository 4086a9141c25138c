import type { Simulator } from '../../simulator/index.ts';

export type Print = (text: string) => void;

/** Something that the demo promises, and whether it was so. */
export type Claim = readonly [what: string, isSo: boolean];

/** One part of the demo: prints what happens and says what came of it. */
export interface Part {
  readonly title: string;
  readonly show: (print: Print) => Promise<readonly Claim[]>;
}

/** The inputs that every step of the demo has: where the simulated clouds are, and the login. */
export function listInputs({ account, endpoints, iamEndpoint }: Simulator) {
  return {
    region: 'eu-de',
    endpoint: Object.entries(endpoints)
      .map(([service, url]) => `${service}=${url}`)
      .join('\n'),
    iam_endpoint: iamEndpoint,
    access_key: account.accessKey,
    secret_key: account.secretKey,
  };
}

/** The id of a service's simulated instance, counted from 0. */
export function findInstanceId({ instances }: Simulator, service: string, at = 0): string {
  const instance = instances.filter((candidate) => candidate.service === service)[at];
  if (instance === undefined) throw new Error(`the simulator has no such instance of ${service}`);
  return instance.id;
}

export const countRequests = ({ requests }: Simulator, operation: string): number =>
  requests.filter((request) => request.operation === operation).length;
