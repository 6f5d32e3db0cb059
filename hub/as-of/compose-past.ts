/** The hall as it was, as the hub uses it: kept places and replays over its own journal, tracks and rights. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import { dutyModeStream } from '../../shared/domain/duty-mode/state.ts';
import { foldKeyOf } from '../feed/feed.ts';
import { eventReader, eventTexts } from '../journal/upcast.ts';
import type { TrackRightDeps } from '../office/track-right.ts';
import { trackRight } from '../office/track-right.ts';
import type { Replays, ReplaysDeps } from './replays.ts';
import { createReplays } from './replays.ts';
import { createSlices } from './slices.ts';
import type { Snapshots, SnapshotsDeps } from './snapshots.ts';
import { createSnapshots } from './snapshots.ts';

export interface PastDeps
  extends
    Omit<
      ReplaysDeps,
      'readEvent' | 'eventText' | 'slices' | 'trackRight' | 'journal' | 'rights' | 'store' | 'onStoreTrouble'
    >,
    Pick<TrackRightDeps, 'times'> {
  readonly journal: ReplaysDeps['journal'] & SnapshotsDeps['journal'];
  readonly store: SnapshotsDeps['store'];
  readonly disk: SnapshotsDeps['disk'];
  readonly rights: ReplaysDeps['rights'] & TrackRightDeps['rights'];
  readonly kinds: Kinds;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  /** Events from one kept place to the next at the most. */
  readonly every?: number;
}

export interface Past {
  readonly replays: Replays;
  readonly snapshots: Pick<Snapshots, 'idle'>;
  /** Once the desk has put the journal in order. */
  start(): void;
  /** Stopping twice is no error. */
  stop(): void;
}

export function openPast(deps: PastDeps): Past {
  const { journal, desk, kinds, store, rights, units, times, monotonic, disk, log, every } = deps;
  const readEvent = eventReader(kinds);
  const slices = createSlices({ monotonic });
  const snapshots = createSnapshots({
    ...{ journal, store, kinds, readEvent, slices, disk, log, foldKey: foldKeyOf(kinds) },
    // With another duty mode another shift has the hall.
    beginsShift: (stream) => stream === dutyModeStream,
    ...(every === undefined ? {} : { every }),
  });
  const replays = createReplays({
    ...{ ...deps, readEvent, eventText: eventTexts(kinds, readEvent), slices },
    store: {
      nearest: (seq) => (snapshots.known ? store.nearest(seq) : undefined),
      document: (stream, place) => store.document(stream, place),
      documents: (place, after, limit) => store.documents(place, after, limit),
    },
    trackRight: trackRight({ rights, units, times }),
    onStoreTrouble: (error) => snapshots.trouble(error),
  });
  let stopListening = (): void => undefined;
  return {
    ...{ replays, snapshots },
    start() {
      snapshots.start();
      stopListening = desk.onCommitted((rows) => snapshots.committed(rows));
    },
    stop() {
      stopListening();
      replays.stop();
      slices.stop();
    },
  };
}
