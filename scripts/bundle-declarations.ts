import { type DeclarationFile, readDeclarationFile, resolveFile } from './declaration-file.ts';

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
