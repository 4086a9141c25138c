import { fork } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync } from 'node:fs';
import { type Simulator, startSimulator } from '../../simulator/index.ts';

// It needs no packages, so that the job which uses the action as it is committed needs no `npm ci`.

/** Name, service and address of everything that a step needs, as outputs of this step. */
function listOutputs({ account, endpoints, iamEndpoint, instances }: Simulator) {
  const services = [...new Set(instances.map(({ service }) => service))];
  const first = services.map((service) => instances.find((one) => one.service === service));
  return {
    endpoint: Object.entries(endpoints).map(([service, url]) => `${service}=${url}`),
    iam_endpoint: [iamEndpoint],
    username: [account.username],
    password: [account.password],
    domain_name: [account.domainName],
    targets: first.flatMap((one) => (one === undefined ? [] : [`${one.service}:${one.id}`])),
  };
}

async function serve(): Promise<void> {
  const outputs = listOutputs(await startSimulator({ backupMs: 0 }));
  const lines = Object.entries(outputs).map(
    ([name, values]) => `${name}<<END\n${values.join('\n')}\nEND\n`,
  );
  const file = process.env['GITHUB_OUTPUT'];
  if (file === undefined) throw new Error('GITHUB_OUTPUT is not set');
  appendFileSync(file, lines.join(''));
  process.send?.('serving');
}

/** Leaves a process behind that serves until somebody ends it: the runner, at the end of the job. */
async function leaveServing(): Promise<void> {
  const server = fork(import.meta.filename, ['--serve'], { detached: true, stdio: 'ignore' });
  const ended = once(server, 'exit').then(([code]) => {
    throw new Error(`The simulator ended with ${code}`);
  });
  await Promise.race([once(server, 'message'), ended]);
  process.stdout.write(`The simulated clouds are served by process ${server.pid}.\n`);
  server.disconnect();
  server.unref();
}

await (process.argv.includes('--serve') ? serve() : leaveServing());
