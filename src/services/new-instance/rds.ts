import type { AnswerReader } from '../../http/answer-reader.ts';
import { jobAnswer } from '../answers.ts';
import { jobCall } from '../calls.ts';
import { readAt, readId, readText, readWhole } from '../fields.ts';
import { engineOfId, volumeTypes } from '../restore/rds.ts';
import type { FieldValue } from '../restore/restore-way.ts';
import type {
  AcceptedInstance,
  FieldProblem,
  Fields,
  FillPlace,
  FillRule,
  InstanceMaker,
  Settled,
} from './instance-maker.ts';

// https://docs.otc.t-systems.com/relational-database-service/api-ref/api_v3_recommended/backup_and_restoration/restoring_data_to_a_new_db_instance.html
// https://support.huaweicloud.com/intl/en-us/api-rds/rds_09_0008.html
// The job's page has "restoring data to a new DB instance" among its tasks, and knows a new id after some
// seconds: https://support.huaweicloud.com/intl/en-us/api-rds/rds_08_0001.html

/** What stands in a text of the body. */
const PLAIN = /^[\w .:+,()/-]{1,128}$/;
const isPlain = (value: string) => PLAIN.test(value);

const text = (allowed: string, takes: FillRule['takes'] = isPlain): FillRule => ({
  type: 'text',
  allowed,
  takes: (value, own) => isPlain(value) && takes(value, own),
});

const oneOf = (...words: readonly string[]): FillRule =>
  text(words.join(', '), (value) => words.includes(value));

const number = (allowed: string, takes: (value: number, own: FieldValue) => boolean): FillRule => ({
  type: 'number',
  allowed,
  takes: (value, own) => /^\d{1,6}$/.test(value) && takes(Number(value), own),
});

const ID = /^[\w-]{1,64}$/;
const id = (what: string) => text(`the id of ${what}`, (value) => ID.test(value));

const HOUR = /^([01]\d|2[0-3]):(00|15|30|45)-([01]\d|2[0-3]):\2$/;

function isHour(value: string): boolean {
  const [, from, , to] = HOUR.exec(value) ?? [];
  return from !== undefined && (Number(from) + 1) % 24 === Number(to);
}

const leastOf = (own: FieldValue): number => {
  if (typeof own === 'number') return own;
  const suggestion = readAt(own, ['suggestion']);
  return readWhole(suggestion) ?? 0;
};

const tag: FillRule = {
  type: 'text',
  allowed: 'at most 255 letters, digits, blanks and _ . : = + - @',
  takes: (value) => /^[\p{L}\p{N} _.:=+@-]{0,255}$/u.test(value),
};

function listShared(place: FillPlace): Readonly<Record<string, FillRule>> {
  const { types, allowed } = volumeTypes(place);
  const engine = engineOfId(place.instanceId);
  const modes = engine?.replicationModes ?? 'async, semisync or sync';
  const days = place.cloud === 'otc' ? 1 : 0;
  return {
    flavor_ref: text('a spec code that is on sale in the zone'),
    'volume.type': text(allowed, (value) => types.includes(value)),
    'volume.size': number(
      '40 to 4000 GB, a multiple of 10, no less than the original has',
      (size, own) => size >= Math.max(40, leastOf(own)) && size <= 4000 && size % 10 === 0,
    ),
    availability_zone: text('a zone such as eu-de-01, or two with a comma between', (zones) =>
      /^[\w-]+(,[\w-]+)?$/.test(zones),
    ),
    'ha.mode': oneOf('Ha', 'Single'),
    'ha.replication_mode': text(modes, (mode) => modes.split(/, | or /).includes(mode)),
    vpc_id: id('a VPC'),
    subnet_id: id('a subnet of that VPC'),
    security_group_id: id('a security group'),
    port: text('a port that the engine takes', (port) => {
      const isPort = /^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) <= 65_535;
      return isPort && engine?.takesPort(Number(port)) !== false;
    }),
    configuration_id: id('a parameter template'),
    'backup_strategy.start_time': text(
      'an hour in UTC that begins with minute 00, 15, 30 or 45, such as 19:00-20:00',
      isHour,
    ),
    'backup_strategy.keep_days': number(
      `${days} to 732 days`,
      (count) => count >= days && count <= 732,
    ),
    ...(engine?.name === 'MySQL' && {
      'unchangeable_param.lower_case_table_names': oneOf('0', '1'),
    }),
    ...(place.region === 'eu-ch2' ? {} : listBeyondSwitzerland(engine?.name)),
  };
}

