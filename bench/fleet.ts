import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { fleetCloud, forAnHour, manyOrders } from '../__tests__/support/fleet-cloud.ts';
import type { ServiceId } from '../src/index.ts';
import type { Row } from './row.ts';

const INSTANCES = 100;
const LATE_MS = 200_000;

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

interface Fleet {
  readonly calls: number;
  /** While all of them run. */
  readonly heapBytes: number;
}

/** Backs up so many instances, five virtual minutes each. */
async function backUp(service: ServiceId, count: number): Promise<Fleet> {
  let heapBytes = 0;
  const cloud = fleetCloud({
    instead: ({ what, atMs }) => {
      if (heapBytes > 0 || what !== 'list' || atMs < LATE_MS) return undefined;
      collectGarbage();
      heapBytes = process.memoryUsage().heapUsed;
      return undefined;
    },
  });
  const orders = manyOrders(service, count);
  const outcomes = await cloud.clock.play(cloud.client.createBackups(orders, forAnHour));
  const lost = outcomes.filter(({ backup }) => backup?.status !== 'COMPLETED');
  if (lost.length > 0) throw new Error(`${lost.length} of ${count} backups are not completed`);
  return { calls: cloud.sent.length, heapBytes };
}

async function measureService(service: ServiceId) {
  const one = await backUp(service, 1);
  const few = await backUp(service, INSTANCES / 10);
  const many = await backUp(service, INSTANCES);
  const grownBytes = (many.heapBytes - few.heapBytes) / (INSTANCES * 0.9);
  return {
    share: (one.calls * INSTANCES) / many.calls,
    kilobytes: grownBytes / 1_000,
    note: `${many.calls} calls, and ${one.calls} for one alone`,
  };
}

/** A restore point of many instances in one step, on a virtual clock; the cloud is in memory too. */
export async function measureFleet(): Promise<readonly Row[]> {
  const shared = await measureService('taurusdb');
  const apart = await measureService('rds');
  const against = `${INSTANCES} single steps`;
  return [
    {
      what: `Calls for ${INSTANCES} instances of \`taurusdb\`, 5 min each`,
      against,
      result: `1/${Math.floor(shared.share)}`,
      goal: '≤ 1/20',
      isMet: shared.share >= 20,
      note: shared.note,
    },
    {
      what: 'Memory of each of them',
      against: '—',
      result: `${shared.kilobytes.toFixed(0)} kB`,
      goal: '≤ 100 kB',
      isMet: shared.kilobytes <= 100,
      note: 'the simulated cloud is in it',
    },
    {
      what: `The same for \`rds\`, which can’t list without an instance’s id`,
      against,
      result: `1/${apart.share.toFixed(1)}, ${apart.kilobytes.toFixed(0)} kB each`,
      goal: '—',
      isMet: null,
      note: apart.note,
    },
  ];
}
