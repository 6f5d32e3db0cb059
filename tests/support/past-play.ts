/** Random histories of parcels that come into sight and go, and the hall as it was by folding every event anew. */
import fc from 'fast-check';
import { evolveDocument, scopeOf } from '../../shared/domain/catalog.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import type { FeedHub } from './feed-kit.ts';
import { eventsOf } from './seat-kit.ts';

export interface PastDocument {
  readonly version: number;
  readonly seq: number;
  readonly state: unknown;
}

/** Something that happens: to which parcel, what, and how much time passes before it. */
export interface Step {
  readonly parcel: string;
  readonly labels: readonly string[] | undefined;
  readonly add: number;
  readonly afterMs: number;
}

export const steps = (least: number, most: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({
      parcel: fc.nat(5).map((n) => `p${n}`),
      labels: fc.option(fc.subarray(['a', 'b', 'c']), { nil: undefined, freq: 2 }),
      add: fc.nat(9),
      afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 1_000, max: 900_000 })),
    }),
    { minLength: least, maxLength: most },
  );

export async function play(hub: FeedHub, list: readonly Step[]): Promise<void> {
  for (const { parcel, labels, add, afterMs } of list) {
    hub.clock.advance(afterMs);
    if (labels !== undefined) await hub.give('Place', { parcel, labels: [...labels] });
    else await hub.give('Weigh', { parcel, add, padding: `mass ${add}` });
  }
}

/** By stream: all documents, with their scope, by folding the journal up to a place and nothing else. */
export function foldedTo(
  hub: FeedHub,
  seq: number,
): Map<StreamId, PastDocument & { readonly scope: readonly string[] }> {
  const { kinds } = hub.catalog;
  const found = new Map<StreamId, PastDocument & { readonly scope: readonly string[] }>();
  for (const event of eventsOf(hub)) {
    if (event.seq > seq) break;
    const { stream, version } = event;
    const state = evolveDocument(found.get(stream)?.state, event, kinds);
    found.set(stream, { version, seq: event.seq, state, scope: scopeOf(stream, state, kinds) });
  }
  return found;
}

/** As somebody with these labels may be shown it now: what they may not see today they may not see of yesterday. */
export function inSightThen(hub: FeedHub, seq: number, labels: readonly string[]): Map<StreamId, PastDocument> {
  const meets = (scope: readonly string[]): boolean => scope.some((label) => labels.includes(label));
  const found = new Map<StreamId, PastDocument>();
  for (const [stream, { scope, ...document }] of foldedTo(hub, seq))
    if (meets(scope) && meets(hub.journal.document(stream)?.scope ?? [])) found.set(stream, document);
  return found;
}

/** Instants worth looking at: of events, just before and after them. */
export function instantsOf(hub: FeedHub): readonly number[] {
  return [...new Set(eventsOf(hub).flatMap(({ at }) => [at - 1, at, at + 1]))].sort((a, b) => a - b);
}
