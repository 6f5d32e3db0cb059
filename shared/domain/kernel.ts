/**
 * What a thing of the domain is made of. A thing has a folder with commands.ts (wishes, as schemas), events.ts (facts,
 * as schemas), state.ts (what is known), decide.ts (wish + state → facts or refusal) and evolve.ts (state + fact →
 * state). All pure: time, ids and actor come in through the context.
 */
import { z } from 'zod';
import type { Json } from '../lib/json.ts';
import { canonicalJson } from '../lib/json.ts';
import type { Actor, CommandEnvelope, Decision, Due, EventEnvelope, Recorded, StreamId } from '../lib/journal.ts';
import { refuse, splitStream, streamId } from '../lib/journal.ts';
import { must } from '../lib/must.ts';
import { second } from '../lib/time.ts';

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

/** A place in events: WGS84 degrees, converted at the door. */
export const placeSchema = z.strictObject({ lon: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) });

/** [lon, lat] in WGS84 degrees, as GeoJSON has it. */
export const positionSchema = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

/** Corners of an area of one piece without holes, the first again as the last. */
export const ringSchema = z.array(positionSchema).min(4).max(500);
export const lineSchema = z.array(positionSchema).min(2).max(500);

/** Where a register entry comes from and how old it is: a register is not the truth. */
export const provenanceSchema = z.strictObject({
  /** 许可部门日报, 现场登记, 导入:permits.xlsx … */
  source: z.string().min(1).max(80),
  /** Instant the source speaks for, Unix ms. */
  asOf: z.int(),
  /** `import`, `hand`, `paste`. */
  how: z.enum(['import', 'hand', 'paste', 'pack']),
});
export type Provenance = z.infer<typeof provenanceSchema>;

/** A reason as data: a code with its figures, put into words by the screen. */
export const reasonSchema = z.strictObject({ code: z.string().max(60), params: z.record(z.string(), z.json()) });
export type Reason = z.infer<typeof reasonSchema>;

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
  /** Whether the sender may hold the document: of any other nothing is told. Everything unless given. */
  readonly mayHold?: (stream: StreamId) => boolean;
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

/** A command as its thing describes it: its schema, its decision, and how it stands to what others did meanwhile. */
export interface CommandRule<D, R> {
  readonly type: string;
  /** Of the data as `decide` sees it: a member `personal` is a `PersonalHandle` here, and optional. */
  readonly schema: z.ZodType<D>;
  /** Of the member `personal` as the sender gives it; absent where the command takes no personal data. */
  readonly personal?: z.ZodType;
  /**
   * Further members that tell of a person, where their value fits: `decide` sees them, no event may hold them, and whoever
   * keeps a command keeps them as it keeps `personal`. They may be null, which is what an erasure leaves.
   */
  readonly alsoPersonal?: { readonly [member: string]: z.ZodType };
  /**
   * `fact`: something that happened, waits for ever in an outbox. `order`: something people are to do, asked again
   * when unsent for a minute.
   */
  readonly nature: 'fact' | 'order';
  /** Whether all it does is to erase personal data: then it is taken though the disk is nearly full. */
  readonly erases?: true;
  /**
   * The document the command is about, where there is one: to a person who may not hold it, nothing is said of it, not
   * even whether there is such a one.
   */
  readonly subject?: (data: D) => StreamId;
  /** Further documents that it names, of which the same holds. */
  readonly alsoAbout?: (data: D) => readonly StreamId[];
  /**
   * Whose work it reaches besides: scopes, as documents have them, of each of which the sender must hold a label, such as
   * the squads that an operation puts together. `state`: of a document; undefined where there is none.
   */
  readonly reaches?: (data: D, state: (stream: StreamId) => unknown) => readonly (readonly string[])[];
  /** Whether it may change what the sender does not hold: taking a call is never refused for what the call brings about. */
  readonly changesAny?: true;
  /** Event types that, having happened since what the sender saw, refuse it; all others commute with it. */
  readonly conflictsWith: readonly string[];
  /** Further event types it may be sent late against: when it says it happened, Unix ms. */
  readonly occurredAt?: (data: D) => number | undefined;
  readonly decide: (data: D, reads: R, context: DecideContext) => Decision;
}

/** A command and who may give it: `rules/permissions.ts` says so for all of them. */
export interface CommandDefinition<D, R> extends CommandRule<D, R> {
  /** Empty: only the hub itself. */
  readonly roles: readonly string[];
}

/** Names of the members of a command's data that tell of a person, besides `personal`. */
export function alsoPersonal(
  { alsoPersonal = {} }: Pick<CommandRule<unknown, never>, 'alsoPersonal'>,
  data: { readonly [member: string]: Json | undefined },
): readonly string[] {
  return Object.entries(alsoPersonal).flatMap(([name, schema]) => (schema.safeParse(data[name]).success ? [name] : []));
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

/** For `reaches`: only who may hold the work of the whole bureau. */
export const wholeBureau: readonly (readonly string[])[] = [['bureau']];

/** Id of a register entry, given by the sender: the key of its source, or a UUID. Goes into the name of the stream. */
export const registerIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/);

/** Data of the command that withdraws an entry. */
export const withdrawEntrySchema = z.strictObject({
  id: registerIdSchema,
  reason: z.string().trim().min(1).max(200),
  provenance: provenanceSchema,
});
export type WithdrawEntry = z.infer<typeof withdrawEntrySchema>;

/** What every register entry has besides its record. */
export interface RegisterEntry {
  readonly id: string;
  /** Of the last thing said about it, its withdrawal included. */
  readonly provenance: Provenance;
  /** Absent while the entry stands. `at`: Unix ms. */
  readonly withdrawn?: { readonly at: number; readonly by: string; readonly reason: string };
}
export type Entry<R> = R & RegisterEntry;

