import { parseEndpointUrl } from '../../cloud/parse-endpoint-url.ts';
import type { ServiceId } from '../../model.ts';
import { findServiceId, serviceIds } from '../../services/index.ts';
import type { Parsed } from './parsed-field.ts';

/** One URL for whichever service is asked for, or URLs by service. */
export interface Endpoints {
  readonly any?: string;
  readonly byService: Readonly<Partial<Record<ServiceId, string>>>;
}

function parseLine(line: string): Parsed<readonly [ServiceId, string]> {
  const at = line.indexOf('=');
  const word = line.slice(0, at).trim();
  const service = findServiceId(word);
  if (at < 0 || service === undefined) {
    return {
      problem: `has a line that does not start with a service and =: write lines like rds=https://host; the services are ${serviceIds.join(', ')}`,
    };
  }
  const parsed = parseEndpointUrl(line.slice(at + 1).trim());
  if ('problem' in parsed) return { problem: `(${word}) ${parsed.problem}` };
  return { value: [service, parsed.url] };
}

/** A base URL, or lines of `service=url`. */
export function parseEndpoints(text: string): Parsed<Endpoints> {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  const [first = ''] = lines;
  if (lines.length === 1 && !/^[a-z0-9-]+\s*=/.test(first)) {
    const parsed = parseEndpointUrl(first);
    return 'url' in parsed ? { value: { any: parsed.url, byService: {} } } : parsed;
  }
  const parsed = lines.map(parseLine);
  const problem = parsed.find((line) => 'problem' in line);
  if (problem !== undefined) return problem;
  const pairs = parsed.flatMap((line) => ('value' in line ? [line.value] : []));
  const services = pairs.map(([service]) => service);
  const twice = services.find((service, index) => services.indexOf(service) !== index);
  if (twice !== undefined) return { problem: `names ${twice} twice: leave one of the lines out` };
  return { value: { byService: Object.fromEntries(pairs) } };
}
