import type { SimulatorOptions } from './simulator-options.ts';

type Unset = 'temporaryKeySeconds' | 'oidc' | 'throttle' | 'verifyToken';

/** The options with every gap filled that has a default. */
export type Settings = Readonly<
  Required<Omit<SimulatorOptions, Unset>> & Pick<SimulatorOptions, Unset>
>;

/** Fills the gaps of the options. */
export function settingsFrom(options: SimulatorOptions): Settings {
  const cloud = options.cloud ?? 'otc';
  return {
    ...options,
    now: options.now ?? Date.now,
    backupMs: options.backupMs ?? 2000,
    listLagMs: options.listLagMs ?? 0,
    jobLagMs: options.jobLagMs ?? 0,
    deleteMs: options.deleteMs ?? 0,
    cloud,
    gatewayPrefix: options.gatewayPrefix ?? (cloud === 'otc' ? 'APIGW' : 'APIG'),
    signatures: options.signatures ?? (cloud === 'otc' ? 'either' : 'plain'),
    postgresqlPartialBackups: options.postgresqlPartialBackups ?? cloud === 'huaweicloud',
    projects: options.projects ?? [],
    tokenSeconds: options.tokenSeconds ?? 86_400,
  };
}
