import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { playScene } from './play-scene.ts';
import { gallery, type Picture } from './scenes.ts';

const FLAGS = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars'];
/** Tells the page's height in the title; a run of its own reads it. */
const MEASURE =
  '<script>document.title = Math.ceil(document.body.getBoundingClientRect().height)</script>';
const NEEDED = 'chromium fonts-noto-core fonts-noto-color-emoji fonts-liberation';

const folder = join(import.meta.dirname, '..', '..', 'docs', 'pictures');
const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

function runChromium(args: readonly string[]): string {
  return execFileSync('chromium', [...FLAGS, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

function hasChromium(): boolean {
  try {
    return runChromium(['--version']) !== '';
  } catch {
    return false;
  }
}

/** The whole page as Chromium writes it to a .webp file, with so many pixels for each of CSS. */
function draw(html: string, { widthPx, scale, file }: Pick<Picture, 'widthPx' | 'scale' | 'file'>) {
  const temp = mkdtempSync(join(tmpdir(), 'picture-'));
  try {
    const page = join(temp, 'page.html');
    const picture = join(temp, 'page.webp');
    writeFileSync(page, `${html}${MEASURE}`);
    const url = pathToFileURL(page).href;
    const profile = `--user-data-dir=${join(temp, 'profile')}`;
    const dom = runChromium([profile, `--window-size=${widthPx},800`, '--dump-dom', url]);
    const [, heightPx] = /<title>(\d+)<\/title>/.exec(dom) ?? [];
    if (heightPx === undefined) throw new Error('Chromium did not tell how high the page is');
    const size = [`--window-size=${widthPx},${heightPx}`, `--force-device-scale-factor=${scale}`];
    runChromium([profile, ...size, `--screenshot=${picture}`, url]);
    copyFileSync(picture, file);
  } finally {
    rmSync(temp, { recursive: true, force: true });
  }
}

/** Draws the pictures of the docs anew, each with its text next to it, and notes what was drawn from what. */
async function drawPictures(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const drawn: Record<string, { readonly page: string; readonly picture: string }> = {};
  for (const { scene, pictures } of gallery) {
    const texts = await playScene(scene);
    for (const { file, textFile, widthPx, scale, pick, buildPage } of pictures) {
      const html = buildPage(pick(texts));
      const path = join(folder, file);
      draw(html, { widthPx, scale, file: path });
      writeFileSync(join(folder, textFile), pick(texts));
      const picture = readFileSync(path);
      drawn[file] = { page: hash(html), picture: hash(picture) };
      process.stdout.write(`docs/pictures/${file}: ${Math.ceil(picture.length / 1024)} KB\n`);
    }
  }
  writeFileSync(join(folder, 'drawn.json'), `${JSON.stringify(drawn, null, 2)}\n`);
}

if (hasChromium()) await drawPictures();
else {
  process.stderr.write(
    `Drawing needs Debian's Chromium and the fonts of its pages:\n  apt-get install -y --no-install-recommends ${NEEDED}\n`,
  );
  process.exitCode = 1;
}
