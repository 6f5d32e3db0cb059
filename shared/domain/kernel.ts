/**
 * What a thing of the domain is made of. A thing has a folder with commands.ts (wishes, as schemas), events.ts (facts,
 * as schemas), state.ts (what is known), decide.ts (wish + state → facts or refusal) and evolve.ts (state + fact →
 * state). All pure: time, ids and actor come in through the context.
 */
import type { z } from 'zod';
import type { Actor, CommandEnvelope, Decision, Due, Recorded, StreamId } from '../lib/journal.ts';

export type Schemas = { readonly [type: string]: z.ZodType };

/** The union of `{type, data}` that a map of schemas describes. */
export type UnionOf<M extends Schemas> = {
  [T in keyof M & string]: { readonly type: T; readonly data: z.infer<M[T]> };
}[keyof M & string];

/** What `decide` may know besides state and command. */
export interface DecideContext {
  /** Hub time, Unix ms. */
  readonly now: number;
  /** When the thing happened: `now`, or earlier for late entry and for reactions after downtime. */
  readonly occurredAt: number;
  readonly by: Actor;
  /** Id of the command. */
  readonly commandId: string;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

/** A kind of thing: how its events fold into a document. */
export interface Kind<S, E extends { readonly type: string; readonly data: unknown }> {
  readonly kind: string;
  /** Raised whenever `evolve`, `scope` or the columns drawn from the state change: documents are then rebuilt. */
  readonly fold: number;
  readonly events: Schemas;
  readonly evolve: (state: S | undefined, event: Recorded<E>) => S;
  /** Labels of who may hold the document. */
  readonly scope: (state: S, id: string) => readonly string[];
  /** What will have to be done, and when, if nothing changes. */
  readonly dues: (state: S) => readonly Due[];
}

/** A command: its schema, its decision, and how it stands to what others did meanwhile. */
export interface CommandDefinition<D, R> {
  readonly type: string;
  readonly schema: z.ZodType<D>;
  /**
   * `fact`: something that happened, waits for ever in an outbox. `order`: something people are to do, asked again
   * when unsent for a minute.
   */
  readonly nature: 'fact' | 'order';
  /** Roles that may give it; empty: only the hub itself. */
  readonly roles: readonly string[];
  /** Event types that, having happened since what the sender saw, refuse it; all others commute with it. */
  readonly conflictsWith: readonly string[];
  /** Further event types it may be sent late against: when it says it happened, Unix ms. */
  readonly occurredAt?: (data: D) => number | undefined;
  readonly decide: (data: D, reads: R, context: DecideContext) => Decision;
}

/** A reaction to a due time: the command to give; undefined when the state no longer asks for it. */
export type DueReaction<R> = (
  stream: StreamId,
  reads: R,
  due: Due,
) => Pick<CommandEnvelope, 'type' | 'data'> | undefined;
