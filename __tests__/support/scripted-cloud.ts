import type { BackupOrder } from '../../src/index.ts';
import { INSTANCE, PROJECT, type Reply, type Respond, testClient } from './memory-cloud.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

/** A listed backup as TaurusDB writes it. */
export interface Listed {
  readonly id: string;
  readonly name?: string;
  readonly status?: string;
  readonly type?: string;
  readonly begin_time?: string;
  readonly description?: string;
}

interface Moment {
  readonly clock: VirtualClock;
  /** How many creates have been sent. */
  readonly creates: number;
}

export interface Script {
  /** What becomes of each create, the last again and again. */
  readonly creates: readonly (Reply | Error)[];
  /** The list of backups at this moment. */
  readonly backups?: (moment: Moment) => readonly Listed[] | Reply;
  /** The status word of the instance, or a whole answer. */
  readonly instance?: (moment: Moment) => string | Reply;
}

export const refusedWith = (status: number, code: string): Reply => ({
  status,
  body: { error_code: code, error_msg: 'x' },
});
export const busy = refusedWith(409, 'DBS.201205');
export const duplicate = refusedWith(409, 'DBS.201201');
export const accepted: Reply = { status: 201, body: { backup: { id: 'b-1' }, job_id: 'j-1' } };

export const order = {
  service: 'taurusdb',
  instanceId: INSTANCE,
  name: 'nightly',
  description: 'before v2',
} as const satisfies BackupOrder;

/** A backup that the list shows of this order, begun now on the virtual clock. */
export const listed: Listed = {
  id: 'b-1',
  name: 'nightly',
  status: 'BUILDING',
  type: 'manual',
  begin_time: '2026-11-21T08:00:00+0000',
  description: 'before v2',
};

/** A client of a TaurusDB that follows the script, and what it was sent: `create`, `list`, `instance`. */
export function scriptedCloud(script: Script) {
  const { creates, backups = () => [], instance = () => 'ACTIVE' } = script;
  const clock = virtualClock();
  const sent: { readonly what: string; readonly atMs: number }[] = [];
  const count = (what: string) => sent.filter((request) => request.what === what).length;
  const answer = (what: string): Reply => {
    const moment = { clock, creates: count('create') };
    if (what === 'list') {
      const list = backups(moment);
      return 'length' in list ? { body: { backups: list, total_count: list.length } } : list;
    }
    const state = instance(moment);
    if (typeof state !== 'string') return state;
    return { body: { instances: [{ id: INSTANCE, name: 'db', status: state }] } };
  };
  const respond: Respond = ({ method, url }) => {
    const isList = url.pathname === `/v3/${PROJECT}/backups`;
    const what = method === 'POST' ? 'create' : isList ? 'list' : 'instance';
    sent.push({ what, atMs: clock.monotonicMs() });
    if (what !== 'create') return answer(what);
    const reply = creates[Math.min(count('create'), creates.length) - 1] ?? accepted;
    if (reply instanceof Error) throw reply;
    return reply;
  };
  const times = (what: string) =>
    sent.filter((request) => request.what === what).map(({ atMs }) => atMs);
  return { ...testClient({ respond, clock }), sent, count, times };
}
