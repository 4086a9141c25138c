import { type AnswerReader, anyAnswer } from '../http/answer-reader.ts';
import type { ApiCall } from '../http/api-call.ts';
import { withName } from '../runtime/text.ts';
import type {
  BackupPage,
  BackupService,
  CreatedBackup,
  InstanceFilter,
  InstancePage,
  Job,
  ServiceFilter,
  ServiceOrder,
} from './service.ts';

/** The most that the lists give at once; some give fewer, whatever they are asked for. */
export const PAGE_SIZE = 100;

type Path = (projectId: string) => readonly string[];

/** What an adapter says of a call: what differs from the paths and names that the v3 APIs share. */
interface Own<Answer> {
  readonly path?: Path;
  /** The action of a custom policy; docs/credentials.md has those of identity policies too. */
  readonly right: string;
  readonly answer: AnswerReader<Answer>;
}

const v3 =
  (collection: string): Path =>
  (projectId) => ['v3', projectId, collection];

interface OwnCreate extends Omit<Own<CreatedBackup>, 'path'> {
  readonly path?: (order: ServiceOrder) => readonly string[];
  readonly body?: (order: ServiceOrder) => object;
  readonly hints?: (order: ServiceOrder) => ApiCall<CreatedBackup>['hints'];
}

/** The call that asks for a backup. */
export const createCall =
  ({
    path = ({ projectId }) => v3('backups')(projectId),
    body = ({ instanceId, name, description }) => ({ instance_id: instanceId, name, description }),
    right,
    answer,
    hints = () => undefined,
  }: OwnCreate) =>
  (order: ServiceOrder): ApiCall<CreatedBackup> => ({
    method: 'POST',
    path: path(order),
    body: body(order),
    right,
    answer,
    hints: hints(order),
    purpose: describeCreate('instance', order),
  });

/** What a create call is for, in the words of an error. */
export const describeCreate = (
  what: 'instance' | 'node',
  { name, instanceId, instanceName }: ServiceOrder,
): string => `create backup ${name} of ${what} ${withName(instanceId, instanceName)}`;

interface OwnList extends Own<BackupPage> {
  /** How the filter wants its types, where it does not take them as they are. */
  readonly typeFilter?: Readonly<Record<'manual' | 'auto', string>>;
}

/** What a list call is for, in the words of an error. */
export const describeList = ({ backupId }: ServiceFilter): string =>
  backupId === undefined ? 'list backups' : `look at backup ${backupId}`;

/** The call of a list of backups that filters by instance, id and type, and has pages. */
export const listBackupsCall =
  ({
    path = v3('backups'),
    right,
    answer,
    typeFilter = { manual: 'manual', auto: 'auto' },
  }: OwnList) =>
  (filter: ServiceFilter): ApiCall<BackupPage> => {
    const { projectId, instanceId, backupId, type, offset, limit } = filter;
    return {
      method: 'GET',
      path: path(projectId),
      query: {
        instance_id: instanceId,
        backup_id: backupId,
        backup_type: type && typeFilter[type],
        offset,
        limit,
      },
      right,
      answer,
      purpose: describeList(filter),
    };
  };

interface OwnDelete extends Omit<Own<undefined>, 'answer'> {
  /** What error codes mean to this call, in place of its service's own list. */
  readonly errorCodes?: BackupService['errorCodes'];
  readonly hints?: ApiCall<undefined>['hints'];
}

/** The call that deletes one backup, below the path of all; its answer says nothing that is needed. */
export const deleteCall =
  ({ path = v3('backups'), right, errorCodes, hints }: OwnDelete) =>
  (projectId: string, backupId: string): ApiCall<undefined> => ({
    method: 'DELETE',
    path: [...path(projectId), backupId],
    right,
    answer: anyAnswer,
    ...(errorCodes !== undefined && { errorCodes }),
    hints,
    purpose: `delete backup ${backupId}`,
  });

function describeLookup({ id, name }: InstanceFilter): string {
  if (id !== undefined) return `look at instance ${id}`;
  return name === undefined ? 'list instances' : `look for instance ${name}`;
}

/** The call of a list of instances that filters by id and by name, and has pages. */
export const instancesCall =
  ({ path = v3('instances'), right, answer }: Own<InstancePage>) =>
  (filter: InstanceFilter): ApiCall<InstancePage> => {
    const { projectId, id, name, offset, limit } = filter;
    return {
      method: 'GET',
      path: path(projectId),
      query: { id, name, offset, limit },
      right,
      answer,
      purpose: describeLookup(filter),
    };
  };

/** The call that asks for one job by its id. */
export const jobCall =
  ({ path = v3('jobs'), right, answer }: Own<Job>) =>
  (projectId: string, jobId: string): ApiCall<Job> => ({
    method: 'GET',
    path: path(projectId),
    query: { id: jobId },
    right,
    answer,
    isOptional: true,
    purpose: `look at job ${jobId}`,
  });
