import type { Simulator } from './simulator.ts';

/** Addresses, credentials and instances, one `key=value` line each. */
export function describeSimulator(simulator: Simulator): string {
  const { account, endpoints, instances } = simulator;
  const lines = [
    `cloud=${simulator.cloud}`,
    ...Object.entries(endpoints).map(([service, url]) => `endpoint.${service}=${url}`),
    `endpoint.iam=${simulator.iamEndpoint}`,
    `endpoint.sts=${simulator.stsEndpoint}`,
    `token=${account.token}`,
    `access-key=${account.accessKey}`,
    `secret-key=${account.secretKey}`,
    `username=${account.username}`,
    `password=${account.password}`,
    `domain-name=${account.domainName}`,
    `project-id=${account.projectId}`,
    `project-name=${account.projectName}`,
    ...instances.map(
      ({ service, id, name, engine, status }) =>
        `instance.${service}=${id} name=${name} engine=${engine} status=${status}`,
    ),
    ...instances
      .filter(({ host }) => host === 'rds')
      .flatMap(({ name, nodes }) => nodes.map((node) => ({ name, ...node })))
      .map(({ id, name, role }) => `node.rds-v1=${id} instance-name=${name} role=${role}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same as one line of JSON. */
export function describeSimulatorAsJson(simulator: Simulator): string {
  const { cloud, account, endpoints, iamEndpoint, stsEndpoint, instances } = simulator;
  return `${JSON.stringify({ cloud, endpoints, iamEndpoint, stsEndpoint, account, instances })}\n`;
}
