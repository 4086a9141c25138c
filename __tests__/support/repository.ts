import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

/** A file of the repository; Windows may have checked it out with its own line ends. */
export const readText = (path: string): string =>
  readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');

/** The fenced blocks of one language in a Markdown page. */
export function listBlocks(page: string, language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  return [...page.matchAll(fence)].map(([, block = '']) => block);
}
