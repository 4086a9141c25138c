#!/usr/bin/env bash
# @actions/languageservice 0.3.61 and GitHub's steps that run side by side: `parallel:` with a list, or
# `background: true` on a step and a later `wait:` for it. One feature, and both forms run on GitHub.
# Expected: the checker knows both forms, or neither.
# Seen: `parallel:` has no finding, `background:` and `wait:` are "Unexpected value". With every feature
# flag of the package on, all three pass: half of the feature is behind a flag.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @actions/languageservice@0.3.61 @actions/expressions@0.3.61 vscode-languageserver-textdocument@1.0.12 esbuild@0.25.12
cat >check.mjs <<'JS'
import { FeatureFlags } from '@actions/expressions';
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
const head = 'on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n';
const parallel = `${head}      - parallel:\n          - run: "true"\n          - run: "true"\n`;
const background = `${head}      - id: slow\n        run: "true"\n        background: true\n      - wait: [slow]\n`;
let number = 0;
async function words(text, featureFlags) {
  number += 1;
  const document = TextDocument.create(`file:///.github/workflows/${number}.yml`, 'yaml', 1, text);
  const found = await validate(document, featureFlags && { featureFlags });
  return found.map(({ message }) => message);
}
const all = new FeatureFlags({ all: true });
console.log(JSON.stringify({
  parallel: await words(parallel),
  background: await words(background),
  withAllFlags: [...(await words(parallel, all)), ...(await words(background, all))],
}));
JS
npx esbuild check.mjs --bundle --platform=node --format=esm --outfile=bundled.mjs --log-level=error \
  --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
seen=$(node bundled.mjs)
echo "$seen"
node -e '
const { parallel, background, withAllFlags } = JSON.parse(process.argv[1]);
const isSame = parallel.length === 0 && withAllFlags.length === 0 && background.some((text) => text.includes("Unexpected value"));
process.exit(isSame ? 0 : 1);' "$seen"
