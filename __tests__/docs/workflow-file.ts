import * as v from 'valibot';
import { parse } from 'yaml';

const stepSchema = v.looseObject({
  id: v.optional(v.string()),
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.unknown()), {}),
});

const jobSchema = v.looseObject({
  'timeout-minutes': v.number(),
  permissions: v.optional(v.strictObject({ contents: v.literal('read') })),
  steps: v.array(stepSchema),
});

/** Top-level permissions are none, and every job has a time limit: for every workflow here. */
const workflowSchema = v.looseObject({
  name: v.string(),
  on: v.record(v.string(), v.unknown()),
  permissions: v.strictObject({}),
  concurrency: v.object({ group: v.string(), 'cancel-in-progress': v.boolean() }),
  jobs: v.record(v.string(), jobSchema),
});

export type Workflow = v.InferOutput<typeof workflowSchema>;

export const parseWorkflow = (text: string): Workflow => v.parse(workflowSchema, parse(text));

export const listSteps = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps);
