import { spawnSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { CLOUDS } from '../../src/cloud/clouds.ts';
import { getService, serviceIds } from '../../src/services/index.ts';
import { listBlocks, readText } from '../support/repository.ts';
import { isWorkflow } from './snippets.ts';
import { listSteps } from './workflow-file.ts';

const readme = readText('README.md');
const lines = readme.trimEnd().split('\n');
const inShell = process.platform === 'win32' ? test.skip : test;

/** The part of the README under a heading. */
const partOf = (heading: string) => readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';

test('the README’s inputs are found before its middle', () => {
  expect(lines.indexOf('## Inputs') + 1).toBeGreaterThan(0);
  expect(lines.indexOf('## Inputs') + 1).toBeLessThan(lines.length / 2);
});

test('a whole workflow and a picture of what it writes stand before every heading', () => {
  const [start = ''] = readme.split('\n## ');
  expect(isWorkflow(parse(listBlocks(start, 'yaml')[0] ?? ''))).toBe(true);
  expect(start).toMatch(/```\n\n!\[[^\]]+\]\(docs\/pictures\//);
});

test('the contents are the parts of the README', () => {
  const links = [...partOf('Contents').matchAll(/\[([^\]]+)\]\(#[^)]+\)/g)].map(([, text]) => text);
  const titles = lines.flatMap((line) => /^## (?<title>.*)/.exec(line)?.groups?.['title'] ?? []);
  expect(links).toEqual(titles.filter((title) => title !== 'Contents'));
});

test.each(serviceIds)('the table of engines has each ending of %s and its page', (id) => {
  const rows = partOf('Services')
    .split('\n')
    .filter((line) => line.includes(`| \`${id}\``));
  expect(rows.filter((row) => !row.includes(`docs/services/${id}.md`))).toEqual([]);
  const endings = rows.flatMap((row) => [...row.matchAll(/\| `(in\d\d)`/g)].map(([, end]) => end));
  const { instanceSuffixes, engineNames = {} } = getService(id);
  for (const engine of Object.keys(engineNames)) {
    expect(rows.join('\n')).toContain(engine.replace(/^GeminiDB /, '').split(',')[0]);
  }
  expect(endings.toSorted()).toEqual(id === 'rds-v1' ? [] : [...instanceSuffixes].toSorted());
});

test('the first example is PostgreSQL’s, as the table of engines has it', () => {
  const [row = ''] = partOf('Services')
    .split('\n')
    .filter((line) => line.startsWith('| PostgreSQL '));
  const [id = 'none'] = row.match(/[0-9a-f]{32}in03/) ?? [];
  expect(listBlocks(readme, 'yaml')[0]).toContain(`instance_id: ${id}\n`);
});

test('the hosts to open are those of the table of clouds', () => {
  const page = readText('docs/network.md');
  for (const { host, iamHost, iamRegions } of Object.values(CLOUDS)) {
    for (const region of ['eu-de', 'eu-ch2', 'eu-west-101', 'cn-north-4', 'ap-southeast-5']) {
      const written = [host('{service}', region), ...iamRegions.map(iamHost), iamHost(region)];
      for (const name of written) {
        const isListed = page.includes(`\`${name}\``);
        const pattern = name.replace(/(?<=\.)[a-z]+-[a-z]+-?\d*(?=\.)/, '{region}');
        expect([name, isListed || page.includes(`\`${pattern}\``)]).toEqual([name, true]);
      }
    }
  }
});

const ID = '57ef6477fdfe4eb9ac5f4a97bd28e369br01';
const roll = (page: string, at: number) =>
  listSteps(listBlocks(readText(page), 'yaml')[at] ?? '').at(-1)?.run ?? '';

inShell.each([
  ['COMPLETED', `::error::To roll back, restore backup ${ID}.\n`],
  ['BUILDING', `::error::Backup ${ID} is BUILDING. Only a COMPLETED one is a restore point.\n`],
])('after a failed migration the last step says what a %s backup is good for', (status, said) => {
  const env = { PATH: process.env['PATH'], BACKUP_ID: ID, BACKUP_STATUS: status };
  const { stdout } = spawnSync('bash', ['-c', roll('README.md', 3)], { env, encoding: 'utf8' });
  expect(stdout).toBe(said);
});

test('with several databases it says so of each one', () => {
  const BACKUPS = JSON.stringify([
    { service: 'rds', instance_id: 'a', backup_id: ID, status: 'COMPLETED' },
    { service: 'dds', instance_id: 'b', backup_id: null, status: 'FAILED' },
  ]);
  const env = { PATH: process.env['PATH'], BACKUPS };
  const script = roll('docs/workflows.md', 0);
  const { stdout } = spawnSync(process.execPath, ['-e', script], { env, encoding: 'utf8' });
  expect(stdout.trimEnd().split('\n')).toEqual([
    `::error::rds a: to roll back, restore backup ${ID}.`,
    '::error::dds b: no restore point. Backup none is FAILED.',
  ]);
});
