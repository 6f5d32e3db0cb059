/** The way back: the last step on a stream, as its maker may take it back, with what stood before it. */
import type { EventMeta } from '../lib/journal.ts';
import { systemActor } from '../lib/journal.ts';
import { assert, must } from '../lib/must.ts';

/** @typeParam F What is known of the thing, without its last step. */
export interface LastStepOf<F> {
  /** Hub time at which it was recorded, Unix ms: the seconds within which it may be taken back count from here. */
  readonly at: number;
  readonly user: string;
  /** Id of the command. */
  readonly command: string;
  /** Type of the first event that the command brought to the stream. */
  readonly type: string;
  /** Changed members as they were. */
  readonly before: Partial<F>;
}

/** Members that differ, as they were before; compared by reference, as `evolve` keeps what it does not change. */
function changedMembers<F extends object>(before: F, after: F): Partial<F> {
  const changed: Partial<F> = {};
  for (const name of Object.keys(after) as (keyof F)[])
    if (!Object.is(before[name], after[name])) changed[name] = before[name];
  return changed;
}

/**
 * The last step after an event. Events of one command on one stream are one step. Null after what the hub did itself:
 * nobody takes that back, and what came before it was built upon.
 */
export function lastStepAfter<F extends object>(
  held: LastStepOf<F> | null,
  before: F,
  after: F,
  { type, meta }: { readonly type: string; readonly meta: EventMeta },
): LastStepOf<F> | null {
  if (meta.by.user === systemActor.user) return null;
  const changed = changedMembers(before, after);
  if (held?.command === meta.cause) return { ...held, before: { ...changed, ...held.before } };
  return { at: meta.at, user: meta.by.user, command: meta.cause, type, before: changed };
}

/** The state without its last step. Throws where the last step is another command's: `decide` has to make sure. */
export function withoutLastStep<
  S extends { readonly lastStep: { readonly command: string; readonly before: object } | null },
>(state: S, command: string): S {
  const step = must(state.lastStep, 'last step');
  assert(step.command === command, 'only the last step is taken back');
  return { ...state, ...step.before, lastStep: null };
}
