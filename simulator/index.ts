export type { Account } from './account.ts';
export type { BackupState, SimulatedBackup } from './backup-record.ts';
export type { AnswerFault, BackupFault, Fault, FaultTarget, RestoreFault } from './faults.ts';
export type { RestoredInstance } from './new-instance.ts';
export type {
  CallLimit,
  Cloud,
  ExternalToken,
  IdKind,
  OidcProvider,
  SimulatedProject,
  SimulatorOptions,
} from './options.ts';
export type { Operation } from './route.ts';
export type { SeedBackup } from './seed.ts';
export type { RecordedRequest } from './server.ts';
export type { Simulator } from './simulator.ts';
export { startSimulator } from './simulator.ts';
export type {
  InstanceDetails,
  InstancePatch,
  Making,
  SimulatedInstance,
  SimulatedNode,
} from './state.ts';
