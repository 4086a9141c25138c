#!/usr/bin/env bash
# Node 24.11.1, by the npm package "node", with NODE_EXTRA_CA_CERTS.
# Expected: a file that Node can't use is told on stderr, as a missing one is ("Ignoring extra certs from …,
# load failed"), and a file that is told to be ignored is ignored.
# Seen: of a valid certificate in DER, and of a file that holds none, nothing is taken and nothing is said:
# the first that a user hears is UNABLE_TO_VERIFY_LEAF_SIGNATURE of some host. Of a PEM file whose second
# certificate is broken Node says that it ignores the file, and trusts the first one all the same. Only
# tls.getCACertificates('extra') shows what was taken.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund selfsigned@5.5.0 node@24.11.1 >/dev/null 2>&1
node=$dir/node_modules/node/bin/node
cat >make.mjs <<'JS'
import { X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { generate } from 'selfsigned';

const { cert } = await generate([{ name: 'commonName', value: 'test' }], { algorithm: 'sha256' });
const broken = cert.split('\n').toSpliced(3, 1).join('\n');
writeFileSync('good.pem', cert);
writeFileSync('good.der', new X509Certificate(cert).raw);
writeFileSync('text.pem', 'no certificate');
writeFileSync('half.pem', `${cert.trim()}\n${broken}`);
JS
"$node" make.mjs
see() {
  local taken said
  taken=$(NODE_EXTRA_CA_CERTS=$1 "$node" -p "require('tls').getCACertificates('extra').length" 2>said)
  if [ -s said ]; then said=told; else said=silent; fi
  echo "$1: $taken taken, $said"
}
seen=$(for file in good.pem good.der text.pem half.pem none.pem; do see "$file"; done)
echo "$seen"
[ "$seen" = "good.pem: 1 taken, silent
good.der: 0 taken, silent
text.pem: 0 taken, silent
half.pem: 1 taken, told
none.pem: 0 taken, told" ]