/** The Swiss page has none of them. */
const listBeyondSwitzerland = (engine: string | undefined): Readonly<Record<string, FillRule>> => ({
  disk_encryption_id: id('a KMS key'),
  data_vip: text('a free IPv4 address of the subnet', (ip) => /^\d{1,3}(\.\d{1,3}){3}$/.test(ip)),
  ...(engine === 'SQLServer' && { collation: text('a collation of SQL Server') }),
});

const huaweiRules: Readonly<Record<string, FillRule>> = {
  time_zone: text('a time zone, such as UTC+08:00'),
  enterprise_project_id: id('an enterprise project'),
  'serverless_info.min_cap': text('compute units', (units) => /^\d{1,3}(\.5)?$/.test(units)),
  'serverless_info.max_cap': text('compute units', (units) => /^\d{1,3}(\.5)?$/.test(units)),
  'tags.*': tag,
};

/** A single instance has no `ha`; a pair has a zone and a way of replication for both. */
function settle(fields: Fields): Settled {
  const { ha, availability_zone: zones, backup_strategy: strategy } = fields;
  const isPair = ha !== undefined && readAt(ha, ['mode']) !== 'Single';
  const problems: FieldProblem[] = [];
  const note = (isWrong: boolean, field: string, problem: string) => {
    if (isWrong) problems.push({ field, problem });
  };
  const count = typeof zones === 'string' ? zones.split(',').length : undefined;
  const wanted = isPair ? 2 : 1;
  note(
    count !== undefined && count !== wanted,
    'availability_zone',
    isPair
      ? 'must be two zones with a comma between, the primary node’s first: the instance is a pair'
      : 'must be one zone: the instance is a single one',
  );
  note(
    isPair && readAt(ha, ['replication_mode']) === undefined,
    'ha.replication_mode',
    'is needed of a pair',
  );
  note(
    strategy !== undefined && readAt(strategy, ['start_time']) === undefined,
    'backup_strategy.start_time',
    'is needed beside keep_days',
  );
  return { fields: { ...fields, ha: isPair ? ha : undefined }, problems };
}

const accepted: AnswerReader<AcceptedInstance> = (answer) => {
  const id = readId(readAt(answer, ['instance', 'id']));
  if (id === undefined) return { problem: 'it has no usable instance id at instance.id' };
  const status = readText(readAt(answer, ['instance', 'status']));
  return { answer: { id, jobId: readId(readAt(answer, ['job_id'])), status } };
};

/** RDS, API version 3: sent in this way by both vendors' Terraform providers. */
export const rds: InstanceMaker = {
  password: {
    special: '~!@#$%^*-_=+?,()&',
    allowed:
      '8 to 32 characters, three of: capital letters, small letters, digits, special characters ~!@#$%^*-_+?,',
  },
  listRules: (place) => ({
    ...listShared(place),
    ...(place.cloud === 'otc' ? {} : huaweiRules),
  }),
  settle,
  create: ({ cloud, path, body, name, backupId, clientToken }) => ({
    method: 'POST',
    path,
    body,
    // Its page: https://support.huaweicloud.com/intl/en-us/api-rds/rds_10_0205.html. That a restore keeps to it is unverified.
    ...(cloud !== 'otc' && { headers: { 'x-client-token': clientToken } }),
    right: 'rds:instance:create',
    answer: accepted,
    purpose: `restore backup ${backupId} to the new instance ${name}`,
  }),
  findJob: jobCall({ right: 'rds:task:list', answer: jobAnswer({ percent: 'process' }) }),
  readAddresses(listed) {
    const ips = readAt(listed, ['private_ips']);
    const texts: readonly unknown[] = Array.isArray(ips) ? ips : [];
    const privateIps = texts.flatMap((ip) => readText(ip) ?? []);
    return { privateIps, port: readWhole(readAt(listed, ['port'])) || undefined };
  },
};
