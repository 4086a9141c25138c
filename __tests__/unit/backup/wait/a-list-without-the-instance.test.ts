import { expect, test } from '@jest/globals';
import { createWatch } from '../../../../src/backup/wait/watch.ts';

const PAGE = { ask: 'page', precedence: 'poll' } as const;
const PAUSE_MS = 10_000;

test('an instance that a later list does not show is not taken to go on being backed up', () => {
  const watch = createWatch(true);
  const keys = ['a', 'b', 'c', 'd'];
  const members = keys.map((key) => watch.join(key, 3_600_000, 0));
  for (const member of members) watch.want(member, PAUSE_MS, 0);
  const read = (shown: readonly string[], nowMs: number) => {
    watch.queue(PAGE, nowMs);
    watch.noteSent(PAGE, nowMs);
    watch.noteEnd(PAGE);
    const instances = shown.map((key) => ({ key, isBackingUp: true }));
    watch.notePage(instances, keys.length, nowMs);
    watch.noteReadingEnd(false);
  };
  read(keys, 1_000);
  read(['b', 'c', 'd'], 61_000);
  // By now what the first list said is no longer believed, and what the second said is.
  const { call } = watch.plan(1_000 + 64_000);
  expect(call).toMatchObject({ ask: { key: 'a' } });
});
