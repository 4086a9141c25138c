import { findModuleSpans } from './module-spans.ts';

/**
 * Puts brackets around each module of a bundle, as the bundler does and the minifier takes off. V8
 * takes a function in brackets for one that is called at once, and compiles it while it reads it;
 * any other it reads twice.
 */
export function wrapModules(code: string): string {
  const bytes = Buffer.from(code);
  const marks = findModuleSpans(code).flatMap(({ start, end }) => [
    { at: start, mark: '(' },
    { at: end, mark: ')' },
  ]);
  let last = 0;
  const pieces = marks.map(({ at, mark }) => {
    const piece = bytes.toString('utf8', last, at) + mark;
    last = at;
    return piece;
  });
  return pieces.join('') + bytes.toString('utf8', last);
}
