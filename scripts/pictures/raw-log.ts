import type { StepResult } from '../runner/run-action.ts';
import type { ActionFile } from '../runner/step-environment.ts';

export interface LogHeader {
  /** What the step's `with:` says, in its order. */
  readonly given: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly action: ActionFile;
}

/** The runner's own lines: what the step says, then the defaults of what it does not say. */
function buildHeader({ given, action }: LogHeader): readonly string[] {
  const defaults = Object.entries(action.inputs)
    .filter(([name]) => given[name] === undefined)
    .map(([name, input]) => [name, input.default ?? ''] as const);
  const inputs = [...Object.entries(given), ...defaults].filter(([, value]) => value !== '');
  return [
    '##[group]Run OWNER/cloud-db-backup@v1',
    'with:',
    ...inputs.map(([name, value]) => `  ${name}: ${value}`),
    '##[endgroup]',
  ];
}

/** The step's log as GitHub gives it for download, without the time in front of each line. */
export function buildRawLog({ lines, annotations }: StepResult, header: LogHeader): string {
  const heads = new Map(
    annotations.map(({ level, text }) => {
      const [first = ''] = text.split('\n');
      const shown = `${level === 'error' ? 'Error' : 'Warning'}: ${first}`;
      return [shown, `##[${level}]${first}`] as const;
    }),
  );
  const raw = [...buildHeader(header), ...lines.map((line) => heads.get(line) ?? line)].join('\n');
  const secrets = Object.values(header.secrets);
  return `${secrets.reduce((text, secret) => text.replaceAll(secret, '***'), raw)}\n`;
}
