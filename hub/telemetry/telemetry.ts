/**
 * Takes positions in: which unit, whether it may be kept, whether it can be believed; then the latest table and the track.
 * Positions are no events: nothing here writes to the journal.
 */
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import type { Log } from '../ports.ts';
import type { Fix, FixSink, RejectionCounter } from './fix.ts';
import type { Changes, Latest } from './latest.ts';
import { LatestTable } from './latest.ts';
import type { Box } from './plausible.ts';
import { DeviceWatch, flawOf, hubTimeOf, isTimed } from './plausible.ts';
import type { Rejection, TelemetryPolicy } from './policy.ts';
import { telemetryPolicy } from './policy.ts';
import type { TrackPoint } from './tracks.ts';
import type { UnitDirectory } from './units.ts';

export interface TelemetryDeps {
  readonly units: UnitDirectory;
  readonly log: Log;
  readonly rejected: RejectionCounter;
  /** Counts a fix that was believed. */
  readonly taken?: (protocol: string) => void;
  /** The box around the district; undefined while it is not known. */
  readonly box?: () => Box | undefined;
  readonly tracks?: { add(point: TrackPoint): void; forget(unit: string, from: number): void };
  readonly policy?: Partial<TelemetryPolicy>;
}

/** `latest` is undefined where the position was taken away: its unit went off duty. */
export type MovedListener = (unit: string, latest: Latest | undefined) => void;
export type SosListener = (unit: string, fix: Fix) => void;

export interface Telemetry extends FixSink {
  latest(unit: string): Latest | undefined;
  /** Every unit that has a position. */
  all(): ReadonlyMap<string, Latest>;
  /** Rises with every change of the table. */
  readonly revision: number;
  /** What changed after a revision of this process; after 0 everything. */
  since(revision: number): Changes;
  /** The part of it that decisions may read. */
  position(unit: string): UnitPosition | undefined;
  /** Told after each change. Returns how to stop. */
  onMoved(listener: MovedListener): () => void;
  /**
   * Told of every fix with the urgent-help bit set from a device of a unit, also off duty, without a position or
   * implausible: a cry for help is not weighed. Devices repeat it until it is answered.
   */
  onSos(listener: SosListener): () => void;
}

const protocolOf = (device: string): string => device.slice(0, Math.max(0, device.indexOf(':')));

export class RunningTelemetry implements Telemetry {
  readonly #deps: TelemetryDeps;
  readonly #policy: TelemetryPolicy;
  readonly #table = new LatestTable();
  readonly #watches = new Map<string, DeviceWatch>();
  readonly #moved = new Set<MovedListener>();
  readonly #sos = new Set<SosListener>();
  readonly #stopUnits: () => void;

  constructor(deps: TelemetryDeps) {
    this.#deps = deps;
    this.#policy = { ...telemetryPolicy, ...deps.policy };
    this.#stopUnits = deps.units.onChanged((units) => this.#unitsChanged(units));
  }

  take(fix: Fix): void {
    const { rejected, taken, log } = this.#deps;
    const protocol = protocolOf(fix.device);
    try {
      const rejection = this.#judge(fix);
      if (rejection === undefined) taken?.(protocol);
      else rejected.count(protocol, rejection);
    } catch (error) {
      rejected.count(protocol, 'failed' satisfies Rejection);
      log.error({ reason: error instanceof Error ? error.message : String(error) }, 'a fix could not be taken in');
    }
  }

  latest(unit: string): Latest | undefined {
    return this.#table.get(unit);
  }

