/**
 * Keeps the hall as it was at places of the journal: after every so many events, and where a shift begins. Only what
 * changed since the place before is written, in slices; a crash in between costs the work and nothing else. All of it is
 * derived: where it cannot be kept, the hub does everything else.
 */
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import type { FeedRow, JournalReads } from '../journal/store.ts';
import type { DiskSpace, Log } from '../ports.ts';
import { trackLimits } from '../telemetry/tracks.ts';
import type { AsOfDeps } from './as-of.ts';
import { foldForward, recordOf, textOf } from './as-of.ts';
import type { Slices } from './slices.ts';
import { SlicesStopped } from './slices.ts';
import type { AsOfStore } from './store.ts';
import { asOfDamagedCode } from './store.ts';

export interface SnapshotsDeps extends Pick<AsOfDeps, 'kinds' | 'readEvent'> {
  readonly journal: AsOfDeps['journal'] & Pick<JournalReads, 'identity' | 'hashAt'>;
  readonly store: AsOfStore;
  readonly foldKey: string;
  readonly slices: Pick<Slices, 'run'>;
  readonly disk: DiskSpace;
  readonly log: Log;
  /** Whether with an event of the stream a shift begins. */
  readonly beginsShift: (stream: StreamId) => boolean;
  /** Events from one kept place to the next at the most. */
  readonly every?: number;
}

export interface Snapshots {
  /** Whether what is kept is known to be of this journal. */
  readonly known: boolean;
  /** Once the journal is in order: looks what is missing, and begins with it. Never throws. */
  start(): void;
  committed(rows: readonly Pick<FeedRow, 'seq' | 'stream'>[]): void;
  /** Somebody who read what is kept met this error: what is damaged is made anew. */
  trouble(error: unknown): void;
  /** Resolves once nothing is missing. */
  idle(): Promise<void>;
}

const usualEvery = 10_000;
/** Documents written at once. */
const writePage = 20;
/** Bytes that stay free on the volume: what can be made anew stops before the tracks, and these before the desk. */
const reserve = trackLimits.reserve + 200_000_000;

class NoRoom extends Error {}

const isDamage = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === asOfDamagedCode;

export function createSnapshots(deps: SnapshotsDeps): Snapshots {
  const { journal, store, slices, disk, log, beginsShift, foldKey, every = usualEvery } = deps;
  let working: Promise<void> | undefined;
  let again = false;
  let known = false;
  /** Said already that it cannot be kept. */
  let said = false;
  /** Damage met since something was last kept: once it is made anew at once, then only with the next occasion. */
  let damages = 0;

  /** What is kept of another history than the journal's is forgotten. */
  function assertSameHistory(): void {
    store.begin(journal.identity().journalId, foldKey);
    const other = store.places().find(({ seq, hash }) => journal.hashAt(seq) !== hash);
    if (other !== undefined) {
      log.warn({ seq: other.seq }, 'what was kept of the hall as it was is of another history: it is made anew');
      store.clear();
      store.begin(journal.identity().journalId, foldKey);
    }
    known = true;
  }

  function assertRoom(): void {
    if (disk.free() < reserve) throw new NoRoom('no room left above the reserve');
  }

  /** A replay then folds from further back; nothing else is lost. */
  function failed(error: unknown): void {
    if (isDamage(error)) {
      known = false;
      damages += 1;
      again = damages === 1;
    } else {
      again = false;
    }
    if (!said) log.error({ reason: String(error) }, 'the hall as it was is not kept; everything else goes on');
    said = true;
  }

  function* catchUp(): Generator<void, void> {
    assertRoom();
    if (!known) assertSameHistory();
    let place = store.places()[0]?.seq ?? 0;
    const changed = new Map<StreamId, DocumentRecord<unknown>>();
    const before = (stream: StreamId): DocumentRecord<unknown> | undefined => {
      const kept = place === 0 ? undefined : store.document(stream, place);
      return kept && recordOf(kept);
    };
    for (const { seq, hash, stream } of foldForward(deps, { after: place, to: journal.head().seq }, changed, before)) {
      yield;
      if (seq - place < every && !beginsShift(stream)) continue;
      assertRoom();
      const documents = [...changed.values()];
      for (let from = 0; from < documents.length; from += writePage) {
        store.put(documents.slice(from, from + writePage).map(textOf));
        yield;
      }
      store.keep({ seq, hash });
      if (said) log.info({ seq }, 'the hall as it was is kept again');
      [said, damages] = [false, 0];
      place = seq;
      changed.clear();
    }
  }

  function wake(): void {
    if (working !== undefined) {
      again = true;
      return;
    }
    working = slices
      .run(catchUp())
      .catch((error: unknown) => {
        if (error instanceof SlicesStopped) again = false;
        else failed(error);
      })
      .finally(() => {
        working = undefined;
        if (!again) return;
        again = false;
        wake();
      });
  }

  return {
    get known() {
      return known;
    },
    start() {
      try {
        assertSameHistory();
      } catch (error) {
        failed(error);
      }
      wake();
    },
    committed(rows) {
      const last = rows.at(-1)?.seq ?? 0;
      if (last - (store.places()[0]?.seq ?? 0) >= every || rows.some(({ stream }) => beginsShift(stream))) wake();
    },
    trouble(error) {
      if (!isDamage(error)) return;
      failed(error);
      if (again) wake();
    },
    async idle() {
      while (working !== undefined) await working;
    },
  };
}
