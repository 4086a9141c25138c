#!/usr/bin/env bash
# @actions/languageservice 0.3.61, GitHub's own checker of workflow files, says "engines": { "node": ">= 20" }.
# Expected: `import '@actions/languageservice'` works on a Node of that range.
# Seen: no Node of that range loads it as it is published. Its modules import JSON files without an
# import attribute, so the import ends with ERR_IMPORT_ATTRIBUTE_MISSING (Node 20: …ASSERTION_TYPE_MISSING). A bundler that reads JSON by
# itself (esbuild here) makes a program of the same package that works.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @actions/languageservice@0.3.61 vscode-languageserver-textdocument@1.0.12 esbuild@0.25.12
cat >check.mjs <<'JS'
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
const text = 'on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - run: "true"\n';
const found = await validate(TextDocument.create('file:///.github/workflows/a.yml', 'yaml', 1, text));
console.log(JSON.stringify(found));
JS
imported=$(node check.mjs 2>&1 || true)
npx esbuild check.mjs --bundle --platform=node --format=esm --outfile=bundled.mjs --log-level=error \
  --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
bundled=$(node bundled.mjs)
echo "node $(node -v), imported: $(grep -oE 'ERR_IMPORT_[A-Z_]+_MISSING' <<<"$imported" | head -1 || true)"
echo "bundled: $bundled"
grep -qE 'ERR_IMPORT_(ATTRIBUTE|ASSERTION_TYPE)_MISSING' <<<"$imported"
[ "$bundled" = '[]' ]
