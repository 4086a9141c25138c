import * as v from 'valibot';
import { side } from './places.ts';
import { startServer } from './start-server.ts';

const addressSchema = v.object({ url: v.string() });

/** Runs something against a server that answers every create with the same words. */
export async function withAnsweringServer<Result>(
  run: (url: string) => Promise<Result>,
): Promise<Result> {
  const { said, stop } = await startServer(side('answer-creates.mjs'));
  try {
    return await run(v.parse(addressSchema, said).url);
  } finally {
    await stop();
  }
}
