#!/usr/bin/env bash
# @actions/languageservice 0.3.61: validate(document) takes a text document with a URI, a version and a text.
# Expected: each call checks the text that it is given.
# Seen: the parsed workflow is cached by the URI alone. After one right text, a wrong text with a higher
# version under the same URI has no finding; under another URI the same wrong text has some. A long-lived
# checker that keeps its files' URIs approves whatever comes second.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @actions/languageservice@0.3.61 vscode-languageserver-textdocument@1.0.12 esbuild@0.25.12
cat >check.mjs <<'JS'
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
const right = 'on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - run: "true"\n';
const wrong = `${right}surprise: 1\n`;
const count = async (name, version, text) =>
  (await validate(TextDocument.create(`file:///.github/workflows/${name}.yml`, 'yaml', version, text))).length;
const first = await count('a', 1, right);
const second = await count('a', 2, wrong);
const elsewhere = await count('b', 1, wrong);
console.log(`right: ${first}, wrong under the same URI: ${second}, wrong under another URI: ${elsewhere > 0 ? 'some' : 0}`);
JS
npx esbuild check.mjs --bundle --platform=node --format=esm --outfile=bundled.mjs --log-level=error \
  --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
seen=$(node bundled.mjs)
echo "findings: $seen"
[ "$seen" = 'right: 0, wrong under the same URI: 0, wrong under another URI: some' ]
