import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from '@swc/core';

/** Where a name comes from: a file below the library's folder, or a package. */
export interface Origin {
  readonly from: string;
  readonly name: string;
}

/** A .d.ts file as the compiler writes it, taken apart. */
interface DeclarationFile {
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
/** A method for classes of ours alone: it would bring the types of all inner parts. */
const INNER = /\n\s*\/\*\*(?:(?!\*\/)[\s\S])*@internal\s*\*\/\s*protected [^\n]*;/g;
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
const resolveFile = (file: string, name: string): string =>
  name.startsWith('.') ? join(dirname(file), name.replace(/\.(ts|js)$/, '.d.ts')) : name;

/** @throws Error at a statement of a form that the library does not use: nothing is left out in silence. */
function readDeclarationFile(file: string): DeclarationFile {
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
      declarations.set(name, statement.replace(INNER, ''));
      if (isExported) exported.push(name);
    } else if (!/^import \* as \w+ from /.test(bare)) {
      throw new Error(`${file} has a statement that can't be bundled: ${bare.slice(0, 80)}`);
    }
  }
  return { origins, declarations, exported };
}

const COMMENT = /\/\*[\s\S]*?\*\//g;
const IMPORTED_TYPE = /import\(["']([^"']+)["']\)\.([\w$]+)/g;
const EXPORT = /^((?:\s*\/\*[\s\S]*?\*\/)*\s*)export (?=declare|interface|type|const|class)/;

interface Visit {
  readonly file: string;
  readonly name: string;
}

/**
 * One .d.ts text with all that an entry's declarations need and nothing else. The compiler writes a
 * file for each source, and with them the inner functions' types, for which the package would need
 * the schema library.
 * @throws Error when two files declare the same name
 */
export function bundleDeclarations(entry: string): string {
  const files = new Map<string, DeclarationFile>();
  const done = new Map<string, { readonly file: string; readonly text: string }>();
  const packages = new Map<string, Set<string>>();

  function open(file: string): DeclarationFile {
    const known = files.get(file) ?? readDeclarationFile(file);
    files.set(file, known);
    return known;
  }

  function visit({ file, name }: Visit): void {
    if (!file.endsWith('.d.ts')) {
      packages.set(file, (packages.get(file) ?? new Set()).add(name));
      return;
    }
    const { origins, declarations } = open(file);
    const text = declarations.get(name);
    const origin = origins.get(name);
    if (text !== undefined) take({ file, name }, text);
    else if (origin === undefined) throw new Error(`${file} declares no ${name}`);
    else if (origin.name !== name) throw new Error(`${file} imports ${origin.name} as ${name}`);
    else visit({ file: origin.from, name });
  }

  function take({ file, name }: Visit, text: string): void {
    const known = done.get(name);
    if (known?.file === file) return;
    if (known !== undefined) throw new Error(`${file} and ${known.file} both declare ${name}`);
    done.set(name, { file, text });
    const { origins, declarations } = open(file);
    const code = text.replace(COMMENT, '');
    for (const [, source = '', wanted = ''] of code.matchAll(IMPORTED_TYPE)) {
      visit({ file: resolveFile(file, source), name: wanted });
    }
    for (const [word] of code.replace(IMPORTED_TYPE, '').matchAll(/[\w$]+/g)) {
      if (word !== name && (origins.has(word) || declarations.has(word))) {
        visit({ file, name: word });
      }
    }
  }

  const { exported } = open(entry);
  for (const name of exported) visit({ file: entry, name });
  const imports = [...packages].map(
    ([from, names]) => `import type { ${[...names].sort().join(', ')} } from '${from}';`,
  );
  const texts = [...done].map(([name, { text }]) => {
    const local = text.replace(IMPORTED_TYPE, '$2');
    return exported.includes(name) ? local : local.replace(EXPORT, '$1');
  });
  // Without an export list, a .d.ts file exports every declaration.
  return `${[...imports, ...texts, 'export {};'].join('\n')}\n`;
}
