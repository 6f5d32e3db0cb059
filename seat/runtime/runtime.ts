/** The seat: everything between a screen and the hub, put together. Answers the requests of `shared/wire/seat-api.ts`. */
import type { Kinds } from '../../shared/domain/catalog.ts';
import type { District, PackState } from '../../shared/domain/district/state.ts';
import { packStream } from '../../shared/domain/district/state.ts';
import type { UnitPosition } from '../../shared/domain/unit/state.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import type { Digest, Hello, UnitIndex } from '../../shared/wire/hub-protocol.ts';
import type { IntakeBoard } from '../../shared/wire/intakes.ts';
import type { OnlineMaps } from '../../shared/wire/online-maps.ts';
import type { PositionFrame } from '../../shared/wire/positions.ts';
import { requestSchemas } from '../../shared/wire/seat-api.ts';
import type { AnswerOf, RequestName, RequestOf, SeatPush, SeatStatus } from '../../shared/wire/seat-api.ts';
import { Alarms } from './alarms.ts';
import { AtSeat, mayWhileLocked } from './at-seat.ts';
import type { AtSeatOwner } from './at-seat.ts';
import { SeatBasemap } from './basemap.ts';
import { SeatOnlineMaps } from './online-maps.ts';
import type { SeatTiles } from './online-maps.ts';
import { DeskHelp } from './desk-help.ts';
import { DigestChecks, digestOf } from './digest-checks.ts';
import { Documents } from './documents.ts';
import type { SeatCommands } from './entries.ts';
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
import type { JournalIdentity, SeatPorts, SeatSession } from './ports.ts';
import type { SessionUser } from '../../shared/wire/session.ts';
import { SeatPlates } from './plates.ts';
import { Positions } from './positions.ts';
import { Pushes } from './pushes.ts';
import type { WholePush } from './pushes.ts';
import { PositionMemory } from './replay/fixes.ts';
import { Replays } from './replay/replays.ts';
import { SeatSearch } from './search.ts';
import { handlersOf, InvalidRequest } from './requests.ts';
import type { Handlers } from './requests.ts';
import type { SeatRuntime } from './screen-connection.ts';
import { Sender } from './sender.ts';
import { UntilOpen } from './until-open.ts';
import { SeatVideo } from './video.ts';
import type { SeatPictures } from './video.ts';
import type { VideoEnded, VideoProtocol } from '../../shared/wire/video-api.ts';

export interface SeatOptions {
  /** Base addresses of the hub, such as `http://10.0.0.5:7100`; tried in this order. */
  readonly hubUrls: readonly string[];
  /** Name of this seat. */
  readonly seat: string;
  readonly kinds: Kinds;
  readonly commands: SeatCommands;
  /** Machine ms without a touch until the seat locks; walls never do. */
  readonly lockAfterMs: number;
  /** Ways of pictures that the door of this seat carries; all unless given. */
  readonly carries?: (protocol: VideoProtocol) => boolean;
}

/** The seat is locked: nothing is answered but what opens it. */
export class SeatLocked extends Error {
  override readonly name = 'SeatLocked';
  readonly code = 'Locked';
}

export interface Seat extends SeatRuntime {
  /**
   * Rejects with `InvalidRequest` where name or body are wrong, with `SeatLocked` while the seat is locked, and for a fault
   * of the seat; refusals are answers.
   */
  request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<AnswerOf<N>>;
  /** Every push from now on; a new listener is first told status, outbox and presence. Returns how to stop. */
  onPush(listener: (push: SeatPush) => void): () => void;
  /** How many people have typed something here and not sent it: it is gone with the seat. */
  typing(): number;
  /** Of everything the seat holds now, for diagnostics. */
  digest(): Digest;
  /** The plates in force, for rules that run here; undefined where there are none, or they are not here yet. */
  district(): District | undefined;
  /** Where a unit was last seen, as the hub last said; for rules that run here. */
  position(unit: string): UnitPosition | undefined;
  /** Streams, stills and tiles of maps that screens of this seat may fetch now. */
  readonly pictures: SeatPictures & SeatTiles;
  /** Ends the link and closes the stores. Stopping twice is no error. */
  stop(): void;
}

/** How often what was settled long ago is deleted, ms. */
const pruneEveryMs = 3_600_000;

export function createSeat(ports: SeatPorts, options: SeatOptions): Seat {
  return new RunningSeat(ports, options);
}

