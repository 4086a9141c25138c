import { deflateSync } from 'node:zlib';
import { writeChunks } from './png-chunks.ts';
import { readPixels } from './read-pixels.ts';

const MOST_COLOURS = 64;

const listChannels = (colour: number) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];

function findDistance(one: number, other: number): number {
  const channels = listChannels(other);
  return listChannels(one).reduce((sum, value, at) => sum + (value - (channels[at] ?? 0)) ** 2, 0);
}

/** The most frequent colours, and which of them each colour becomes: itself, or the nearest. */
function buildPalette(colours: Uint32Array) {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const ranked = [...counts].sort(([a, m], [b, n]) => n - m || a - b).map(([colour]) => colour);
  const palette = ranked.slice(0, MOST_COLOURS);
  const places = new Map(palette.map((colour, at) => [colour, at]));
  for (const colour of ranked.slice(MOST_COLOURS)) {
    const distances = palette.map((other) => findDistance(colour, other));
    places.set(colour, distances.indexOf(Math.min(...distances)));
  }
  return { palette, places };
}

/** The same picture with at most 64 colours: a third of the bytes, for text on one background. */
export function shrinkPicture(png: Buffer): Buffer {
  const { widthPx, heightPx, colours } = readPixels(png);
  const { palette, places } = buildPalette(colours);
  const head = Buffer.from([...Buffer.alloc(8), 8, 3, 0, 0, 0]);
  head.writeUInt32BE(widthPx, 0);
  head.writeUInt32BE(heightPx, 4);
  const rows = Buffer.alloc((widthPx + 1) * heightPx);
  for (const [at, colour] of colours.entries()) {
    rows[at + Math.floor(at / widthPx) + 1] = places.get(colour) ?? 0;
  }
  return writeChunks([
    { name: 'IHDR', data: head },
    { name: 'PLTE', data: Buffer.from(palette.flatMap(listChannels)) },
    { name: 'IDAT', data: deflateSync(rows, { level: 9, memLevel: 9 }) },
    { name: 'IEND', data: Buffer.alloc(0) },
  ]);
}
