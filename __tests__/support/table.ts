import { inspect, stripVTControlCharacters } from 'node:util';
import { expect } from '@jest/globals';

type Cells<Row> = [Row] extends [readonly unknown[]] ? Row : [row: Row];

const show = (row: unknown) =>
  inspect(row, { depth: 3, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 80 }).slice(
    0,
    200,
  );

/** Checks every row of a table, and fails once, with each row that differs and how. */
export async function checkRows<const Row>(
  rows: Iterable<Row>,
  check: (...cells: Cells<Row>) => unknown,
): Promise<void> {
  let count = 0;
  const differing: (readonly [row: string, ...difference: readonly string[]])[] = [];
  for (const row of rows) {
    count += 1;
    try {
      await check(...((Array.isArray(row) ? row : [row]) as Cells<Row>));
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      differing.push([show(row), ...stripVTControlCharacters(text).split('\n')]);
    }
  }
  expect(differing).toEqual([]);
  expect(count).toBeGreaterThan(0);
}
