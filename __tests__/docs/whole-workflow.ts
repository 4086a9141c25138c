import { isWorkflow, type Snippet } from './snippets.ts';

const OUR_STEP = ['id: backup', 'uses: OWNER/cloud-db-backup@v1'];
const HEAD = ['on: push', 'jobs:', '  job:', '    runs-on: ubuntu-latest'];

const indent = (columns: number, text: string) => text.replace(/^(?=.)/gm, ' '.repeat(columns));

const asStep = ([first, ...rest]: readonly string[]) =>
  [`      - ${first}`, ...rest.map((line) => `        ${line}`)].join('\n');

/** The steps that a snippet reads from and does not have; the one called `backup` is ours. */
function listEarlierSteps(text: string): readonly string[] {
  const read = [...text.matchAll(/\bsteps\.(\w+)\./g)].map(([, id = '']) => id);
  const missing = [...new Set(read)].filter((id) => !new RegExp(`\\bid: ${id}$`, 'm').test(text));
  return missing.map((id) => asStep(id === 'backup' ? OUR_STEP : [`id: ${id}`, 'run: login']));
}

/** A snippet with just as much around it as makes it a workflow. */
export function toWholeWorkflow({ text, value }: Snippet): string {
  if (isWorkflow(value)) return text;
  const keys = Object.keys(Object(value));
  if (keys.includes('jobs')) return `on: push\n${text}`;
  const steps = ['    steps:', ...listEarlierSteps(text)];
  if (Array.isArray(value)) return [...HEAD, ...steps, indent(6, text)].join('\n');
  if (keys.join() === 'with') {
    return [...HEAD, ...steps, asStep([OUR_STEP[1] ?? '']), indent(8, text)].join('\n');
  }
  const job = [...HEAD, indent(4, text).trimEnd()];
  return [...job, ...(keys.includes('steps') ? [] : [...steps, asStep(OUR_STEP)]), ''].join('\n');
}