class RunningSeat implements Seat, LinkOwner, AtSeatOwner {
  readonly #ports: SeatPorts;
  readonly #options: SeatOptions;
  readonly #time: HubTime;
  readonly #pushes: Pushes;
  readonly #at: AtSeat;
  readonly #alarms: Alarms;
  readonly #outbox: Outbox;
  readonly #link: Link;
  readonly #feed: Feed;
  readonly #gathered = new Gathered((batches) => this.#batches(batches));
  readonly #documents: Documents;
  readonly #sender: Sender;
  readonly #digests: DigestChecks;
  readonly #video: SeatVideo;
  readonly #positions: Positions;
  readonly #remembered = new PositionMemory();
  readonly #replays: Replays;
  readonly #plates: SeatPlates;
  readonly #basemap: SeatBasemap;
  readonly #onlineMaps: SeatOnlineMaps;
  readonly #held: HeldDocuments;
  readonly #handlers: Handlers;
  readonly #untilOpen = new UntilOpen(() => this.#at);
  #demoClock = false;
  #presentSeats: IncomingPresence = [];
  /** As the hub last said; it stays while the hub is away, and is then old. */
  #intakes: IntakeBoard | null = null;
  /** What this seat has open and is about to do. */
  #ownPresence: RequestOf<'presence'> | undefined;
  #stopPruning: () => void = () => undefined;
  #stopped = false;

