/** A hub with its door for seats, over real files and sockets, and a small domain whose documents change their scope. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import type { RunningDesk } from '../../hub/desk/desk.ts';
import { createDesk } from '../../hub/desk/desk.ts';
import type { DocumentReader } from '../../shared/domain/reads.ts';
import { openPast } from '../../hub/as-of/compose-past.ts';
import type { Past } from '../../hub/as-of/compose-past.ts';
import type { Feed } from '../../hub/feed/feed.ts';
import { createFeed } from '../../hub/feed/feed.ts';
import type { EndCode, FeedAccounts, FeedLimits } from '../../hub/feed/ports.ts';
import { openSeatDoor } from '../../hub/feed/socket.ts';
import type { SocketServer } from '../../hub/feed/socket-server.ts';
import { createSocketServer } from '../../hub/feed/socket-server.ts';
import type { CrashPoint } from '../../hub/ports.ts';
import type { RoleGrant } from '../../shared/domain/account/events.ts';
import { createAccessLog } from '../../hub/vault/access-log.ts';
import { noSecrecy } from '../../hub/vault/secrecy.ts';
import { createVault } from '../../hub/vault/vault.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { openCommand, openKind } from '../../shared/domain/catalog.ts';
import type { CommandDefinition, Kind, UnionOf } from '../../shared/domain/kernel.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor, CommandAnswer, CommandEnvelope, DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { refuse, streamId } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { SessionUser } from '../../shared/wire/session.ts';
import { FeedClient } from './feed-client.ts';
import type { LogLine } from './hub-kit.ts';
import { ManualClock, recordingLog, seededRandom, SimulatedCrash } from './hub-kit.ts';
import type { BoxReads } from './toy-domain.ts';
import { boxCatalog, boxReads } from './toy-domain.ts';

interface ParcelState {
  readonly labels: readonly string[];
  readonly weight: number;
  readonly padding: string;
}

const parcelEvents = {
  Placed: z.strictObject({ labels: z.array(z.string()) }),
  Weighed: z.strictObject({ add: z.number(), padding: z.string() }),
};
const parcelKind: Kind<ParcelState, UnionOf<typeof parcelEvents>> = {
  kind: 'parcel',
  fold: 1,
  events: parcelEvents,
  evolve(state = { labels: [], weight: 0, padding: '' }, { type, data }) {
    if (type === 'Placed') return { ...state, labels: data.labels };
    return { ...state, weight: state.weight + data.add, padding: data.padding };
  },
  scope: ({ labels }) => labels,
  dues: () => [],
};

/** Labels by account. */
type RightsState = { readonly [account: string]: readonly string[] };
const rightsEvents = { Granted: z.strictObject({ account: z.string(), labels: z.array(z.string()) }) };
const rightsKind: Kind<RightsState, UnionOf<typeof rightsEvents>> = {
  kind: 'rights',
  fold: 1,
  events: rightsEvents,
  evolve: (state = {}, { data }) => ({ ...state, [data.account]: data.labels }),
  scope: () => ['a'],
  dues: () => [],
};
const rightsStream: StreamId = streamId('rights', 'all');

export interface FeedReads extends BoxReads {
  rights(): RightsState;
}

export const feedReads = (documents: DocumentReader): FeedReads => ({
  ...boxReads(documents),
  rights: () => (documents.document(rightsStream)?.state as RightsState | undefined) ?? {},
});

function fact<D>(
  type: string,
  schema: z.ZodType<D>,
  decide: CommandDefinition<D, FeedReads>['decide'],
): CommandDefinition<unknown, FeedReads> {
  return openCommand({ type, schema, nature: 'fact', roles: ['clerk'], conflictsWith: [], decide });
}

const labels = z.array(z.string());
const definitions = [
  fact('Place', z.strictObject({ parcel: z.string(), labels }), ({ parcel, labels: to }) => ({
    events: [{ stream: streamId('parcel', parcel), type: 'Placed', data: { labels: to } }],
  })),
  fact(
    'Weigh',
    z.strictObject({ parcel: z.string(), add: z.number(), padding: z.string().optional() }),
    ({ parcel, add, padding = '' }) =>
      add < 0
        ? refuse('TooLight')
        : { events: [{ stream: streamId('parcel', parcel), type: 'Weighed', data: { add, padding } }] },
  ),
  fact('Grant', z.strictObject({ account: z.string(), labels }), (data) => ({
    events: [{ stream: rightsStream, type: 'Granted', data }],
  })),
];

export const feedCatalog: Catalog<FeedReads> = {
  kinds: new Map([
    ...boxCatalog.kinds,
    ['parcel', openKind(parcelKind)] as const,
    ['rights', openKind(rightsKind)] as const,
  ]),
  commands: new Map([
    ...boxCatalog.commands,
    ...definitions.map((definition) => [definition.type, definition] as const),
  ]),
  dueReactions: new Map(),
  eventReactions: [],
};

