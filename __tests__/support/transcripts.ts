import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from '@jest/globals';
import type { RecordedRequest } from '../../simulator/index.ts';
import { root } from './repository.ts';
import type { Step, StepCloud } from './step-cloud.ts';

/** Where the transcripts are: one file for each scenario. */
export const TRANSCRIPTS = '__tests__/action/transcripts';

const SECRETS = [
  'access_key',
  'secret_key',
  'security_token',
  'token',
  'password',
  'login_password',
];
const TIME_WIDTH = 9;

const indent = (text: string, by: number) => text.replace(/^(?=.)/gm, ' '.repeat(by));

function showInputs({ inputs, env }: Step): string {
  const given = Object.entries(inputs).filter(([, value]) => value !== '');
  const lines = given.map(([name, value]) =>
    value.includes('\n')
      ? `${name}: |\n${indent(value, 2)}`
      : `${name}: ${SECRETS.includes(name) ? '***' : value}`,
  );
  return [...lines, ...Object.entries(env).map(([name, value]) => `env ${name}: ${value}`)].join(
    '\n',
  );
}

/** Bodies are shown where they ask for a change; those of logins hold secrets. */
function showRequest(request: RecordedRequest): string {
  const { method, host, path, query, status, fault, body, operation = '' } = request;
  const search = decodeURIComponent(new URLSearchParams(query).toString());
  const answer = `${status ?? 'no answer'}${fault === undefined ? '' : ` (${fault})`}`;
  const isShown = body !== '' && !operation.includes('login');
  return `→ ${method} ${host} ${path}${search && `?${search}`}  ${answer}${isShown ? `\n  ${body}` : ''}`;
}

/** What it wrote and sent, each with its second where that is a new one; polls in a row are one entry. */
function showStory({ story }: Step): string {
  const entries: { atMs: number; text: string; count: number; lastMs: number }[] = [];
  for (const moment of story) {
    const { atMs } = moment;
    const isRequest = 'request' in moment;
    const text = isRequest ? showRequest(moment.request) : moment.lines.join('\n');
    const last = entries.at(-1);
    if (isRequest && last?.text === text) {
      last.count += 1;
      last.lastMs = atMs;
    } else {
      entries.push({ atMs, text, count: 1, lastMs: atMs });
    }
  }
  const showSecond = (ms: number) => (ms / 1_000).toFixed(3);
  const shown = entries.map(({ atMs, text, count, lastMs }, at) => {
    const isNew = atMs !== entries[at - 1]?.lastMs;
    const time = (isNew ? showSecond(atMs) : '').padStart(TIME_WIDTH);
    const again = count > 1 ? `\n(${count} times, until ${showSecond(lastMs)})` : '';
    return `${time}${indent(`${text}${again}`, TIME_WIDTH + 2).slice(TIME_WIDTH)}`;
  });
  return shown.join('\n');
}

/** The output `backups` is JSON; all others are short. */
const showOutput = ([name, value]: readonly [string, string]) =>
  name === 'backups' && value !== ''
    ? `backups: ${JSON.stringify(JSON.parse(value), null, 2)}`
    : `${name}: ${value}`;

function showStep(step: Step): string {
  const parts: readonly (readonly [title: string, text: string])[] = [
    ['with', showInputs(step)],
    ['what happens', showStory(step)],
    ['outputs', Object.entries(step.outputs).map(showOutput).join('\n')],
    ['summary', step.summary.trimEnd()],
  ];
  const shown = parts.filter(([, text]) => text !== '');
  return [
    ...shown.map(([title, text]) => `== ${title} ==\n${text}\n`),
    `exit code ${step.exitCode}\n`,
  ].join('\n');
}

function showCloud({ simulator }: StepCloud): string {
  const backups = simulator.backups.map(
    ({ id, name, type, state, service, instanceId }) =>
      `${state} ${type} ${service} ${instanceId} ${id} ${name}`,
  );
  const restored = simulator.restored.map(
    ({ state, id, name, backupId }) => `${state} instance ${id} ${name} of backup ${backupId}`,
  );
  const all = [...backups, ...restored];
  return `== in the cloud afterwards ==\n${all.join('\n') || 'no backup'}\n`;
}

/** Whether the files are to be written anew; never by itself, and never where a change is proven. */
export function isRenewal(env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['TRANSCRIPTS'] !== 'renew') return false;
  if (env['CI'] === 'true') throw new Error('transcripts are not renewed where CI is true');
  return true;
}

/**
 * Compares all that the steps of a scenario were given, wrote, sent and left with the scenario's
 * file. `TRANSCRIPTS=renew` writes the file anew.
 */
export function expectTranscript(
  name: string,
  cloud: StepCloud,
  ...steps: readonly [Step, ...Step[]]
): void {
  const file = join(root, TRANSCRIPTS, `${name}.txt`);
  const text = [...steps.map(showStep), showCloud(cloud)].join('\n');
  if (isRenewal(process.env)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (!existsSync(file)) throw new Error(`${name} has no transcript: run with TRANSCRIPTS=renew`);
  expect(text).toBe(readFileSync(file, 'utf8'));
}
