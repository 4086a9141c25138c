import type { Clock } from '../clock.ts';
import type { Proof } from './credentials.ts';
import type { Login } from './login.ts';
import { createTrial } from './trial.ts';

/** Sends with what proves it; once more when that was no longer accepted and could be renewed. */
export type Prover = <Answer>(
  send: (proof: Proof) => Promise<Answer>,
  signal: AbortSignal,
) => Promise<Answer>;

export function createProver(login: Login, clock: Clock): Prover {
  const trial = createTrial(clock);
  return <Answer>(send: (proof: Proof) => Promise<Answer>, signal: AbortSignal) => {
    const prove = async (proof: Proof): Promise<Answer> => {
      try {
        return await send(proof);
      } catch (error) {
        const again = await login.recover(error, proof, signal);
        if (again === undefined) throw error;
        // With nothing new but the right time, one more refusal is the key's own.
        return again === proof ? await prove(again) : await send(again);
      }
    };
    return trial.run(async () => await prove(await login.findProof(signal)), signal);
  };
}
