/** Takes a CSV of historic tracks in, whole or not at all. The same file again changes nothing. */
import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { day, isoTime } from '../../shared/lib/time.ts';
import { storageFullCode } from '../journal/store.ts';
import type { Span } from '../office/unit-times.ts';
import type { DiskSpace } from '../ports.ts';
import type { Box } from '../telemetry/plausible.ts';
import { isOutside } from '../telemetry/plausible.ts';
import { telemetryPolicy } from '../telemetry/policy.ts';
import type { TrackPoint, TrackStore } from '../telemetry/tracks.ts';
import { trackLimits } from '../telemetry/tracks.ts';
import type { RowError } from './track-csv.ts';
import { readTracks } from './track-csv.ts';
import type { TrackOptions } from './track-options.ts';

export interface UnitTracks {
  readonly unit: string;
  readonly points: number;
  /** Unix ms of the first and the last point. */
  readonly from: number;
  readonly to: number;
}

export type TrackImport =
  | {
      readonly status: 'imported' | 'preview';
      readonly rows: number;
      /** Points that were not there before; 0 in a preview. */
      readonly added: number;
      readonly units: readonly UnitTracks[];
      /** Points far outside the district: many of them mean another coordinate system. */
      readonly outsideDistrict: number;
      /** Rows that say another place for an instant of a unit that the file has already; the first one stays. */
      readonly repeated: number;
      /** Rows of times at which the unit was off duty: of these nothing is kept. */
      readonly offDuty: number;
    }
  | {
      readonly status: 'refused';
      readonly rows: number;
      readonly wrong: number;
      readonly errors: readonly RowError[];
    };

/** What the access log says of an import, before any of it is written. */
export interface TrackImportTrail {
  /** Ids of the units, as many as fit, and how many there are beyond these. */
  readonly subject: string;
  /** Points, units, first and last instant (UTC), and the hash of the file. */
  readonly detail: string;
}

export interface TrackImportDeps {
  readonly store: Pick<TrackStore, 'appendWhole'>;
  readonly disk: DiskSpace;
  readonly hasUnit: (unit: string) => boolean;
  /** Times at which the unit is known to have been off duty, in order. */
  readonly offDuty: (unit: string) => readonly Span[];
  /** Hub time, Unix ms. */
  readonly now: number;
  /** Days tracks are kept. */
  readonly trackDays: number;
  readonly box: Box | undefined;
  /** Told before the first point is written; where it throws, nothing is. */
  readonly trail: (trail: TrackImportTrail) => void;
}

/** A point in its file and once more in the log before it, with room to spare, bytes. */
const bytesPerPoint = 300;
/** Points looked at in one go. */
const pointsPerTurn = 5_000;
const longestSubject = 120;

class NoRoom extends Error {
  readonly code = storageFullCode;
}

/**
 * Throws with code `SQLITE_FULL` where there is no room; then nothing of it is there. Throws what `appendWhole` and
 * `trail` throw.
 */
export async function importTracks(
  bytes: Uint8Array,
  options: TrackOptions,
  dryRun: boolean,
  deps: TrackImportDeps,
): Promise<TrackImport> {
  const { store, disk, hasUnit, now, trackDays, trail } = deps;
  const keptFrom = now - trackDays * day;
  const read = await readTracks(bytes, options, { hasUnit, now, keptFrom, policy: telemetryPolicy });
  const { rows, errors, wrong } = read;
  if (wrong > 0) return { status: 'refused', rows, wrong, errors };
  const { points, ...found } = await lookedAt(read.points, deps);
  if (dryRun) return { status: 'preview', rows, added: 0, ...found };
  if (disk.free() - points.length * bytesPerPoint < trackLimits.reserve)
    throw new NoRoom(`no room for ${points.length} points above the reserve`);
  trail(trailOf(found.units, points.length, bytes));
  const added = await store.appendWhole(points, () => turn());
  return { status: 'imported', rows, added, ...found };
}

function trailOf(units: readonly UnitTracks[], points: number, bytes: Uint8Array): TrackImportTrail {
  const named: string[] = [];
  for (const { unit } of units) {
    if ([...named, unit].join(' ').length > longestSubject) break;
    named.push(unit);
  }
  const beyond = units.length - named.length;
  const hash = createHash('sha256').update(bytes).digest('hex');
  const [from, to] = units.reduce(([a, b], unit) => [Math.min(a, unit.from), Math.max(b, unit.to)], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as const as readonly [number, number]);
  const period = units.length === 0 ? '' : `, ${isoTime(from, 0)}/${isoTime(to, 0)}`;
  return {
    subject: beyond === 0 ? named.join(' ') : `${named.join(' ')} +${beyond}`,
    detail: `${points} points of ${units.length} units${period}, sha256 ${hash}`,
  };
}

interface LookedAt {
  /** Those to be kept. */
  readonly points: readonly TrackPoint[];
  readonly units: readonly UnitTracks[];
  readonly outsideDistrict: number;
  readonly repeated: number;
  readonly offDuty: number;
}

async function lookedAt(all: readonly TrackPoint[], deps: Pick<TrackImportDeps, 'box' | 'offDuty'>): Promise<LookedAt> {
  const { box } = deps;
  const units = new Map<
    string,
    UnitTracks & { points: number; from: number; to: number; readonly seen: Set<number> }
  >();
  const rests = new Map<string, readonly Span[]>();
  const points: TrackPoint[] = [];
  const count = { outsideDistrict: 0, repeated: 0, offDuty: 0 };
  for (const [n, point] of all.entries()) {
    if (n % pointsPerTurn === pointsPerTurn - 1) await turn();
    const { unit, at } = point;
    const rest = rests.get(unit) ?? deps.offDuty(unit);
    rests.set(unit, rest);
    if (rest.some(({ from, to }) => from <= at && at < to)) {
      count.offDuty += 1;
      continue;
    }
    if (box !== undefined && isOutside(point, box, telemetryPolicy.boxMargin)) count.outsideDistrict += 1;
    const held = units.get(unit) ?? { unit, points: 0, from: at, to: at, seen: new Set() };
    units.set(unit, held);
    if (held.seen.has(at)) {
      count.repeated += 1;
      continue;
    }
    held.seen.add(at);
    points.push(point);
    held.points += 1;
    held.from = Math.min(held.from, at);
    held.to = Math.max(held.to, at);
  }
  return { points, units: [...units.values()].map(({ seen: _, ...unit }) => unit), ...count };
}
