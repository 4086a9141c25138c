import {
  type Backup,
  BackupClient,
  type CloudId,
  type ServiceId,
  serviceIds,
} from '../../src/index.ts';
import { MemoryDispatcher, type Respond } from './memory-dispatcher.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

export const PROJECT = '0483b6b16e954cb88930a360d2c4e663';
export const INSTANCE = '07033b125fd94a8a96896f8bcfee6ddain07';
export const HOST = 'https://cloud.test';
export const TOKEN = { kind: 'token', token: 'the-token' } as const;

export interface ClientSetup {
  readonly respond: Respond;
  readonly cloud?: CloudId | undefined;
  readonly clock?: VirtualClock;
  readonly random?: () => number;
  readonly projectId?: string | undefined;
}

export function recordLog() {
  const lines: string[] = [];
  const secrets: string[] = [];
  const keep = (level: string) => (text: string) => {
    lines.push(`${level}: ${text}`);
  };
  const secret = (value: string) => {
    secrets.push(value);
  };
  return {
    lines,
    secrets,
    debug: keep('debug'),
    info: keep('info'),
    warning: keep('warning'),
    secret,
  };
}

/** An error as Node gives it for a connection. */
export const broken = (code?: string) => Object.assign(new Error('x'), code && { code });

/** The real client over a cloud in memory, with a virtual clock. */
export function testClient(setup: ClientSetup) {
  const { respond, clock = virtualClock(), cloud, random = () => 0.5 } = setup;
  const log = recordLog();
  const client = new BackupClient({
    cloud,
    endpoints: Object.fromEntries(serviceIds.map((id) => [id, HOST])),
    iamEndpoint: HOST,
    projectId: 'projectId' in setup ? setup.projectId : PROJECT,
    projectName: 'eu-de',
    credentials: TOKEN,
    dispatcher: new MemoryDispatcher(respond),
    clock,
    random,
    log,
  });
  return { client, clock, log };
}

/** A backup right after its create. */
export function aBackup(changes: Partial<Backup> & { readonly service?: ServiceId } = {}): Backup {
  return {
    service: 'taurusdb',
    id: 'b-1',
    jobId: undefined,
    name: 'nightly',
    instanceId: INSTANCE,
    status: 'BUILDING',
    statusWord: undefined,
    partial: false,
    beginTime: undefined,
    endTime: undefined,
    sizeMb: undefined,
    description: undefined,
    type: 'manual',
    created: true,
    wasListed: false,
    ...changes,
  };
}
