import { fill } from './fill-section.ts';

/** The part of a page under a heading, up to the next heading of its rank. */
function findPart(page: string, heading: string): string {
  const rank = /^#+/.exec(heading)?.[0] ?? '#';
  const lines = page.split('\n');
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`the page has no heading ${heading}`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line) && line.indexOf(' ') <= rank.length);
  return rest
    .slice(0, end < 0 ? undefined : end)
    .join('\n')
    .trim();
}

const fold = (cloud: string, part: string) =>
  `<details>\n<summary>${cloud}</summary>\n\n${part}\n\n</details>`;

/** README.md with the policies of docs/credentials.md, which is where they are kept. */
export function fillPermissions(readme: string, credentials: string): string {
  const clouds = ['Open Telekom Cloud', 'Huawei Cloud'];
  const parts = clouds.map((cloud) => fold(cloud, findPart(credentials, `### ${cloud}`)));
  return fill(readme, 'permissions', `\n${parts.join('\n\n')}\n`);
}
