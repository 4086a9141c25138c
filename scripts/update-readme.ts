import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLOUD_IDS, CLOUDS } from '../src/cloud/clouds.ts';
import type { ServiceId } from '../src/model.ts';
import { getService, serviceIds } from '../src/services/index.ts';
import { fillActionTables } from './fill-action-tables.ts';
import { fillChoices } from './fill-choices.ts';
import { fillPerformance } from './fill-performance.ts';
import { fillPermissions } from './fill-permissions.ts';
import { fill } from './fill-section.ts';
import { fillTroubleshooting } from './fill-troubleshooting.ts';
import { buildMarkdownTable, type Cells } from './markdown-table.ts';

const code = (text: string) => `\`${text}\``;

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
    const { aliases, title, instanceExample } = getService(id);
    const page = `[${title}](docs/services/${id}.md)`;
    return [code(id), aliases.map(code).join(', '), page, code(instanceExample), listOffers(id)];
  });
  const head = ['`service`', 'Also accepted', 'What it is', 'An id looks like', 'Offered in'];
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

/** README.md with its tables and its list of choices as action.yml and the registry say. */
export function updateReadme(readme: string, actionYml: string): string {
  const withServices = fill(fillChoices(readme, 'README.md'), 'services', listServices());
  return fillActionTables(withServices, actionYml);
}

/** A service's page with its hosts and regions as the registry says. */
export const updatePage = (page: string, id: ServiceId) => fill(page, 'hosts', listHosts(id));

if (import.meta.main) {
  const path = (file: string) => join(import.meta.dirname, '..', file);
  const read = (file: string) => readFileSync(path(file), 'utf8').replaceAll('\r\n', '\n');
  const workflows = ['.github/workflows/backup.yml', 'examples/live-smoke.yml'];
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
    ...workflows.map((file) => ({ file, text: fillChoices(read(file), file) })),
    {
      file: 'docs/performance.md',
      text: fillPerformance(read('docs/performance.md'), {
        resultsJson: read('bench/results.json'),
        profilesJson: read('bench/profiles.json'),
      }),
    },
    { file: troubleshooting, text: fillTroubleshooting(read(troubleshooting)) },
    ...pages.map(({ id, file }) => ({ file, text: updatePage(read(file), id) })),
  ];
  for (const { file, text } of updated.filter((page) => read(page.file) !== page.text)) {
    if (process.argv.includes('--check')) {
      process.stderr.write(`${file} is stale: run npm run docs\n`);
      process.exitCode = 1;
    } else writeFileSync(path(file), text);
  }
}
