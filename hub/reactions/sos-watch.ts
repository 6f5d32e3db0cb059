/**
 * Turns a device's call for help into one alarm of the one list. The bit stays set in every report until somebody lets go of
 * it: reports that follow one another are one press, whatever became of its alarm, and a press after a pause is another.
 * Known again after a restart only by its alarm: a press whose alarm was cleared before it may then be raised once more,
 * which is better than missing one.
 */
import type { AlarmReads } from '../../shared/domain/alarm/state.ts';
import type { DistrictReads } from '../../shared/domain/district/state.ts';
import type { UnitReads } from '../../shared/domain/unit/state.ts';
import type { Json } from '../../shared/lib/json.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import { minute, second } from '../../shared/lib/time.ts';
import { described } from '../desk/described.ts';
import type { Desk } from '../desk/port.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import type { Fix } from '../telemetry/fix.ts';
import { madeAt } from '../telemetry/fix.ts';
import { sosCommandId } from './ids.ts';
import { nearestFree } from './nearest-free.ts';

export interface SosWatchDeps {
  /** Of telemetry: told of each report with the help bit of a device that a unit lists, on duty or not. */
  readonly onSos: (listener: (unit: string, fix: Fix) => Promise<boolean>) => () => void;
  readonly reads: Pick<AlarmReads, 'openAlarms'> &
    Pick<DistrictReads, 'district'> &
    Pick<UnitReads, 'unit' | 'units' | 'position'>;
  readonly desk: Pick<Desk, 'submit'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** The hub's secret. */
  readonly secret: Uint8Array;
}

export interface SosWatch {
  /** Resolves when no command is under way. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

/** Reports further apart are two presses, ms of hub time. */
const pressGapMs = 2 * minute;
/** Machine ms until a call that could not be taken is told again: a full disk must not silence it. */
const retryMs = 2 * second;

export function startSosWatch({ onSos, reads, desk, clock, timers, log, secret }: SosWatchDeps): SosWatch {
  /** When each unit called last, Unix ms. */
  const last = new Map<string, number>();
  /** Of each unit's press: whether it stands in the journal, or could not be taken yet. */
  const kept = new Map<string, Promise<boolean>>();
  const underWay = new Set<Promise<boolean>>();
  const retries = new Set<() => void>();
  let stopped = false;

  /** Where it is, when that was, and how sure it is; the device's own word first, then where the unit was seen last. */
  function whereOf(unit: string, fix: Fix, now: number) {
    const { lon, lat, positioned, accuracy } = fix;
    if (positioned)
      return { place: { lon, lat }, seenAt: Math.min(Math.round(madeAt(fix)), now), accuracy: accuracy ?? null };
    const seen = reads.position(unit);
    if (seen === undefined) return { place: null, seenAt: null, accuracy: null };
    return {
      place: { lon: seen.lon, lat: seen.lat },
      ...{ seenAt: Math.min(Math.round(seen.at), now), accuracy: seen.accuracy ?? null },
    };
  }

  /** Whether it needs no further try. */
  async function raise(unit: string, fix: Fix, pressedAt: number): Promise<boolean> {
    const now = clock.now();
    const where = whereOf(unit, fix, now);
    const maxAge = (reads.district()?.plates.policy.fixMaxAgeSeconds ?? 0) * second;
    const id = sosCommandId(secret, unit, pressedAt);
    const data = {
      ...{ id, kind: 'sos', unit, fence: null, ...where, since: pressedAt, cause: null, judgedBy: {} },
      proposal: where.place === null ? null : nearestFree(reads, where.place, { at: now, maxAge, but: unit }),
    };
    const command = { id, type: 'RaiseAlarm', data: data as Json, basedOn: {}, madeAt: now };
    const answer = await desk.submit(command, systemActor, { occurredAt: pressedAt });
    if (answer.status === 'refused') log.error({ unit, code: answer.refusal.code }, 'a call for help was refused');
    if (answer.status !== 'unavailable') return true;
    if (stopped) return false;
    const cancel = timers.after(retryMs, () => {
      retries.delete(cancel);
      void begin(unit, fix, pressedAt);
    });
    retries.add(cancel);
    return false;
  }

  function begin(unit: string, fix: Fix, pressedAt: number): Promise<boolean> {
    const work = raise(unit, fix, pressedAt)
      .catch((error: unknown) => {
        log.error(described(error), 'a call for help could not be raised');
        return false;
      })
      .finally(() => underWay.delete(work));
    underWay.add(work);
    kept.set(unit, work);
    return work;
  }

  const stopListening = onSos((unit, fix) => {
    if (stopped) return Promise.resolve(false);
    const at = Math.min(Math.round(fix.pressedAt ?? fix.receivedAt), clock.now());
    const before = last.get(unit);
    last.set(unit, Math.max(at, before ?? at));
    if (before !== undefined && Math.abs(at - before) <= pressGapMs) return kept.get(unit) ?? Promise.resolve(true);
    if (reads.openAlarms().some((open) => open.kind === 'sos' && open.unit?.id === unit)) return Promise.resolve(true);
    return begin(unit, fix, at);
  });

  return {
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    async stop() {
      stopped = true;
      stopListening();
      for (const cancel of retries) cancel();
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