export const clerk: Actor = { user: 'lin', seat: 'seat1', role: 'clerk' };
export const lead: Actor = { user: 'wang', seat: 'seat2', role: 'lead' };

/** Who somebody is in these tests. */
export const personOf = (user: string, roles: readonly RoleGrant[] = [{ role: 'dispatcher' }]): SessionUser => ({
  ...{ id: user, login: user, name: user.toUpperCase() },
  roles: [...roles],
});

export const tokenOf = (user: string, seat: string): string => `${'t'.repeat(20)}.${user}.${seat}`;

export interface FeedHubOptions {
  readonly limits?: Partial<FeedLimits>;
  readonly catalog?: Catalog<FeedReads>;
  /** Events from one kept place of the hall as it was to the next. */
  readonly keptEvery?: number;
  /** Bytes free on the volume; plenty without it. */
  readonly free?: number;
}

/** Machine ms; far more than is needed on a loaded machine. */
const longestWaitMs = 30_000;

let processes = 0;

/** One process of a hub. Another one may be started on its folder once it is closed. */
export class FeedHub {
  readonly clock: ManualClock;
  readonly dir: string;
  readonly logLines: LogLine[] = [];
  readonly snapshotReasons: string[] = [];
  readonly catalog: Catalog<FeedReads>;
  folder: DataFolder;
  desk: RunningDesk<FeedReads>;
  readonly past: Past;
  feed: Feed;
  port = 0;
  /** Machine ms. */
  monotonic = 0;
  /** Bytes free on the volume, as far as what can be made anew is concerned. */
  free: number;
  sockets: SocketServer;
  /** Accounts that must have a second factor and have none. */
  readonly withoutSecondFactor = new Set<string>();
  /** Log-ins that ended because no role opens anything. */
  readonly withoutRoles: string[] = [];
  /** Roles of people; everybody else is a dispatcher. A seat is told of others with the next `Grant`. */
  readonly roles = new Map<string, readonly RoleGrant[]>();
  /** Labels people have in what they ask beside the feed, where those are fewer. */
  readonly narrower = new Map<string, readonly string[]>();
  readonly refusals: string[] = [];
  readonly #http: Server;
  readonly #ended = new Set<(ended: { id: string; code: EndCode }) => void>();
  readonly #closedSessions = new Set<string>();
  /** Another one in each process: ids must not come again. */
  readonly #random = seededRandom((processes += 1));
  #crashAt: CrashPoint | undefined;

