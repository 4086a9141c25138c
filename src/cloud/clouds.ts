import type { CloudId } from '../model.ts';
import { describeWrong, showValue } from '../runtime/text.ts';

/** The clouds whose APIs this library speaks. */
export const CLOUD_IDS = [
  'otc',
  'huaweicloud',
  'huaweicloud-eu',
] as const satisfies readonly CloudId[];

interface Cloud {
  readonly title: string;
  /** The host of a service's prefix in a region. */
  host(prefix: string, region: string): string;
  readonly iamRegions: readonly string[];
  iamHost(region: string): string;
  /** Where the security token service is offered; OTC's pages know none. */
  readonly stsRegions: readonly string[];
}

const otcHost = (prefix: string, region: string) =>
  region === 'eu-ch2'
    ? `${prefix}.${region}.sc.otc.t-systems.com`
    : `${prefix}.${region}.otc.t-systems.com`;

const HUAWEI_IAM_REGIONS = (
  'cn-north-1 cn-north-2 cn-north-4 cn-north-9 cn-north-12 cn-east-2 cn-east-3 cn-east-4 cn-east-5 ' +
  'cn-south-1 cn-south-2 cn-southwest-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ' +
  'ap-southeast-4 af-south-1 ae-ad-1 eu-west-0 la-north-2 la-south-2 me-east-1 ' +
  'my-kualalumpur-1 na-mexico-1 ru-moscow-1 sa-brazil-1 tr-west-1'
).split(' ');

/** Hosts and regions: OTC's "Regions and Endpoints" page and the region files of Huawei's SDK. */
export const CLOUDS: Readonly<Record<CloudId, Cloud>> = {
  otc: {
    title: 'Open Telekom Cloud',
    host: otcHost,
    iamRegions: ['eu-de', 'eu-nl', 'eu-ch2'],
    iamHost: (region) => otcHost(region === 'eu-ch2' ? 'iam-pub' : 'iam', region),
    stsRegions: [],
  },
  huaweicloud: {
    title: 'Huawei Cloud',
    host: (prefix, region) => `${prefix}.${region}.myhuaweicloud.com`,
    iamRegions: HUAWEI_IAM_REGIONS,
    // Not every region has an IAM host of its own; the global one answers for all.
    iamHost: (region) =>
      HUAWEI_IAM_REGIONS.includes(region)
        ? `iam.${region}.myhuaweicloud.com`
        : 'iam.myhuaweicloud.com',
    stsRegions: (
      'cn-north-4 cn-south-1 cn-east-3 cn-southwest-2 ap-southeast-1 ap-southeast-2 ' +
      'ap-southeast-3 ap-southeast-4 sa-brazil-1 la-south-2 af-south-1 tr-west-1'
    ).split(' '),
  },
  'huaweicloud-eu': {
    title: 'Huawei Cloud EU',
    host: (prefix, region) => `${prefix}.${region}.myhuaweicloud.eu`,
    iamRegions: ['eu-west-101'],
    iamHost: (region) => `iam.${region}.myhuaweicloud.eu`,
    stsRegions: [],
  },
};

/** What is wrong with a region's name: it becomes a part of a host's name. */
export function findRegionProblem(region: string): string | undefined {
  const form = /^[a-z0-9][a-z0-9-]{0,40}$/;
  if (form.test(region)) return undefined;
  const small = region.toLowerCase();
  if (form.test(small)) return `${showValue(region)} has capitals: write ${small}`;
  const write = 'write lower-case letters, digits and -, such as eu-de';
  return describeWrong(region, { isNot: 'is not the name of a region', write });
}

/** What is wrong with a project's id. */
export const findProjectIdProblem = (id: string): string | undefined =>
  /^[A-Za-z0-9]{32}$/.test(id)
    ? undefined
    : describeWrong(id, {
        isNot: 'is not a project id',
        write:
          'write its 32 letters and digits (My Credentials in the console), or give the project’s name',
      });
