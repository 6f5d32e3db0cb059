/** What the hub tells over the link, given to the parts of the seat it is for. */
import type { SavedView } from '../../shared/wire/saved-views.ts';
import type { SessionUser } from '../../shared/wire/session.ts';
import type { Hello, UnitIndex } from '../../shared/wire/hub-protocol.ts';
import type { IntakeBoard } from '../../shared/wire/intakes.ts';
import type { OnlineMaps } from '../../shared/wire/online-maps.ts';
import type { PositionFrame } from '../../shared/wire/positions.ts';
import type { VideoEnded } from '../../shared/wire/video-api.ts';
import { Gathered } from './gathered.ts';
import type { IncomingBatch, IncomingPage, IncomingPresence } from './incoming.ts';
import type { LinkOwner, Welcome } from './link-owner.ts';
import type { SeatParts } from './parts.ts';
import type { JournalIdentity, SeatLog } from './ports.ts';

export interface FromHubOwner {
  readonly log: SeatLog;
  /** Asked when a message is here: the parts know the link, and the link its owner. */
  parts(): SeatParts;
  /** Whether the hub lets the person do nothing but set up a second factor. */
  secondFactor(missing: boolean): void;
  /** Tells the hub anew what this seat has open. */
  tellPresence(): void;
}

export class FromHub implements LinkOwner {
  readonly #owner: FromHubOwner;
  readonly #gathered = new Gathered((batches) => this.#batches(batches));
  #demoClock = false;
  #seats: IncomingPresence = [];
  #board: IntakeBoard | null = null;

  constructor(owner: FromHubOwner) {
    this.#owner = owner;
  }

  /** The hub's clock is that of a demo. */
  get demoClock(): boolean {
    return this.#demoClock;
  }

  /** The other seats, and what they have open; none while the hub is away. */
  get seats(): IncomingPresence {
    return this.#seats;
  }

  /** As the hub last said; it stays while the hub is away, and is then old. */
  get board(): IntakeBoard | null {
    return this.#board;
  }

  /** Whoever comes next is told anew. */
  forget(): void {
    const { pushes } = this.#parts;
    this.presence([]);
    pushes.now('presence');
    this.#board = null;
    pushes.now('intakes');
  }

  get #parts(): SeatParts {
    return this.#owner.parts();
  }

  journal(): JournalIdentity | undefined {
    return this.#parts.at.journal;
  }

  hello(): Hello {
    return { cache: this.#parts.feed.hello(), personalRefs: this.#parts.outbox.personalRefs() };
  }

  welcomed(welcome: Welcome): void {
    const { time, outbox, at, feed, video, onlineMaps, plates, basemap, sender } = this.#parts;
    time.begin(welcome.hubTime, welcome.clockRate);
    this.#demoClock = welcome.demoClock;
    // Before the feed: a cache that diverged, and is gone after it, is what the hub knows the restore by.
    const isRestoreUnnoticed = outbox.meet(welcome, welcome.reofferAfter);
    // A hub that does not know of its restore takes every reference it lost for an erased one. The truly erased ones it
    // names again at the next hello.
    if (!isRestoreUnnoticed) outbox.erase(welcome.erasedRefs);
    // Before what the feed may show: a role that is over meanwhile opens nothing.
    at.lockAfter(welcome.lockAfterMs);
    this.person(welcome.person);
    feed.welcomed(welcome);
    this.#owner.secondFactor(false);
    video.welcomed();
    onlineMaps.welcomed();
    plates.look();
    basemap.look();
    this.#owner.tellPresence();
    sender.pump();
  }

  barred(): void {
    this.#owner.secondFactor(true);
  }

  batch(batch: IncomingBatch): void {
    this.#parts.time.heard(batch.hubTime);
    this.#gathered.add(batch);
  }

  rested(): void {
    this.#gathered.flush();
  }

  #batches(batches: readonly IncomingBatch[]): void {
    const { feed, link, pushes } = this.#parts;
    const seq = feed.batch(...batches);
    link.send('applied', { seq });
    pushes.changed('status');
  }

  page(page: IncomingPage): void {
    const { feed, link, pushes } = this.#parts;
    const taken = feed.page(page);
    link.send('applied', { page: taken });
    pushes.changed('status');
  }

  presence(seats: IncomingPresence): void {
    this.#seats = seats;
    this.#parts.pushes.changed('presence');
  }

  intakes(board: IntakeBoard): void {
    this.#board = board;
    this.#parts.pushes.changed('intakes');
  }

  savedViews(views: readonly SavedView[]): void {
    this.#parts.views.told(views);
  }

  onlineMaps(maps: OnlineMaps): void {
    this.#parts.onlineMaps.told(maps);
  }

  erased(refs: readonly string[]): void {
    this.#parts.outbox.erase(refs);
  }

  person(person: SessionUser): void {
    const { at, pushes } = this.#parts;
    if (at.told(person)) pushes.now('status');
  }

  unitIndex(index: UnitIndex): void {
    this.#parts.positions.index(index);
  }

  positions(frame: PositionFrame): void {
    const { positions, link } = this.#parts;
    const taken = positions.frame(frame);
    if (taken === undefined) link.send('unitIndex');
    else link.send('positionsTaken', { ...taken });
  }

  videoEnded(ended: VideoEnded): void {
    this.#parts.video.ended(ended);
  }

  sessionEnded(code: string): void {
    this.#owner.log.info({ code }, 'the log-in holds no more');
    this.#parts.at.sessionEnded(code);
  }

  lost(): void {
    this.#gathered.forget();
    const { feed, digests, sender, positions, video, onlineMaps, plates, basemap, views } = this.#parts;
    views.lost(feed.asOf);
    for (const part of [feed, digests, sender, positions, video, onlineMaps, plates, basemap]) part.lost();
    this.presence([]);
  }

  timed(hubTime: number): void {
    const { link, feed, pushes } = this.#parts;
    if (link.state === 'live') feed.heard(hubTime);
    pushes.changed('status');
  }

  changed(): void {
    this.#parts.pushes.changed('status');
  }
}