  all(): ReadonlyMap<string, Latest> {
    return new Map(this.#table.since(0).moved);
  }

  get revision(): number {
    return this.#table.revision;
  }

  since(revision: number): Changes {
    return this.#table.since(revision);
  }

  position(unit: string): UnitPosition | undefined {
    const latest = this.#table.get(unit);
    if (latest === undefined) return undefined;
    const { lon, lat, at, accuracy } = latest;
    return { lon, lat, at, ...(accuracy === undefined ? {} : { accuracy }) };
  }

  onMoved(listener: MovedListener): () => void {
    this.#moved.add(listener);
    return () => this.#moved.delete(listener);
  }

  onSos(listener: SosListener): () => void {
    this.#sos.add(listener);
    return () => this.#sos.delete(listener);
  }

  /** Hears of no more commits. */
  stop(): void {
    this.#stopUnits();
  }

  #judge(fix: Fix): Rejection | undefined {
    const { units, box } = this.#deps;
    const unit = units.unitOf(fix.device);
    if (unit === undefined) return 'noUnit';
    if (fix.sos) this.#tell(this.#sos, (listener) => listener(unit, fix));
    // Before anything else is looked at: off duty nobody is followed, not even to be refused for another reason.
    if (!fix.replayed && !units.onDuty(unit)) return 'offDuty';
    const flaw = flawOf(fix, box?.(), this.#policy);
    if (flaw !== undefined) return flaw;
    return fix.replayed ? this.#replay(unit, fix) : this.#live(unit, fix);
  }

  #replay(unit: string, fix: Fix): Rejection | undefined {
    if (fix.receivedAt - fix.deviceAt > this.#policy.replayMs) return 'tooOld';
    const at = Math.round(Math.min(fix.deviceAt, fix.receivedAt));
    if (!this.#deps.units.wasOnDuty(unit, at)) return 'offDuty';
    this.#deps.tracks?.add(this.#pointOf(unit, fix, at));
    return undefined;
  }

  #live(unit: string, fix: Fix): Rejection | undefined {
    const refusal = this.#watchOf(fix.device).judge(fix);
    if (refusal !== undefined) return refusal;
    if (!this.#leads(unit, fix)) return 'otherDevice';
    const at = hubTimeOf(fix, this.#policy);
    const { device, lon, lat } = fix;
    const latest: Latest = {
      ...{ device, lon, lat, at, ...measured(fix) },
      poor: this.#isPoor(fix),
      timed: isTimed(fix, this.#policy),
    };
    this.#table.set(unit, latest);
    this.#deps.tracks?.add(this.#pointOf(unit, fix, at));
    this.#tell(this.#moved, (listener) => listener(unit, latest));
    return undefined;
  }

  /** Two devices of a unit must not make it hop between them: the first in its list leads while it is heard of and sure. */
  #leads(unit: string, fix: Fix): boolean {
    const held = this.#table.get(unit);
    if (held === undefined || held.device === fix.device) return true;
    if (fix.receivedAt - held.at > this.#policy.leadMs) return true;
    const isPoor = this.#isPoor(fix);
    if (isPoor !== held.poor) return held.poor;
    const { units } = this.#deps;
    return units.rankOf(unit, fix.device) < units.rankOf(unit, held.device);
  }

  #isPoor({ accuracy }: Fix): boolean {
    return accuracy !== undefined && accuracy > this.#policy.poorAccuracy;
  }

  #pointOf(unit: string, fix: Fix, at: number): TrackPoint {
    const { lon, lat, altitude, replayed } = fix;
    const more = altitude === undefined || !Number.isFinite(altitude) ? {} : { altitude };
    return { unit, at, lon, lat, ...measured(fix), ...more, poor: this.#isPoor(fix), replayed };
  }

  #watchOf(device: string): DeviceWatch {
    const known = this.#watches.get(device);
    if (known !== undefined) return known;
    const made = new DeviceWatch(this.#policy);
    this.#watches.set(device, made);
    return made;
  }

  #unitsChanged(changed: readonly string[]): void {
    const { units, tracks } = this.#deps;
    for (const unit of changed) {
      const since = units.offDutySince(unit);
      // 离岗 may be entered later than it was.
      if (since !== undefined) tracks?.forget(unit, since);
      const held = this.#table.get(unit);
      // Off duty, or its device went to another unit: what it said there is no longer this unit's place.
      if (held === undefined || (units.onDuty(unit) && units.unitOf(held.device) === unit)) continue;
      this.#table.remove(unit);
      this.#tell(this.#moved, (listener) => listener(unit, undefined));
    }
    for (const device of this.#watches.keys()) {
      const unit = units.unitOf(device);
      if (unit === undefined || !units.onDuty(unit)) this.#watches.delete(device);
    }
  }

  #tell<L>(listeners: ReadonlySet<L>, call: (listener: L) => void): void {
    for (const listener of [...listeners]) {
      try {
        call(listener);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.#deps.log.error({ reason }, 'who listens to positions failed');
      }
    }
  }
}

/** What the device measured beside the place, as far as it is a measure at all. */
function measured({ accuracy, speed, heading }: Fix): Pick<Latest, 'accuracy' | 'speed' | 'heading'> {
  return {
    ...(isMeasure(accuracy) ? { accuracy } : {}),
    ...(isMeasure(speed) ? { speed } : {}),
    ...(isMeasure(heading) ? { heading } : {}),
  };
}

function isMeasure(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}
