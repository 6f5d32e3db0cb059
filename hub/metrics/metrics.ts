/** What the hub measures of itself, in the form Prometheus reads. No label ever holds what a caller wrote. */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { IntakeBoard, IntakeShown } from '../../shared/wire/intakes.ts';
import type { FeedMetrics } from '../feed/ports.ts';
import type { RejectionCounter } from '../telemetry/fix.ts';
import type { VideoMetrics } from '../video/room.ts';

/** How a command ended. */
export type CommandOutcome = 'accepted' | 'refused' | 'unavailable' | 'failed';

/** What the gauges look up at the moment they are read. */
export interface MetricSources {
  /** Last sequence number of the journal. */
  readonly seq: () => number;
  /** Bytes free on the data volume; undefined where it cannot be told. */
  readonly diskFree: () => number | undefined;
  readonly storageFull: () => boolean;
  /** Hub time minus machine time, ms. */
  readonly clockOffset: () => number;
}

/** What telemetry tells of itself. `protocol` is a gateway's own word. */
export interface TelemetryMetrics {
  /** A fix was believed. */
  taken(protocol: string): void;
  readonly rejected: RejectionCounter;
  /** A device of a unit began to call for help. */
  called(protocol: string): void;
  /** Points of tracks that were not written. */
  tracksDropped(points: number): void;
  /** Hands in how to ask whether tracks are not written. */
  tracksStopped(stopped: () => boolean): void;
  /** Hands in how to ask how many devices have a wrong clock. */
  wrongClocks(count: () => number): void;
}

export interface Metrics {
  /**
   * @param type A known command type; anything else is counted as `unknown`.
   * @param seconds From the arrival of the command until its answer was durable and might leave.
   */
  commandDone(type: string, outcome: CommandOutcome, seconds: number): void;
  /** Hands in how to ask for the lag of each connected seat: events behind the head, by seat. */
  feedLag(lags: () => ReadonlyMap<string, number>): void;
  /** What the feed tells of itself. */
  readonly feed: FeedMetrics;
  readonly telemetry: TelemetryMetrics;
  readonly video: VideoMetrics;
  /** Hands in how to ask whether the ways in are alive. */
  intakes(board: () => IntakeBoard): void;
  readonly contentType: string;
  /** The exposition text. */
  text(): Promise<string>;
}

const commitBuckets = [0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1];

