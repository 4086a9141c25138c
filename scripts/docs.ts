import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import { buildResultTable, reportSchema } from '../bench/report.ts';
import { stepWords } from '../src/action/step-words.ts';
import { agencyLogin } from '../src/auth/logins/agency.ts';
import { keyLogin } from '../src/auth/logins/keys.ts';
import { oidcLogin } from '../src/auth/logins/oidc.ts';
import { passwordLogin } from '../src/auth/logins/password.ts';
import { stsLogin } from '../src/auth/logins/sts.ts';
import { tokenLogin } from '../src/auth/logins/token.ts';
import { CLOUD_IDS, CLOUDS } from '../src/cloud/clouds.ts';
import type { Advice } from '../src/errors/advice.ts';
import { COMMON_CODES, ERROR_HINTS, errorKindOf } from '../src/errors/kinds.ts';
import { NETWORK_HINTS } from '../src/errors/transport-errors.ts';
import type { ServiceId } from '../src/model.ts';
import { getService, serviceIds } from '../src/services/index.ts';
import { writeOptions } from '../src/task/words.ts';
import { fillActionInputs, fillRestoreInputs } from './action-inputs.ts';
import { buildActionTypes, restoreTypes } from './action-types.ts';
import { buildMarkdownTable, type Cells, fill, findPart } from './markdown.ts';

const code = (text: string) => `\`${text}\``;

/** A workflow, or a page with one, whose list of services to choose from is that of the registry. */
export function fillChoices(text: string, file: string): string {
  const choices = /^( +options: )\[.*\]$/m;
  if (!choices.test(text)) throw new Error(`${file} has no list of services to choose from`);
  return text.replace(choices, `$1[${serviceIds.join(', ')}]`);
}

function listOffers(id: ServiceId): string {
  const { hosts } = getService(id);
  const offers = CLOUD_IDS.map((cloud) => {
    const regions = Object.values(hosts[cloud]).flat();
    const where = regions.length > 5 ? `${regions.length} regions` : regions.join(', ');
    return regions.length === 0 ? [] : [`${CLOUDS[cloud].title}: ${where}`];
  });
  return offers.flat().join('; ');
}

function listServices(): string {
  const rows = serviceIds.map((id): Cells => {
    const { aliases, title } = getService(id);
    const page = `[${title}](docs/services/${id}.md)`;
    return [code(id), aliases.map(code).join(', '), page, listOffers(id)];
  });
  const head = ['`service`', 'Also accepted', 'What it is', 'Offered in'];
  return buildMarkdownTable(head, rows);
}

function listHosts(id: ServiceId): string {
  const { hosts } = getService(id);
  const rows = CLOUD_IDS.flatMap((cloud) =>
    Object.entries(hosts[cloud]).map(([prefix, regions]): Cells => {
      return [CLOUDS[cloud].title, code(prefix), [...regions].sort().join(', ')];
    }),
  );
  return buildMarkdownTable(['Cloud', 'Host begins with', 'Regions'], rows);
}

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
function fillActionTables(readme: string, actionYml: string): string {
  const { inputs, outputs } = v.parse(actionSchema, parse(actionYml));
  return fill(fill(readme, 'inputs', listInputs(inputs)), 'outputs', listOutputs(outputs));
}

/** docs/restore.md with the tables of inputs and outputs as restore/action.yml describes them. */
export const updateRestorePage = (page: string, actionYml: string) => {
  const { inputs, outputs } = v.parse(actionSchema, parse(actionYml));
  const withInputs = fill(page, 'inputs', `\n${listInputs(inputs)}\n`);
  return fill(withInputs, 'outputs', `\n${listOutputs(outputs)}\n`);
};

/** README.md with its tables as action.yml and the registry say. */
export const updateReadme = (readme: string, actionYml: string) =>
  fillActionTables(fill(readme, 'services', listServices()), actionYml);

/** A service's page with its hosts and regions as the registry says. */
export const updatePage = (page: string, id: ServiceId) => fill(page, 'hosts', listHosts(id));

/** README.md with the table of rights of docs/credentials.md, which is where it is kept. */
export function fillPermissions(readme: string, credentials: string): string {
  const rights = findPart(credentials, '## Permissions').match(/(?:^\|.*\n)+/m)?.[0];
  if (rights === undefined) throw new Error('docs/credentials.md has no table of rights');
  return fill(readme, 'permissions', rights.trimEnd());
}

/** docs/performance.md with the table of the last run of the bench that was kept. */
export function fillPerformance(page: string, resultsJson: string): string {
  const { machine, node, rows } = v.parse(reportSchema, JSON.parse(resultsJson));
  const results = `${buildResultTable(rows)}\n\nMeasured on ${machine}, Node ${node}.`;
  return fill(page, 'results', `\n${results}\n`);
}

