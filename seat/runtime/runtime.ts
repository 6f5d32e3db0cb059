/** The seat: everything between a screen and the hub, put together. Answers the requests of `shared/wire/seat-api.ts`. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import type { District, PackState } from '../../shared/domain/district/state.ts';
import { packStream } from '../../shared/domain/district/state.ts';
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { historyRequestSchema, presenceSchema, vaultAnswerSchema } from '../../shared/wire/hub-protocol.ts';
import type { Digest, Hello, UnitIndex } from '../../shared/wire/hub-protocol.ts';
import type { PositionFrame } from '../../shared/wire/positions.ts';
import { requestSchemas } from '../../shared/wire/seat-api.ts';
import type { AnswerOf, RequestName, RequestOf, SeatPush, SeatStatus } from '../../shared/wire/seat-api.ts';
import { DeskHelp } from './desk-help.ts';
import { DigestChecks, digestOf } from './digest-checks.ts';
import { Documents } from './documents.ts';
import { newEntry, settle } from './entries.ts';
import type { EntryParts, SeatCommands } from './entries.ts';
import { Feed } from './feed.ts';
import { Gathered } from './gathered.ts';
import { HeldDocuments } from './held-documents.ts';
import { Histories } from './history.ts';
import { HubTime } from './hub-time.ts';
import { firstIssue } from './incoming.ts';
import type { IncomingBatch, IncomingPage, IncomingPresence } from './incoming.ts';
import { Link } from './link.ts';
import type { LinkOwner, Welcome } from './link.ts';
import { Outbox } from './outbox.ts';
import { storageFullCode } from './ports.ts';
import type { SeatPorts } from './ports.ts';
import { SeatPlates } from './plates.ts';
import { Positions } from './positions.ts';
import { Pushes } from './pushes.ts';
import type { WholePush } from './pushes.ts';
import type { SeatRuntime } from './screen-connection.ts';
import { Sender } from './sender.ts';
import { Sessions } from './session.ts';

export interface SeatOptions {
  /** Base addresses of the hub, such as `http://10.0.0.5:7100`; tried in this order. */
  readonly hubUrls: readonly string[];
  /** Name of this seat. */
  readonly seat: string;
  readonly kinds: Kinds;
  readonly commands: SeatCommands;
}

/** The request is not one of the seat's, or its body does not fit: a mistake of the screen. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  readonly code = 'InvalidRequest';
}

export interface Seat extends SeatRuntime {
  /** Rejects with `InvalidRequest` where name or body are wrong, and for a fault of the seat; refusals are answers. */
  request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<AnswerOf<N>>;
  /** Every push from now on; a new listener is first told status, outbox and presence. Returns how to stop. */
  onPush(listener: (push: SeatPush) => void): () => void;
  /** Of everything the seat holds now, for diagnostics. */
  digest(): Digest;
  /** The plates in force, for rules that run here; undefined where there are none, or they are not here yet. */
  district(): District | undefined;
  /** Where a unit was last seen, as the hub last said; for rules that run here. */
  position(unit: string): UnitPosition | undefined;
  /** Ends the link and closes the stores. Stopping twice is no error. */
  stop(): void;
}

type Handlers = { readonly [N in RequestName]: (body: RequestOf<N>) => AnswerOf<N> | Promise<AnswerOf<N>> };

/** How often what was settled long ago is deleted, ms. */
const pruneEveryMs = 3_600_000;
const vaultAnswerMs = 15_000;

export function createSeat(ports: SeatPorts, options: SeatOptions): Seat {
  return new RunningSeat(ports, options);
}

class RunningSeat implements Seat, LinkOwner {
  readonly #ports: SeatPorts;
  readonly #options: SeatOptions;
  readonly #time: HubTime;
  readonly #pushes: Pushes;
  readonly #sessions: Sessions;
  readonly #outbox: Outbox;
  readonly #link: Link;
  readonly #feed: Feed;
  readonly #gathered = new Gathered((batches) => this.#batches(batches));
  readonly #documents: Documents;
  readonly #sender: Sender;
  readonly #histories: Histories;
  readonly #digests: DigestChecks;
  readonly #entryParts: EntryParts;
  readonly #positions: Positions;
  readonly #plates: SeatPlates;
  readonly #held: HeldDocuments;
  readonly #help: DeskHelp;
  #demoClock = false;
  #presentSeats: IncomingPresence = [];
  /** What this seat has open and is about to do. */
  #ownPresence: RequestOf<'presence'> | undefined;
  #stopPruning: () => void = () => undefined;
  #stopped = false;

