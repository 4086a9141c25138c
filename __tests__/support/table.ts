import { inspect, stripVTControlCharacters } from 'node:util';
import { expect } from '@jest/globals';

const show = (row: unknown) =>
  inspect(row, {
    depth: Array.isArray(row) ? 2 : 0,
    breakLength: Number.POSITIVE_INFINITY,
    maxStringLength: 80,
  }).slice(0, 200);

type Check = (...cells: readonly unknown[]) => unknown;

/** Checks every row of a table, and fails once, with each row that differs and how. */
export function checkRows<Row extends readonly [unknown, ...unknown[]]>(
  rows: Iterable<Row>,
  check: (...cells: [...Row]) => unknown,
): Promise<void>;
export function checkRows<Row>(rows: Iterable<Row>, check: (row: Row) => unknown): Promise<void>;
export async function checkRows(rows: Iterable<unknown>, check: Check): Promise<void> {
  let count = 0;
  const differing: (readonly [row: string, ...difference: readonly string[]])[] = [];
  for (const row of rows) {
    count += 1;
    try {
      await check(...(Array.isArray(row) ? row : [row]));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      differing.push([show(row), ...stripVTControlCharacters(text).split('\n')]);
    }
  }
  expect(differing).toEqual([]);
  expect(count).toBeGreaterThan(0);
}