/** Every code that the action knows, in order. */
function listCodes(): readonly string[] {
  const own = serviceIds.flatMap((id) => Object.values(getService(id).errorCodes).flat());
  return [...new Set([...Object.values(COMMON_CODES).flat(), ...own])].sort();
}

/** The services where the code means this, in words. */
function describeWhere(errorCode: string, kind: string): string {
  // With this status an unknown code means nothing.
  const means = (id: (typeof serviceIds)[number]) =>
    errorKindOf({ code: errorCode, status: 400 }, getService(id).errorCodes) === kind;
  const ids = serviceIds.filter(means);
  return ids.length === serviceIds.length ? 'All' : ids.map(code).join(', ');
}

/** The gateway's codes have two spellings: somebody looks for the one that the log shows. */
const spell = (errorCode: string) =>
  (errorCode.startsWith('APIG.') ? [errorCode, errorCode.replace('APIG', 'APIGW')] : [errorCode])
    .map(code)
    .join(', ');

function listKind([kind, hint]: readonly [string, Advice | undefined]): readonly string[] {
  if (hint === undefined) return [];
  const places = listCodes().map((errorCode) => {
    return { errorCode, where: describeWhere(errorCode, kind) };
  });
  const groups = Map.groupBy(
    places.filter(({ where }) => where !== ''),
    ({ where }) => where,
  );
  const rows = [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([where, found]): Cells => {
      return [where, found.map(({ errorCode }) => spell(errorCode)).join(', ')];
    });
  return [
    `### ${code(kind)}`,
    writeOptions(hint, stepWords),
    buildMarkdownTable(['Service', 'Code'], rows),
  ];
}

const listNetworkHints = () =>
  buildMarkdownTable(
    ['Code', 'What to do'],
    Object.entries(NETWORK_HINTS)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, hint]): Cells => [code(name), hint]),
  );

const LOGINS: readonly (readonly [string, { readonly hint: Advice }])[] = [
  ['Password', passwordLogin],
  ['Access key', keyLogin],
  ['Token', tokenLogin],
  ['GitHub’s identity, IAM', oidcLogin],
  ['GitHub’s identity, STS', stsLogin],
  ['Agency', agencyLogin],
];

const listLoginHints = () =>
  buildMarkdownTable(
    ['Login', 'What to do when it is refused'],
    LOGINS.map(([title, { hint }]): Cells => [title, writeOptions(hint, stepWords)]),
  );

/** docs/troubleshooting.md with the codes and the hints that the action itself goes by. */
export function fillTroubleshooting(page: string): string {
  const codes = Object.entries(ERROR_HINTS).flatMap(listKind).join('\n\n');
  const withCodes = fill(page, 'codes', `\n${codes}\n`);
  const withLogins = fill(withCodes, 'login-hints', `\n${listLoginHints()}\n`);
  return fill(withLogins, 'network-hints', `\n${listNetworkHints()}\n`);
}

if (import.meta.main) {
  const path = (file: string) => join(import.meta.dirname, '..', file);
  const read = (file: string) => readFileSync(path(file), 'utf8').replaceAll('\r\n', '\n');
  const choices = ['.github/workflows/backup.yml', 'docs/workflows.md', 'examples/live-smoke.yml'];
  const troubleshooting = 'docs/troubleshooting.md';
  const pages = serviceIds.map((id) => ({ id, file: `docs/services/${id}.md` }));
  const updated = [
    {
      file: 'README.md',
      text: fillPermissions(
        updateReadme(read('README.md'), read('action.yml')),
        read('docs/credentials.md'),
      ),
    },
    ...choices.map((file) => ({ file, text: fillChoices(read(file), file) })),
    {
      file: 'docs/performance.md',
      text: fillPerformance(read('docs/performance.md'), read('bench/results.json')),
    },
    { file: troubleshooting, text: fillTroubleshooting(read(troubleshooting)) },
    { file: 'action.yml', text: fillActionInputs(read('action.yml')) },
    { file: 'action-types.yml', text: buildActionTypes(read('action.yml')) },
    { file: 'restore/action.yml', text: fillRestoreInputs(read('restore/action.yml')) },
    {
      file: 'restore/action-types.yml',
      text: buildActionTypes(read('restore/action.yml'), restoreTypes),
    },
    {
      file: 'docs/restore.md',
      text: updateRestorePage(read('docs/restore.md'), read('restore/action.yml')),
    },
    ...pages.map(({ id, file }) => ({ file, text: updatePage(read(file), id) })),
  ];
  for (const { file, text } of updated.filter((page) => read(page.file) !== page.text)) {
    if (process.argv.includes('--check')) {
      process.stderr.write(`${file} is stale: run npm run docs\n`);
      process.exitCode = 1;
    } else writeFileSync(path(file), text);
  }
}
