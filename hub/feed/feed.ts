/**
 * The feed: what the journal says, to every seat that may see it, without gap or repeat. It knows no sockets; the door
 * (`socket.ts`) hands it links.
 */
import { createHash } from 'node:crypto';
import type { Kinds } from '../../shared/domain/catalog.ts';
import { foldKeyParts } from '../../shared/lib/digest.ts';
import type { EventEnvelope, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { Replays } from '../as-of/replays.ts';
import type { Desk } from '../desk/port.ts';
import type { Intakes } from '../intakes/intakes.ts';
import type { OnlineMaps } from '../online-maps/online-maps.ts';
import type { FeedRow, JournalStore } from '../journal/store.ts';
import { eventReader, eventTexts } from '../journal/upcast.ts';
import type { Clock, CrashPoints, Log, Timers } from '../ports.ts';
import type { Vault } from '../vault/vault.ts';
import type { VideoRoom } from '../video/room.ts';
import type { SavedViews } from '../views/views.ts';
import { Batches } from './batches.ts';
import type { ConnectionDeps } from './connection.ts';
import { SeatConnection } from './connection.ts';
import type { FeedAccounts, FeedLimits, FeedMetrics, SeatLink, SeatPerson } from './ports.ts';
import { feedLimits } from './ports.ts';
import { PositionBoard } from './positions.ts';
import type { PositionSource } from './positions-view.ts';
import { PresenceBoard } from './presence.ts';
import { Pump } from './pump.ts';
import type { BasemapPieces } from './requests.ts';
import { createRequests } from './requests.ts';
import { SeatSession } from './session.ts';
import type { SessionDeps } from './session.ts';
import { Slots } from './snapshot.ts';

export interface FeedDeps {
  readonly journal: JournalStore;
  readonly desk: Pick<Desk, 'submit' | 'onCommitted'>;
  readonly kinds: Kinds;
  readonly accounts: FeedAccounts;
  readonly vault: Vault;
  /** Canonical JSON of plates at hand; without it there are none. */
  readonly plates?: (hash: string) => string | undefined;
  /** Basemap files at hand; without it there are none. */
  readonly basemaps?: BasemapPieces;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly crash: CrashPoints;
  readonly log: Log;
  readonly metrics: FeedMetrics;
  /** Whether the hub runs on a demo clock, and how fast that goes. */
  readonly demoClock: boolean;
  readonly clockRate: number;
  /** Machine ms without a touch until seats lock; without it as they have it. */
  readonly lockAfterMs?: number;
  /** Kinds whose events may change what a person may see. */
  readonly labelKinds: readonly string[];
  /** Without it seats are not told whether the ways in are alive. */
  readonly intakes?: Pick<Intakes, 'board' | 'onChanged'>;
  /** Basemaps from outside; without it there are none. */
  readonly onlineMaps?: Pick<OnlineMaps, 'views' | 'onChanged' | 'tile'>;
  /** Filters of the queue that people keep; without it there are none. */
  readonly savedViews?: Pick<SavedViews, 'of' | 'onChanged'>;
  /** Without it seats are sent no positions. */
  readonly positions?: PositionSource;
  /** Without it there are no pictures. */
  readonly video?: VideoRoom;
  /** Told of who comes and goes, by links. */
  readonly sitting?: { came(person: SeatPerson): void; left(person: SeatPerson): void };
  /** Without it nobody is shown the hall as it was. */
  readonly replays?: Pick<Replays, 'seat'>;
  readonly limits?: Partial<FeedLimits>;
}

export interface Feed {
  /** Whether somebody else sits at this seat, as far as can be told. */
  taken(seat: string, user: string): boolean;
  /** A link whose handshake was in order. An earlier one of the same seat is replaced. */
  open(link: SeatLink, person: SeatPerson, token: string): SeatConnection;
  /** The link is closed. Called twice is no error. */
  closed(connection: SeatConnection): void;
  /** Rows each seat is behind the journal. */
  lags(): ReadonlyMap<string, number>;
  /** Nothing is left that could be sent now. */
  idle(): boolean;
  /** Closes every link and sends nothing more. */
  stop(): void;
}

/** SHA-256 of the fold numbers: seats whose documents were folded with others start over. */
export function foldKeyOf(kinds: Kinds): string {
  const folds = Object.fromEntries([...kinds].map(([name, { fold }]) => [name, fold]));
  const hash = createHash('sha256');
  for (const part of foldKeyParts(folds)) hash.update(part, 'utf8');
  return hash.digest('hex');
}

export function createFeed(deps: FeedDeps): Feed {
  const { journal, desk, kinds, accounts, clock, timers, crash, log, metrics, demoClock, clockRate } = deps;
  const limits = { ...feedLimits, ...deps.limits };
  const labelKinds = new Set(deps.labelKinds);
  const readEvent = eventReader(kinds);
  const batches = new Batches({ journal, kinds, readEvent, eventText: eventTexts(kinds, readEvent), limits });
  const presence = new PresenceBoard({
    timers,
    everyMs: limits.presenceEveryMs,
    scopeOf: (stream) =>
      kinds.has(splitStream(stream).kind) ? (journal.document(stream as StreamId)?.scope ?? []) : [],
  });
  const positions =
    deps.positions &&
    new PositionBoard({
      ...{ source: deps.positions, timers, hubTime: () => clock.now() },
      sent: () => metrics.sent('positions', 1),
    });
  /** Every open link, by seat. */
  const seats = new Map<string, SeatConnection>();
  const links = new Map<SeatSession, SeatLink>();
  const wake = (session: SeatSession): void => {
    if (links.has(session)) pump.wake(session);
  };
  const pump = new Pump({
    batches,
    log,
    rowsPerTurn: limits.rowsPerTurn,
    failed: (session) => links.get(session)?.close(),
  });
  const slots = new Slots<SeatSession>(limits.snapshots, wake);
  const sessionDeps: SessionDeps = { journal, batches, slots, clock, timers, crash, metrics, limits, wake };
  const connectionDeps: ConnectionDeps = {
    ...{ journal, accounts, presence, positions, clock, limits, demoClock, clockRate, wake },
    intakes: deps.intakes && (() => must(deps.intakes, 'intakes').board()),
    onlineMaps: deps.onlineMaps,
    savedViews: deps.savedViews,
    foldKey: foldKeyOf(kinds),
    lockAfterMs: deps.lockAfterMs,
    video: deps.video,
    replays: deps.replays,
    requests: createRequests({ ...deps, readEvent }),
    openSession(link, labels, verdict) {
      const session = new SeatSession(sessionDeps, link, labels, verdict);
      links.set(session, link);
      return session;
    },
  };

  function closed(connection: SeatConnection): void {
    const { session, person } = connection;
    if (session !== undefined) {
      links.delete(session);
      pump.forget(session);
    }
    if (seats.get(person.seat) === connection) seats.delete(person.seat);
    deps.sitting?.left(person);
    connection.over();
  }

  function end(connection: SeatConnection, ...code: Parameters<SeatLink['close']>): void {
    connection.link.close(...code);
    closed(connection);
  }

  function relabel(connection: SeatConnection): void {
    try {
      connection.relabel();
    } catch (error) {
      // Half relabelled it would hold what it may not see: it starts over.
      log.error({ reason: error instanceof Error ? error.message : String(error) }, 'new labels of a seat failed');
      end(connection);
    }
  }

  const stopListening = desk.onCommitted((rows) => {
    const touches =
      rows[0]?.seq !== batches.head + 1 || rows.some(({ stream }) => labelKinds.has(splitStream(stream).kind));
    pump.committed(rows, links.keys(), () => {
      if (touches) for (const connection of [...seats.values()]) relabel(connection);
    });
    const refs = erasedBy(rows);
    if (refs.length > 0) for (const connection of [...seats.values()]) connection.erased(refs);
  });
  const stopIntakes = deps.intakes?.onChanged(() => {
    for (const connection of [...seats.values()]) connection.intakes();
  });
  const stopOnlineMaps = deps.onlineMaps?.onChanged(() => {
    for (const connection of [...seats.values()]) connection.onlineMaps();
  });
  const stopViews = deps.savedViews?.onChanged((account) => {
    for (const connection of [...seats.values()]) if (connection.person.user === account) connection.savedViews();
  });
  const stopEnded = accounts.onEnded(({ id, code }) => {
    for (const connection of [...seats.values()]) if (connection.person.session === id) end(connection, code);
  });

  return {
    taken(seat, user) {
      const there = seats.get(seat);
      return there !== undefined && there.person.user !== user && there.link.alive();
    },
    open(link, person, token) {
      const there = seats.get(person.seat);
      if (there !== undefined) end(there, 'Replaced');
      const connection = new SeatConnection(connectionDeps, link, person, token);
      seats.set(person.seat, connection);
      deps.sitting?.came(person);
      return connection;
    },
    closed,
    lags() {
      const { seq } = journal.head();
      return new Map([...seats].map(([seat, { session }]) => [seat, seq - (session?.applied ?? 0)]));
    },
    idle: () => pump.idle,
    stop() {
      stopListening();
      stopEnded();
      stopIntakes?.();
      stopOnlineMaps?.();
      stopViews?.();
      pump.stop();
      for (const connection of [...seats.values()]) end(connection);
      presence.stop();
      positions?.stop();
    },
  };
}

/** References of personal data that these events say is erased. */
function erasedBy(rows: readonly FeedRow[]): readonly string[] {
  return rows
    .filter(({ bytes }) => bytes.includes('"PersonalDataErased"'))
    .map(({ bytes }) => JSON.parse(bytes) as EventEnvelope<{ readonly ref?: unknown }>)
    .flatMap(({ type, data }) => (type === 'PersonalDataErased' && typeof data.ref === 'string' ? [data.ref] : []));
}
