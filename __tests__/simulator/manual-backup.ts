import type { Received, Sent, SimulatedCloud } from '../support/simulated-cloud.ts';

/** The services that make backups. */
export const services = ['dds', 'gaussdb', 'taurusdb', 'rds', 'rds-v1', 'geminidb'] as const;

/** One of them. */
export type Service = (typeof services)[number];

/** What may differ from an ordinary request. */
export interface RequestedBackup {
  readonly instance?: string;
  readonly name?: unknown;
  readonly description?: unknown;
}

const instances: Readonly<Record<Service, string>> = {
  dds: 'a89dab5e39394eccbdb77b19d57b0180in02',
  gaussdb: '7e01ac5ac5274957ba506f3851d11d51in14',
  taurusdb: '07033b125fd94a8a96896f8bcfee6ddain07',
  rds: 'd8e6ca5a624745bcb546a227aa3ae1cfin01',
  'rds-v1': '44b277eb-39be-4921-be31-3d61b43651d7',
  geminidb: 'a4d8ea2584e047439a667703c0684119in06',
};

/** How a service refuses a token that has ended. */
export const tokenEnded: Readonly<Record<Service, string>> = {
  dds: '401 DBS.280056',
  gaussdb: '403 DBS.280056',
  taurusdb: '403 DBS.280056',
  rds: '403 DBS.280056',
  'rds-v1': '401 APIGW.0307',
  geminidb: '403 DBS.280056',
};

/** Asks a service for a manual backup the way its page says. */
export function manualBackup(
  { send }: SimulatedCloud,
  service: Service,
  requested: RequestedBackup = {},
  sent: Sent = {},
): Promise<Received> {
  const { instance = instances[service], name = 'backup-1', description = 'by hand' } = requested;
  const request = {
    dds: ['/v3/{pid}/backups', { backup: { instance_id: instance, name, description } }],
    gaussdb: ['/v3/{pid}/backups', { instance_id: instance, name, description }],
    taurusdb: ['/v3/{pid}/backups/create', { instance_id: instance, name, description }],
    rds: ['/v3/{pid}/backups', { instance_id: instance, name, description }],
    'rds-v1': ['/rds/v1/{pid}/backups', { backup: { instance, name, description } }],
    geminidb: [`/v3/{pid}/instances/${instance}/backups`, { name, description }],
  } as const;
  const [path, body] = request[service];
  return send(service, `POST ${path}`, { body, ...sent });
}

/** Asks a service for its list of backups. */
export function listOf({ send }: SimulatedCloud, service: Service): Promise<Received> {
  const paths: Readonly<Record<Service, string>> = {
    dds: '/v3/{pid}/backups',
    gaussdb: '/v3/{pid}/backups',
    taurusdb: '/v3/{pid}/backups',
    rds: `/v3/{pid}/backups?instance_id=${instances.rds}`,
    'rds-v1': '/rds/v1/{pid}/backups',
    geminidb: '/v4/{pid}/backups',
  };
  return send(service, `GET ${paths[service]}`);
}
