import { serviceIds } from '../src/services/index.ts';

/** A workflow, or a page with one, whose list of services to choose from is that of the registry. */
export function fillChoices(text: string, file: string): string {
  const choices = /^( +options: )\[.*\]$/m;
  if (!choices.test(text)) throw new Error(`${file} has no list of services to choose from`);
  return text.replace(choices, `$1[${serviceIds.join(', ')}]`);
}
