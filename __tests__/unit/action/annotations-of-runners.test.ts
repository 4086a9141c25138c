import { afterEach, expect, test } from '@jest/globals';
import { createWorkflowLog } from '../../../src/action/workflow-log.ts';

const { exitCode } = process;
afterEach(() => {
  process.exitCode = exitCode;
});

/** What a step prints for an annotation of two lines that holds a URN, on a runner with these variables. */
function print(env: Readonly<Record<string, string>>): readonly string[] {
  const printed: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = (text: string | Uint8Array) => {
    printed.push(String(text).trimEnd());
    return true;
  };
  try {
    const log = createWorkflowLog(env);
    log.fail('STS refused iam::1:agency:x.\nCheck agency_urn.');
    log.notice('Restore point', 'Backup b-1.\nBackup b-2.');
  } finally {
    process.stdout.write = write;
  }
  return printed;
}

const whole = [
  '::error::STS refused iam::1:agency:x.%0ACheck agency_urn.',
  '::notice title=Restore point::Backup b-1.%0ABackup b-2.',
];

test.each([
  ['GitHub', {}],
  ['Gitea', { ACT: 'true', GITEA_ACTIONS: 'true' }],
])('%s decodes an annotation of several lines: it goes out as one', (_, env) => {
  expect(print(env)).toEqual(whole);
});

test.each([
  ['act', { ACT: 'true' }],
  ['Forgejo', { ACT: 'true', GITEA_ACTIONS: 'true', FORGEJO_ACTIONS: 'true' }],
])(
  '%s shows an annotation as it stands: one line, without what looks like a command, and the others below',
  (_, env) => {
    expect(print(env)).toEqual([
      '::error::STS refused iam: :1:agency:x.',
      'Check agency_urn.',
      '::notice title=Restore point::Backup b-1.',
      'Backup b-2.',
    ]);
  },
);
