/** A replay of the last hours from what this seat keeps, without the hub. */
import type { Kinds } from '../../../shared/domain/catalog.ts';
import type { CacheStore } from '../ports.ts';
import { Timeline } from './timeline.ts';

type Cache = Pick<CacheStore, 'document' | 'documents' | 'pastFrom' | 'pastAt' | 'eventsBetween'>;

/** In place of the type of an event that this seat was not sent. */
export const cameIn = 'CameIntoSight';

/**
 * Documents from an instant on, and what changed up to now. `seq`: the place they are folded from. undefined for an instant
 * of which nothing is kept. Streams that the timeline is not told of have not changed since: they stay where they are, and
 * whoever hears of a change of one afterwards tells the timeline how it stood (`CacheStore.pastBase`).
 */
export function timelineOf(
  kinds: Kinds,
  cache: () => Cache,
  from: number,
): { readonly timeline: Timeline; readonly seq: number } | undefined {
  const past = cache().pastAt(from);
  if (past === undefined) return undefined;
  const { seq, bases, entered } = past;
  const timeline = new Timeline(kinds, seq, {
    document: (stream) => cache().document(stream),
    documents: (kind) => cache().documents(kind),
  });
  for (const [stream, base] of bases) timeline.hold(stream, base ?? undefined);
  const events = cache().eventsBetween(seq, Number.MAX_SAFE_INTEGER);
  for (const { stream, version } of events) if (version === 1 && !bases.has(stream)) timeline.hold(stream, undefined);
  // Of what came into sight later the events of before may have been fetched for its timeline.
  const cameWith = new Map(entered.map(({ document, through }) => [document.stream, through]));
  const changes = [
    ...events
      .filter(
        (event) => event.seq > (cameWith.get(event.stream) ?? 0) || wasThere(bases.get(event.stream), event.version),
      )
      .map((event) => ({ seq: event.seq, tell: () => timeline.event(event) })),
    ...entered.map(({ through, at, document }) => ({
      seq: through,
      tell: () =>
        timeline.enter({ ...document, body: JSON.stringify(document.state) }, { seq: through, at, type: cameIn }),
    })),
  ].sort((a, b) => a.seq - b.seq);
  for (const { tell } of changes) tell();
  return { timeline, seq };
}

/** Whether an event continues how the stream stood at the beginning. */
function wasThere(base: { readonly version: number } | null | undefined, version: number): boolean {
  return base !== null && base !== undefined && version > base.version;
}