  constructor(
    dir: string,
    { limits = {}, catalog = feedCatalog, keptEvery = 10, free = Number.MAX_SAFE_INTEGER }: FeedHubOptions = {},
    clock = new ManualClock(),
  ) {
    this.dir = dir;
    this.clock = clock;
    this.catalog = catalog;
    this.free = free;
    const random = this.#random;
    // Time goes on by itself while a test waits: only who asks for it loses a snapshot.
    const bounds = { snapshotIdleMs: 1e12, ...limits };
    const log = recordingLog(this.logLines);
    const newId = (): string => this.newId();
    this.folder = openDataFolder(dir, { kinds: [...catalog.kinds.keys()], newId, tables: [] });
    const { journal, vault, accessLog } = this.folder;
    const crash = {
      reach: (point: CrashPoint): void => {
        if (point === this.#crashAt) throw new SimulatedCrash(point);
      },
    };
    this.desk = createDesk({
      ...{ journal, vault, clock, timers: clock, random, crash, log, catalog },
      ...{ reads: feedReads, secret: new Uint8Array(32) },
      disk: { free: () => Number.MAX_SAFE_INTEGER },
    });
    this.desk.recover();
    const access = createAccessLog({ store: accessLog, clock, timers: clock, log });
    const accounts = this.#accounts();
    this.past = openPast({
      ...{ journal, desk: this.desk, kinds: catalog.kinds, store: this.folder.asOf, access, clock, timers: clock, log },
      disk: { free: () => this.free },
      ...{ monotonic: () => performance.now(), every: keptEvery, times: { inCrew: () => [] } },
      rights: {
        rolesTo: () => ['dispatcher'],
        labelsTo: (account) => accounts.labelsTo(account, 'replay'),
        grantsOf: () => [],
      },
      units: { unit: () => undefined, units: () => [] },
    });
    this.past.start();
    this.feed = createFeed({
      ...{ journal, desk: this.desk, kinds: catalog.kinds, accounts, clock, timers: clock, crash, log },
      limits: bounds,
      vault: createVault({
        ...{ store: vault, journal, access, may: (by) => by.user !== 'stranger', log },
        ...{ secrecy: noSecrecy, mayInFull: () => false },
      }),
      metrics: {
        sent: () => undefined,
        bytesSent: () => undefined,
        snapshotBegun: (reason) => void this.snapshotReasons.push(reason),
      },
      demoClock: false,
      clockRate: 1,
      labelKinds: ['rights'],
      replays: this.past.replays,
    });
    this.#http = createServer();
    this.sockets = createSocketServer(this.#http);
    const { feed } = this;
    openSeatDoor(this.sockets.io, {
      feed,
      accounts,
      log,
      monotonic: () => this.monotonic,
      metrics: { bytesSent: () => undefined },
    });
  }

  #accounts(): FeedAccounts {
    return {
      authenticate: async (token) => {
        const [, user, seat] = token.split('.');
        if (user === undefined || seat === undefined || this.#closedSessions.has(token)) return undefined;
        return { user, seat, name: user.toUpperCase(), session: token };
      },
      touch: () => undefined,
      onEnded: (listener) => {
        this.#ended.add(listener);
        return () => this.#ended.delete(listener);
      },
      actorFor: ({ user, seat }, { type }) => ({
        ...{ user, seat },
        role: this.catalog.commands.get(type)?.roles[0] ?? 'clerk',
      }),
      readerOf: ({ user, seat }) => ({ user, seat, role: 'clerk' }),
      may: () => true,
      labelsTo: (account) => this.narrower.get(account) ?? this.labelsOf(account),
      refused: ({ user }, action, subject) => void this.refusals.push(`${user} ${action} ${subject}`),
      labelsFor: (account) => this.labelsOf(account),
      personOf: (account) => personOf(account, this.roles.get(account)),
      withoutRoles: (session) => void this.withoutRoles.push(session),
      secondFactorMissing: (account) => this.withoutSecondFactor.has(account),
      office: async () => ({ status: 'granted', body: {} }),
    };
  }

  get journal(): DataFolder['journal'] {
    return this.folder.journal;
  }

  get head(): number {
    return this.journal.head().seq;
  }

  labelsOf(account: string): readonly string[] {
    return [...(this.desk.reads.rights()[account] ?? [])].sort();
  }

  /** Seats the hub has a link to, as it sees it: a seat may not have heard of the end of its link yet. */
  get linked(): number {
    return this.sockets.io.of('/seat').sockets.size;
  }

  newId(): string {
    return uuidv7(this.clock.now(), this.#random.bytes(10));
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve));
    const bound = this.#http.address();
    this.port = must(typeof bound === 'object' ? bound?.port : undefined, 'a port');
    return this;
  }

  client(user: string, seat: string): FeedClient {
    return new FeedClient({ kinds: this.catalog.kinds, seat, token: tokenOf(user, seat) });
  }

  endSession(token: string, code: EndCode): void {
    this.#closedSessions.add(token);
    for (const listener of this.#ended) listener({ id: token, code });
  }

  command(type: string, data: CommandEnvelope['data']): CommandEnvelope {
    return { id: this.newId(), type, data, basedOn: {}, madeAt: this.clock.now() };
  }

  async give(type: string, data: CommandEnvelope['data'], by: Actor = clerk): Promise<CommandAnswer> {
    const answer = await this.desk.submit(this.command(type, data), by);
    if (answer.status === 'unavailable') throw new Error(answer.code);
    return answer;
  }

  /** All at once, so that commits hold several. */
  async giveAll(commands: readonly (readonly [type: string, data: CommandEnvelope['data']])[]): Promise<void> {
    await Promise.all(commands.map(([type, data]) => this.give(type, data)));
  }

  /** What somebody with these labels may hold, in order of the streams. */
  inScope(list: readonly string[]): readonly DocumentRecord[] {
    return this.journal.documentsInScope(list, '', 1_000_000);
  }

  /** From now on, whoever reaches the point ends the process as far as the feed goes. */
  crashAt(point: CrashPoint | undefined): void {
    this.#crashAt = point;
  }

  async close(): Promise<void> {
    this.past.stop();
    this.feed.stop();
    await this.sockets.close();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
    await this.desk.stop();
    this.folder.close();
  }
}

/**
 * Waits, turn by turn of the event loop, until it holds; where nothing happens for a while, time goes on by a second, so
 * that what waits for a second comes. Throws, saying what was waited for, where that takes too long.
 */
export async function until(hub: FeedHub, holds: () => boolean): Promise<void> {
  const started = performance.now();
  for (let quiet = 1; !holds(); quiet += 1) {
    await turn();
    if (quiet % 200 === 0 && hub.feed.idle()) hub.clock.advance(1_000);
    if (performance.now() - started > longestWaitMs) throw new Error(`never came: ${holds.toString()}`);
  }
}
