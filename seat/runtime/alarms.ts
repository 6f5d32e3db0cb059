/** How many incidents need somebody: what even a locked seat shows. Counted from what the seat holds. */
import { alarmOf, isQueued } from '../../shared/domain/rules/queue.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import type { DocumentReader } from '../../shared/domain/reads.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { SeatStatus } from '../../shared/wire/seat-api.ts';
import type { SeatTimers } from './ports.ts';

const kind = 'incident';
/** However far away the next limit is, it is looked at again, machine ms. */
const lookAgainMs = 3_600_000;

export interface AlarmsParts {
  readonly documents: DocumentReader;
  /** Kinds the seat holds documents of. */
  readonly kinds: { has(kind: string): boolean };
  readonly timers: SeatTimers;
  readonly time: { now(): number; readonly rate: number };
  /** Another limit has passed. */
  readonly changed: () => void;
}

interface Open {
  readonly alarm: boolean;
  readonly acknowledged: boolean;
  /** When its first limit passes or passed, hub time; null: none runs. */
  readonly nextAt: number | null;
}

export class Alarms {
  readonly #parts: AlarmsParts;
  /** Of the incidents of the queue; undefined where they may be others by now. */
  #open: readonly Open[] | undefined;
  #stopWaiting: () => void = () => undefined;

  constructor(parts: AlarmsParts) {
    this.#parts = parts;
  }

  committed(streams: Iterable<StreamId>): void {
    for (const stream of streams) if (splitStream(stream).kind === kind) return this.replaced();
  }

  /** All documents may be others. */
  replaced(): void {
    this.#open = undefined;
  }

  /** Of the queue, as its screens count it. */
  counts(): { readonly [name in Exclude<keyof SeatStatus['alarms'], 'tray'>]: number } {
    const open = (this.#open ??= this.#read());
    const now = this.#parts.time.now();
    const late = open.filter(({ nextAt }) => nextAt !== null && nextAt < now).length;
    this.#waitFor(now, open);
    return {
      alarm: open.filter(({ alarm }) => alarm).length,
      late,
      unacknowledged: open.filter(({ acknowledged }) => !acknowledged).length,
    };
  }

  stop(): void {
    this.#stopWaiting();
  }

  #read(): readonly Open[] {
    if (!this.#parts.kinds.has(kind)) return [];
    return readsOf(this.#parts.documents)
      .openIncidents()
      .filter(isQueued)
      .map((incident) => ({
        alarm: alarmOf(incident) !== undefined,
        acknowledged: incident.acknowledged !== null,
        nextAt: incident.next?.at ?? null,
      }));
  }

  /** An incident grows late by time alone: nothing else would say so. */
  #waitFor(now: number, open: readonly Open[]): void {
    this.#stopWaiting();
    const next = open.reduce(
      (least, { nextAt }) => (nextAt !== null && nextAt >= now ? Math.min(least, nextAt) : least),
      Infinity,
    );
    if (next === Infinity) return;
    const { timers, time, changed } = this.#parts;
    this.#stopWaiting = timers.after(Math.min(lookAgainMs, Math.ceil((next + 1 - now) / time.rate)), changed);
  }
}
