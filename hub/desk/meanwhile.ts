/** What others did since the sender of a command looked: whether that speaks against it, and who is told to have been first. */
import { racedBy, standsByEvent } from '../../shared/domain/rules/raced.ts';
import type { CommandEnvelope, EventEnvelope, Refusal, StreamId } from '../../shared/lib/journal.ts';
import { splitStream, streamId } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { JournalReads } from '../journal/store.ts';
import type { Asked, DeskRights } from './entitled.ts';

/** What is looked at, and for whom. */
export interface Look {
  readonly reads: Pick<JournalReads, 'streamVersion' | 'eventsOfStream'>;
  readonly rights: Pick<DeskRights, 'mayHold' | 'nameOf'> | undefined;
  readonly asked: Asked;
  readonly basedOn: CommandEnvelope['basedOn'];
  readonly scopeOf: (stream: StreamId) => readonly string[] | undefined;
}

/** How far back of a stream is looked for what the sender had seen. */
const mostBack = 200;

/**
 * The latest event of these types that the sender had not seen; with `seenToo`, of any. Of what they may not hold nothing is
 * said.
 */
function latestOf(
  { reads, rights, asked, basedOn, scopeOf }: Look,
  types: readonly string[],
  seenToo = false,
): EventEnvelope<Json> | undefined {
  if (types.length === 0) return undefined;
  for (const name of Object.keys(basedOn).sort()) {
    const { kind, id } = splitStream(name);
    const stream = streamId(kind, id);
    const version = reads.streamVersion(stream);
    const seen = seenToo ? Math.max(0, version - mostBack) : must(basedOn[name], 'version');
    // A version the hub has not reached comes from before a restore: then there is nothing newer to speak against it.
    if (version <= seen) continue;
    if (rights?.mayHold(asked, stream, scopeOf(stream)) === false) continue;
    for (const stored of reads.eventsOfStream(stream, seen).toReversed()) {
      const event = JSON.parse(stored.bytes) as EventEnvelope<Json>;
      if (types.includes(event.type)) return event;
    }
  }
  return undefined;
}

/** Who, when and what; `name` of a person, `unitName` where the event names one. */
function told({ type, at, by, data }: EventEnvelope<Json>, { rights }: Look): Json {
  const { unitName } = (data ?? {}) as { readonly unitName?: unknown };
  return {
    ...{ type, at, by: by.user, role: by.role, seat: by.seat, name: rights?.nameOf?.(by.user) ?? null },
    unitName: typeof unitName === 'string' ? unitName : null,
  };
}

/** `ChangedMeanwhile`, where somebody did what the command does not commute with; `meanwhile` says who, when and what. */
export function changedMeanwhile(look: Look, conflictsWith: readonly string[]): Refusal | undefined {
  const event = latestOf(look, conflictsWith);
  if (event === undefined) return undefined;
  return { code: 'ChangedMeanwhile', params: { stream: event.stream, meanwhile: told(event, look) } };
}

/**
 * A refusal by the state as it is now, with who brought it there: `meanwhile`. Where the seat held it already too, as a screen
 * may have shown what was worked out a moment before.
 */
export function explained(refusal: Refusal, look: Look): Refusal {
  const types = racedBy[refusal.code] ?? [];
  const event = latestOf(look, types) ?? (standsByEvent.has(refusal.code) ? latestOf(look, types, true) : undefined);
  const { by } = look.asked;
  if (event === undefined || (event.by.user === by.user && event.by.seat === by.seat)) return refusal;
  return { ...refusal, params: { ...refusal.params, meanwhile: told(event, look) } };
}
