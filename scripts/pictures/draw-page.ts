import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'];
const SCALE = 2;
/** Tells the page's height in the title; a run of its own reads it. */
const MEASURE =
  '<script>document.title = Math.ceil(document.body.getBoundingClientRect().height)</script>';

function runChromium(args: readonly string[]): string {
  return execFileSync('chromium', [...FLAGS, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

export function hasChromium(): boolean {
  try {
    return runChromium(['--version']) !== '';
  } catch {
    return false;
  }
}

/** The whole page as a PNG, with two pixels for each of CSS. */
export function drawPage(html: string, widthPx: number): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'picture-'));
  try {
    const page = join(folder, 'page.html');
    const png = join(folder, 'page.png');
    writeFileSync(page, `${html}${MEASURE}`);
    const url = pathToFileURL(page).href;
    const profile = `--user-data-dir=${join(folder, 'profile')}`;
    const dom = runChromium([profile, `--window-size=${widthPx},800`, '--dump-dom', url]);
    const [, heightPx] = /<title>(\d+)<\/title>/.exec(dom) ?? [];
    if (heightPx === undefined) throw new Error('Chromium did not tell how high the page is');
    const size = [`--window-size=${widthPx},${heightPx}`, `--force-device-scale-factor=${SCALE}`];
    runChromium([profile, ...size, `--screenshot=${png}`, url]);
    return readFileSync(png);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
