import type { ServiceId } from '../../model.ts';
import type { InstanceMaker } from './instance-maker.ts';
import { rds } from './rds.ts';

/** The services of which clients in production send the call; the others have the printed request. */
const makers: Readonly<Partial<Record<ServiceId, InstanceMaker>>> = { rds };

export const findInstanceMaker = (service: ServiceId): InstanceMaker | undefined => makers[service];
