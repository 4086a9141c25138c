import { check } from './check.ts';
import { create } from './create.ts';
import { createList } from './list.ts';
import type { Subcommand } from './subcommand.ts';

/** All that the command does, in the order of its help. */
export const listSubcommands = (): readonly Subcommand[] => [create, check, createList()];
