import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { listBlocks, readText, root } from '../support/repository.ts';

/** A YAML block of a page: a workflow, a job, some steps or a part of a step. */
export interface Snippet {
  /** The page and the block's number on it. */
  readonly title: string;
  readonly text: string;
  readonly value: unknown;
}

const OUR_ACTION = /^OWNER\/cloud-db-backup@/;
const OUR_WORKFLOW = 'OWNER/cloud-db-backup/.github/workflows/backup.yml@v1';

const listPages = (folder: string) =>
  readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.md'))
    .map((file) => `${folder}/${file}`);

/** The README and every page of the docs. */
export const pages = ['README.md', ...listPages('docs'), ...listPages('docs/services')];

export const listSnippets = (page: string): readonly Snippet[] =>
  listBlocks(readText(page), 'yaml').map((text, at) => ({
    title: `${page}, block ${at + 1}`,
    text,
    value: parse(text),
  }));

type Mapping = Readonly<Record<string, unknown>>;

const isMapping = (value: unknown): value is Mapping => typeof value === 'object' && value !== null;

/** Whether it is a whole workflow, and no part of one. */
export const isWorkflow = (value: unknown): boolean =>
  isMapping(value) && 'on' in value && 'jobs' in value;

/** The mappings under `key`, wherever they are, with the mapping that each is in. */
function* findUnder(key: string, value: unknown): Generator<readonly [Mapping, Mapping]> {
  if (!isMapping(value)) return;
  for (const [name, child] of Object.entries(value)) {
    if (name === key && isMapping(child)) yield [child, value];
    else yield* findUnder(key, child);
  }
}

/** What the snippet gives to our action: a `with` of no action at all stands for a step of ours. */
export const listInputs = ({ value }: Snippet): readonly Mapping[] =>
  [...findUnder('with', value)]
    .filter(([, { uses }]) => uses === undefined || OUR_ACTION.test(String(uses)))
    .map(([inputs]) => inputs);

export const listEnvironments = ({ value }: Snippet): readonly Mapping[] =>
  [...findUnder('env', value)].map(([variables]) => variables);

export const listPermissions = ({ value }: Snippet): readonly Mapping[] =>
  [...findUnder('permissions', value)].map(([permissions]) => permissions);

/** The jobs of the snippet that call our reusable workflow. */
export const listCalls = ({ value }: Snippet) =>
  (isMapping(value) ? [...findUnder('with', value)] : [])
    .map(([, job]) => job)
    .filter(({ uses }) => uses === OUR_WORKFLOW)
    .map((job) => ({
      with: isMapping(job['with']) ? job['with'] : {},
      secrets: isMapping(job['secrets']) ? job['secrets'] : {},
      permissions: isMapping(job['permissions']) ? job['permissions'] : {},
    }));
