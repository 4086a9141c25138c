import { createHash } from 'node:crypto';
import { readChunks, writeChunks } from './png-chunks.ts';

const KEY = 'Drawn from\0';

/** What tells whether a picture was drawn from this page. */
export const hashPage = (html: string): string => createHash('sha256').update(html).digest('hex');

/** The same PNG with the page's hash among its texts. */
export function stampPicture(png: Buffer, html: string): Buffer {
  const [head, ...rest] = readChunks(png);
  if (head === undefined) throw new Error('this PNG is empty');
  const stamp = { name: 'tEXt', data: Buffer.from(`${KEY}${hashPage(html)}`, 'latin1') };
  return writeChunks([head, stamp, ...rest]);
}

/** The hash of the page that a picture was drawn from. */
export function readStamp(png: Buffer): string | undefined {
  const texts = readChunks(png).filter(({ name }) => name === 'tEXt');
  const stamp = texts.map(({ data }) => data.toString('latin1')).find((t) => t.startsWith(KEY));
  return stamp?.slice(KEY.length);
}
