import { InputError, type Problem } from '../errors/request-errors.ts';
import { isLoopback } from '../http/transport.ts';
import type { CloudId, ServiceId } from '../model.ts';
import { countDifferences, showValue } from '../runtime/text.ts';
import { describeUnknownService, getService, serviceIds } from '../services/index.ts';
import { CLOUD_IDS, CLOUDS } from './clouds.ts';

/** Which cloud and region are meant, and addresses that replace the table's. */
export interface CloudTarget {
  readonly cloud?: CloudId | undefined;
  readonly region?: string | undefined;
  /** Base URLs by service. */
  readonly endpoints?: Readonly<Partial<Record<ServiceId, string>>> | undefined;
  readonly iamEndpoint?: string | undefined;
  readonly stsEndpoint?: string | undefined;
}

export interface Endpoint {
  readonly url: string;
  readonly warning?: string;
}

/** An address, or what the caller has to change to get one. */
type Found<Value> = { readonly found: Value } | { readonly problem: Problem<'region'> };

function regionsOfService(service: ServiceId, cloud: CloudId): readonly string[] {
  return Object.values(getService(service).hosts[cloud]).flat();
}

const listRegions = (cloud: CloudId): readonly string[] => [
  ...CLOUDS[cloud].iamRegions,
  ...serviceIds.flatMap((service) => regionsOfService(service, cloud)),
];

const isRegionOf = (region: string, cloud: CloudId) => listRegions(cloud).includes(region);

/** The cloud as given, or the one that has this region; `undefined` for a region nobody lists. */
export function findCloud({ cloud, region }: CloudTarget): CloudId | undefined {
  return cloud ?? CLOUD_IDS.find((id) => region !== undefined && isRegionOf(region, id));
}

/** The region that differs from this one by the fewest letters, one or two, as a question. */
function describeNear(region: string): string {
  const near = CLOUD_IDS.flatMap(listRegions)
    .map((known) => ({ known, off: countDifferences(known, region) }))
    .toSorted((a, b) => a.off - b.off)[0];
  return near !== undefined && near.off <= 2 ? ` Did you mean ${near.known}?` : '';
}

function needRegionAndCloud(target: CloudTarget, forWhat: string): Found<[CloudId, string]> {
  const { region } = target;
  if (region === undefined) {
    const problem = `is required to find ${forWhat}: write the region of the instance, such as eu-de`;
    return { problem: { input: 'region', problem } };
  }
  const cloud = findCloud(target);
  if (cloud !== undefined) return { found: [cloud, region] };
  // A login is never sent to a vendor that was guessed.
  const problem = `${showValue(region)} is not known.${describeNear(region)} OTC has ${CLOUDS.otc.iamRegions.join(', ')}. If it is right, set cloud.`;
  return { problem: { input: 'region', problem } };
}

function describeOffer(service: ServiceId): string {
  const offers = CLOUD_IDS.map((cloud) => ({ cloud, regions: regionsOfService(service, cloud) }));
  return offers
    .filter(({ regions }) => regions.length > 0)
    .map(({ cloud, regions }) => `${CLOUDS[cloud].title}: ${[...regions].sort().join(', ')}`)
    .join('; ');
}

/** The base URL of a service. A region the table lacks gets its cloud's usual pattern, and a warning. */
export function findServiceEndpoint(service: ServiceId, target: CloudTarget): Found<Endpoint> {
  const given = target.endpoints?.[service];
  if (given !== undefined) return { found: { url: given } };
  const { title, hosts } = getService(service);
  const needed = needRegionAndCloud(target, `the endpoint of ${title}`);
  if ('problem' in needed) return needed;
  const [cloud, region] = needed.found;
  const prefixes = Object.entries(hosts[cloud]);
  const listed = prefixes.find(([, regions]) => regions.includes(region));
  const usual = prefixes[0];
  if (listed !== undefined) {
    return { found: { url: `https://${CLOUDS[cloud].host(listed[0], region)}` } };
  }
  if (isRegionOf(region, cloud) || usual === undefined) {
    const problem = `${title} is not offered in ${region} (${CLOUDS[cloud].title}) as far as the documents say. It is offered in ${describeOffer(service)}. If you know better, give its endpoint`;
    return { problem: { input: 'region', problem } };
  }
  const host = CLOUDS[cloud].host(usual[0], region);
  const warning = `${region} is not in the list of regions of ${CLOUDS[cloud].title}; using its usual address for ${title}, ${host}.`;
  return { found: { url: `https://${host}`, warning } };
}

