import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FeatureFlags } from '@actions/expressions';
import { registerLogger, type ValidationConfig, validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { findAction, OUR_ACTION, OUR_REPOSITORY } from './known-actions.ts';

/** A workflow, or action.yml, under the path that decides which of the two it is. */
export interface Document {
  readonly path: string;
  readonly text: string;
}

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
const listStepOutputs: GetContext = async (name, steps, { job }) => {
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

type FileProvider = NonNullable<ValidationConfig['fileProvider']>;
type ActionsProvider = NonNullable<ValidationConfig['actionsMetadataProvider']>;

const failures: string[] = [];
const keep = (message: string) => {
  failures.push(message);
};
const ignore = () => undefined;
// It logs a failure of its own and then finds nothing wrong.
registerLogger({ error: keep, warn: keep, info: ignore, log: ignore });

const root = join(import.meta.dirname, '..', '..');

const actionsMetadataProvider: ActionsProvider = {
  fetchActionMetadata: async ({ owner, name, path }) =>
    findAction([owner, name, path].filter(Boolean).join('/')),
};

/** Called workflows: there are no others than our own. */
const fileProvider: FileProvider = {
  getFileContent: async (reference) => {
    const { path } = reference;
    const repository =
      'repository' in reference ? `${reference.owner}/${reference.repository}` : OUR_REPOSITORY;
    if (repository !== OUR_REPOSITORY) throw new Error(`${repository} is not known`);
    return { name: path, content: readFileSync(join(root, path), 'utf8') };
  },
};

const LEVELS = ['', 'error', 'warning', 'information', 'hint'];

/** What GitHub's own language service says, with every action's inputs and outputs at hand. */
export async function askLanguageService({ path, text }: Document): Promise<string[]> {
  // A path in the repository is not looked up; it is the same action.
  const named = text.replace(/\buses: \.\/?$/gm, `uses: ${OUR_ACTION}`);
  const document = TextDocument.create(`file:///${path}`, 'yaml', 1, named);
  failures.length = 0;
  const found = await validate(document, {
    actionsMetadataProvider,
    fileProvider,
    contextProviderConfig: { getContext: listStepOutputs },
    // Steps in the background run on github.com, and the package has half of them behind a flag.
    featureFlags: new FeatureFlags({ allowBackgroundSteps: true }),
  });
  return [
    ...failures,
    ...found.map(
      ({ range, message, severity = 1 }) =>
        `line ${range.start.line + 1}: ${message} [${LEVELS[severity]}]`,
    ),
  ];
}
