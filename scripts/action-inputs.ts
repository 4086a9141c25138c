import { isScalar, parseDocument } from 'yaml';
import { inputDescriptions } from '../src/task/inputs/descriptions.ts';
import { findInputName, type InputName, inputFields } from '../src/task/inputs/fields.ts';
import { restoreInputs } from '../src/task/restore/fields.ts';
import { writeInputs } from '../src/task/words.ts';

const LINE_WIDTH = 120;

/** An input in a text of action.yml: `` `wait: false` ``. */
const inBackticks = (name: string, value?: string) =>
  value === undefined ? `\`${name}\`` : `\`${name}: ${value}\``;

const describe = (input: InputName) =>
  writeInputs(inputDescriptions[input], { input: inBackticks });

/** action.yml with the inputs of the schema, as its table describes them; what is right stays as it is written. */
export function fillActionInputs(text: string): string {
  const action = parseDocument(text);
  for (const [name, field] of Object.entries(inputFields)) {
    const input = findInputName(name);
    if (input === undefined) continue;
    const path = ['inputs', name, 'description'];
    const description = describe(input);
    if (action.getIn(path) !== description) action.setIn(path, description);
    const standard = 'default' in field ? field.default : '';
    if (standard && action.getIn(['inputs', name, 'default']) !== standard) {
      action.setIn(['inputs', name, 'default'], standard);
      const node = action.getIn(['inputs', name, 'default'], true);
      if (isScalar(node)) node.type = 'QUOTE_DOUBLE';
    }
  }
  return action.toString({ lineWidth: LINE_WIDTH });
}

/** What a restore says of its inputs in words of its own. */
const OF_RESTORES: readonly string[] = [
  'instance_id',
  'endpoint',
  'region',
  'project_id',
  'username',
  'wait',
  'wait_timeout',
  'dry_run',
];

/** restore/action.yml, where places and logins are those of the backup, in its words. */
export function fillRestoreInputs(text: string): string {
  const action = parseDocument(text);
  for (const [name, { shared }] of Object.entries(restoreInputs)) {
    if (shared === undefined || shared !== name || OF_RESTORES.includes(name)) continue;
    const path = ['inputs', name, 'description'];
    if (action.getIn(path) !== describe(shared)) action.setIn(path, describe(shared));
  }
  return action.toString({ lineWidth: LINE_WIDTH });
}
