import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { faultPlan, faultyAnswer } from './fault-answers.ts';
import type { AnswerFault, FaultContext, FaultQueue } from './faults.ts';
import { answerRequest } from './gateway.ts';
import { matchRoute, type Operation, type RouteMatch, type ServiceDescription } from './route.ts';
import type { State } from './state.ts';
import { type CloudRequest, deliverAnswer, readRequest } from './wire.ts';

/** A request the simulator has read, as tests look at it. */
export interface RecordedRequest {
  /** The simulated host that it went to, like `rds` or `iam`. */
  readonly host: string;
  /** The service’s id; undefined where no route of the host fits. */
  readonly service: string | undefined;
  /** What its route does; undefined where no route fits. */
  readonly operation: Operation | undefined;
  /** The HTTP method. */
  readonly method: string;
  /** The path, without the query. */
  readonly path: string;
  /** The query, decoded. */
  readonly query: Readonly<Record<string, string>>;
  /** Their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** As it was sent. */
  readonly body: string;
  /** Epoch ms by the simulator’s clock. */
  readonly at: number;
  /** The HTTP status sent; undefined while, or because, none was. */
  readonly status: number | undefined;
  /** The fault that met it. */
  readonly fault: string | undefined;
}

/** What all hosts of a simulator share. */
export interface HostContext {
  readonly state: State;
  readonly faults: FaultQueue;
  readonly requests: RecordedRequest[];
  readonly onRequest: Listeners<RecordedRequest>;
  readonly onResponse: Listeners<RecordedRequest>;
  /** Whether a host has had more calls in this window of time than it takes. */
  readonly throttle: (host: string, nowMs: number) => boolean;
}

/** Serves the services of one host of the cloud; port 0 is a free one. */
export function serveHost(
  context: HostContext,
  services: readonly [ServiceDescription, ...ServiceDescription[]],
  port: number,
): Promise<LoopbackHost> {
  const faultContext = { services: services.map(({ id }) => id) };
  const handlers: HostHandlers = {
    refuses: () => context.faults.takeRefusal(faultContext),
    answer: (incoming, response) => handleExchange(context, services, { incoming, response }),
  };
  return loopbackHost(handlers, port);
}

/** A listening host of the simulated cloud. */
export interface LoopbackHost {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Functions to call on an event, each of which can be taken off again. */
export interface Listeners<T> {
  readonly add: (listener: (event: T) => void) => () => void;
  readonly call: (event: T) => void;
}

/** An empty set of listeners. */
export function listeners<T>(): Listeners<T> {
  const all = new Set<(event: T) => void>();
  return {
    add: (listener) => {
      all.add(listener);
      return () => {
        all.delete(listener);
      };
    },
    call: (event) => {
      for (const listener of [...all]) listener(event);
    },
  };
}

interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
}

const THROTTLED = { name: '429' } as const;

/** Reads a request, records it, lets a fault meet it, answers. */
async function handleExchange(
  context: HostContext,
  services: readonly [ServiceDescription, ...ServiceDescription[]],
  { incoming, response }: Exchange,
): Promise<void> {
  const { state, faults } = context;
  const arrived = await readRequest(incoming);
  const match = matchRoute(services, arrived, state.settings.cloud);
  const faultContext = faultContextOf(services, match);
  const isThrottled = context.throttle(services[0].host, state.settings.now());
  const fault = isThrottled ? THROTTLED : faults.takeAnswerFault(faultContext);
  const request = withQuirk(arrived, fault);
  const record = recordOf(request, { host: services[0].host, match, at: state.settings.now() });
  record.fault = fault?.name;
  context.requests.push(record);
  context.onRequest.call(record);
  const plan = faultPlan(fault);
  const arrive = () =>
    answerRequest(state, {
      request,
      match,
      behaviour: faults.takeBehaviour(faultContext, state.settings),
    });
  const first = plan.effect ? await arrive() : { status: 200, headers: {}, body: '' };
  const replay = fault?.name === 'replay' ? { ...fault, second: await arrive() } : undefined;
  const realAnswer = replay?.answer === 'second' ? replay.second : first;
  const wording = match?.service ?? services[0];
  const sent =
    fault === undefined ? realAnswer : faultyAnswer(fault, realAnswer, wording, state.settings);
  response.once('finish', () => {
    record.status = sent.status;
    context.onResponse.call(record);
  });
  const { now, newId } = state.settings;
  const own = {
    date: new Date(now()).toUTCString(),
    'x-request-id': newId('request').replaceAll('-', ''),
  };
  deliverAnswer(response, { ...sent, headers: { ...own, ...sent.headers } }, plan.delivery);
}

function withQuirk(request: CloudRequest, fault: AnswerFault | undefined): CloudRequest {
  switch (fault?.name) {
    case 'unfiltered-list':
      return { ...request, listQuirk: { ignoresInstance: true } };
    case 'lagging-list':
      return fault.lagMs === undefined
        ? request
        : { ...request, listQuirk: { lagMs: fault.lagMs } };
    case 'short-page':
      return { ...request, listQuirk: { most: fault.most } };
    case 'empty-page':
      return { ...request, listQuirk: { most: 0 } };
    case 'moved-list':
      return {
        ...request,
        listQuirk: { movedBy: fault.by, ...(fault.most !== undefined && { most: fault.most }) },
      };
    default:
      return request;
  }
}

type OpenRecord = { -readonly [K in keyof RecordedRequest]: RecordedRequest[K] };

interface Circumstances {
  readonly host: string;
  readonly match: RouteMatch | undefined;
  readonly at: number;
}

function recordOf(request: CloudRequest, { host, match, at }: Circumstances): OpenRecord {
  return {
    host,
    service: match?.service.id,
    operation: match?.route.operation,
    method: request.method,
    path: request.rawPath,
    query: request.query,
    headers: request.headers,
    body: request.body.toString('utf8'),
    at,
    status: undefined,
    fault: undefined,
  };
}

function faultContextOf(
  services: readonly ServiceDescription[],
  match: RouteMatch | undefined,
): FaultContext {
  if (match === undefined) return { services: services.map(({ id }) => id) };
  return { services: [match.service.id], operation: match.route.operation };
}

/** What a host does with connections and requests. */
interface HostHandlers {
  /** Whether to reset a connection before reading from it. */
  readonly refuses: () => boolean;
  readonly answer: (incoming: IncomingMessage, response: ServerResponse) => Promise<void>;
}

/** Listens on a free port of 127.0.0.1. */
async function loopbackHost(handlers: HostHandlers, wantedPort: number): Promise<LoopbackHost> {
  const sockets = new Set<Socket>();
  const used = new WeakSet<Socket>();
  const server = createServer((incoming, response) => {
    // A kept-alive connection was accepted before the fault was injected.
    if (used.has(incoming.socket) && handlers.refuses()) {
      incoming.socket.resetAndDestroy();
      return;
    }
    used.add(incoming.socket);
    handlers.answer(incoming, response).catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (socket) => {
    if (handlers.refuses()) {
      socket.resetAndDestroy();
      return;
    }
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listening(server, wantedPort);
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listening(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('the simulator has no port'));
    });
  });
}