  constructor(ports: SeatPorts, options: SeatOptions) {
    const { clock, timers, log, hash } = ports;
    this.#ports = ports;
    this.#options = options;
    this.#time = new HubTime(clock);
    this.#pushes = new Pushes(timers, log, (whole) => this.#present(whole));
    this.#sessions = new Sessions(ports, options.hubUrls, options.seat);
    this.#outbox = new Outbox(ports.outbox, clock, () => {
      this.#pushes.changed('outbox');
      this.#pushes.changed('status');
    });
    this.#link = new Link(ports, options.hubUrls, options.seat, this.#time, this);
    const cache = () => this.#feed.cache;
    this.#documents = new Documents(cache, (push) => this.#pushes.tell(push));
    this.#feed = new Feed(ports, options.kinds, this.#time, {
      committed: (put, removed, causes) => this.#committed(put, removed, causes),
      replaced: () => this.#documentsReplaced(),
      caughtUp: () => this.#link.caughtUp(),
      digest: (digest) => this.#digests.heard(digest, () => digestOf(cache(), hash), this.#feed.place?.lastSeq ?? 0),
    });
    this.#sender = new Sender(ports, this.#outbox, this.#link, () => this.#user);
    this.#histories = new Histories(cache, this.#link, log);
    this.#positions = new Positions(timers, (push) => this.#pushes.tell(push));
    this.#plates = new SeatPlates({
      ...{ cache, link: this.#link, hash, timers, log },
      wanted: () => this.#packInForce()?.plates,
      changed: (plates) => this.#pushes.tell({ push: 'plates', hash: plates }),
    });
    this.#held = new HeldDocuments(cache);
    this.#help = new DeskHelp({
      documents: this.#held,
      around: { district: (plates) => this.#plates.at(plates), position: (unit) => this.position(unit) },
      ...{ now: () => this.#time.now(), random: ports.random, user: () => this.#user },
    });
    this.#digests = new DigestChecks(this.#link, timers);
    const versionOf = (stream: StreamId) =>
      this.#knows(stream) ? this.#feed.cache.document(stream)?.version : undefined;
    this.#entryParts = { commands: options.commands, clock, random: ports.random, time: this.#time, versionOf };
    this.#prune();
    this.#plates.look();
    this.#sender.pump();
    const session = this.#sessions.present;
    if (session === undefined) return;
    this.#documents.show(this.#mayBeShown());
    this.#link.start(session.token);
  }

  get #user(): string | undefined {
    return this.#sessions.present?.user.id;
  }

  // ── what screens ask ──

  async request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<AnswerOf<N>> {
    if (!Object.hasOwn(requestSchemas, name)) throw new InvalidRequest('name: unknown');
    const parsed = requestSchemas[name].safeParse(body);
    if (!parsed.success) throw new InvalidRequest(firstIssue(parsed.error));
    return this.#handlers[name](parsed.data as RequestOf<N>);
  }

  onPush(listener: (push: SeatPush) => void): () => void {
    return this.#pushes.listen(listener);
  }

  readonly #handlers: Handlers = {
    login: (body) => this.#login(body),
    logout: () => {
      this.#sessions.logout();
      this.#signedOut(null);
      return {};
    },
    watch: ({ watch, kinds }) => {
      const unknown = kinds.findIndex((kind) => !this.#options.kinds.has(kind));
      if (unknown >= 0) throw new InvalidRequest(`kinds.${unknown}: unknown`);
      this.#documents.watch(watch, kinds);
      return {};
    },
    unwatch: ({ watch }) => {
      this.#documents.unwatch(watch);
      return {};
    },
    submit: (body) => this.#submit(body),
    outbox: () => ({ entries: this.#user === undefined ? [] : this.#outbox.entries() }),
    settle: (body) => {
      const answer = settle(this.#entryParts, this.#outbox, body, this.#user);
      this.#sender.pump();
      return answer;
    },
    history: ({ stream }) => {
      const asked = historyRequestSchema.shape.stream.safeParse(stream);
      if (!asked.success) return { status: 'refused', code: 'Unknown' };
      if (!this.#documents.shown) return { status: 'refused', code: 'NotAllowed' };
      return this.#histories.of(asked.data as StreamId, this.#knows(asked.data));
    },
    personal: (body) => this.#personal(body),
    presence: (body) => {
      const checked = presenceSchema.safeParse(body);
      if (!checked.success) throw new InvalidRequest(firstIssue(checked.error));
      this.#ownPresence = checked.data;
      this.#link.send('presence', checked.data);
      return {};
    },
    watchPositions: ({ on }) => {
      this.#positions.watch(on);
      return {};
    },
    // Both read what the cache holds, and that may be somebody else's.
    draft: (body) => (this.#documents.shown ? this.#help.draft(body) : { status: 'noPack' }),
    takeIn: (body) => {
      if (this.#user === undefined) return { status: 'signedOut' };
      const data = this.#help.received(body);
      if (data === undefined) return { status: 'noPack' };
      return this.#submit({ type: 'ReceiveIncident', data, basedOn: {}, lane: `incident/${body.id}` });
    },
    recommend: (body) => (this.#documents.shown ? this.#help.recommend(body) : { status: 'unknown' }),
    plates: () => (this.#documents.shown ? this.#plates.answer() : { status: 'none' }),
    checkDigest: () => this.#digests.ask(),
  };

  digest(): Digest {
    return digestOf(this.#feed.cache, this.#ports.hash);
  }

  district(): District | undefined {
    return this.#plates.district();
  }

  position(unit: string): UnitPosition | undefined {
    return this.#positions.position(unit);
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stopPruning();
    this.#link.stop(null);
    this.#sender.stop();
    this.#positions.stop();
    this.#plates.stop();
    this.#pushes.stop();
    this.#feed.cache.close();
    this.#ports.outbox.close();
  }

  async #login(body: RequestOf<'login'>): Promise<AnswerOf<'login'>> {
    const before = this.#user;
    const answer = await this.#sessions.login(body);
    // What one person may see is not the next one's.
    if (this.#user !== before) this.#positions.clear();
    const session = this.#sessions.present;
    if (answer.status !== 'signedIn' || session === undefined || this.#stopped) return answer;
    this.#ownPresence = undefined;
    this.#documents.show(this.#mayBeShown());
    this.#link.start(session.token);
    this.#pushes.changed('status');
    this.#pushes.changed('outbox');
    return answer;
  }

  #submit(body: RequestOf<'submit'>): AnswerOf<'submit'> {
    const user = this.#user;
    if (user === undefined) return { status: 'signedOut' };
    const row = newEntry(this.#entryParts, body, user);
    if ('status' in row) return row;
    try {
      this.#outbox.add(row);
    } catch (error) {
      if (!isStorageFull(error)) throw error;
      this.#ports.log.error({ err: error }, 'no room for the outbox');
      return { status: 'failed', code: 'StorageFull' };
    }
    this.#sender.pump();
    return { status: 'queued', entry: row.id };
  }

  async #personal(body: RequestOf<'personal'>): Promise<AnswerOf<'personal'>> {
    const answer = await new Promise<unknown>((resolve) => this.#link.ask('vaultRead', body, vaultAnswerMs, resolve));
    const parsed = vaultAnswerSchema.safeParse(answer);
    return parsed.success ? parsed.data : { status: 'refused', code: 'Offline' };
  }

  // ── what the link tells ──

  hello(): Hello {
    return { cache: this.#feed.hello(), personalRefs: this.#outbox.personalRefs() };
  }

  welcomed(welcome: Welcome): void {
    this.#time.begin(welcome.hubTime, welcome.clockRate);
    this.#demoClock = welcome.demoClock;
    // Before the feed: a cache that diverged, and is gone after it, is what the hub knows the restore by.
    const isRestoreUnnoticed = this.#outbox.meet(welcome, welcome.reofferAfter);
    // A hub that does not know of its restore takes every reference it lost for an erased one. The truly erased ones it
    // names again at the next hello.
    if (!isRestoreUnnoticed) this.#outbox.erase(welcome.erasedRefs);
    this.#feed.welcomed(welcome);
    this.#plates.look();
    if (this.#ownPresence !== undefined) this.#link.send('presence', this.#ownPresence);
    this.#sender.pump();
  }

  batch(batch: IncomingBatch): void {
    this.#time.heard(batch.hubTime);
    this.#gathered.add(batch);
  }

  rested(): void {
    this.#gathered.flush();
  }

  #batches(batches: readonly IncomingBatch[]): void {
    const seq = this.#feed.batch(...batches);
    this.#link.send('applied', { seq });
    this.#pushes.changed('status');
  }

  page(page: IncomingPage): void {
    const taken = this.#feed.page(page);
    this.#link.send('applied', { page: taken });
    this.#pushes.changed('status');
  }

  presence(seats: IncomingPresence): void {
    this.#presentSeats = seats;
    this.#pushes.changed('presence');
  }

  erased(refs: readonly string[]): void {
    this.#outbox.erase(refs);
  }

  unitIndex(index: UnitIndex): void {
    this.#positions.index(index);
  }

  positions(frame: PositionFrame): void {
    const taken = this.#positions.frame(frame);
    if (taken === undefined) this.#link.send('unitIndex');
    else this.#link.send('positionsTaken', { ...taken });
  }

  sessionEnded(code: string): void {
    this.#ports.log.info({ code }, 'the log-in holds no more');
    this.#sessions.end();
    this.#signedOut(code);
  }

  lost(): void {
    this.#gathered.forget();
    this.#feed.lost();
    this.#digests.lost();
    this.#sender.lost();
    this.#positions.lost();
    this.#plates.lost();
    this.presence([]);
  }

  timed(hubTime: number): void {
    if (this.#link.state === 'live') this.#feed.heard(hubTime);
    this.#pushes.changed('status');
  }

  changed(): void {
    this.#pushes.changed('status');
  }

  // ── what happens inside ──

  #committed(put: readonly DocumentRecord[], removed: readonly StreamId[], causes: readonly string[]): void {
    this.#held.committed(put, removed);
    this.#documents.committed(put, removed);
    if (put.some(({ stream }) => stream === packStream)) this.#plates.look();
    try {
      this.#outbox.seen(causes);
    } catch (error) {
      // Nothing is lost: the entry stays a question, or is sent once more and answered the same.
      this.#ports.log.error({ err: error }, 'what was carried out could not be noted');
    }
    this.#sender.pump();
  }

  #documentsReplaced(): void {
    this.#held.replaced();
    this.#plates.look();
    const shown = this.#mayBeShown();
    if (shown === this.#documents.shown) this.#documents.reopen();
    else this.#documents.show(shown);
  }

  /** Whether the cache was filled for whoever is signed in. */
  #mayBeShown(): boolean {
    return this.#user !== undefined && this.#feed.place?.user === this.#user;
  }

  #signedOut(reason: string | null): void {
    this.#link.stop(reason);
    this.#ownPresence = undefined;
    this.#positions.clear();
    this.#documents.show(false);
    this.#pushes.changed('outbox');
    this.#pushes.changed('status');
  }

  #packInForce(): PackState | undefined {
    if (!this.#knows(packStream)) return undefined;
    // A document holds what `evolve` of its kind returned: the stream is the proof of its type.
    return this.#feed.cache.document(packStream)?.state as unknown as PackState | undefined;
  }

  #knows(stream: string): boolean {
    return this.#options.kinds.has(splitStream(stream).kind);
  }

  #prune(): void {
    try {
      this.#outbox.prune();
    } catch (error) {
      this.#ports.log.error({ err: error }, 'old entries could not be deleted');
    }
    this.#stopPruning = this.#ports.timers.after(pruneEveryMs, () => this.#prune());
  }

  #present(whole: WholePush['push']): WholePush {
    switch (whole) {
      case 'status':
        return { push: 'status', status: this.#status() };
      case 'outbox':
        return { push: 'outbox', entries: this.#user === undefined ? [] : this.#outbox.shown() };
      case 'presence':
        return { push: 'presence', seats: [...this.#presentSeats] };
    }
  }

  #status(): SeatStatus {
    return {
      link: this.#link.state,
      linkReason: this.#link.reason,
      user: this.#sessions.present?.user ?? null,
      seat: this.#options.seat,
      lastSeq: this.#feed.place?.lastSeq ?? 0,
      asOf: this.#feed.asOf,
      clockOffset: this.#time.offset(),
      demoClock: this.#demoClock,
      clockRate: this.#time.rate,
      ...this.#outbox.counts(),
    };
  }
}

function isStorageFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === storageFullCode;
}
