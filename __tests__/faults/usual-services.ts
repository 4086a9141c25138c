import { type ServiceId, serviceIds } from '../../src/index.ts';
import { getService } from '../../src/services/index.ts';
import { isLong } from '../support/long-runs.ts';

const findFirst = (namesAreUnique: boolean) =>
  serviceIds.filter((id) => getService(id).namesAreUnique === namesAreUnique).slice(0, 1);

/** One service of each kind of create: with a check of names, and without. */
const both = [...findFirst(true), ...findFirst(false)];

/** The services of a long table: in `npm test` one of each kind of create, in `npm run test:long` all others. */
export const usualServices: readonly ServiceId[] = isLong
  ? serviceIds.filter((id) => !both.includes(id))
  : both;
