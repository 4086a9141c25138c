export type { Account } from './account.ts';
export type { BackupState } from './backup-state.ts';
export type { Cloud } from './cloud.ts';
export type { AnswerFault, BackupFault, Fault, FaultTarget } from './fault.ts';
export type { OidcProvider } from './identity/oidc-provider.ts';
export type { Operation } from './operation.ts';
export type { PlantedBackup } from './plant-backup.ts';
export type { RecordedRequest } from './recorded-request.ts';
export type { SimulatedBackup } from './simulated-backup.ts';
export type {
  InstanceDetails,
  InstancePatch,
  SimulatedInstance,
  SimulatedNode,
} from './simulated-instance.ts';
export type { Simulator } from './simulator.ts';
export type {
  CallLimit,
  SimulatedProject,
  SimulatorOptions,
  VouchedToken,
} from './simulator-options.ts';
export { startSimulator } from './start-simulator.ts';
