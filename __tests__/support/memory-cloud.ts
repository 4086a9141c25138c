import { Dispatcher } from 'undici';
import { type Backup, type CloudId, type ServiceId, serviceIds } from '../../src/index.ts';
import { TaskClient } from '../../src/task-client.ts';
import { type VirtualClock, virtualClock } from './virtual-clock.ts';

export interface MemoryRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the cloud does with a request: answers it, or throws like a broken connection. */
export type Respond = (request: MemoryRequest, signal: AbortSignal) => Reply | Promise<Reply>;

function createController(aborting: AbortController): Dispatcher.DispatchController {
  return {
    get aborted() {
      return aborting.signal.aborted;
    },
    get reason() {
      return aborting.signal.reason;
    },
    paused: false,
    rawHeaders: [],
    rawTrailers: [],
    abort: (reason) => aborting.abort(reason),
    pause: () => {},
    resume: () => {},
  };
}

function readRequest({ origin, path, method, headers, body }: Dispatcher.DispatchOptions) {
  const url = new URL(path, String(origin));
  const text = typeof body === 'string' ? body : undefined;
  return { method, url, headers: headers as MemoryRequest['headers'], body: text };
}

/** A cloud without a network, behind undici's own interface. */
export class MemoryDispatcher extends Dispatcher {
  readonly #respond: Respond;

  constructor(respond: Respond) {
    super();
    this.#respond = respond;
  }

  override dispatch(
    options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ): boolean {
    const aborting = new AbortController();
    const controller = createController(aborting);
    const fail = (error: Error) => handler.onResponseError?.(controller, error);
    aborting.signal.addEventListener('abort', () => fail(aborting.signal.reason), { once: true });
    const answer = async () => {
      handler.onRequestStart?.(controller, {});
      aborting.signal.throwIfAborted();
      const reply = await this.#respond(readRequest(options), aborting.signal);
      aborting.signal.throwIfAborted();
      const { status = 200, headers = {}, body } = reply;
      handler.onResponseStart?.(controller, status, { ...headers });
      const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
      if (text !== '') handler.onResponseData?.(controller, Buffer.from(text));
      handler.onResponseEnd?.(controller, {});
    };
    answer().catch((error: Error) => {
      if (!aborting.signal.aborted) fail(error);
    });
    return true;
  }

  override async close(): Promise<void> {}
  override async destroy(): Promise<void> {}
}

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

/** What a promise is rejected with, or else its value. */
export const thrownBy = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

/** The real client over a cloud in memory, with a virtual clock. */
export function testClient(setup: ClientSetup) {
  const { respond, clock = virtualClock(), cloud, random = () => 0.5 } = setup;
  const log = recordLog();
  const client = new TaskClient({
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
