import { EventEmitter } from 'node:events';
import { expect, test } from '@jest/globals';
import { silentLog } from '../../src/runtime/log.ts';
import { listenForCancel } from '../../src/task/cancel.ts';

test.each(['SIGINT', 'SIGTERM', 'SIGBREAK'])(
  '%s cancels, whichever system sends it, and once is enough',
  (name) => {
    const process = new EventEmitter();
    const lines: string[] = [];
    const log = { ...silentLog, info: (text: string) => void lines.push(text) };
    const signal = listenForCancel(process, log, { work: 'step' });
    expect(signal.aborted).toBe(false);
    process.emit(name);
    expect(signal.aborted).toBe(true);
    process.emit(name);
    process.emit('SIGTERM');
    expect(lines).toEqual([`Received ${name}: ending this step.`]);
  },
);
