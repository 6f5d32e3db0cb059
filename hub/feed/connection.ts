/** One seat's link to the hub, from its handshake to its end: who it is, and what it may ask at which moment. */
import type { z } from 'zod';
import type {
  Applied,
  BasemapAnswer,
  basemapRequestSchema,
  commandSchema,
  Hello,
  HelloAnswer,
  historyRequestSchema,
  platesRequestSchema,
  PositionsTaken,
  vaultReadSchema,
} from '../../shared/wire/hub-protocol.ts';
import type { OtherAction } from '../../shared/domain/rules/permissions.ts';
import type { IntakeBoard } from '../../shared/wire/intakes.ts';
import type { MapTileAnswer, MapTileRequest } from '../../shared/wire/online-maps.ts';
import type { OnlineMaps } from '../online-maps/online-maps.ts';
import type { OfficeAnswer, OfficeAsk } from '../../shared/wire/office-api.ts';
import type { ReplayOpen, ReplayOpenAnswer, ReplayPage, ReplayPageAnswer } from '../../shared/wire/replay-api.ts';
import type { Replays, ReplaySeat } from '../as-of/replays.ts';
import type { JournalStore } from '../journal/store.ts';
import type { Clock } from '../ports.ts';
import type { Verdict } from './hello.ts';
import { judge } from './hello.ts';
import type { Labels } from './labels.ts';
import { labelsFrom } from './labels.ts';
import type { FeedAccounts, FeedLimits, SeatLink, SeatPerson } from './ports.ts';
import type { PositionBoard, PositionSeat } from './positions.ts';
import type { Presence, PresenceBoard, Present } from './presence.ts';
import type { CommandAnswerMessage, HistoryAnswer, PlatesAnswer, Requests, VaultAnswer } from './requests.ts';
import type { SeatSession } from './session.ts';
import type { VideoAnswer, VideoAsk, VideoRefusalCode } from '../../shared/wire/video-api.ts';
import type { VideoRoom, VideoSeat } from '../video/room.ts';
import type { SavedViews } from '../views/views.ts';

export interface ConnectionDeps {
  readonly journal: JournalStore;
  readonly accounts: FeedAccounts;
  readonly requests: Requests;
  readonly presence: PresenceBoard;
  /** Undefined where the hub takes no positions in. */
  readonly positions: PositionBoard | undefined;
  /** Undefined where the hub keeps no past. */
  readonly replays: Pick<Replays, 'seat'> | undefined;
  readonly clock: Clock;
  readonly limits: Pick<FeedLimits, 'farBehind'>;
  readonly foldKey: string;
  /** Whether the ways in are alive, as it now stands; undefined where the hub does not say. */
  readonly intakes: (() => IntakeBoard) | undefined;
  /** Basemaps from outside; undefined where none are configured. */
  readonly onlineMaps?: Pick<OnlineMaps, 'views' | 'tile'> | undefined;
  /** Filters of the queue that people keep; undefined where the hub keeps none. */
  readonly savedViews?: Pick<SavedViews, 'of'> | undefined;
  /** Whether the hub runs on a demo clock, and how fast that goes. */
  readonly demoClock: boolean;
  readonly clockRate: number;
  /** Machine ms without a touch until seats lock; undefined: as they have it. */
  readonly lockAfterMs?: number | undefined;
  /** Opens the feed of a link; it sends nothing yet. */
  readonly openSession: (link: SeatLink, labels: Labels, verdict: Verdict) => SeatSession;
  readonly wake: (session: SeatSession) => void;
  /** Undefined where the hub has no pictures. */
  readonly video: VideoRoom | undefined;
}

/** Erased references a link may owe its seat; the rest it hears of at its next hello. */
const mostOwed = 10_000;
/** Tiles a seat may wait for at a time. */
const mostTiles = 16;

const noReplay = { status: 'refused', code: 'NotAllowed', field: null } as const;
const notAllowed = { status: 'refused', code: 'NotAllowed' } as const;
const outOfTurn: HelloAnswer = { status: 'refused', code: 'InvalidMessage', detail: 'hello is said once' };
const factorFirst: HelloAnswer = { status: 'refused', code: 'NotAllowed', detail: 'SecondFactorMissing' };
const officeBarred: OfficeAnswer = { status: 'refused', code: 'NotAllowed', field: null, minutes: null };
const noVideo = (code: VideoRefusalCode): VideoAnswer => ({ status: 'refused', code, since: null });
const noEntry: HelloAnswer = { status: 'refused', code: 'NotAllowed', detail: 'the log-in is over' };
const noRoles: HelloAnswer = { status: 'refused', code: 'NoRoles', detail: 'no role that opens anything' };