/** @param commandTypes The known types: the label's only values, so that callers cannot make series. */
export function createMetrics(commandTypes: Iterable<string>, sources: MetricSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const types = new Set(commandTypes);
  collectDefaultMetrics({ register: registry });
  const commands = new Counter({
    name: 'lianqin_commands_total',
    help: 'Commands by type and outcome',
    labelNames: ['type', 'outcome'] as const,
    registers,
  });
  const commitSeconds = new Histogram({
    name: 'lianqin_command_commit_seconds',
    help: 'From the arrival of a command until its answer was durable',
    buckets: commitBuckets,
    registers,
  });
  const feedMessages = new Counter({
    name: 'lianqin_feed_messages_total',
    help: 'Batches, snapshot pages and position frames sent to seats',
    labelNames: ['what'] as const,
    registers,
  });
  const feedItems = new Counter({
    name: 'lianqin_feed_items_total',
    help: 'Events, enters and leaves, documents, or frames, in what was sent to seats',
    labelNames: ['what'] as const,
    registers,
  });
  const feedBytes = new Counter({
    name: 'lianqin_feed_bytes_total',
    help: 'Characters and bytes handed to the links of seats',
    registers,
  });
  const snapshots = new Counter({
    name: 'lianqin_feed_snapshots_total',
    help: 'Snapshots begun for seats, by reason',
    labelNames: ['reason'] as const,
    registers,
  });
  const fixes = new Counter({
    name: 'lianqin_fixes_total',
    help: 'Positions of devices that were believed',
    labelNames: ['protocol'] as const,
    registers,
  });
  // Found once for each protocol: it is asked for with every position.
  const ofProtocols = new Map<string, Pick<Counter.Internal, 'inc'>>();
  const takenBy = (protocol: string): Pick<Counter.Internal, 'inc'> => {
    const known = ofProtocols.get(protocol) ?? fixes.labels(protocol);
    ofProtocols.set(protocol, known);
    return known;
  };
  const sosCalls = new Counter({
    name: 'lianqin_sos_calls_total',
    help: 'Calls for help of devices of units',
    labelNames: ['protocol'] as const,
    registers,
  });
  const rejections = new Counter({
    name: 'lianqin_fixes_rejected_total',
    help: 'Positions of devices that were refused, by reason',
    labelNames: ['protocol', 'reason'] as const,
    registers,
  });
  const tracksDropped = new Counter({
    name: 'lianqin_track_points_dropped_total',
    help: 'Points of tracks that were not written',
    registers,
  });
  const videoAsks = new Counter({
    name: 'lianqin_video_asks_total',
    help: 'What seats asked of cameras, by outcome',
    labelNames: ['ask', 'outcome'] as const,
    registers,
  });
  gauge('lianqin_journal_seq', 'Last sequence number of the journal', sources.seq);
  gauge('lianqin_disk_free_bytes', 'Bytes free on the data volume', sources.diskFree);
  gauge('lianqin_storage_full', '1 while commands are turned away for want of room', () =>
    Number(sources.storageFull()),
  );
  gauge('lianqin_clock_offset_seconds', 'Hub time minus machine time', () => sources.clockOffset() / 1000);

  function gauge(name: string, help: string, read: () => number | undefined): void {
    const made = new Gauge({
      name,
      help,
      registers,
      collect() {
        const value = read();
        if (value === undefined) made.remove();
        else made.set(value);
      },
    });
  }

  return {
    commandDone(type, outcome, seconds) {
      commands.inc({ type: types.has(type) ? type : 'unknown', outcome });
      // What was turned away was never written: it would only make the commits look fast.
      if (outcome === 'accepted' || outcome === 'refused') commitSeconds.observe(seconds);
    },
    video: {
      asked: (ask, outcome) => videoAsks.inc({ ask, outcome }),
      watch({ open, stills, away }) {
        gauge('lianqin_video_streams', 'Streams of the video platform that are open', open);
        gauge('lianqin_video_stills', 'Still pictures held for whoever asks next', stills);
        gauge('lianqin_video_platform_away', '1 while the video platform does not answer', () => {
          const isAway = away();
          return isAway === undefined ? undefined : Number(isAway);
        });
      },
    },
    feed: {
      sent(what, items) {
        feedMessages.inc({ what });
        feedItems.inc({ what }, items);
      },
      bytesSent: (bytes) => feedBytes.inc(bytes),
      snapshotBegun: (reason) => snapshots.inc({ reason }),
    },
    telemetry: {
      taken: (protocol) => takenBy(protocol).inc(),
      rejected: { count: (protocol, reason) => rejections.inc({ protocol, reason }) },
      called: (protocol) => sosCalls.inc({ protocol }),
      tracksDropped: (points) => tracksDropped.inc(points),
      tracksStopped: (stopped) =>
        gauge('lianqin_tracks_stopped', '1 while tracks are not written for want of room', () => Number(stopped())),
      wrongClocks: (count) =>
        gauge('lianqin_devices_wrong_clock', 'Devices of units whose clock differs from the hub by minutes', count),
    },
    feedLag(lags) {
      gauge('lianqin_feed_seats', 'Connected seats', () => lags().size);
      const made = new Gauge({
        name: 'lianqin_feed_lag_events',
        help: 'Events a connected seat is behind the journal',
        labelNames: ['seat'] as const,
        registers,
        collect() {
          made.reset();
          for (const [seat, lag] of lags()) made.set({ seat }, lag);
        },
      });
    },
    intakes(board) {
      const rows = (name: string, help: string, value: (one: IntakeShown, at: number) => number | undefined): void => {
        const made = new Gauge({
          ...{ name, help, labelNames: ['intake'] as const, registers },
          collect() {
            made.reset();
            const { at, intakes } = board();
            for (const one of intakes) {
              const found = value(one, at);
              if (found !== undefined) made.set({ intake: one.id }, found);
            }
          },
        });
      };
      rows('lianqin_intake_age_seconds', 'Since an intake last spoke', ({ lastAt }, at) =>
        lastAt === null ? undefined : Math.max(0, (at - lastAt) / 1_000),
      );
      rows('lianqin_intake_silent', '1 while an intake is silent for longer than usual at this hour', ({ state }) =>
        Number(state === 'silent'),
      );
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
