import { type Advice, advice, option } from '../../errors/advice.ts';
import type { InputName } from './fields.ts';

/** What each input is, for action.yml and for the command's help; the values in backticks are to be written as they are. */
export const inputDescriptions: Readonly<Record<InputName, Advice<InputName>>> = {
  service: advice`The database service, as the table of services in the README names it, such as \`taurusdb\` or \`rds\`. Required unless ${option('targets')} is given.`,
  instance_id: advice`The id of the instance, from the console. Several ids, one a line or with commas, are backed up together. Required unless ${option('instance_name')} or ${option('targets')} is given.`,
  instance_name: advice`The name of the instance. Alone, it finds the instance; beside one ${option('instance_id')}, it has to be that one’s name.`,
  targets: advice`Lines of \`service:instance_id\`, for instances of several services together, in place of ${option('service')} and ${option('instance_id')}.`,
  name: 'The backup’s name: 4 to 64 letters, digits, `-` and `_`, starting with a letter. Default: made from the run.',
  description:
    'At most 256 characters, none of `> ! < " & \' =`, no line breaks. Default: repository, commit, run, attempt, job and actor.',
  databases:
    'Only for `rds`: back up these databases instead of the whole instance; one a line, or with commas. For SQL Server, and on Huawei Cloud for PostgreSQL.',
  cloud:
    '`otc`, `huaweicloud` or `huaweicloud-eu`. Default: the cloud that has the region. A region of another cloud is an error.',
  region:
    'The region of the instance, such as `eu-de`. Required unless the endpoints and the project id are given.',
  project_id: advice`The id of the project that the instance is in. Default: looked up by ${option('project_name')}, or else by the region’s name.`,
  project_name: 'The name of the project, such as `eu-de_shop`, when its id is not given.',
  endpoint:
    'A base URL in place of the service’s own, for private endpoints; or lines of `service=url`. `https` only, except for loopback addresses.',
  iam_endpoint: 'The same for IAM, with or without `/v3`.',
  token: 'A token of IAM (`X-Auth-Token`). It can’t be renewed, so it has to outlive the wait.',
  access_key: 'The access key (AK) that signs the requests.',
  secret_key: advice`The secret key (SK) that belongs to ${option('access_key')}.`,
  security_token: 'The security token, when the keys are temporary ones.',
  username: advice`A user of IAM, with ${option('password')} and ${option('domain_name')}.`,
  password: 'The user’s password. Blanks are a part of it; line breaks at its end are not.',
  domain_name: 'The name of the user’s account, on OTC like `OTC-EU-DE-00000000001000012345`.',
  identity_provider:
    'Log in with GitHub’s identity, without a secret: the name of the identity provider in IAM. The job needs `permissions: id-token: write`.',
  oidc_audience:
    'The audience of GitHub’s identity token, as the identity provider knows it. Default: GitHub’s own.',
  agency_urn: advice`Log in with GitHub’s identity through Huawei Cloud’s STS, with ${option('provider_urn')}: the agency to assume. The job needs \`permissions: id-token: write\`.`,
  provider_urn: advice`The identity provider of ${option('agency_urn')}.`,
  sts_endpoint: 'A base URL in place of STS’s own.',
  agency_name: advice`An agency to assume after logging in, with ${option('agency_domain_name')}; the project is then the other account’s.`,
  agency_domain_name: 'The name of the account that the agency belongs to.',
  wait: 'Whether to wait until the backup is completed. With `false`, green means accepted, not completed.',
  wait_timeout: advice`How long the whole step may take, from its start, with and without ${option('wait')}: like \`90s\`, \`30m\`, \`2h\` or \`1h30m\`; at least \`1s\`, at most \`24h\`.`,
  busy_timeout: advice`How long to wait for an instance that is busy with another task before asking for the backup. Default: the whole ${option('wait_timeout')}.`,
  reuse_existing:
    'Whether to return a completed or running backup of this instance with this name, if there is one, instead of a new one.',
  keep_last: advice`Delete older backups that this workflow made of the same instance, and keep this many completed ones. Off by default; not with ${option('name')} or ${option('wait', 'false')}.`,
  keep_days: advice`Delete those older than this many days, but never the newest that ${option('keep_last')} counts, or else the newest. Off by default; not with ${option('name')} or ${option('wait', 'false')}.`,
  concurrency: 'How many create calls may be under way at a time. Running backups are not limited.',
  fail_fast: 'With several instances, whether the first failure ends the step.',
  dry_run:
    'Whether to check everything and create nothing: login, project, instance, its state and engine, the name, and what retention would delete.',
  language: 'The language of the cloud’s error texts, `en-us` or `zh-cn`.',
  job_summary: 'Whether to write a job summary.',
};
