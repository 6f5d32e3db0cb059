/** The door for seats: socket.io, namespace `/seat`. Everything that comes in is checked by schema here. */
import type { Namespace, Server, Socket } from 'socket.io';
import { z } from 'zod';
import type { ConnectError, Handshake, HubToSeat, SeatToHub } from '../../shared/wire/hub-protocol.ts';
import {
  appliedSchema,
  basemapRequestSchema,
  commandSchema,
  handshakeSchema,
  helloSchema,
  historyRequestSchema,
  mapTileRequestSchema,
  officeAskSchema,
  oldestServedProtocol,
  platesRequestSchema,
  positionsTakenSchema,
  presenceSchema,
  protocolVersion,
  vaultReadSchema,
  replayCloseSchema,
  replayOpenSchema,
  replayPageSchema,
  videoAskSchema,
} from '../../shared/wire/hub-protocol.ts';
import type { Log } from '../ports.ts';
import type { SeatConnection } from './connection.ts';
import type { Feed } from './feed.ts';
import type { FeedAccounts, FeedMetrics, SeatLink, SeatPerson } from './ports.ts';
import { Rate } from './rates.ts';

interface SeatData {
  person: SeatPerson;
  token: string;
}
type NoEvents = Record<string, never>;
type SeatNamespace = Namespace<SeatToHub, HubToSeat, NoEvents, SeatData>;
type SeatSocket = Socket<SeatToHub, HubToSeat, NoEvents, SeatData>;

export interface SeatDoorDeps {
  readonly feed: Feed;
  readonly accounts: Pick<FeedAccounts, 'authenticate' | 'touch'>;
  readonly metrics: Pick<FeedMetrics, 'bytesSent'>;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly log: Log;
}

/** A seat not heard of for two pings (`socket-server.ts`) is not there, as far as somebody else wants its place. */
const silentMs = 12_000;
/** Packets that wait for the transport: with more, the feed waits for room. */
const pipePackets = 16;
/** With so many answers not taken, whoever asks on does not read. */
const deafPackets = 4_096;

const retryAfterMs = 1_000;
/** Seats that flush an outbox send many commands at once. */
const rates = {
  messages: { burst: 10_000, perSecond: 2_000 },
  commands: { burst: 2_000, perSecond: 500 },
  reads: { burst: 50, perSecond: 10 },
  /** A wall of sixteen opens all of them at once; a camera is moved by a held key. */
  video: { burst: 100, perSecond: 20 },
  /** Pieces of basemaps, of 256 KiB: 4 MB a second for one seat, 16 MB for all. */
  basemap: { burst: 4, perSecond: 16 },
  allBasemaps: { burst: 16, perSecond: 64 },
  /** Tiles of basemaps from outside, some 20 KiB each: a large screen shows two hundred, and more when it is dragged. */
  mapTile: { burst: 600, perSecond: 80 },
  /** Opening one folds thousands of events; its pages come one by one. */
  replays: { burst: 8, perSecond: 0.2 },
  pages: { burst: 100, perSecond: 100 },
} as const;

/** Only what is needed to say that the protocol is another one: the rest may look different there. */
const protocolOnly = z.object({ protocol: z.int() });

class Refused extends Error {
  readonly data: ConnectError;

  constructor(code: ConnectError['code'], detail: string) {
    super(code);
    this.data = { code, detail, oldest: oldestServedProtocol, newest: protocolVersion };
  }
}

function checkedHandshake(auth: unknown): Handshake {
  const { data: said } = protocolOnly.safeParse(auth);
  if (said === undefined) throw new Refused('InvalidMessage', 'the handshake names no protocol');
  if (said.protocol < oldestServedProtocol) throw new Refused('ProtocolTooOld', 'upgrade the seat');
  if (said.protocol > protocolVersion) throw new Refused('ProtocolTooNew', 'upgrade the hub');
  const { data: handshake } = handshakeSchema.safeParse(auth);
  if (handshake === undefined) throw new Refused('InvalidMessage', 'not a handshake');
  return handshake;
}

async function admit(auth: unknown, { feed, accounts }: SeatDoorDeps): Promise<SeatData> {
  const { token, seat } = checkedHandshake(auth);
  const person = await accounts.authenticate(token);
  if (person === undefined) throw new Refused('NotAllowed', 'log in first');
  if (person.seat !== seat) throw new Refused('NotAllowed', 'the log-in is for another seat');
  if (feed.taken(seat, person.user)) throw new Refused('SeatTaken', 'somebody else works at this seat');
  return { person, token };
}

