import { INSTANCE, type MemoryRequest, type Reply, testClient } from './memory-cloud.ts';

/** A call for a page of a list. */
export interface PageCall {
  readonly what: 'backups' | 'instances';
  readonly offset: number;
  /** Whether it is for one thing alone, by its id. */
  readonly isById: boolean;
  /** How many calls for this list came before it. */
  readonly call: number;
}

interface Listed {
  readonly id: string;
}

export interface RestlessSetup {
  /** The lists at the start, in their order. */
  readonly backups?: readonly Listed[];
  readonly instances?: readonly Listed[];
  /** What others do to a list before a call is answered. */
  readonly change?: (list: Listed[], asked: PageCall) => void;
  /** Which answers are empty, though they count. */
  readonly isEmpty?: (asked: PageCall) => boolean;
  /** What becomes of a create. Default: it is accepted as `new`. */
  readonly create?: () => Reply | Error;
}

/** The usual entry of a list of backups, in the words of five services. */
export const listedBackup = (id: string, fields: object = {}) => ({
  id,
  name: id,
  status: 'COMPLETED',
  type: 'manual',
  instance_id: INSTANCE,
  begin_time: '2026-11-20T08:00:00+0000',
  end_time: '2026-11-20T08:10:00+0000',
  ...fields,
});

export const manyBackups = (count: number) =>
  Array.from({ length: count }, (_, at) => listedBackup(`old-${at}`));

export const manyInstances = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `i-${at}`, name: `db-${at}`, status: 'ACTIVE' }));

/** A cloud whose lists others change while they are read; a client of it, and what it was sent. */
export function restlessCloud(setup: RestlessSetup) {
  const { change = () => {}, isEmpty = () => false } = setup;
  const accepted: Reply = { body: { backup: { id: 'new' }, backup_id: 'new' } };
  const { create = () => accepted } = setup;
  const lists = { backups: [...(setup.backups ?? [])], instances: [...(setup.instances ?? [])] };
  const calls = { backups: 0, instances: 0 };
  const sent: string[] = [];

  function listPage({ url: { pathname, searchParams: query } }: MemoryRequest): Reply {
    const what = pathname.endsWith('/instances') ? 'instances' : 'backups';
    const id = query.get(what === 'backups' ? 'backup_id' : 'id');
    const offset = Number(query.get('offset') ?? 0);
    const asked = { what, offset, isById: id !== null, call: calls[what] } as const;
    calls[what] += 1;
    change(lists[what], asked);
    const all = lists[what].filter((one) => id === null || one.id === id);
    const page = isEmpty(asked) ? [] : all.slice(offset, offset + 100);
    return { body: { [what]: page, total_count: all.length } };
  }

  const cloud = testClient({
    respond(request) {
      const { method, url } = request;
      sent.push(method === 'GET' ? `${url.pathname}${url.search}` : method);
      if (method === 'GET') return listPage(request);
      const reply = method === 'POST' ? create() : {};
      if (reply instanceof Error) throw reply;
      return reply;
    },
  });
  const count = (method: string) => sent.filter((one) => one === method).length;
  return { ...cloud, lists, sent, count };
}
