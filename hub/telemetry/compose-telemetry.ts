/** Telemetry as the hub uses it: over its own documents, metrics and files. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import type { Desk } from '../desk/port.ts';
import type { JournalReads } from '../journal/store.ts';
import type { TelemetryMetrics } from '../metrics/metrics.ts';
import type { Clock, DiskSpace, Log, Timers } from '../ports.ts';
import type { Box } from './plausible.ts';
import type { TelemetryPolicy } from './policy.ts';
import type { Telemetry } from './telemetry.ts';
import { RunningTelemetry } from './telemetry.ts';
import type { TrackLimits, TrackStore } from './tracks.ts';
import { TrackRecorder } from './tracks.ts';
import type { UnitDirectory } from './units.ts';
import { Units } from './units.ts';

export interface TelemetryOptions {
  /** The box around the district; undefined while it is not known. */
  readonly box?: () => Box | undefined;
  readonly policy?: Partial<TelemetryPolicy>;
  readonly tracks?: Partial<TrackLimits>;
}

export interface HubTelemetryDeps {
  readonly journal: JournalReads;
  readonly kinds: Kinds;
  readonly desk: Pick<Desk, 'onCommitted'>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly disk: DiskSpace;
  readonly log: Log;
  readonly metrics: TelemetryMetrics;
  /** Where tracks are kept; without it none are. */
  readonly store: TrackStore | undefined;
  /** Told of each fix of a device that a unit lists, by its protocol. */
  readonly heard?: (protocol: string) => void;
  readonly options?: TelemetryOptions;
}

export interface HubTelemetry extends Telemetry {
  readonly units: UnitDirectory;
  /** Once the desk has put journal and documents in order. */
  start(): void;
  /** Writes what waits. What comes after it is refused. */
  stop(): void;
}

export function openTelemetry(deps: HubTelemetryDeps): HubTelemetry {
  const { journal, kinds, desk, clock, timers, disk, log, metrics, store } = deps;
  const { box, policy, tracks: limits } = deps.options ?? {};
  const units = new Units({
    document: (stream) => journal.document(stream),
    // Catalogs of tests may have no units.
    documents: (kind) => (kinds.has(kind) ? journal.documents(kind) : []),
  });
  const recorder =
    store &&
    new TrackRecorder({
      ...{ store, clock, timers, disk, log, dropped: (points) => metrics.tracksDropped(points) },
      ...(limits === undefined ? {} : { limits }),
    });
  const telemetry = new RunningTelemetry({
    ...{ units, log, rejected: metrics.rejected, taken: (protocol) => metrics.taken(protocol) },
    called: (protocol) => metrics.called(protocol),
    ...(box === undefined ? {} : { box }),
    ...(policy === undefined ? {} : { policy }),
    ...(recorder === undefined ? {} : { tracks: recorder }),
    ...(deps.heard === undefined ? {} : { heard: deps.heard }),
  });
  metrics.tracksStopped(() => recorder?.stopped ?? false);
  metrics.wrongClocks(() => telemetry.wrongClocks());
  let stopListening = (): void => undefined;
  let running = false;
  return {
    units,
    take: (fix) => (running ? telemetry.take(fix) : 'failed'),
    devices: () => telemetry.devices(),
    wrongClocks: () => telemetry.wrongClocks(),
    latest: (unit) => telemetry.latest(unit),
    all: () => telemetry.all(),
    get revision() {
      return telemetry.revision;
    },
    since: (revision) => telemetry.since(revision),
    position: (unit) => telemetry.position(unit),
    onMoved: (listener) => telemetry.onMoved(listener),
    onSos: (listener) => telemetry.onSos(listener),
    callKept: (device) => telemetry.callKept(device),
    start() {
      units.load();
      stopListening = desk.onCommitted((rows) => units.committed(rows.map(({ stream }) => stream)));
      running = true;
    },
    stop() {
      if (!running) return;
      running = false;
      stopListening();
      telemetry.stop();
      recorder?.stop();
    },
  };
}
