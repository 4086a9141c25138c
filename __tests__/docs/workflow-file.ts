import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { root } from '../support/repository.ts';

const listFiles = (folder: string) =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder)).map((file) => `${folder}/${file}`)
    : [];

/** The workflows that are files: this repository's own, and those to copy. */
export const workflowFiles = [...listFiles('.github/workflows'), ...listFiles('examples')];

const stepSchema = v.looseObject({
  id: v.optional(v.string()),
  uses: v.optional(v.string()),
  run: v.optional(v.string()),
  with: v.optional(v.record(v.string(), v.unknown()), {}),
});

const permissions = v.optional(
  v.strictObject({
    actions: v.optional(v.literal('read')),
    attestations: v.optional(v.literal('write')),
    contents: v.optional(v.picklist(['read', 'write'])),
    deployments: v.optional(v.literal('write')),
    'id-token': v.optional(v.literal('write')),
    'security-events': v.optional(v.literal('write')),
    statuses: v.optional(v.literal('write')),
  }),
);

const jobSchema = v.looseObject({
  'timeout-minutes': v.number(),
  permissions,
  steps: v.array(stepSchema),
});

/** GitHub takes no time limit and no steps beside `uses`: the called workflow has them. */
const callingJobSchema = v.strictObject({
  uses: v.string(),
  name: v.optional(v.string()),
  needs: v.optional(v.unknown()),
  if: v.optional(v.string()),
  strategy: v.optional(v.unknown()),
  permissions,
  with: v.optional(v.record(v.string(), v.unknown()), {}),
  secrets: v.optional(v.record(v.string(), v.string()), {}),
  steps: v.optional(v.pipe(v.array(stepSchema), v.length(0)), []),
  'timeout-minutes': v.optional(v.never()),
});

const concurrency = v.object({ group: v.string(), 'cancel-in-progress': v.boolean() });

/** Top-level permissions are none, and every job has a time limit: for every workflow here but the one to call. */
const workflowSchema = v.looseObject({
  name: v.string(),
  on: v.record(v.string(), v.unknown()),
  permissions: v.strictObject({}),
  concurrency,
  jobs: v.record(v.string(), v.union([callingJobSchema, jobSchema])),
});

const inputsSchema = v.record(
  v.string(),
  v.looseObject({ type: v.string(), default: v.optional(v.unknown()) }),
);

/** The workflow to call: no permissions at all, because the caller's job grants them. */
const reusableSchema = v.strictObject({
  name: v.string(),
  on: v.strictObject({
    workflow_call: v.strictObject({
      inputs: inputsSchema,
      secrets: v.record(v.string(), v.strictObject({ required: v.literal(false) })),
      outputs: v.record(v.string(), v.strictObject({ description: v.string(), value: v.string() })),
    }),
    workflow_dispatch: v.strictObject({ inputs: inputsSchema }),
  }),
  concurrency,
  jobs: v.strictObject({
    backup: v.strictObject({
      name: v.string(),
      'runs-on': v.string(),
      'timeout-minutes': v.string(),
      environment: v.string(),
      outputs: v.record(v.string(), v.string()),
      steps: v.array(stepSchema),
    }),
  }),
});

export type Workflow = v.InferOutput<typeof workflowSchema>;

export const parseWorkflow = (text: string): Workflow => v.parse(workflowSchema, parse(text));

export const parseReusable = (text: string) => v.parse(reusableSchema, parse(text));

/** The steps of a workflow of either kind. */
export function listSteps(text: string) {
  const isReusable = 'workflow_call' in parse(text).on;
  const { jobs } = isReusable ? parseReusable(text) : parseWorkflow(text);
  return Object.values(jobs).flatMap(({ steps }) => steps);
}
