/** The seat as the screens see it: ask, watch, and know how things stand. One for a page. */
import type {
  AnswerOf,
  BasemapState,
  IntakeBoard,
  OutboxEntry,
  RequestName,
  RequestOf,
  SeatAnswer,
  SeatDocument,
  SeatPush,
  SeatStatus,
  UnitPositionShown,
  ViewBoard,
} from '../../shared/wire/seat-api.ts';
import type { PositionsChange } from './position-table.ts';
import { PositionTable } from './position-table.ts';
import type { Transport } from './transport.ts';

/** How this page stands to its seat; how the seat stands to the hub is in the status. */
export type Connection = 'connecting' | 'up' | 'down' | 'refused';

export interface SeatView {
  readonly connection: Connection;
  /** The last the seat told; still there while it is away, and then old. */
  readonly status: SeatStatus | undefined;
  /** This machine's clock when `status.clockOffset` last changed, Unix ms. */
  readonly offsetSince: number;
}

export interface DocumentsView {
  /** Whether the documents were ever told; before that an empty map says nothing. */
  readonly opened: boolean;
  readonly documents: ReadonlyMap<string, SeatDocument>;
}

/** By unit; a unit that is not in it has no known place. */
export type PositionsView = ReadonlyMap<string, UnitPositionShown>;

/** Where the units are now. */
export interface PositionsSource extends Pick<PositionTable, 'get' | 'place' | 'columns'> {
  subscribe(listener: (change: PositionsChange) => void): () => void;
}
export type PresentSeat = Extract<SeatPush, { push: 'presence' }>['seats'][number];

/** A store in the form React reads: a snapshot that stays the same until it changes. */
export interface Readable<T> {
  subscribe(listener: () => void): () => void;
  get(): T;
}

/** The request was not answered: there is no connection, it was lost before the answer, or the seat is locked. */
export class SeatLost extends Error {}

/** The seat did not take the request: its code and what was wrong. A mistake of these screens. */
export class SeatRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

export class Store<T> implements Readable<T> {
  readonly #listeners = new Set<() => void>();
  #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  readonly get = (): T => this.#value;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  set(value: T): void {
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }
}

interface Open {
  readonly resolve: (body: never) => void;
  readonly reject: (error: Error) => void;
}

interface Watch {
  readonly number: number;
  readonly kinds: readonly string[];
  /** Of which replay; undefined: of now. */
  readonly replay: number | undefined;
  readonly store: Store<DocumentsView>;
  users: number;
}

const nothing: DocumentsView = { opened: false, documents: new Map() };

export class SeatClient {
  readonly #transport: Transport;
  readonly #view = new Store<SeatView>({ connection: 'connecting', status: undefined, offsetSince: 0 });
  readonly #outbox = new Store<readonly OutboxEntry[]>([]);
  readonly #open = new Map<number, Open>();
  readonly #watches = new Map<number, Watch>();
  readonly #positions = new PositionTable();
  readonly #presence = new Store<readonly PresentSeat[]>([]);
  readonly #intakes = new Store<IntakeBoard | null>(null);
  readonly #savedViews = new Store<ViewBoard | null>(null);
  readonly #plates = new Store<string | undefined>(undefined);
  readonly #basemap = new Store<BasemapState | undefined>(undefined);
  #positionUsers = 0;
  /** Requests can be sent; what the seat is like may still have to be told. */
  #isUp = false;
  #lastRequest = 0;
  #lastWatch = 0;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  readonly view: Readable<SeatView> = this.#view;
  readonly outbox: Readable<readonly OutboxEntry[]> = this.#outbox;
  /** Hash of the plates the seat last said it has. */
  readonly plates: Readable<string | undefined> = this.#plates;
  /** How the basemap stands, as the seat last said. */
  readonly basemap: Readable<BasemapState | undefined> = this.#basemap;
  readonly presence: Readable<readonly PresentSeat[]> = this.#presence;
  /** Whether the ways in are alive, as the hub last said; null where it did not. */
  readonly intakes: Readable<IntakeBoard | null> = this.#intakes;
  /** The saved views of whoever sits here; null where they are not known. */
  readonly savedViews: Readable<ViewBoard | null> = this.#savedViews;
  /** Told for as long as somebody is subscribed: which places changed, see `PositionTable`. */
  readonly positions: PositionsSource = {
    get: (unit) => this.#positions.get(unit),
    place: (unit) => this.#positions.place(unit),
    columns: () => this.#positions.columns(),
    subscribe: (listener) => {
      const stop = this.#positions.subscribe(listener);
      this.#positionUsers += 1;
      if (this.#positionUsers === 1) this.#askPositions(true);
      return () => {
        stop();
        this.#positionUsers -= 1;
        if (this.#positionUsers === 0) this.#askPositions(false);
      };
    },
  };

  start(): void {
    this.#transport.start({
      up: () => this.#up(),
      message: (message) => this.#take(message as SeatAnswer | SeatPush),
      down: (reason) => this.#down(reason === 'refused' ? 'refused' : 'down'),
    });
  }

