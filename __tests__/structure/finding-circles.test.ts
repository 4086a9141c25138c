import { expect, test } from '@jest/globals';
import { circles, type Importer } from './circles.ts';

const file = (path: string, ...imports: readonly string[]): Importer => ({ path, imports });

test('two ways to the same file are no circle', () => {
  const files = [file('top', 'left', 'right'), file('left', 'end'), file('right', 'end', 'undici')];
  expect(circles([...files, file('end')])).toEqual([]);
});

test('a circle is told once, with every file of it and no other', () => {
  const files = [file('main', 'b'), file('b', 'c'), file('c', 'a'), file('a', 'b', 'end')];
  expect(circles([...files, file('end')])).toEqual([['a', 'b', 'c']]);
});

test('a file that imports itself, and two circles side by side', () => {
  const files = [file('own', 'own'), file('x', 'y', 'p'), file('y', 'x'), file('p', 'q')];
  expect(circles([...files, file('q', 'p')])).toEqual([['own'], ['p', 'q'], ['x', 'y']]);
});
