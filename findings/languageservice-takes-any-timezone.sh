#!/usr/bin/env bash
# @actions/languageservice 0.3.61 and `on.schedule[].timezone`, an IANA zone since March 2026.
# Expected: a checker that refuses an impossible cron line refuses a zone that the IANA data does not have.
# Seen: the cron line is checked to the field, the zone not at all: Europe/Bonn passes, though Node's own
# Intl, in the same process, knows that there is no such zone.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @actions/languageservice@0.3.61 vscode-languageserver-textdocument@1.0.12 esbuild@0.25.12
cat >check.mjs <<'JS'
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
let number = 0;
async function errors(cron, timezone) {
  number += 1;
  const text = `on:\n  schedule:\n    - cron: "${cron}"\n      timezone: ${timezone}\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - run: "true"\n`;
  const document = TextDocument.create(`file:///.github/workflows/${number}.yml`, 'yaml', 1, text);
  // 1, or none at all, is an error; what the cron line means comes as information.
  return (await validate(document)).filter(({ severity = 1 }) => severity === 1).length;
}
function isZone(timeZone) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) !== undefined;
  } catch {
    return false;
  }
}
console.log(JSON.stringify({
  rightZone: await errors('23 2 * * *', 'Europe/Berlin'),
  noSuchZone: await errors('23 2 * * *', 'Europe/Bonn'),
  noSuchMinute: (await errors('99 2 * * *', 'Europe/Berlin')) > 0,
  intlKnowsBonn: isZone('Europe/Bonn'),
}));
JS
npx esbuild check.mjs --bundle --platform=node --format=esm --outfile=bundled.mjs --log-level=error \
  --banner:js="import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"
seen=$(node bundled.mjs)
echo "$seen"
[ "$seen" = '{"rightZone":0,"noSuchZone":0,"noSuchMinute":true,"intlKnowsBonn":false}' ]
