import { parseSync } from '@swc/core';
import * as v from 'valibot';

const functionSchema = v.object({
  type: v.picklist(['ArrowFunctionExpression', 'FunctionExpression']),
  span: v.object({ start: v.number(), end: v.number() }),
});
const bracketsSchema = v.pipe(
  v.object({ type: v.literal('ParenthesisExpression'), expression: functionSchema }),
  v.transform(({ expression }) => expression),
);
const moduleMapSchema = v.object({
  type: v.literal('ObjectExpression'),
  properties: v.pipe(
    v.array(
      v.object({
        type: v.literal('KeyValueProperty'),
        key: v.object({ type: v.literal('NumericLiteral'), value: v.number() }),
        value: v.union([functionSchema, bracketsSchema]),
      }),
    ),
    v.minLength(1),
  ),
});

/** Where the function of a module stands in a bundle, in bytes from its beginning. */
export interface ModuleSpan {
  readonly id: number;
  readonly start: number;
  readonly end: number;
}

function collect(node: unknown, origin: number): readonly ModuleSpan[] {
  if (Array.isArray(node)) return node.flatMap((inner) => collect(inner, origin));
  if (typeof node !== 'object' || node === null) return [];
  const map = v.safeParse(moduleMapSchema, node);
  if (!map.success) return Object.values(node).flatMap((inner) => collect(inner, origin));
  return map.output.properties.map(({ key, value: { span } }) => ({
    id: key.value,
    start: span.start - origin,
    end: span.end - origin,
  }));
}

/** The functions in the bundler's map from a module's number to its function, in their order. */
export function findModuleSpans(code: string): readonly ModuleSpan[] {
  const { body, span } = parseSync(code, { syntax: 'ecmascript', target: 'es2022' });
  const spans = collect(body, span.start);
  if (spans.length === 0) throw new Error('the bundle has no map of modules');
  return spans;
}
