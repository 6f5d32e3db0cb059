/**
 * Takes positions in: which unit, whether it may be kept, whether it can be believed; then the latest table and the track.
 * Positions are no events: nothing here writes to the journal.
 */
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import type { Log } from '../ports.ts';
import { DeviceBook } from './devices.ts';
import type { DeviceHeard } from './devices.ts';
import type { DeviceId, Fix, FixSink, RejectionCounter } from './fix.ts';
import { isOfPage, madeAt } from './fix.ts';
import type { Changes, Latest } from './latest.ts';
import { LatestTable } from './latest.ts';
import { takesOver } from './leading.ts';
import type { Standing } from './leading.ts';
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
  /** Told of each fix of a device that a unit lists, believed or not: the way it came is alive. */
  readonly heard?: (protocol: string) => void;
  /** Counts a call for help: once for a device, until it has not called for some minutes. */
  readonly called?: (protocol: string) => void;
  /** The box around the district; undefined while it is not known. */
  readonly box?: () => Box | undefined;
  readonly tracks?: { add(point: TrackPoint): void; forget(unit: string, from: number): void };
  readonly policy?: Partial<TelemetryPolicy>;
}

/** `latest` is undefined where the position was taken away: its unit went off duty. */
export type MovedListener = (unit: string, latest: Latest | undefined) => void;
/**
 * Resolves with whether the call stands in the journal, for all that this listener is told of; undefined: it keeps none.
 */
export type SosListener = (unit: string, fix: Fix) => Promise<boolean> | undefined;

export interface Telemetry extends FixSink {
  /** As the sink has it; and why the fix was refused, undefined where it was believed. */
  take(fix: Fix): Rejection | undefined;
  /** What was heard of the devices that units list, since the hub started. */
  devices(): readonly DeviceHeard[];
  /** Devices whose clock is wrong. */
  wrongClocks(): number;
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
  /**
   * Whether the last call for help of this device stands in the journal: a door that answers before may lose it to a fall of
   * the hub. True where it never called.
   */
  callKept(device: DeviceId): Promise<boolean>;
}

/** Devices repeat a call until it is answered: those less than this apart, ms, are one. */
const sameCallMs = 10 * 60_000;

const protocolOf = (device: string): string => device.slice(0, Math.max(0, device.indexOf(':')));

export class RunningTelemetry implements Telemetry {
  readonly #deps: TelemetryDeps;
  readonly #policy: TelemetryPolicy;
  readonly #table = new LatestTable();
  readonly #watches = new Map<string, DeviceWatch>();
  readonly #moved = new Set<MovedListener>();
  readonly #sos = new Set<SosListener>();
  /** When each device that called for help did so last, hub time. */
  readonly #callers = new Map<string, number>();
  readonly #kept = new Map<string, Promise<boolean>>();
  readonly #book: DeviceBook;
  readonly #stopUnits: () => void;

  constructor(deps: TelemetryDeps) {
    this.#deps = deps;
    this.#policy = { ...telemetryPolicy, ...deps.policy };
    this.#book = new DeviceBook(this.#policy, deps.log);
    this.#stopUnits = deps.units.onChanged((units) => this.#unitsChanged(units));
  }

  take(fix: Fix): Rejection | undefined {
    const { rejected, taken, log } = this.#deps;
    const protocol = protocolOf(fix.device);
    try {
      const unit = this.#deps.units.unitOf(fix.device);
      const rejection = unit === undefined ? 'noUnit' : this.#judge(unit, fix);
      if (unit !== undefined) {
        this.#book.heard(unit, fix, rejection);
        this.#deps.heard?.(protocol);
      }
      if (rejection === undefined) taken?.(protocol);
      else rejected.count(protocol, rejection);
      return rejection;
    } catch (error) {
      rejected.count(protocol, 'failed' satisfies Rejection);
      log.error({ reason: error instanceof Error ? error.message : String(error) }, 'a fix could not be taken in');
      return 'failed';
    }
  }

  devices(): readonly DeviceHeard[] {
    return this.#book.all();
  }

