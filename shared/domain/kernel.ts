/**
 * What a thing of the domain is made of. A thing has a folder with commands.ts (wishes, as schemas), events.ts (facts,
 * as schemas), state.ts (what is known), decide.ts (wish + state → facts or refusal) and evolve.ts (state + fact →
 * state). All pure: time, ids and actor come in through the context.
 */
import { z } from 'zod';
import type { Json } from '../lib/json.ts';
import type { Actor, CommandEnvelope, Decision, Due, EventEnvelope, Recorded, StreamId } from '../lib/journal.ts';

export type Schemas = { readonly [type: string]: z.ZodType };

/** The union of `{type, data}` that a map of schemas describes. */
export type UnionOf<M extends Schemas> = {
  [T in keyof M & string]: { readonly type: T; readonly data: z.infer<M[T]> };
}[keyof M & string];

/** As the desk makes them; no other name of the vault can be reached through an event. */
const vaultRef = z.string().regex(/^[0-9a-f]{32}$/);

/** The handle under which an event carries personal data: `personal: personalHandleSchema.optional()`. */
export const personalHandleSchema = z.strictObject({
  ref: vaultRef,
  mac: z.string().regex(/^[0-9a-f]{64}$/),
  has: z.array(z.string()).readonly(),
});

/**
 * Data of an event `PersonalDataErased`, in any kind whose events carry handles: the desk then empties the vault.
 * `decide` makes sure that the reference is one of its stream: an unknown one is a broken invariant.
 */
export const personalDataErasedSchema = z.strictObject({
  ref: vaultRef,
  /** Code of the legal ground or of the end of the storage time; never free text. */
  ground: z.string().min(1).max(64),
});

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
  /** Present schema version of the event types that were ever changed; 1 for all others. */
  readonly schemas?: { readonly [type: string]: number };
  readonly evolve: (state: S | undefined, event: Recorded<E>) => S;
  /** Labels of who may hold the document. */
  readonly scope: (state: S, id: string) => readonly string[];
  /** What will have to be done, and when, if nothing changes. */
  readonly dues: (state: S) => readonly Due[];
}

/** A command: its schema, its decision, and how it stands to what others did meanwhile. */
export interface CommandDefinition<D, R> {
  readonly type: string;
  /** Of the data as `decide` sees it: a member `personal` is a `PersonalHandle` here, and optional. */
  readonly schema: z.ZodType<D>;
  /** Of the member `personal` as the sender gives it; absent where the command takes no personal data. */
  readonly personal?: z.ZodType;
  /**
   * `fact`: something that happened, waits for ever in an outbox. `order`: something people are to do, asked again
   * when unsent for a minute.
   */
  readonly nature: 'fact' | 'order';
  /** Whether all it does is to erase personal data: then it is taken though the disk is nearly full. */
  readonly erases?: true;
  /** Roles that may give it; empty: only the hub itself. */
  readonly roles: readonly string[];
  /** Event types that, having happened since what the sender saw, refuse it; all others commute with it. */
  readonly conflictsWith: readonly string[];
  /** Further event types it may be sent late against: when it says it happened, Unix ms. */
  readonly occurredAt?: (data: D) => number | undefined;
  readonly decide: (data: D, reads: R, context: DecideContext) => Decision;
}

/** A reaction to an event: commands to give. Rules are distinct; one that gives several commands names them apart. */
export type EventReaction<R> = (
  event: EventEnvelope,
  reads: R,
) => readonly { readonly rule: string; readonly type: string; readonly data: Json }[];

/** A reaction to a due time: the command to give; undefined when the state no longer asks for it. */
export type DueReaction<R> = (
  stream: StreamId,
  reads: R,
  due: Due,
) => Pick<CommandEnvelope, 'type' | 'data'> | undefined;
