import { registerHooks } from 'node:module';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { documentSchema, type Report } from './document.ts';
import { lint } from './lint.ts';

// The language service imports JSON without saying so, which Node takes for a mistake.
registerHooks({
  load: (url, context, next) =>
    next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context),
});
const { askLanguageService } = await import('./ask-language-service.ts');

/** Documents as JSON on stdin; what the checks found in each as JSON on stdout. */
const documents = v.parse(v.array(documentSchema), JSON.parse(await text(process.stdin)));
const report: Report = [];
for (const document of documents) {
  report.push({
    path: document.path,
    languageService: [...(await askLanguageService(document))],
    actionlint: document.path.endsWith('action.yml') ? [] : [...(await lint(document))],
  });
}
process.stdout.write(JSON.stringify(report));