/** The base URL of IAM, without `/v3`. */
export function findIamEndpoint(target: CloudTarget): Found<Endpoint> {
  if (target.iamEndpoint !== undefined) return { found: { url: target.iamEndpoint } };
  const needed = needRegionAndCloud(target, 'the endpoint of IAM');
  if ('problem' in needed) return needed;
  const [cloud, region] = needed.found;
  return { found: { url: `https://${CLOUDS[cloud].iamHost(region)}` } };
}

/** The base URL of STS, which only some regions of Huawei Cloud have. */
export function findStsEndpoint(target: CloudTarget): Found<Endpoint> {
  if (target.stsEndpoint !== undefined) return { found: { url: target.stsEndpoint } };
  const needed = needRegionAndCloud(target, 'the endpoint of STS');
  if ('problem' in needed) return needed;
  const [cloud, region] = needed.found;
  if (CLOUDS[cloud].stsRegions.includes(region)) {
    return { found: { url: `https://${CLOUDS[cloud].host('sts', region)}` } };
  }
  const offer = CLOUDS.huaweicloud.stsRegions.join(', ');
  const problem = `STS, which a login by an agency’s URN needs, is offered on Huawei Cloud in ${offer} as far as the SDK says. If you know better, give its endpoint`;
  return { problem: { input: 'region', problem } };
}

/** @throws InputError with the one problem that stands in the way. */
export function foundOrThrow<Value>(result: Found<Value>): Value {
  if ('problem' in result) throw new InputError([result.problem]);
  return result.found;
}

/** A usable base URL without its trailing slashes, or what is wrong with it. */
export function parseEndpointUrl(
  text: string,
): { readonly url: string } | { readonly problem: string } {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    // What may hold a password is not shown.
    return typeof text === 'string' && /^[a-z\d](?:[a-z\d.-]*[a-z\d])?(?::\d{1,5})?$/i.test(text)
      ? { problem: `${showValue(text)} has no https:// in front: write https://${text}` }
      : { problem: 'is not a URL: write https:// and the host' };
  }
  if (!/^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])$/.test(url.hostname)) {
    return { problem: 'has a host with other characters than letters, digits, . and -' };
  }
  if (url.username !== '' || url.password !== '') {
    return { problem: 'must not hold a user or a password: give the login in its own inputs' };
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return { problem: `would send the login unencrypted: write https://${url.host}` };
  }
  if (url.search !== '' || url.hash !== '' || /[?#]/.test(text)) {
    return { problem: 'must be a base URL: leave out the ? or # and what follows' };
  }
  if (!/^[A-Za-z0-9._~/-]*$/.test(url.pathname)) {
    return { problem: 'has a path with other characters than letters, digits and . _ ~ / -' };
  }
  const base = `${url.origin}${url.pathname}`.replace(/\/+$/, '');
  return { url: base };
}

/** What the calls add by themselves: a version, and often a project after it. */
const API_PATH =
  /(?:\/rds)?\/v\d(?:\.\d)?(?:\/(?:[A-Za-z0-9]{32}|[$%{(<][^/]*|project_id)(?:\/.*)?)?$/;

/** A service’s base URL: as above, without what the calls add. */
export function parseServiceUrl(text: string): ReturnType<typeof parseEndpointUrl> {
  const parsed = parseEndpointUrl(text);
  if ('problem' in parsed) return parsed;
  const base = parsed.url.replace(API_PATH, '');
  if (base === parsed.url) return parsed;
  return { problem: `must be a base URL, without ${parsed.url.slice(base.length)}: write ${base}` };
}

/** IAM's base URL: a base URL, with or without a trailing `/v3` or `/v3.0`. */
export function parseIamUrl(text: string): ReturnType<typeof parseEndpointUrl> {
  const parsed = parseEndpointUrl(text);
  if ('problem' in parsed) return parsed;
  const call = /(?<=[^/]\/v3(?:\.0)?)\/auth(?:\/.*)?$/.exec(parsed.url)?.[0];
  if (call !== undefined) {
    const base = parsed.url.slice(0, -call.length);
    return { problem: `must be a base URL, without ${call}: write ${base}` };
  }
  return { url: parsed.url.replace(/(?<!\/)\/v3(\.0)?$/, '') };
}

/** What is wrong with one of the addresses by service. */
export function findServiceUrlProblem(service: string, url: string): string | undefined {
  if (!serviceIds.some((id) => id === service)) return describeUnknownService(service);
  const parsed = parseServiceUrl(url);
  return 'problem' in parsed ? parsed.problem : undefined;
}

/** IAM's base URL as the calls take it. */
export function normaliseIamEndpoint(url: string | undefined): string | undefined {
  const parsed = url === undefined ? undefined : parseIamUrl(url);
  return parsed && 'url' in parsed ? parsed.url : undefined;
}