  wrongClocks(): number {
    return this.#book.wrongClocks();
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

  callKept(device: DeviceId): Promise<boolean> {
    return this.#kept.get(device) ?? Promise.resolve(true);
  }

  /** Hears of no more commits. */
  stop(): void {
    this.#stopUnits();
  }

  #judge(unit: string, fix: Fix): Rejection | undefined {
    const { units, box } = this.#deps;
    if (fix.sos) this.#called(unit, fix);
    // Before anything else is looked at: off duty nobody is followed, not even to be refused for another reason.
    if (!fix.replayed && !units.onDuty(unit)) return 'offDuty';
    const flaw = flawOf(fix, box?.(), this.#policy);
    if (flaw !== undefined) return flaw;
    return fix.replayed ? this.#replay(unit, fix) : this.#live(unit, fix);
  }

  #called(unit: string, fix: Fix): void {
    const { device, receivedAt } = fix;
    const before = this.#callers.get(device);
    this.#callers.set(device, receivedAt);
    if (before === undefined || receivedAt - before > sameCallMs) {
      this.#deps.called?.(protocolOf(device));
      this.#deps.log.warn({ unit, device }, 'a device calls for help');
    }
    const kept: Promise<boolean>[] = [];
    this.#tell(this.#sos, (listener) => {
      const one = listener(unit, fix);
      if (one !== undefined) kept.push(one);
    });
    if (kept.length > 0)
      this.#kept.set(
        device,
        Promise.all(kept).then((all) => all.every(Boolean)),
      );
  }

  #replay(unit: string, fix: Fix): Rejection | undefined {
    if (fix.receivedAt - madeAt(fix) > this.#policy.replayMs) return 'tooOld';
    const at = Math.round(Math.min(madeAt(fix), fix.receivedAt));
    if (!this.#deps.units.wasOnDuty(unit, at)) return 'offDuty';
    if (!isOfPage(fix.device)) this.#deps.tracks?.add(this.#pointOf(unit, fix, at));
    return undefined;
  }

  #live(unit: string, fix: Fix): Rejection | undefined {
    const refusal = this.#watchOf(fix.device).judge(fix);
    if (refusal !== undefined) return refusal;
    const measures = measured(fix);
    const at = hubTimeOf(fix, this.#policy);
    const timed = isTimed(fix, this.#policy);
    const { device, lon, lat } = fix;
    if (!this.#leads(unit, fix, { at, timed, accuracy: measures.accuracy })) return 'otherDevice';
    const latest: Writable<Latest> = { device, lon, lat, at, poor: this.#isPoor(fix), timed };
    addMeasures(latest, measures);
    this.#table.set(unit, latest);
    // A page shows a place and leaves no trail: it sees a part of the way, and nobody knows which.
    if (!isOfPage(device)) this.#deps.tracks?.add(this.#pointOf(unit, fix, at, measures));
    this.#tell(this.#moved, (listener) => listener(unit, latest));
    return undefined;
  }

  /** Two devices of a unit must not make it hop between them: `leading.ts` says which one it is. */
  #leads(unit: string, { device }: Fix, coming: Omit<Standing, 'rank' | 'device'>): boolean {
    const { units } = this.#deps;
    const held = this.#table.get(unit);
    // Most units have one device.
    if (held === undefined || held.device === device) return true;
    return takesOver(
      { ...coming, device, rank: units.rankOf(unit, device) },
      { ...held, rank: units.rankOf(unit, held.device) },
      this.#policy,
    );
  }

  #isPoor({ accuracy }: Fix): boolean {
    return accuracy !== undefined && accuracy > this.#policy.poorAccuracy;
  }

  #pointOf(unit: string, fix: Fix, at: number, measures = measured(fix)): TrackPoint {
    const { lon, lat, altitude, replayed, device, deviceAt } = fix;
    const point: Writable<TrackPoint> = { unit, at, lon, lat, poor: this.#isPoor(fix), replayed, device };
    if (deviceAt !== undefined) point.deviceAt = Math.round(deviceAt);
    if (altitude !== undefined && Number.isFinite(altitude)) point.altitude = altitude;
    addMeasures(point, measures);
    return point;
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
    for (const device of this.#callers.keys()) if (units.unitOf(device) === undefined) this.#callers.delete(device);
    this.#book.keep((device) => units.unitOf(device) !== undefined);
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

type Writable<T> = { -readonly [member in keyof T]: T[member] };
type Measures = Pick<Latest, 'accuracy' | 'speed' | 'heading'>;

/** To the object itself: thousands come in a second. */
function addMeasures(object: Writable<Measures>, { accuracy, speed, heading }: Measures): void {
  if (accuracy !== undefined) object.accuracy = accuracy;
  if (speed !== undefined) object.speed = speed;
  if (heading !== undefined) object.heading = heading;
}

/** What the device measured beside the place, as far as it is a measure at all. */
function measured({ accuracy, speed, heading }: Fix): Measures {
  const found: Writable<Measures> = {};
  if (isMeasure(accuracy)) found.accuracy = accuracy;
  if (isMeasure(speed)) found.speed = speed;
  if (isMeasure(heading)) found.heading = heading;
  return found;
}

function isMeasure(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value) && value >= 0;
}