export class SeatConnection {
  readonly person: SeatPerson;
  readonly link: SeatLink;
  readonly #deps: ConnectionDeps;
  readonly #token: string;
  readonly #present: Present;
  readonly #watching: PositionSeat;
  readonly #looking: VideoSeat;
  readonly #replays: ReplaySeat | undefined;
  /** How far it may see positions. */
  #positionLabels: Labels = labelsFrom([]);
  /** Whether it is shown them, and takes part in presence. */
  #shown = { positions: false, presence: false };
  /** JSON of the person as it was last told who sits there. */
  #toldPerson = '';
  /** Whether that may be another by now. */
  #personDue = false;
  /** Whether it is to be told how the intakes stand, once there is room. */
  #intakesDue = false;
  /** Whether it is to be told how basemaps from outside stand. */
  #onlineMapsDue = false;
  /** Whether it is to be told the person's saved views. */
  #viewsDue = false;
  /** References it has not been told of yet. */
  readonly #owed = new Set<string>();
  #greeted = false;
  #over = false;
  #isReadingBasemap = false;
  /** Tiles under way for it. */
  #tiles = 0;
  #session: SeatSession | undefined;

  constructor(deps: ConnectionDeps, link: SeatLink, person: SeatPerson, token: string) {
    this.#deps = deps;
    this.link = link;
    this.person = person;
    this.#token = token;
    this.#present = { person, link, labels: () => this.#session?.labels ?? labelsFrom([]) };
    this.#looking = { person, ended: (tickets) => link.videoEnded(tickets) };
    this.#watching = { link, labels: () => this.#positionLabels };
    this.#replays = deps.replays?.seat(person);
  }

  /** Its feed; undefined before it was welcomed and after its end. */
  get session(): SeatSession | undefined {
    return this.#session;
  }

