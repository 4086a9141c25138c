import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { expect, test } from '@jest/globals';
import * as v from 'valibot';
import { playScene } from '../../scripts/pictures/play-scene.ts';
import { gallery } from '../../scripts/pictures/scenes.ts';
import { readText, root } from '../support/repository.ts';
import { pages } from './snippets.ts';

const FOLDER = 'docs/pictures';
const MAX_BYTES = 150_000;

const pictures = gallery.flatMap((entry) => entry.pictures);
const readPicture = (file: string) => readFileSync(join(root, FOLDER, file));
const hash = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');

/** Which page, and so which text, each picture was drawn from. */
const drawn = v.parse(
  v.record(v.string(), v.object({ page: v.string(), picture: v.string() })),
  JSON.parse(readText(`${FOLDER}/drawn.json`)),
);

test.each(gallery)(
  '$scene.name: the texts behind its pictures are what the bundle writes',
  async ({ scene, pictures: ofScene }) => {
    const texts = await playScene(scene);
    for (const { textFile, pick } of ofScene) {
      expect(pick(texts)).toBe(readText(`${FOLDER}/${textFile}`));
    }
  },
  30_000,
);

test.each(pictures)('$file was drawn from the text next to it', ({ file, textFile, buildPage }) => {
  const page = buildPage(readText(`${FOLDER}/${textFile}`));
  // Not so? Run npm run pictures.
  expect(drawn[file]).toEqual({ page: hash(page), picture: hash(readPicture(file)) });
});

test.each(pictures)('$file is small', ({ file }) => {
  expect(statSync(join(root, FOLDER, file)).size).toBeLessThan(MAX_BYTES);
});

test('the folder holds the pictures with their texts, and nothing else', () => {
  const expected = [...pictures.flatMap(({ file, textFile }) => [file, textFile]), 'drawn.json'];
  expect(readdirSync(join(root, FOLDER)).toSorted()).toEqual(expected.toSorted());
});

test('each picture is on a page, with a text for those who do not see it, and no other one is', () => {
  const shown = pages.flatMap((page) =>
    [...readText(page).matchAll(/!\[([^\]]*)\]\(([^)\s]+)\)/g)].map(
      ([, words = '', link = '']) => ({
        words,
        path: posix.join(dirname(page), link),
      }),
    ),
  );
  const paths = shown.map(({ path }) => path).toSorted();
  expect(paths).toEqual(pictures.map(({ file }) => `${FOLDER}/${file}`).toSorted());
  expect(shown.filter(({ words }) => words.length < 20)).toEqual([]);
});
