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
  return (send, signal) =>
    trial.run(async () => {
      const proof = await login.findProof(signal);
      try {
        return await send(proof);
      } catch (error) {
        const again = await login.recover(error, proof, signal);
        if (again === undefined) throw error;
        return await send(again);
      }
    }, signal);
}