  async hello(message: Hello, answer: (answer: HelloAnswer) => void): Promise<void> {
    if (this.#greeted) {
      answer(outOfTurn);
      return;
    }
    this.#greeted = true;
    // Once more: since the handshake the log-in may have ended, with nobody yet to tell it to.
    const stillIn = await this.#deps.accounts.authenticate(this.#token);
    if (this.#over) return;
    const labels = labelsFrom(this.#deps.accounts.labelsFor(this.person.user));
    if (stillIn === undefined || labels.list.length === 0) {
      this.#deps.accounts.refused(this.person, 'hello', '');
      answer(stillIn === undefined ? noEntry : noRoles);
      this.link.close();
      if (stillIn !== undefined) this.#deps.accounts.withoutRoles(this.person.session);
      return;
    }
    if (this.#deps.accounts.secondFactorMissing(this.person.user)) {
      // The link stays: over it the office sets one up, and then hello is said again.
      this.#greeted = false;
      this.#deps.accounts.refused(this.person, 'hello', 'SecondFactorMissing');
      answer(factorFirst);
      return;
    }
    const { journal, foldKey, limits, openSession, wake } = this.#deps;
    const verdict = judge(message.cache, { journal, foldKey, labels, farBehind: limits.farBehind });
    answer(this.#welcome(verdict, labels, message.personalRefs));
    this.#session = openSession(this.link, labels, verdict);
    this.#takePart();
    wake(this.#session);
    this.#showPositions();
    this.intakes();
    this.onlineMaps();
    this.savedViews();
  }

  /** Tells it how the intakes stand, once there is room: as they then stand. */
  intakes(): void {
    this.#intakesDue = true;
    this.#tellIntakes();
  }

  #tellIntakes(): void {
    const { accounts, intakes } = this.#deps;
    if (!this.#intakesDue || this.#session === undefined || intakes === undefined || !this.link.writable()) return;
    this.#intakesDue = false;
    if (accounts.may(this.person.user, 'intakes')) this.link.intakes(intakes());
  }

  /** Tells it the person's saved views, once there is room: as they then stand. */
  savedViews(): void {
    this.#viewsDue = true;
    this.#tellViews();
  }

  #tellViews(): void {
    const { accounts, savedViews } = this.#deps;
    if (!this.#viewsDue || this.#session === undefined || savedViews === undefined || !this.link.writable()) return;
    this.#viewsDue = false;
    const { user } = this.person;
    const views = accounts.may(user, 'savedViews') ? savedViews.of(user) : undefined;
    if (views !== undefined) this.link.savedViews(views);
  }

  /** Tells it how basemaps from outside stand, once there is room: as they then stand. */
  onlineMaps(): void {
    this.#onlineMapsDue = true;
    this.#tellOnlineMaps();
  }

  #tellOnlineMaps(): void {
    const { accounts, onlineMaps } = this.#deps;
    if (!this.#onlineMapsDue || this.#session === undefined || onlineMaps === undefined || !this.link.writable())
      return;
    this.#onlineMapsDue = false;
    // To who may have none of them any more too: what was told before is over.
    this.link.onlineMaps(accounts.may(this.person.user, 'plates') ? onlineMaps.views() : []);
  }

  /** Tells it of other roles, or another name, once there is room: as they then are. */
  #tellPerson(): void {
    if (!this.#personDue || this.#session === undefined || !this.link.writable()) return;
    this.#personDue = false;
    const person = this.#deps.accounts.personOf(this.person.user);
    const text = JSON.stringify(person);
    if (text === this.#toldPerson) return;
    this.#toldPerson = text;
    this.link.person(person);
  }

  /** Lets it into presence or out of it, as the table says now. */
  #takePart(): void {
    const { accounts, presence } = this.#deps;
    const may = accounts.may(this.person.user, 'presence');
    if (may === this.#shown.presence) return;
    this.#shown.presence = may;
    if (may) presence.set(this.#present);
    else presence.leave(this.#present);
  }

  /** Shows it the positions that it may see now; those it may not see any more go with its list of units. */
  #showPositions(): void {
    const { accounts, positions } = this.#deps;
    this.#positionLabels = labelsFrom(accounts.labelsTo(this.person.user, 'positions'));
    if (this.#shown.positions) positions?.relabelled(this.#watching);
    else if (this.#positionLabels.list.length > 0) {
      this.#shown.positions = true;
      positions?.add(this.#watching);
    }
  }

  #welcome({ mode, reason, reofferAfter }: Verdict, labels: Labels, refs: readonly string[]): HelloAnswer {
    const { journal, accounts, clock, foldKey, demoClock, clockRate, lockAfterMs = null } = this.#deps;
    // After a restore the hub may not know a reference yet: the seat offers its command again, with the content.
    const isUnknownErased = reofferAfter === null;
    const person = accounts.personOf(this.person.user);
    this.#toldPerson = JSON.stringify(person);
    const erasedRefs = refs.filter((ref) => journal.vaultReference(ref)?.erased ?? isUnknownErased);
    return {
      status: 'welcome',
      ...{ mode, reason, reofferAfter, erasedRefs, foldKey, demoClock, clockRate, lockAfterMs },
      ...journal.identity(),
      headSeq: journal.head().seq,
      hubTime: clock.now(),
      user: this.person.user,
      person,
      labels: [...labels.list],
    };
  }

  applied(message: Applied): void {
    this.#session?.acknowledge(message);
  }

  digest(): void {
    if (this.#may('digest')) this.#session?.wantDigest();
  }

  positionsTaken(message: PositionsTaken): void {
    this.#deps.positions?.taken(this.#watching, message);
  }

  /** It was sent positions of units it does not know. */
  unitIndex(): void {
    if (this.#may('positions')) this.#deps.positions?.asked(this.#watching);
  }

  presence(value: Presence): void {
    if (this.#session !== undefined && this.#may('presence')) this.#deps.presence.set(this.#present, value);
  }

  /** Whether the table allows it; noted where not. */
  #may(action: OtherAction): boolean {
    const { accounts } = this.#deps;
    const may = accounts.may(this.person.user, action);
    if (!may) accounts.refused(this.person, action, '');
    return may;
  }

  async command(message: z.infer<typeof commandSchema>): Promise<CommandAnswerMessage> {
    // A seat is known by its hello: before it, the person behind the log-in may not see anything any more.
    if (this.#session === undefined) return { status: 'unavailable', code: 'Busy', retryAfterMs: 500 };
    return this.#deps.requests.command(this.person, message);
  }

  history(message: z.infer<typeof historyRequestSchema>): HistoryAnswer {
    return this.#session === undefined ? notAllowed : this.#deps.requests.history(this.person, message);
  }

  plates(message: z.infer<typeof platesRequestSchema>): PlatesAnswer {
    return this.#session === undefined ? notAllowed : this.#deps.requests.plates(this.person, message);
  }

  /** One piece at a time: what is asked meanwhile is not read. */
  async basemap(message: z.infer<typeof basemapRequestSchema>): Promise<BasemapAnswer> {
    if (this.#session === undefined) return notAllowed;
    if (this.#isReadingBasemap) return { status: 'refused', code: 'Busy' };
    this.#isReadingBasemap = true;
    try {
      return await this.#deps.requests.basemap(this.person, message);
    } finally {
      this.#isReadingBasemap = false;
    }
  }

  /** Whoever may have plates may have the maps beneath them. */
  async mapTile(message: MapTileRequest): Promise<MapTileAnswer> {
    const { onlineMaps } = this.#deps;
    if (this.#session === undefined || !this.#may('plates')) return notAllowed;
    if (onlineMaps === undefined) return { status: 'refused', code: 'Unknown' };
    if (this.#tiles >= mostTiles) return { status: 'refused', code: 'Busy' };
    this.#tiles += 1;
    try {
      return await onlineMaps.tile(message);
    } finally {
      this.#tiles -= 1;
    }
  }

  vaultRead(message: z.infer<typeof vaultReadSchema>): VaultAnswer {
    return this.#session === undefined ? notAllowed : this.#deps.requests.vaultRead(this.person, message);
  }

  async replayOpen(message: ReplayOpen): Promise<ReplayOpenAnswer> {
    return this.#session === undefined || this.#replays === undefined ? noReplay : this.#replays.open(message);
  }

  async replayPage(message: ReplayPage): Promise<ReplayPageAnswer> {
    return this.#session === undefined || this.#replays === undefined ? noReplay : this.#replays.page(message);
  }

  replayClose(replay: number): void {
    this.#replays?.close(replay);
  }

  /** Before hello too: that is how a second factor is set up. */
  async office(ask: OfficeAsk): Promise<OfficeAnswer> {
    const { accounts } = this.#deps;
    const stillIn = this.#over ? undefined : await accounts.authenticate(this.#token);
    return stillIn === undefined ? officeBarred : accounts.office(this.person, ask);
  }

  async video(ask: VideoAsk): Promise<VideoAnswer> {
    const { video } = this.#deps;
    if (this.#session === undefined) return noVideo('NotAllowed');
    return video === undefined ? noVideo('NoStream') : video.answer(this.#looking, ask);
  }

  time(): number {
    return this.#deps.clock.now();
  }

  /** Reads what the person may see now. */
  relabel(): void {
    if (this.#session === undefined) return;
    const labels = labelsFrom(this.#deps.accounts.labelsFor(this.person.user));
    if (labels.list.length === 0) {
      this.link.close('NoRoles');
      this.#deps.accounts.withoutRoles(this.person.session);
    }
    // With its next hello it hears what is missing.
    else if (this.#deps.accounts.secondFactorMissing(this.person.user)) this.link.close();
    else {
      // First: what a role opened goes from the screens before its documents do.
      this.#personDue = true;
      this.#tellPerson();
      this.#session.relabel(labels);
      this.#takePart();
      this.#showPositions();
      this.#deps.video?.relabelled(this.#looking);
      this.intakes();
      this.onlineMaps();
      this.savedViews();
    }
  }

  erased(refs: readonly string[]): void {
    if (this.#session === undefined) return;
    for (const ref of refs) this.#owed.add(ref);
    if (this.#owed.size > mostOwed) this.link.close();
    else this.#payErased();
  }

  /** The link has room again. */
  drained(): void {
    this.#payErased();
    this.#tellPerson();
    this.#tellIntakes();
    this.#tellOnlineMaps();
    this.#tellViews();
    this.#deps.presence.drained(this.#present);
    this.#session?.drained();
    this.#deps.positions?.drained(this.#watching);
  }

  /** The link is closed. */
  over(): void {
    this.#over = true;
    this.#deps.presence.remove(this.#present);
    this.#deps.positions?.remove(this.#watching);
    this.#deps.video?.left(this.#looking);
    this.#replays?.end();
    this.#session?.end();
    this.#session = undefined;
  }

  #payErased(): void {
    if (this.#owed.size === 0 || !this.link.writable()) return;
    this.link.erased([...this.#owed]);
    this.#owed.clear();
  }
}