  /** Rejects with `SeatLost` or `SeatRefused`; refusals of the hub are answers. */
  request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<AnswerOf<N>> {
    if (!this.#isUp) return Promise.reject(new SeatLost(name));
    this.#lastRequest += 1;
    const request = this.#lastRequest;
    return new Promise<AnswerOf<N>>((resolve, reject) => {
      this.#open.set(request, { resolve, reject });
      this.#transport.send({ request, name, body });
    });
  }

  /**
   * Documents of these kinds for as long as somebody is subscribed; the same kinds share one watch.
   * @param replay Number of a replay: as of the instant it shows.
   */
  watch(kinds: readonly string[], replay?: number): Readable<DocumentsView> {
    let current: Watch | undefined;
    return {
      subscribe: (listener) => {
        const watch = this.#enter(kinds, replay);
        current = watch;
        const stop = watch.store.subscribe(listener);
        return () => {
          stop();
          this.#leave(watch);
          current = undefined;
        };
      },
      get: () => (current ?? this.#find(kinds, replay))?.store.get() ?? nothing,
    };
  }

  /** Asks how the basemap stands; `basemap` says it. */
  askBasemap(): void {
    this.#quietly(this.request('basemap', {}).then((state) => this.#basemap.set(state)));
  }

  #find(kinds: readonly string[], replay: number | undefined): Watch | undefined {
    const key = kinds.join();
    return [...this.#watches.values()].find((watch) => watch.replay === replay && watch.kinds.join() === key);
  }

  #enter(kinds: readonly string[], replay: number | undefined): Watch {
    const known = this.#find(kinds, replay);
    if (known !== undefined) {
      known.users += 1;
      return known;
    }
    this.#lastWatch += 1;
    const watch: Watch = { number: this.#lastWatch, kinds: [...kinds], replay, store: new Store(nothing), users: 1 };
    this.#watches.set(watch.number, watch);
    if (this.#isUp) this.#ask(watch);
    return watch;
  }

  #leave(watch: Watch): void {
    watch.users -= 1;
    if (watch.users > 0) return;
    this.#watches.delete(watch.number);
    if (this.#isUp) this.#quietly(this.request('unwatch', { watch: watch.number }));
  }

  #askPositions(on: boolean): void {
    if (this.#isUp) this.#quietly(this.request('watchPositions', { on }));
  }

  #ask({ number: watch, kinds, replay }: Watch): void {
    if (replay === undefined) return this.#quietly(this.request('watch', { watch, kinds: [...kinds] }));
    this.request('watch', { watch, kinds: [...kinds], replay }).catch((error: unknown) => {
      // The seat may have ended it meanwhile; whoever shows it hears of that with the next instant.
      if (!(error instanceof SeatLost || error instanceof SeatRefused)) throw error;
    });
  }

  /** A lost connection asks anew by itself when it is back; a refusal is a mistake of ours and must be seen. */
  #quietly(asked: Promise<unknown>): void {
    asked.catch((error: unknown) => {
      if (!(error instanceof SeatLost)) throw error;
    });
  }

  #up(): void {
    this.#loseOpen();
    // Up for the screens only with the first status: the one of before may be another user's, or from before a lock.
    this.#isUp = true;
    // Replays ended with the connection: whoever shows one has to open it anew.
    for (const watch of this.#watches.values()) if (watch.replay === undefined) this.#ask(watch);
    if (this.#positionUsers > 0) this.#askPositions(true);
  }

  #down(connection: Connection): void {
    this.#isUp = false;
    this.#loseOpen();
    this.#view.set({ ...this.#view.get(), connection });
  }

  #loseOpen(): void {
    const open = [...this.#open.values()];
    this.#open.clear();
    for (const { reject } of open) reject(new SeatLost('connection lost'));
  }

  #take(message: SeatAnswer | SeatPush): void {
    if ('answer' in message) return this.#answered(message);
    switch (message.push) {
      case 'status':
        return this.#statusTold(message.status);
      case 'outbox':
        return this.#outbox.set(message.entries);
      case 'opened': {
        const documents = new Map(message.documents.map((document) => [document.stream, document]));
        return this.#watches.get(message.watch)?.store.set({ opened: true, documents });
      }
      case 'changed': {
        const watch = this.#watches.get(message.watch);
        if (watch === undefined) return;
        const documents = new Map(watch.store.get().documents);
        for (const document of message.documents) documents.set(document.stream, document);
        for (const stream of message.gone) documents.delete(stream);
        return watch.store.set({ opened: true, documents });
      }
      case 'plates':
        return this.#plates.set(message.hash);
      case 'basemap':
        return this.#basemap.set(message.basemap);
      case 'presence':
        return this.#presence.set(message.seats);
      case 'intakes':
        return this.#intakes.set(message.board);
      case 'savedViews':
        return this.#savedViews.set(message.board);
      case 'unitIndex':
        return this.#positions.index(message.dictionary, message.units);
      case 'positions':
        return this.#frameTold(message.frame);
    }
  }

  #frameTold(bytes: unknown): void {
    const taken = this.#positions.frame(bytes);
    if (taken === 'unknown') return this.#askPositions(true);
    if (typeof taken === 'object') throw new SeatRefused('InvalidMessage', `positions: ${taken.broken}`);
  }

  #answered(message: SeatAnswer): void {
    const open = this.#open.get(message.answer);
    this.#open.delete(message.answer);
    if (open === undefined) return;
    if ('error' in message) {
      const { code, message: text } = message.error;
      // Behind a lock it is as if nobody had asked: the screen that did is taken down.
      open.reject(code === 'Locked' ? new SeatLost(text) : new SeatRefused(code, text));
    } else open.resolve(message.body as never);
  }

  #statusTold(status: SeatStatus): void {
    const before = this.#view.get();
    const sameOffset =
      before.status?.clockOffset === status.clockOffset && before.status.clockRate === status.clockRate;
    const offsetSince = sameOffset ? before.offsetSince : Date.now();
    this.#view.set({ connection: 'up', status, offsetSince });
  }
}

/** Hub time at this machine's time `now`; without a word from the hub the machine's own. */
export function hubTime({ status, offsetSince }: SeatView, now: number): number {
  if (status === undefined) return now;
  // A demo clock may run faster: only what passed since the offset was told runs at its rate.
  return offsetSince + status.clockOffset + (now - offsetSince) * status.clockRate;
}
