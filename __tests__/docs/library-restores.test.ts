import { afterAll, expect, test } from '@jest/globals';
import type { Fault } from '../../simulator/index.ts';
import { writeExamples } from './library-examples.ts';

const { withCloud, remove } = writeExamples();
const INSTANCE = 'd8e6ca5a624745bcb546a227aa3ae1cfin01';
const variables = { NEW_PASSWORD: 'Ready-4-2nite' };

afterAll(remove);

const endings: readonly (readonly [Fault | undefined, RegExp])[] = [
  [undefined, /^\w+in01 costs from now on\nBACKING UP \[ '192\.168\.\d+\.\d+' \] 3306\n$/],
  [{ name: 'reset-after', operation: 'restore' }, /^may exist: shop-restored-\w{6} \w+in01\n$/],
  [{ name: 'restore-fails' }, /^(\w+in01) costs from now on\nexists: \1\n$/],
  [{ name: 'forbidden', operation: 'restore' }, /^none was made: RDS refused to restore/],
];

test.each(endings)('the example of a new instance ends with %j as it says', async (fault, said) => {
  await withCloud(
    async ({ simulator, run }) => {
      simulator.seedBackup({ instanceId: INSTANCE, type: 'manual' });
      if (fault !== undefined) simulator.inject(fault);
      expect(await run('A new instance of a backup', variables)).toMatch(said);
    },
    { restoreMs: 1_800_000, backupMs: 600_000 },
  );
});
