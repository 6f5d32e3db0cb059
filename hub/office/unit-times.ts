/** Who was in a unit when, and since when it is on duty: what its journal says, read once and then from there on. */
import type { UnitEvent } from '../../shared/domain/unit/events.ts';
import { streamId } from '../../shared/lib/journal.ts';
import type { JournalReads } from '../journal/store.ts';
import type { ReadEvent } from '../journal/upcast.ts';

/** Hub time, Unix ms; from inclusive, to exclusive, `Infinity` while it lasts. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface UnitTimes {
  /** When the account was in the crew of the unit, in order; none for a unit there is not. */
  inCrew(unit: string, account: string): readonly Span[];
  /** Since when the unit is on duty without a break; undefined while it is not. */
  onDutySince(unit: string): number | undefined;
  /**
   * When the unit is known to have been off duty, in order: from its first record on, but for its times on duty. Of
   * before that record nothing is known.
   */
  offDuty(unit: string): readonly Span[];
}

/** What one record says: from when on it counts, and who was in the unit. */
interface CrewWord {
  readonly from: number;
  readonly crew: readonly string[];
}

interface Held {
  version: number;
  readonly words: CrewWord[];
  onDutySince: number | undefined;
  /** Times off duty that are over, and since when the present one lasts. */
  readonly rests: Span[];
  restSince: number | undefined;
}

export function unitTimes(journal: Pick<JournalReads, 'eventsOfStream'>, readEvent: ReadEvent): UnitTimes {
  const byUnit = new Map<string, Held>();

  function take(held: Held, event: UnitEvent, occurredAt: number): void {
    if (event.type === 'UnitRecorded') {
      if (held.onDutySince === undefined) held.restSince ??= occurredAt;
      const { record, provenance } = event.data;
      // A list is made before its shift; a correction, and what was entered late, counts from when it speaks for.
      held.words.push({ from: Math.max(record.shift.from, provenance.asOf), crew: record.crew ?? [] });
    } else if (event.type === 'UnitStatusChanged') {
      if (event.data.status === 'offDuty') {
        held.onDutySince = undefined;
        held.restSince ??= occurredAt;
        return;
      }
      held.onDutySince ??= occurredAt;
      if (held.restSince !== undefined) held.rests.push({ from: held.restSince, to: occurredAt });
      held.restSince = undefined;
    }
  }

  function read(unit: string): Held {
    const held = byUnit.get(unit) ?? {
      ...{ version: 0, words: [], onDutySince: undefined, rests: [], restSince: undefined },
    };
    for (const stored of journal.eventsOfStream(streamId('unit', unit), held.version)) {
      const { type, data, version, occurredAt } = readEvent(stored);
      // The stream is the proof of its type.
      take(held, { type, data } as unknown as UnitEvent, occurredAt);
      held.version = version;
    }
    // What somebody typed for a unit is not kept.
    if (held.version > 0) byUnit.set(unit, held);
    return held;
  }

  return {
    inCrew(unit, account) {
      const { words } = read(unit);
      return words.flatMap(({ from, crew }, at) => {
        if (!crew.includes(account)) return [];
        // Until a later word counts; a shift may last longer than its list says.
        const to = words.slice(at + 1).reduce((least, next) => Math.min(least, next.from), Number.POSITIVE_INFINITY);
        return from < to ? [{ from, to }] : [];
      });
    },
    onDutySince: (unit) => read(unit).onDutySince,
    offDuty(unit) {
      const { rests, restSince } = read(unit);
      return restSince === undefined ? rests : [...rests, { from: restSince, to: Number.POSITIVE_INFINITY }];
    },
  };
}

/** What of a time lies in a span; undefined where nothing does. */
export function common(a: Span, b: Span): Span | undefined {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from < to ? { from, to } : undefined;
}