/** Data of the command that enters a record, whole: there are no changes of single members. */
export interface RecordEntry<R> {
  readonly id: string;
  readonly record: R;
  readonly provenance: Provenance;
}

/** A seat's idea of hub time may run ahead by so much, ms; as the desk allows for `occurredAt`. */
const seatAhead = 2 * second;

type Row = { readonly [member: string]: Json | undefined };

/** Refusal for a time, Unix ms, that nobody can speak for yet. */
export function inFuture(at: number, field: string, context: DecideContext): Decision | undefined {
  return at > context.now + seatAhead ? refuse('TimeInFuture', { field, at }) : undefined;
}

/** Refusal for a period that ends no later than it begins; `field` names its end. Unix ms. */
export function reversed(from: number, to: number, field: string): Decision | undefined {
  return from >= to ? refuse('PeriodReversed', { field, from, to }) : undefined;
}

/** Refusal for a word that is older than what is held: a list of yesterday must not undo the call of tonight. */
function older({ asOf }: Provenance, held: RegisterEntry | undefined): Decision | undefined {
  if (held === undefined || asOf >= held.provenance.asOf) return undefined;
  return refuse('RegisterEntryOlder', { field: 'provenance.asOf', asOf, held: held.provenance.asOf });
}

/** What the sender's clock had ahead of the hub's is taken off, or the next word would seem older. */
const notAhead = (provenance: Provenance, { now }: DecideContext): Provenance => ({
  ...provenance,
  asOf: Math.min(provenance.asOf, now),
});

/**
 * The command that enters a record. Refuses `TimeInFuture`, `RegisterEntryOlder` and what `check` refuses; brings
 * nothing where the entry stands and neither the record nor its provenance changed. Of two words for the same instant
 * the later one holds: a correction.
 */
export function recordCommand<R extends Row, N>(of: {
  readonly type: string;
  readonly kind: string;
  readonly event: string;
  /** Type of the event that withdraws an entry, where there is one. */
  readonly withdrawn?: string;
  readonly schema: z.ZodType<RecordEntry<R>>;
  /** Of the record: its members are compared. */
  readonly record: z.ZodObject;
  readonly held: (reads: N, id: string) => RegisterEntry | undefined;
  readonly check?: (record: R, reads: N, context: DecideContext, id: string) => Decision | undefined;
}): CommandRule<RecordEntry<R>, N> {
  const members = new Set(Object.keys(of.record.shape));
  const said = (record: object, provenance: Provenance): string => {
    const row = Object.fromEntries(Object.entries(record).filter(([name]) => members.has(name)));
    return canonicalJson({ row, provenance });
  };
  return {
    type: of.type,
    schema: of.schema,
    nature: 'fact',
    // A record goes in whole: over what somebody else wrote meanwhile it would take back their word unseen.
    conflictsWith: of.withdrawn === undefined ? [] : [of.event, of.withdrawn],
    decide({ id, record, provenance: given }, reads, context) {
      const held = of.held(reads, id);
      const refusal =
        of.check?.(record, reads, context, id) ??
        inFuture(given.asOf, 'provenance.asOf', context) ??
        older(given, held);
      if (refusal !== undefined) return refusal;
      const provenance = notAhead(given, context);
      const stands = held !== undefined && held.withdrawn === undefined;
      if (stands && said(held, held.provenance) === said(record, provenance)) return { events: [] };
      return { events: [{ stream: streamId(of.kind, id), type: of.event, data: { record, provenance } }] };
    },
  };
}

/**
 * The command that withdraws an entry. Refuses `unknown` for one that never was, `TimeInFuture`, `RegisterEntryOlder`;
 * brings nothing where it is withdrawn already.
 */
export function withdrawCommand<N>(of: {
  readonly type: string;
  readonly kind: string;
  readonly event: string;
  /** Type of the event that records an entry: what was said anew is not what somebody meant to withdraw. */
  readonly recorded: string;
  /** Code of the refusal. */
  readonly unknown: string;
  readonly held: (reads: N, id: string) => RegisterEntry | undefined;
}): CommandRule<WithdrawEntry, N> {
  return {
    type: of.type,
    schema: withdrawEntrySchema,
    subject: ({ id }) => streamId(of.kind, id),
    nature: 'fact',
    conflictsWith: [of.recorded],
    decide({ id, reason, provenance }, reads, context) {
      const held = of.held(reads, id);
      if (held === undefined) return refuse(of.unknown, { field: 'id', id });
      if (held.withdrawn !== undefined) return { events: [] };
      const refusal = inFuture(provenance.asOf, 'provenance.asOf', context) ?? older(provenance, held);
      if (refusal !== undefined) return refusal;
      const data = { reason, provenance: notAhead(provenance, context) };
      return { events: [{ stream: streamId(of.kind, id), type: of.event, data }] };
    },
  };
}

/** The entry after a record: the record as it is, whatever stood there before; a withdrawn one stands again. */
export function entryOf<R extends object>(
  event: Recorded<{ readonly type: string; readonly data: { readonly record: R; readonly provenance: Provenance } }>,
): Entry<R> {
  const { record, provenance } = event.data;
  return { ...record, id: splitStream(event.meta.stream).id, provenance };
}

/** The entry after its withdrawal: kept, so that what was judged by it can still be looked up. */
export function withdrawnEntry<S extends RegisterEntry>(
  state: S | undefined,
  event: Recorded<{
    readonly type: string;
    readonly data: { readonly reason: string; readonly provenance: Provenance };
  }>,
): S {
  const { reason, provenance } = event.data;
  const { occurredAt, by } = event.meta;
  return { ...must(state, 'register entry'), provenance, withdrawn: { at: occurredAt, by: by.user, reason } };
}
