import { inflateSync } from 'node:zlib';
import { readChunks } from './png-chunks.ts';

export interface Pixels {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Row by row: red, green and blue in one number. */
  readonly colours: Uint32Array;
}

/** What was left out of each byte, from its neighbours to the left, above, and left above. */
const FILTERS: readonly ((left: number, up: number, corner: number) => number)[] = [
  () => 0,
  (left) => left,
  (_, up) => up,
  (left, up) => (left + up) >> 1,
  (left, up, corner) => {
    const [a, b, c] = [up - corner, left - corner, left + up - 2 * corner].map(Math.abs);
    if (a === undefined || b === undefined || c === undefined) return 0;
    if (a <= b && a <= c) return left;
    return b <= c ? up : corner;
  },
];

/** The pixels of a PNG as Chromium writes it: eight bits a channel, not interlaced. */
export function readPixels(png: Buffer): Pixels {
  const chunks = readChunks(png);
  const head = chunks.find(({ name }) => name === 'IHDR')?.data ?? Buffer.alloc(13);
  const [widthPx, heightPx] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const step = { 2: 3, 6: 4 }[head.readUInt8(9)];
  if (step === undefined || head.readUInt8(8) !== 8 || head.readUInt8(12) !== 0) {
    throw new Error('Chromium wrote a PNG of another form');
  }
  const packed = chunks.filter(({ name }) => name === 'IDAT').map(({ data }) => data);
  const bytes = inflateSync(Buffer.concat(packed));
  const length = widthPx * step;
  const colours = new Uint32Array(widthPx * heightPx);
  let above = Buffer.alloc(length);
  for (let y = 0; y < heightPx; y += 1) {
    const start = y * (length + 1);
    const restore = FILTERS[bytes[start] ?? 0] ?? (() => 0);
    const row = Buffer.from(bytes.subarray(start + 1, start + 1 + length));
    for (let at = 0; at < length; at += 1) {
      const guess = restore(row[at - step] ?? 0, above[at] ?? 0, above[at - step] ?? 0);
      row[at] = ((row[at] ?? 0) + guess) & 0xff;
    }
    for (let x = 0; x < widthPx; x += 1) colours[y * widthPx + x] = row.readUIntBE(x * step, 3);
    above = row;
  }
  return { widthPx, heightPx, colours };
}
