import type { ValidationConfig } from '@actions/languageservice';
import { findAction } from './known-actions.ts';

type GetContext = NonNullable<ValidationConfig['contextProviderConfig']>['getContext'];
type Context = NonNullable<Parameters<GetContext>[1]>;
type Job = NonNullable<Parameters<GetContext>[2]['job']>;

const isContext = (value: unknown): value is Context =>
  typeof value === 'object' && value !== null && 'getDescription' in value;

const listActions = (job: Job | undefined) =>
  (job !== undefined && 'steps' in job ? job.steps : []).flatMap((step) =>
    'uses' in step ? [{ id: step.id, name: step.uses.value.split('@')[0] ?? '' }] : [],
  );

/** Names the outputs of every action's step; without them the language service takes any name for one. */
export const listStepOutputs: GetContext = async (name, steps, { job }) => {
  if (name !== 'steps' || steps === undefined) return undefined;
  for (const { id, name: action } of listActions(job)) {
    const step = steps.get(id);
    if (!isContext(step)) continue;
    const outputs = step.get('outputs');
    const noValue = step.get('outcome');
    if (!isContext(outputs) || noValue === undefined) continue;
    for (const output of Object.keys(findAction(action)?.outputs ?? {})) {
      outputs.add(output, noValue);
    }
    outputs.complete = true;
  }
  return steps;
};
