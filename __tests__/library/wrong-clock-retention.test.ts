import { expect, test } from '@jest/globals';
import type { Account } from '../../simulator/index.ts';
import type { Credentials, PruneRule } from '../../src/index.ts';
import { withClients } from '../support/simulated-client.ts';
import { checkRows } from '../support/table.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;
const isOurs = (name: string) => name.startsWith('gh-');

const logins: Readonly<Record<string, (account: Account) => Credentials>> = {
  'a fixed token': ({ token }) => ({ kind: 'token', token }),
  'a password': ({ username, password, domainName }) => ({
    kind: 'password',
    username,
    password,
    domainName,
  }),
  keys: ({ accessKey, secretKey }) => ({ kind: 'keys', accessKey, secretKey }),
};

/** When backups of ours ended, in hours ago; the first is the one that was just completed. */
const AGES = { own: 0.01, young: 0.5, today: 5, exact: 47.9, over: 48.2, old: 24 * 30 };

interface Case {
  readonly login: string;
  readonly skewMs: number;
  readonly rule: Omit<PruneRule, 'isOurs'>;
  readonly goes: readonly (keyof typeof AGES)[];
}

const rules: readonly Pick<Case, 'rule' | 'goes'>[] = [
  { rule: { keepDays: 2 }, goes: ['over', 'old'] },
  { rule: { keepDays: 2, keepLast: 5 }, goes: ['old'] },
  { rule: { keepDays: 31 }, goes: [] },
  { rule: { keepLast: 1 }, goes: ['today', 'exact', 'over', 'old'] },
];

const cases = Object.keys(logins).flatMap((login) =>
  [0, -YEAR_MS, YEAR_MS].flatMap((skewMs) => rules.map((one) => ({ login, skewMs, ...one }))),
);

test('whatever the login, the rule and the clock: just those go that should', () =>
  checkRows(cases, async ({ login, skewMs, rule, goes }: Case) => {
    await withClients({ skewMs }, async ({ simulator, clock, connect, findId }) => {
      const instanceId = findId('taurusdb');
      const ids = new Map<string, string>();
      for (const [name, hoursAgo] of Object.entries(AGES)) {
        const endsAt = clock.epochMs() - hoursAgo * HOUR_MS;
        const times = { beganAt: endsAt - MINUTE_MS, endsAt };
        const planted = { instanceId, name: `gh-${name}`, type: 'manual', ...times } as const;
        ids.set(name, simulator.seedBackup(planted).id);
      }
      const client = connect(logins[login]?.(simulator.account) ?? { kind: 'token', token: '' });
      const named = (backups: readonly { readonly name: string }[]) =>
        backups.map(({ name }) => name.slice('gh-'.length)).toSorted();
      const target = { service: 'taurusdb', instanceId } as const;
      const wouldGo = await client.findOldBackups(target, { ...rule, isOurs });
      const id = ids.get('own') ?? '';
      const { deleted } = await client.pruneBackups({ ...target, id }, { ...rule, isOurs });
      expect(named(deleted)).toEqual(goes.toSorted());
      const left = named(simulator.backups);
      expect(left).toEqual(
        Object.keys(AGES)
          .toSorted()
          .filter((name) => !goes.some((one) => one === name)),
      );
      // The one that is to come takes a place, and the own one is young.
      const alsoNow = rule.keepLast === 5 ? ['over'] : [];
      expect(named(wouldGo)).toEqual([...goes, ...alsoNow].toSorted());
    });
  }));

test.each([0, -1, 1.5, Number.NaN])(
  'keepDays: %d is refused, and so is neither of the two; nothing is sent',
  async (keepDays) => {
    await withClients({}, async ({ simulator, connect, findId }) => {
      const client = connect({ kind: 'token', token: simulator.account.token });
      const completed = { service: 'taurusdb', instanceId: findId('taurusdb'), id: 'b-1' } as const;
      const refused = (rule: PruneRule, input: string) =>
        expect(client.pruneBackups(completed, rule)).rejects.toMatchObject({
          name: 'InputError',
          problems: [{ input }],
        });
      await refused({ keepDays, isOurs }, 'keepDays');
      await refused({ isOurs }, 'keepLast');
      expect(simulator.requests).toEqual([]);
    });
  },
);
