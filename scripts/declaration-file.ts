import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from '@swc/core';

/** Where a name comes from: a file below the library's folder, or a package. */
export interface Origin {
  readonly from: string;
  readonly name: string;
}

/** A .d.ts file as the compiler writes it, taken apart. */
export interface DeclarationFile {
  /** What it imports, and what it exports of other files. */
  readonly origins: ReadonlyMap<string, Origin>;
  /** Its own declarations, each with the comment before it. */
  readonly declarations: ReadonlyMap<string, string>;
  /** The names that it exports, in their order. */
  readonly exported: readonly string[];
}

const FROM = /^(import|export) (?:type )?\{([^}]*)\}(?: from ['"]([^'"]+)['"])?;?$/;
const DECLARED =
  /^(export )?(?:declare )?(?:abstract )?(?:class|const|function|interface|type) ([\w$]+)/;
const COMMENTS = /^(?:\s*\/\*[\s\S]*?\*\/|\s*\/\/.*\n)*\s*/;

/** A file's statements with the comments before them; the spans of the parser leave those out. */
function listStatements(text: string): readonly string[] {
  // The parser counts from where the first statement begins: this one begins the text.
  const bytes = Buffer.from(`0;${text}`);
  const [first, ...rest] = parseSync(bytes.toString(), { syntax: 'typescript' }).body;
  if (first === undefined) return [];
  const origin = first.span.start;
  let last = first.span.end;
  return rest.map(({ span }) => {
    const statement = bytes.toString('utf8', last - origin, span.end - origin);
    last = span.end;
    return statement.trim();
  });
}

/** The path of a file that a declaration names, or the name of a package. */
export const resolveFile = (file: string, name: string): string =>
  name.startsWith('.') ? join(dirname(file), name.replace(/\.(ts|js)$/, '.d.ts')) : name;

/** @throws Error at a statement of a form that the library does not use: nothing is left out in silence. */
export function readDeclarationFile(file: string): DeclarationFile {
  const origins = new Map<string, Origin>();
  const declarations = new Map<string, string>();
  const exported: string[] = [];

  function noteNames([, word, list = '', source]: RegExpExecArray): void {
    for (const entry of list.split(',').map((part) => part.trim().replace(/^type /, ''))) {
      const [name = '', alias = name] = entry.split(' as ');
      if (name === '') continue;
      if (source !== undefined) origins.set(alias, { from: resolveFile(file, source), name });
      if (word === 'export') exported.push(alias);
    }
  }

  for (const statement of listStatements(readFileSync(file, 'utf8'))) {
    const bare = statement.replace(COMMENTS, '');
    const names = FROM.exec(bare);
    const [, isExported, name] = DECLARED.exec(bare) ?? [];
    if (names !== null) noteNames(names);
    else if (name !== undefined) {
      declarations.set(name, statement);
      if (isExported) exported.push(name);
    } else if (!/^import \* as \w+ from /.test(bare)) {
      throw new Error(`${file} has a statement that can't be bundled: ${bare.slice(0, 80)}`);
    }
  }
  return { origins, declarations, exported };
}
