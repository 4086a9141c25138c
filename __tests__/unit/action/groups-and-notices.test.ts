import { afterEach, expect, jest, test } from '@jest/globals';
import { createWorkflowLog, type StepLog } from '../../../src/action/workflow-log.ts';
import { checkRows } from '../../support/table.ts';

afterEach(() => {
  jest.restoreAllMocks();
});

/** What the runner reads. */
function linesOf(write: (log: StepLog) => void): readonly string[] {
  const written: string[] = [];
  jest
    .spyOn(process.stdout, 'write')
    .mockImplementation((chunk) => written.push(String(chunk)) > 0);
  write(createWorkflowLog({}));
  jest.restoreAllMocks();
  return written.join('').split('\n').filter(Boolean);
}

const OURS = /^::(?:group|endgroup|notice|error|warning|debug)(?: [^:]*)?::/;

test('a text of the cloud’s in a group or a notice is no command', () =>
  checkRows(
    ['::error::planted', '##[error]planted', ' ::add-mask::planted', 'x\n::error::planted'],
    (text) => {
      const written = linesOf((log) => {
        log.group(text, [text]);
        log.notice('Restore point', text);
      });
      const foreign = written.map((line) => line.replace(OURS, ''));
      expect(written.filter((line) => OURS.test(line))).toHaveLength(3);
      expect(foreign.filter((line) => /^\s*::|##\[/.test(line))).toEqual([]);
      expect(foreign.join('').match(/planted/g)).toHaveLength(3);
    },
  ));
