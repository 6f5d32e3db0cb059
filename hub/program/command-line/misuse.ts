/** What was given wrongly, and what was given. */
import type { UsageError } from './types.ts';

/** Carries a usage error out of the readers below; never leaves this folder. */
export class Misuse extends Error {
  readonly problem: UsageError;
  constructor(argument: string, advice: string) {
    super(advice);
    this.problem = { argument, advice };
  }
}

/** A value and the name under which it was given, so that messages name what the caller wrote. */
export interface Given {
  readonly name: string;
  readonly value: string;
}

export type Environment = { readonly [name: string]: string | undefined };