/** Opens the namespace; with `close` of the feed and of the socket server it is shut again. */
export function openSeatDoor(io: Server, deps: SeatDoorDeps): void {
  const { feed, log } = deps;
  const basemaps = new Rate(deps.monotonic, rates.allBasemaps.burst, rates.allBasemaps.perSecond);
  // The server is shared with other namespaces, so its own type names no events.
  const namespace = io.of('/seat') as unknown as SeatNamespace;
  namespace.use((socket, next) => {
    admit(socket.handshake.auth, deps)
      .then((data) => {
        socket.data = data;
        next();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Refused)) {
          log.error({ reason: error instanceof Error ? error.message : String(error) }, 'a handshake failed');
        }
        next(error instanceof Refused ? error : new Refused('NotAllowed', 'the hub could not check the log-in'));
      });
  });
  namespace.on('connection', (socket) => {
    const { person } = socket.data;
    // Somebody may have come in while this log-in was checked.
    if (feed.taken(person.seat, person.user)) socket.disconnect(true);
    else serve(socket, deps, basemaps);
  });
}

function linkOver(socket: SeatSocket, monotonic: () => number): SeatLink {
  const { conn } = socket;
  let heard = monotonic();
  conn.on('packet', () => {
    heard = monotonic();
  });
  return {
    feed: (batch) => socket.emit('feed', batch),
    snapshot: (page) => socket.emit('snapshot', page),
    presence: (seats) => socket.emit('presence', seats),
    intakes: (board) => socket.emit('intakes', board),
    onlineMaps: (maps) => socket.emit('onlineMaps', maps),
    savedViews: (views) => socket.emit('savedViews', views),
    erased: (refs) => socket.emit('erased', refs),
    person: (told) => socket.emit('person', told),
    unitIndex: (index) => socket.emit('unitIndex', index),
    videoEnded: (tickets) => socket.emit('videoEnded', { tickets: [...tickets] }),
    positions(frame) {
      if (waiting(socket) > 0 || !conn.transport.writable) return false;
      socket.volatile.emit('positions', frame);
      return true;
    },
    writable: () => waiting(socket) < pipePackets,
    close(code) {
      if (!socket.connected) return;
      if (code !== undefined) socket.emit('sessionEnded', { code });
      socket.disconnect(true);
    },
    alive: () => socket.connected && monotonic() - heard < silentMs,
  };
}

/** Packets handed over that the transport has not taken. */
function waiting({ conn }: SeatSocket): number {
  // engine.io calls it private in its types and public in its documentation of back-pressure.
  return (conn as unknown as { readonly writeBuffer: readonly unknown[] }).writeBuffer.length;
}

