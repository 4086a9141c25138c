import type { Advice } from '../../errors/advice.ts';
import type { InputName } from './fields.ts';

/** What is wrong with an input, and what to write instead. Never holds a secret's value. */
export interface InputProblem {
  readonly input: InputName;
  readonly problem: Advice<InputName>;
}
