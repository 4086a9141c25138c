import { Refusal } from './refusal.ts';
import type { World } from './world.ts';

/** Makes an attempt to log in and notes who was refused. */
export function noteRefusals<T>(world: World, who: string, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof Refusal) world.refusedLogins.push(who);
    throw error;
  }
}
