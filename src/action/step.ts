import type { BackupClient } from '../client.ts';
import type { ActionInputs } from './inputs/parse-inputs.ts';
import type { OutputWriter } from './report/outputs.ts';
import type { Notebook } from './report/step-report.ts';
import type { Surroundings } from './surroundings.ts';

/** All that the parts of a step share. */
export interface Step {
  readonly inputs: ActionInputs;
  readonly around: Surroundings;
  readonly client: BackupClient;
  readonly notebook: Notebook;
  readonly outputs: OutputWriter;
  /** Milliseconds until the step has to be over. */
  findLeftMs(): number;
}
