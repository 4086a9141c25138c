import type { Backup, ServiceId } from '../../model.ts';
import { createLimiter } from '../../runtime/limiter.ts';
import { getService } from '../../services/index.ts';
import { type Session, sendWithin } from '../../session.ts';
import type { Sought } from '../find-records.ts';
import { createFleet, type Rest } from './fleet.ts';
import { createPollReport, type PollReport } from './progress.ts';
import { createRounds } from './rounds.ts';
import { type FirstPollResult, type PollResult, pollFor, pollWithHistory } from './statuses.ts';

/** The polls of one wait. */
export interface Polls {
  /** A poll now, which learns from earlier backups unless many begin to wait. @throws as `next` does */
  first(sought: Sought, rest: Rest, signal: AbortSignal): Promise<FirstPollResult>;
  /** The next poll. @throws what waiting longer can't help */
  next(sought: Sought, rest: Rest, signal: AbortSignal): Promise<PollResult>;
  /** The wait is over. */
  end(): void;
}

/** Polls the status of backups for all waits of a client: those for one service share its calls. */
export interface StatusPoller {
  /** `lastMs`: when the last poll is due, on the monotonic clock. */
  follow(backup: Backup, lastMs: number): Polls;
}

/** How many first polls of a service are under way at a time: each is a call of its own. */
const FIRST_POLLS = 8;

/** The polls of one service. */
interface ServicePolls {
  follow(backup: Backup, lastMs: number): Pick<Polls, 'next' | 'end'>;
  readonly report: PollReport;
}

/** Where one list shows the whole project, all are polled for at once. */
function createSharedPolls(session: Session, report: PollReport): ServicePolls {
  const { clock } = session;
  const lastMsOf = new Map<Sought['backup']['id'], number>();
  const rounds = createRounds<Sought, PollResult>(clock, async (waiters) => {
    const nowMs = clock.monotonicMs();
    const isLast = waiters.some(({ question }) => (lastMsOf.get(question.backup.id) ?? 0) <= nowMs);
    const polling = sendWithin(session, { precedence: isLast ? 'deadline' : 'poll' });
    await pollFor(polling, waiters, report);
  });
  return {
    report,
    follow: ({ id }, lastMs) => {
      lastMsOf.set(id, lastMs);
      return {
        next: (sought, { pauseMs }, signal) => rounds(sought, pauseMs, signal),
        end: () => lastMsOf.delete(id),
      };
    },
  };
}

/** One for all waits of a client. */
export function createStatusPoller(session: Session): StatusPoller {
  const services = new Map<ServiceId, ReturnType<typeof createService>>();

  function createService(service: ServiceId) {
    const { title, listNeedsInstance } = getService(service);
    const report = createPollReport(session, title);
    const polls = listNeedsInstance
      ? { report, ...createFleet({ session, service, report }) }
      : createSharedPolls(session, report);
    return { polls, limiter: createLimiter(FIRST_POLLS), firstPolls: new Set<Sought>() };
  }

  function serviceOf({ service }: Backup) {
    const own = services.get(service) ?? createService(service);
    services.set(service, own);
    return own;
  }

  return {
    follow(backup, lastMs) {
      const { polls, limiter, firstPolls } = serviceOf(backup);
      const { next, end } = polls.follow(backup, lastMs);
      // Where a list shows the whole project, one shows all that begin to wait at once.
      const isShared = !getService(backup.service).listNeedsInstance;
      const polling = sendWithin(session, { precedence: 'poll' });
      return {
        next,
        end,
        async first(sought, rest, signal) {
          if (isShared && firstPolls.size >= FIRST_POLLS) {
            return { ...(await next(sought, rest, signal)), history: undefined };
          }
          firstPolls.add(sought);
          try {
            const work = () => pollWithHistory(polling, sought.backup, signal);
            const first = await limiter.run(work, signal);
            polls.report(first.trouble);
            return first;
          } finally {
            firstPolls.delete(sought);
          }
        },
      };
    },
  };
}
