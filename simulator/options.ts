import { type JsonWebKey, randomUUID } from 'node:crypto';

/** A project of the account, as IAM lists it. */
export interface SimulatedProject {
  /** Its id. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
}

/** What a test may choose about the simulated clouds. */
export interface SimulatorOptions {
  /** Epoch milliseconds; every time-dependent behaviour asks it at request time. */
  readonly now?: () => number;
  /** A new UUID for a thing of this kind; random unless told. */
  readonly newId?: (kind: IdKind) => string;
  /** How long a backup takes, in milliseconds; 2000 unless told. */
  readonly backupMs?: number;
  /** How long a new instance takes to be made of a backup, in milliseconds; 2000 unless told. */
  readonly restoreMs?: number;
  /** A new backup shows up in lists this many milliseconds after its create; at once unless told. */
  readonly listLagMs?: number;
  /** A new instance shows up in the list this many milliseconds after its create; at once unless told. */
  readonly instanceLagMs?: number;
  /** Whether a restore that repeats the X-Client-Token of one before is answered as that one; no page says it of restores. */
  readonly clientTokens?: boolean;
  /** A new job can be asked for this many milliseconds after its create; at once unless told. */
  readonly jobLagMs?: number;
  /** An instance shows this many milliseconds late that a backup of it runs, and that none does; at once unless told. */
  readonly stateLagMs?: number;
  /** How many milliseconds a deleted backup shows DELETING before it is gone. */
  readonly deleteMs?: number;
  /** OTC unless told. */
  readonly cloud?: Cloud;
  /** The TCP port of the first host, from 1 to 65535; the others listen on those that follow. Free ones unless told. */
  readonly firstPort?: number;
  /** Prefix of gateway codes; OTC writes APIGW, Huawei Cloud APIG. */
  readonly gatewayPrefix?: 'APIG' | 'APIGW';
  /** The forms of signed requests that are taken; OTC takes either, Huawei Cloud the plain one. */
  readonly signatures?: 'scoped' | 'plain' | 'either';
  /** Huawei Cloud also backs up single databases of PostgreSQL, OTC of SQL Server only. */
  readonly postgresqlPartialBackups?: boolean;
  /** Projects besides the two seeded ones; names may repeat. */
  readonly projects?: readonly SimulatedProject[];
  /** How long tokens are valid, in seconds; a day unless told. The account's own token ends only when told. */
  readonly tokenSeconds?: number;
  /** How long temporary keys are valid, in seconds; what their request asks unless told. */
  readonly temporaryKeySeconds?: number;
  /** The one identity provider; without it every id token is refused. */
  readonly oidc?: OidcProvider;
  /** How many calls a host takes in each window of time, counted from its first call; all unless told. */
  readonly throttle?: CallLimit;
  /** Knows tokens that were not issued here; their project counts as the account's own. */
  readonly verifyToken?: (token: string) => Promise<ExternalToken | undefined>;
}

/** What has an id. */
export type IdKind = 'backup' | 'job' | 'instance' | 'request';

/** So many calls in so many milliseconds; those beyond get the gateway's 429. */
export interface CallLimit {
  /** How many calls. */
  readonly calls: number;
  /** Milliseconds. */
  readonly windowMs: number;
}

/** What somebody else knows of a token. */
export interface ExternalToken {
  /** The project that the token is for. */
  readonly projectId: string;
}

/** The two clouds the simulator can play; a few routes exist on one of them only. */
export type Cloud = 'otc' | 'huaweicloud';

/** The identity provider IAM was told of, with the key set as it was pasted there. */
export interface OidcProvider {
  /** Its name in IAM, which is also its id. */
  readonly providerName: string;
  /** What the id token’s claim `iss` must be. */
  readonly issuer: string;
  /** The client id, which must be the id token's audience. */
  readonly audience: string;
  /** The keys that sign id tokens. */
  readonly jwks: readonly JsonWebKey[];
  /** What the conversion rules demand of the claim `sub`; any unless told. */
  readonly subject?: string;
}

type Unset = 'temporaryKeySeconds' | 'oidc' | 'throttle' | 'verifyToken' | 'firstPort';

/** The options with every gap filled that has a default. */
export type Settings = Readonly<
  Required<Omit<SimulatorOptions, Unset>> & Pick<SimulatorOptions, Unset>
>;

/** How long things take, and how late they show. */
const timesFrom = ({
  backupMs = 2000,
  restoreMs = 2000,
  listLagMs = 0,
  instanceLagMs = 0,
  jobLagMs = 0,
  stateLagMs = 0,
  deleteMs = 0,
}: SimulatorOptions) => ({
  ...{ backupMs, restoreMs, deleteMs },
  ...{ listLagMs, instanceLagMs, jobLagMs, stateLagMs },
});

/** Fills the gaps of the options. */
export function settingsFrom(options: SimulatorOptions): Settings {
  const cloud = options.cloud ?? 'otc';
  return {
    ...options,
    now: options.now ?? Date.now,
    newId: options.newId ?? (() => randomUUID()),
    ...timesFrom(options),
    cloud,
    clientTokens: options.clientTokens ?? false,
    gatewayPrefix: options.gatewayPrefix ?? (cloud === 'otc' ? 'APIGW' : 'APIG'),
    signatures: options.signatures ?? (cloud === 'otc' ? 'either' : 'plain'),
    postgresqlPartialBackups: options.postgresqlPartialBackups ?? cloud === 'huaweicloud',
    projects: options.projects ?? [],
    tokenSeconds: options.tokenSeconds ?? 86_400,
  };
}
