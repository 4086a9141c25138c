import * as v from 'valibot';

/** For calls whose answer says nothing that is used. */
export const anyAnswer: v.GenericSchema<unknown, undefined> = v.pipe(
  v.unknown(),
  v.transform(() => undefined),
);
