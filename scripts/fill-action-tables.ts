import * as v from 'valibot';
import { parse } from 'yaml';
import { fill } from './fill-section.ts';
import { buildMarkdownTable, type Cells } from './markdown-table.ts';

const entriesSchema = v.record(
  v.string(),
  v.object({
    description: v.optional(v.string(), ''),
    required: v.optional(v.boolean(), false),
    default: v.optional(v.string()),
  }),
);
const actionSchema = v.object({ inputs: entriesSchema, outputs: entriesSchema });
type Entries = v.InferOutput<typeof entriesSchema>;

const code = (text: string) => `\`${text}\``;

function describe(entry: string, description: string): string {
  if (description.trim() !== '') return description;
  throw new Error(`action.yml: the ${entry} has no description`);
}

function listInputs(inputs: Entries): string {
  const rows = Object.entries(inputs).map(([name, input]): Cells => {
    const value = input.default === undefined ? '' : code(input.default);
    const fallback = input.required ? 'required' : value;
    return [code(name), describe(`input ${name}`, input.description), fallback];
  });
  return buildMarkdownTable(['Input', 'Meaning', 'Default'], rows);
}

function listOutputs(outputs: Entries): string {
  const rows = Object.entries(outputs).map(([name, output]): Cells => {
    return [code(name), describe(`output ${name}`, output.description)];
  });
  return buildMarkdownTable(['Output', 'Meaning'], rows);
}

/** README.md with the tables of inputs and outputs as action.yml describes them. */
export function fillActionTables(readme: string, actionYml: string): string {
  const { inputs, outputs } = v.parse(actionSchema, parse(actionYml));
  return fill(fill(readme, 'inputs', listInputs(inputs)), 'outputs', listOutputs(outputs));
}