/** @param basemaps How fast basemaps go to all seats together. */
function serve(socket: SeatSocket, deps: SeatDoorDeps, basemaps: Rate): void {
  const { feed, accounts, monotonic, metrics, log } = deps;
  const { person, token } = socket.data;
  const messages = new Rate(monotonic, rates.messages.burst, rates.messages.perSecond);
  const commands = new Rate(monotonic, rates.commands.burst, rates.commands.perSecond);
  const reads = new Rate(monotonic, rates.reads.burst, rates.reads.perSecond);
  const looks = new Rate(monotonic, rates.video.burst, rates.video.perSecond);
  const ownBasemap = new Rate(monotonic, rates.basemap.burst, rates.basemap.perSecond);
  const mapTiles = new Rate(monotonic, rates.mapTile.burst, rates.mapTile.perSecond);
  const replays = new Rate(monotonic, rates.replays.burst, rates.replays.perSecond);
  const pages = new Rate(monotonic, rates.pages.burst, rates.pages.perSecond);
  const connection: SeatConnection = feed.open(linkOver(socket, monotonic), person, token);

  const failed = (event: string, error: unknown): void => {
    log.error(
      { seat: person.seat, event, reason: error instanceof Error ? error.message : String(error) },
      'a message of a seat failed',
    );
  };
  /** Checks a message and hands it on; nothing a seat sends may end the hub. */
  function on<S extends z.ZodType>(
    event: keyof SeatToHub,
    schema: S,
    work: (message: z.infer<S>, ack: (answer: unknown) => void) => void | Promise<void>,
    invalid?: unknown,
  ): void {
    const listener = (...args: readonly unknown[]): void => {
      const last = args.at(-1);
      const ack = typeof last === 'function' ? (answer: unknown): void => void last(answer) : () => undefined;
      const { data, success } = schema.safeParse(typeof args[0] === 'function' ? undefined : args[0]);
      if (!success) {
        log.debug({ seat: person.seat, event }, 'a message not as described');
        if (invalid !== undefined) ack(invalid);
        return;
      }
      // The promise is made in an async function, so that what is thrown at once is caught too.
      (async () => work(data, ack))().catch((error: unknown) => failed(event, error));
    };
    socket.on(event, listener as SeatToHub[typeof event]);
  }

  socket.use((_packet, next) => {
    if (!messages.take() || waiting(socket) > deafPackets) {
      log.warn({ seat: person.seat }, 'a seat sends without end, or does not read: its link is closed');
      socket.disconnect(true);
      return;
    }
    accounts.touch(person.session);
    next();
  });
  socket.conn.on('packetCreate', (packet: { readonly data?: unknown }) => {
    if (typeof packet.data === 'string') metrics.bytesSent(packet.data.length);
    else if (packet.data instanceof Uint8Array) metrics.bytesSent(packet.data.byteLength);
  });
  socket.conn.on('drain', () => connection.drained());
  // The one before comes as the transport begins to write, this one when it has written.
  socket.conn.transport.on('ready', () => connection.drained());
  socket.on('disconnect', () => feed.closed(connection));

  const notHello = { status: 'refused', code: 'InvalidMessage', detail: 'not a hello' };
  const notCommand = { status: 'refused', refusal: { code: 'InvalidMessage', params: {} } };
  const notKnown = { status: 'refused', code: 'Unknown' };
  const busy = { status: 'refused', code: 'Busy' };
  const notAReplay = { status: 'refused', code: 'InvalidMessage', field: null };
  const noRoom = { status: 'refused', code: 'Busy', field: null };
  on('hello', helloSchema, (message, ack) => connection.hello(message, ack), notHello);
  on('applied', appliedSchema, (message) => connection.applied(message));
  on('presence', presenceSchema, (message) => connection.presence(message));
  on('digest', z.unknown(), () => connection.digest());
  on('positionsTaken', positionsTakenSchema, (message) => connection.positionsTaken(message));
  on('unitIndex', z.unknown(), () => connection.unitIndex());
  on('time', z.unknown(), (_message, ack) => ack(connection.time()));
  on(
    'command',
    commandSchema,
    async (message, ack) =>
      ack(commands.take() ? await connection.command(message) : { status: 'unavailable', code: 'Busy', retryAfterMs }),
    notCommand,
  );
  on('replayClose', replayCloseSchema, ({ replay }) => connection.replayClose(replay));
  on(
    'replayOpen',
    replayOpenSchema,
    async (message, ack) => ack(replays.take() ? await connection.replayOpen(message) : noRoom),
    notAReplay,
  );
  on(
    'replayPage',
    replayPageSchema,
    async (message, ack) => ack(pages.take() ? await connection.replayPage(message) : noRoom),
    notAReplay,
  );
  on('history', historyRequestSchema, (message, ack) => ack(mayRead() ? connection.history(message) : busy), notKnown);
  on('plates', platesRequestSchema, (message, ack) => ack(mayRead() ? connection.plates(message) : busy), notKnown);
  on(
    'basemap',
    basemapRequestSchema,
    async (message, ack) => ack(mayHavePiece() ? await connection.basemap(message) : busy),
    notKnown,
  );
  on(
    'mapTile',
    mapTileRequestSchema,
    async (message, ack) => ack(mapTiles.take() ? await connection.mapTile(message) : busy),
    notKnown,
  );
  on('vaultRead', vaultReadSchema, (message, ack) => ack(mayRead() ? connection.vaultRead(message) : busy), notKnown);

  const videoBusy = { status: 'refused', code: 'Busy', since: null };
  on(
    'video',
    videoAskSchema,
    // A stop is never refused.
    async (message, ack) => ack(looks.take() || isEnding(message) ? await connection.video(message) : videoBusy),
    videoBusy,
  );

  const notAnAsk = { status: 'refused', code: 'InvalidMessage', field: null, minutes: null };
  const officeBusy = { status: 'refused', code: 'Busy', field: null, minutes: null };
  on(
    'office',
    officeAskSchema,
    async (message, ack) => ack(mayRead() ? await connection.office(message) : officeBusy),
    notAnAsk,
  );

  /** Everything else goes first: no piece while anything waits for the transport. */
  function mayHavePiece(): boolean {
    return waiting(socket) === 0 && ownBasemap.take() && basemaps.take();
  }

  /** Timelines are long: none for a seat that has not taken what it asked for before. */
  function mayRead(): boolean {
    return reads.take() && waiting(socket) < pipePackets;
  }
}

function isEnding(message: z.infer<typeof videoAskSchema>): boolean {
  return (
    message.ask === 'close' || (message.ask === 'move' && message.pan === 0 && message.tilt === 0 && message.zoom === 0)
  );
}