  constructor(ports: SeatPorts, options: SeatOptions) {
    const { clock, timers, log, hash } = ports;
    this.#ports = ports;
    this.#options = options;
    this.#time = new HubTime(clock);
    this.#pushes = new Pushes(
      timers,
      log,
      (whole) => this.#present(whole),
      () => this.#at.locked,
    );
    const { hubUrls, seat, lockAfterMs } = options;
    const hubTimeIn = (machineMs: number): number => Math.ceil(this.#time.now() + machineMs * this.#time.rate);
    const met = (): JournalIdentity | undefined => this.#outbox.journal();
    this.#at = new AtSeat(ports, { hubUrls, seat, met, lockAfterMs, hub: () => this.#link.hub, hubTimeIn }, this);
    this.#outbox = new Outbox(ports.outbox, clock, () => {
      this.#pushes.changed('outbox');
      this.#pushes.changed('status');
    });
    this.#link = new Link(ports, hubUrls, seat, this.#time, this);
    const cache = () => this.#feed.cache;
    this.#documents = new Documents(cache, (push) => this.#pushes.tell(push));
    this.#feed = new Feed(ports, options.kinds, this.#time, {
      committed: (put, removed, causes) => this.#committed(put, removed, causes),
      replaced: () => this.#documentsReplaced(),
      caughtUp: () => this.#link.caughtUp(),
      digest: (digest) => this.#digests.heard(digest, () => digestOf(cache(), hash), this.#feed.place?.lastSeq ?? 0),
    });
    this.#sender = new Sender(ports, this.#outbox, this.#link, () => this.#user);
    this.#positions = new Positions(
      timers,
      (push) => this.#pushes.tell(push),
      (unit, seen) => this.#remembered.take(unit, seen),
    );
    this.#plates = new SeatPlates({
      ...{ cache, link: this.#link, hash, timers, log },
      wanted: () => this.#packInForce()?.plates,
      changed: (plates) => {
        this.#pushes.tell({ push: 'plates', hash: plates });
        this.#basemap.look();
      },
    });
    this.#onlineMaps = new SeatOnlineMaps({
      ...{ link: this.#link, timers, log, now: () => this.#time.now() },
      shown: () => this.#documents.shown && !this.#at.locked,
      changed: () => this.#basemap.onlineChanged(),
    });
    this.#basemap = new SeatBasemap({
      ...{ link: this.#link, files: ports.basemaps, timers, log },
      district: () => this.#plates.district(),
      online: () => this.#onlineMaps.view(),
      changed: (basemap) => this.#pushes.tell({ push: 'basemap', basemap }),
    });
    this.#held = new HeldDocuments(cache);
    this.#alarms = new Alarms({
      ...{ documents: this.#held, kinds: options.kinds, timers, time: this.#time },
      changed: () => this.#pushes.changed('status'),
    });
    const help = new DeskHelp({
      documents: this.#held,
      around: { district: (plates) => this.#plates.at(plates), position: (unit) => this.position(unit) },
      ...{ now: () => this.#time.now(), random: ports.random, user: () => this.#user },
    });
    this.#digests = new DigestChecks(this.#link, timers);
    const { carries = () => true } = options;
    this.#video = new SeatVideo({ link: this.#link, random: ports.random, timers, log, carries });
    this.#replays = new Replays({
      ...{ kinds: options.kinds, cache, link: this.#link, timers, log, files: ports.trackFiles },
      shown: () => this.#documents.shown,
      roles: () => this.#at.present?.user.roles ?? [],
      now: () => this.#time.now(),
      remembered: () => this.#remembered.fixes,
      utcOffset: () => this.#packInForce()?.utcOffset,
      push: (push) => this.#pushes.tell(push),
    });
    const versionOf = (stream: StreamId) =>
      this.#knows(stream) ? this.#feed.cache.document(stream)?.version : undefined;
    const entryParts = { commands: options.commands, clock, random: ports.random, time: this.#time, versionOf };
    this.#handlers = handlersOf({
      ...{ kinds: options.kinds, at: this.#at, documents: this.#documents, outbox: this.#outbox, sender: this.#sender },
      ...{ link: this.#link, positions: this.#positions, plates: this.#plates, digests: this.#digests, log },
      ...{ video: this.#video, basemap: this.#basemap, replays: this.#replays, help, entryParts },
      histories: new Histories(cache, this.#link, log),
      search: new SeatSearch(cache),
      presence: (value) => {
        this.#ownPresence = value;
        this.#tellPresence();
      },
    });
    this.#prune();
    this.#plates.look();
    this.#sender.pump();
    this.#at.start();
  }

  get pictures(): SeatPictures & SeatTiles {
    return {
      stream: (ticket, place) => this.#video.stream(ticket, place),
      still: (key) => this.#video.still(key),
      tile: (request, done) => this.#onlineMaps.tile(request, done),
    };
  }

  get #user(): string | undefined {
    return this.#at.user;
  }

  // ── what screens ask ──

  async request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<AnswerOf<N>> {
    if (!Object.hasOwn(requestSchemas, name)) throw new InvalidRequest('name: unknown');
    const parsed = requestSchemas[name].safeParse(body);
    if (!parsed.success) throw new InvalidRequest(firstIssue(parsed.error));
    const wanted = parsed.data as RequestOf<N>;
    // A machine that slept may have slept through the time.
    this.#at.look();
    this.#assertOpen(name, wanted);
    const user = this.#user;
    const answer = await this.#handlers[name](wanted);
    if (name === 'office' && !(await this.#untilOpen.of(user))) throw new SeatLocked('somebody else is at the seat');
    // What was asked before the lock fell is not shown behind it.
    if (this.#at.locked && 'replay' in answer && 'of' in answer) this.#replays.close({ replay: answer.replay });
    this.#assertOpen(name, wanted);
    return answer;
  }

  #assertOpen<N extends RequestName>(name: N, body: RequestOf<N>): void {
    if (this.#at.locked && !mayWhileLocked(name, body)) throw new SeatLocked('unlock the seat first');
  }

  onPush(listener: (push: SeatPush) => void): () => void {
    return this.#pushes.listen(listener);
  }

  typing(): number {
    return this.#at.typing;
  }

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
    this.#at.stop();
    this.#video.forget();
    this.#alarms.stop();
    this.#link.stop(null);
    this.#sender.stop();
    this.#positions.stop();
    this.#plates.stop();
    this.#basemap.stop();
    this.#pushes.stop();
    this.#feed.cache.close();
    this.#ports.outbox.close();
  }

  // ── what follows from who sits here ──

  signedIn({ token, user }: SeatSession, before: string | undefined): void {
    // What one person may see is not the next one's: it goes before the next one's name comes.
    if (user.id !== before) this.#forgetShown();
    this.#ownPresence = undefined;
    this.#untilOpen.changed();
    // Who sits here, and whether behind a lock, comes before what they are shown.
    this.#pushes.now('status');
    this.#documents.show(this.#mayBeShown());
    this.#link.start(token);
    this.#pushes.now('outbox');
  }

  signedOut(reason: string | null): void {
    this.#link.stop(reason);
    this.#ownPresence = undefined;
    this.#forgetShown();
    this.#pushes.now('status');
    this.#untilOpen.changed();
  }

  /** Takes down what is on the screens of whoever sat here until now. */
  #forgetShown(): void {
    this.#video.forget();
    this.#onlineMaps.forget();
    this.#replays.clear();
    this.#positions.clear();
    this.#remembered.clear();
    this.#documents.show(false);
    this.presence([]);
    this.#pushes.now('presence');
    this.#intakes = null;
    this.#pushes.now('intakes');
    this.#pushes.tell({ push: 'outbox', entries: [] });
  }

  lockChanged(): void {
    // At once: behind it nothing of what is still held back may reach a screen.
    this.#pushes.now('status');
    this.#tellPresence();
    if (this.#at.locked) {
      this.#onlineMaps.forget();
      return this.#video.forget();
    }
    this.#pushes.now('outbox');
    this.#pushes.now('presence');
    this.#pushes.now('intakes');
    this.#documents.reopen();
    this.#replays.tellAgain();
    this.#positions.tellAgain();
    this.#plates.tellAgain();
    this.#basemap.tellAgain();
    this.#untilOpen.changed();
  }

  // ── what the link tells ──

  journal(): JournalIdentity | undefined {
    return this.#at.journal;
  }

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
    // Before what the feed may show: a role that is over meanwhile opens nothing.
    this.#at.lockAfter(welcome.lockAfterMs);
    this.person(welcome.person);
    this.#feed.welcomed(welcome);
    this.#secondFactor(false);
    this.#video.welcomed();
    this.#onlineMaps.welcomed();
    this.#plates.look();
    this.#basemap.look();
    this.#tellPresence();
    this.#sender.pump();
  }

  barred(): void {
    this.#secondFactor(true);
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

  intakes(board: IntakeBoard): void {
    this.#intakes = board;
    this.#pushes.changed('intakes');
  }

  onlineMaps(maps: OnlineMaps): void {
    this.#onlineMaps.told(maps);
  }

  erased(refs: readonly string[]): void {
    this.#outbox.erase(refs);
  }

  person(person: SessionUser): void {
    if (this.#at.told(person)) this.#pushes.now('status');
  }

  unitIndex(index: UnitIndex): void {
    this.#positions.index(index);
  }

  positions(frame: PositionFrame): void {
    const taken = this.#positions.frame(frame);
    if (taken === undefined) this.#link.send('unitIndex');
    else this.#link.send('positionsTaken', { ...taken });
  }

  videoEnded(ended: VideoEnded): void {
    this.#video.ended(ended);
  }

  sessionEnded(code: string): void {
    this.#ports.log.info({ code }, 'the log-in holds no more');
    this.#at.sessionEnded(code);
  }

  lost(): void {
    this.#gathered.forget();
    this.#feed.lost();
    this.#digests.lost();
    this.#sender.lost();
    this.#positions.lost();
    this.#video.lost();
    this.#onlineMaps.lost();
    this.#plates.lost();
    this.#basemap.lost();
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
    this.#alarms.committed(put.map(({ stream }) => stream));
    this.#alarms.committed(removed);
    this.#documents.committed(put, removed);
    this.#replays.committed(put, removed);
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
    // What a replay took for unchanged may be another now.
    this.#replays.clear();
    this.#alarms.replaced();
    this.#plates.look();
    const shown = this.#mayBeShown();
    if (shown === this.#documents.shown) this.#documents.reopen();
    else this.#documents.show(shown);
    this.#pushes.changed('status');
  }

  /** Whether the cache was filled for whoever is signed in, and nothing else has to be done first. */
  #mayBeShown(): boolean {
    return this.#user !== undefined && this.#feed.place?.user === this.#user && !this.#at.secondFactorMissing;
  }

  #secondFactor(missing: boolean): void {
    this.#at.secondFactor(missing);
    this.#documents.show(this.#mayBeShown());
    this.#pushes.changed('status');
  }

  /** Behind a lock nobody has anything open. */
  #tellPresence(): void {
    if (this.#ownPresence === undefined) return;
    this.#link.send('presence', this.#at.locked ? { open: null, about: null } : this.#ownPresence);
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
        return { push: 'outbox', entries: this.#outbox.shown(this.#user) };
      case 'presence':
        return { push: 'presence', seats: [...this.#presentSeats] };
      case 'intakes':
        return { push: 'intakes', board: this.#intakes };
    }
  }

  #status(): SeatStatus {
    const counts = this.#outbox.counts(this.#user);
    const unknown = { alarm: null, late: null, unacknowledged: null };
    const alarms = this.#documents.shown && this.#at.holds('incident') ? this.#alarms.counts() : unknown;
    return {
      link: this.#link.state,
      linkReason: this.#link.reason,
      user: this.#at.present?.user ?? null,
      seat: this.#options.seat,
      lastSeq: this.#feed.place?.lastSeq ?? 0,
      asOf: this.#feed.asOf,
      clockOffset: this.#time.offset(),
      demoClock: this.#demoClock,
      clockRate: this.#time.rate,
      ...counts,
      locked: this.#at.locked,
      lockAfterMs: this.#at.lockAfterMs,
      alarms: { ...alarms, tray: counts.asking + counts.refused },
      secondFactorMissing: this.#at.secondFactorMissing,
      hub: this.#link.hub,
      spareHub: this.#link.hub !== null && this.#link.hub !== this.#options.hubUrls[0],
    };
  }
}
