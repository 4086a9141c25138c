import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawPage, hasChromium } from './pictures/draw-page.ts';
import { gallery } from './pictures/gallery.ts';
import { playScene } from './pictures/scene.ts';
import { shrinkPicture } from './pictures/shrink-picture.ts';
import { stampPicture } from './pictures/stamp-picture.ts';

const NEEDED = 'chromium fonts-noto-core fonts-noto-color-emoji fonts-liberation';
const folder = join(import.meta.dirname, '..', 'docs', 'pictures');

/** Draws the pictures of the docs anew, each with its text next to it. */
async function drawPictures(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const { scene, pictures } of gallery) {
    const texts = await playScene(scene);
    for (const { file, textFile, widthPx, pick, buildPage } of pictures) {
      const html = buildPage(pick(texts));
      const png = stampPicture(shrinkPicture(drawPage(html, widthPx)), html);
      writeFileSync(join(folder, textFile), pick(texts));
      writeFileSync(join(folder, file), png);
      process.stdout.write(`docs/pictures/${file}: ${Math.ceil(png.length / 1024)} KB\n`);
    }
  }
}

if (hasChromium()) await drawPictures();
else {
  process.stderr.write(
    `Drawing needs Debian's Chromium and the fonts of its pages:\n  apt-get install -y --no-install-recommends ${NEEDED}\n`,
  );
  process.exitCode = 1;
}
