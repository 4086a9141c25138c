import { expect, test } from '@jest/globals';
import { buildSummary } from '../../../../src/action/report/summary.ts';
import type { Backup } from '../../../../src/index.ts';
import type { ErrorText } from '../../../../src/task/report/errors.ts';
import type { Location } from '../../../../src/task/report/report.ts';
import { aBackup } from '../../../support/memory-cloud.ts';
import { checkRows } from '../../../support/table.ts';

const location = { projectId: 'p-1', region: 'eu-de' };
const completed = aBackup({
  status: 'COMPLETED',
  jobId: 'j-1',
  beginTime: '2020-07-06T17:17:05Z',
  endTime: '2020-07-06T17:19:10Z',
  sizeMb: 2.74,
});
interface Facts {
  readonly backup?: Backup;
  readonly location?: Location;
  readonly error?: ErrorText;
}

function build({ backup, location: where, error }: Facts): string {
  const order = { service: 'taurusdb', instanceId: 'i-1', name: 'nightly' } as const;
  const results = backup ? [{ order, backup, error: undefined }] : [];
  const nowhere = { projectId: undefined, region: undefined };
  const report = { results, location: where ?? nowhere, deletedIds: undefined, checks: undefined };
  return buildSummary(report, error);
}

test('a success is a short table and what to do next', () => {
  expect(build({ backup: completed, location }).split('\n')).toEqual([
    '### ✅ Database backup completed',
    '',
    '| Status | <strong>COMPLETED</strong> |',
    '|---|---|',
    '| Backup id | <code>b-1</code> |',
    '| Name | <code>nightly</code> |',
    '| Service | TaurusDB |',
    '| Instance | <code>07033b125fd94a8a96896f8bcfee6ddain07</code> |',
    '| Region | <code>eu-de</code> |',
    '| Project | <code>p-1</code> |',
    '| Job | <code>j-1</code> |',
    '| Began | 2020-07-06T17:17:05Z |',
    '| Ended | 2020-07-06T17:19:10Z |',
    '| Took | 2m 5s |',
    '| Size | 2.74 MB |',
    '',
    'To restore: pick backup <code>b-1</code> among the instance’s backups in the console.',
    '',
  ]);
});

test('what is unknown has no row', () => {
  const text = build({ backup: aBackup(), location: { projectId: undefined, region: undefined } });
  for (const label of ['Covers', 'Region', 'Project', 'Job', 'Began', 'Ended', 'Took', 'Size']) {
    expect(text).not.toContain(`| ${label} |`);
  }
  expect(text).not.toContain('undefined');
});

test('a size of nothing is a size', () => {
  expect(build({ backup: { ...completed, sizeMb: 0 } })).toContain('| Size | 0 MB |');
});

test('a failure says so, why, and what to do', () => {
  const error = { message: 'It failed.', hint: 'Try again.' };
  const text = build({ backup: aBackup({ status: 'FAILED' }), location, error });
  expect(text).toMatch(/^### ❌ No completed database backup\n/);
  expect(text).toContain('<strong>FAILED</strong>');
  expect(text).toContain('It failed.<br>Try again.');
  expect(text).not.toContain('To restore');
  expect(text.indexOf('It failed.')).toBeLessThan(text.indexOf('| Status |'));
});

test('a backup that failed shows neither size nor length, as if there were something', () => {
  const text = build({ backup: { ...completed, status: 'FAILED' }, location });
  expect(text).not.toMatch(/Took|Size/);
});

test('a failure before there was a backup has no table', () => {
  const text = build({ error: { message: 'One input needs a change', hint: undefined } });
  expect(text).not.toContain('|');
  expect(text).toContain('One input needs a change');
});

test('a partial backup is called partial, the whole one is not', () => {
  expect(build({ backup: { ...completed, partial: true } })).toMatch(/Covers.*partial/);
  expect(build({ backup: completed })).not.toMatch(/partial/i);
});

test('a backup that was not waited for is not called completed', () => {
  const text = build({ backup: aBackup(), location });
  expect(text).toMatch(/^### ⏳ Database backup accepted, not completed yet\n/);
  expect(text).toContain('no restore point before');
  expect(text).not.toMatch(/✅|To restore/);
});

test('nothing of the cloud’s text becomes markup', () => {
  const evil =
    '<img src=x> | `a` [l](https://e.test) **b** @all #1 &lt; ~~c~~ http://e.test\n# h\r\n| x |';
  const text = build({ backup: completed, location, error: { message: evil, hint: evil } });
  const reason = text.split('\n').at(2) ?? '';
  expect(reason).toContain('img src=x');
  expect(text.split('\n')).toHaveLength(18);
  const shown = reason.replace(/<br>|<\/?span>/g, '').replace(/&(amp|lt|gt|#\d+);/g, '');
  expect(shown).not.toMatch(/[<>&|`*_[\]()#~@:\\!{}]/);
});

/** What GitHub would make a link or a formula of, as far as its specification and its parser's source tell. */
const LIVE =
  /www\.|:\/\/|(?:mailto|xmpp):|[\w.+-]@[\w-]|@\w|&#64;(?!<span><\/span>)|\$|&#36;(?!<\/span>)|\[\^/i;

test('no foreign text is a link or a formula', () =>
  checkRows(
    [
      'www.evil.example',
      'see (WWW.evil.example)',
      'http://evil.example and https://evil.example',
      'ftp://evil.example',
      'mailto:x@evil.example, xmpp:x@evil.example/y',
      'mona@evil.example',
      'ping @octo-org/admins',
      '$$\\sqrt{1}$$ and $a$',
      '$`x`$',
      'a footnote[^1] and ^sup^',
    ],
    (text) => {
      expect(text).toMatch(/[@$^]|www\.|:\/\//i);
      const told = build({ error: { message: text, hint: text } });
      expect(told).not.toMatch(LIVE);
      // Read aloud, it is still the same.
      const read = told
        .replace(/<\/?span>/g, '')
        .replace(/&#(\d+);/g, (_, unit) => String.fromCharCode(Number(unit)));
      expect(read).toContain(`${text}<br>${text}`);
    },
  ));
