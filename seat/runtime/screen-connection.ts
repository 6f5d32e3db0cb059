/**
 * One screen's connection to the seat, whatever carries it: a MessagePort in the desktop app, a WebSocket in the browser
 * shell. Every message that comes in is checked here, by the same code for both; what goes out to a screen that does
 * not keep up is held back in bounded room and collapses into a fresh start.
 */
import type { z } from 'zod';
import { requestSchema, requestSchemas } from '../../shared/wire/seat-api.ts';
import type { AnswerOf, RequestName, RequestOf, SeatDocument, SeatPush } from '../../shared/wire/seat-api.ts';
import { HeldPositions } from './held-positions.ts';
import type { SeatLog, SeatTimers } from './ports.ts';

/** What a screen's connection needs of the seat. */
export interface SeatRuntime {
  /** Rejects only for a fault of the seat; refusals are answers. */
  request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<AnswerOf<N>>;
  /** Every push of the seat from now on; a new listener is first told the present status. Returns how to stop. */
  onPush(listener: (push: SeatPush) => void): () => void;
}

/** What a screen is sent: `answerSchema` and `pushSchema` of the seat API. */
export type ScreenMessage =
  | SeatPush
  | { readonly answer: number; readonly body: AnswerOf<RequestName> }
  | { readonly answer: number; readonly error: { readonly code: ErrorCode; readonly message: string } };

/** What carries the messages of one screen. */
export interface ScreenTransport {
  /** Does nothing once closed. */
  send(message: ScreenMessage): void;
  /** Whether the screen is behind with what was already sent. */
  congested(): boolean;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, whoever closed it. */
  onClose(listener: () => void): void;
  close(reason: string): void;
}

/** Where screens come in; one for a seat. */
export interface ScreenDoor {
  connect(transport: ScreenTransport): void;
  /** How many screens are connected. */
  count(): number;
  close(reason: string): void;
}

export interface ScreenDoorParts {
  readonly seat: SeatRuntime;
  readonly timers: SeatTimers;
  readonly log: SeatLog;
}

/** Requests of one screen that may be open at a time; a screen that asks for more is broken. */
const openRequestLimit = 64;
/** Watches of one screen. */
const watchLimit = 64;
/** How often a congested screen is looked at again, ms. */
const retryMs = 50;

/** `message` of an error begins with the field it is about. */
export type ErrorCode = 'InvalidMessage' | 'UnknownRequest' | 'TooManyRequests' | 'SeatFailed' | 'Locked';

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requestSchemas, name);
}

/** The first thing wrong, with the field it is wrong with. */
function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'message: not valid';
  const field = issue.path.join('.');
  return `${field === '' ? 'message' : field}: ${issue.message}`;
}

/** The number of a request that is otherwise wrong, so that it can be answered. */
function requestNumber(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('request' in message)) return undefined;
  const { request } = message;
  return typeof request === 'number' && Number.isSafeInteger(request) && request > 0 ? request : undefined;
}

/** What the screens of one seat share. */
interface Shared {
  lastWatch: number;
  /** The screen that last said what it has open; its end takes that back. */
  presenceOf: ScreenConnection | undefined;
  /** The screens that are told where the units are. */
  readonly positionsTo: Set<ScreenConnection>;
}

/** The seat's word for a request that does not fit, or not now, where only the seat can tell. */
function saidBySeat(error: unknown): readonly [code: ErrorCode, message: string] | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  if (error.code === 'InvalidRequest') return ['InvalidMessage', error.message];
  return error.code === 'Locked' ? ['Locked', error.message] : undefined;
}

export function openScreenDoor(parts: ScreenDoorParts): ScreenDoor {
  const screens = new Set<ScreenConnection>();
  const shared: Shared = { lastWatch: 0, presenceOf: undefined, positionsTo: new Set() };
  return {
    connect: (transport) => {
      const screen = new ScreenConnection(parts, transport, shared);
      screens.add(screen);
      transport.onClose(() => screens.delete(screen));
      screen.start();
    },
    count: () => screens.size,
    close: (reason) => {
      for (const screen of [...screens]) screen.close(reason);
    },
  };
}

interface Watch {
  /** The screen's own number; two screens may use the same. */
  readonly screen: number;
  /** The number under which the seat knows it: distinct among all screens. */
  readonly seat: number;
  readonly kinds: readonly string[];
  /** Of which replay; undefined: of now. */
  readonly replay: number | undefined;
}

class ScreenConnection {
  readonly #parts: ScreenDoorParts;
  readonly #transport: ScreenTransport;
  readonly #shared: Shared;
  readonly #byScreen = new Map<number, Watch>();
  readonly #bySeat = new Map<number, Watch>();
  readonly #held: HeldPushes;
  /** Replays it opened. */
  readonly #replays = new Set<number>();
  /** Of pictures this screen looks at. */
  readonly #tickets = new Set<string>();
  #openRequests = 0;
  #closed = false;
  #stopPushes: () => void = () => undefined;
  #cancelRetry: (() => void) | undefined;

  constructor(parts: ScreenDoorParts, transport: ScreenTransport, shared: Shared) {
    this.#parts = parts;
    this.#transport = transport;
    this.#shared = shared;
    this.#held = new HeldPushes();
  }

  start(): void {
    this.#transport.onClose(() => this.#ended());
    this.#transport.onMessage((message) => void this.#take(message));
    this.#stopPushes = this.#parts.seat.onPush((push) => this.#pushed(push));
    // A transport that closed while it was being set up has already told so.
    if (this.#closed) this.#stopPushes();
  }

  close(reason: string): void {
    this.#transport.close(reason);
    this.#ended();
  }

  #ended(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopPushes();
    this.#cancelRetry?.();
    for (const watch of [...this.#byScreen.values()]) this.#drop(watch);
    for (const replay of this.#replays) this.#tellSeat('replayClose', { replay });
    for (const ticket of this.#tickets) this.#tellSeat('videoClose', { ticket });
    if (this.#shared.positionsTo.delete(this) && this.#shared.positionsTo.size === 0)
      this.#tellSeat('watchPositions', { on: false });
    if (this.#shared.presenceOf === this) {
      this.#shared.presenceOf = undefined;
      this.#tellSeat('presence', { open: null, about: null });
    }
  }

  async #take(message: unknown): Promise<void> {
    if (this.#closed) return;
    const outer = requestSchema.safeParse(message);
    if (!outer.success) {
      const number = requestNumber(message);
      const problem = firstProblem(outer.error);
      if (number !== undefined) return this.#refuse(number, 'InvalidMessage', problem);
      // Without a number there is nobody to answer: what sends this is not our screen.
      this.#parts.log.warn({ problem }, 'a screen sent what is no request; its connection is closed');
      return this.close('InvalidMessage');
    }
    const { request, name, body } = outer.data;
    if (!isRequestName(name)) return this.#refuse(request, 'UnknownRequest', `name: no request is called so`);
    if (this.#openRequests >= openRequestLimit)
      return this.#refuse(request, 'TooManyRequests', `request: ${openRequestLimit} are still open`);
    this.#openRequests += 1;
    try {
      await this.#answer(request, name, body);
    } catch (error) {
      const said = saidBySeat(error);
      if (said !== undefined) return this.#refuse(request, ...said);
      this.#parts.log.error({ err: error, name }, 'the seat could not answer a screen');
      this.#refuse(request, 'SeatFailed', name);
    } finally {
      this.#openRequests -= 1;
    }
  }

  async #answer(request: number, name: RequestName, body: unknown): Promise<void> {
    const checked = requestSchemas[name].safeParse(body);
    if (!checked.success) return this.#refuse(request, 'InvalidMessage', firstProblem(checked.error));
    const answer = await this.#ask(request, name, checked.data);
    if (answer !== undefined && !this.#closed) this.#transport.send({ answer: request, body: answer });
  }

  /** undefined where the request was already refused. */
  async #ask<N extends RequestName>(request: number, name: N, body: RequestOf<RequestName>) {
    if (name === 'watch') {
      const { watch, kinds, replay } = body as RequestOf<'watch'>;
      const before = this.#byScreen.get(watch);
      if (before === undefined && this.#byScreen.size >= watchLimit)
        return this.#refuse(request, 'TooManyRequests', `watch: ${watchLimit} are open`);
      if (before !== undefined) this.#drop(before);
      return this.#open(watch, kinds, replay);
    }
    if (name === 'unwatch') {
      const watch = this.#byScreen.get((body as RequestOf<'unwatch'>).watch);
      if (watch !== undefined) this.#drop(watch);
      return {};
    }
    if (name === 'watchPositions') return this.#watchPositions((body as RequestOf<'watchPositions'>).on);
    if (name === 'presence') this.#shared.presenceOf = this;
    if (name === 'videoOpen') return this.#openVideo(body as RequestOf<'videoOpen'>);
    if (name === 'videoClose') this.#tickets.delete((body as RequestOf<'videoClose'>).ticket);
    if (name === 'replayOpen') return this.#openReplay(body as RequestOf<'replayOpen'>);
    if (name === 'replayClose') this.#replays.delete((body as RequestOf<'replayClose'>).replay);
    return this.#parts.seat.request(name, body as RequestOf<N>);
  }

  /** Its streams end with the screen that looked at them. */
  async #openVideo(body: RequestOf<'videoOpen'>): Promise<AnswerOf<'videoOpen'>> {
    const answer = await this.#parts.seat.request('videoOpen', body);
    if (answer.status !== 'streams') return answer;
    if (this.#closed) this.#tellSeat('videoClose', { ticket: answer.ticket });
    else this.#tickets.add(answer.ticket);
    return answer;
  }

  /** A replay ends with the screen that opened it. */
  async #openReplay(body: RequestOf<'replayOpen'>): Promise<AnswerOf<'replayOpen'>> {
    const answer = await this.#parts.seat.request('replayOpen', body);
    if (answer.status !== 'opened') return answer;
    if (this.#closed) this.#tellSeat('replayClose', { replay: answer.replay });
    else this.#replays.add(answer.replay);
    return answer;
  }

  /** One screen's wish; the seat is told what the screens together want. */
  async #watchPositions(on: boolean): Promise<AnswerOf<'watchPositions'>> {
    const { positionsTo } = this.#shared;
    if (on) positionsTo.add(this);
    else {
      positionsTo.delete(this);
      this.#held.forgetPositions();
      if (positionsTo.size > 0) return {};
    }
    return this.#parts.seat.request('watchPositions', { on });
  }

  /** For requests whose answer nobody waits for. */
  #tellSeat<N extends RequestName>(name: N, body: RequestOf<N>): void {
    this.#parts.seat.request(name, body).catch((error: unknown) => {
      this.#parts.log.error({ err: error, name }, 'the seat could not be told');
    });
  }

  #refuse(answer: number, code: ErrorCode, message: string): undefined {
    if (!this.#closed) this.#transport.send({ answer, error: { code, message } });
    return undefined;
  }

  async #open(screen: number, kinds: readonly string[], replay: number | undefined): Promise<AnswerOf<'watch'>> {
    this.#shared.lastWatch += 1;
    const watch: Watch = { screen, seat: this.#shared.lastWatch, kinds, replay };
    this.#byScreen.set(screen, watch);
    this.#bySeat.set(watch.seat, watch);
    try {
      const past = replay === undefined ? {} : { replay };
      return await this.#parts.seat.request('watch', { watch: watch.seat, kinds: [...kinds], ...past });
    } catch (error) {
      if (this.#bySeat.has(watch.seat)) this.#drop(watch);
      throw error;
    }
  }

  #drop(watch: Watch): void {
    this.#byScreen.delete(watch.screen);
    this.#bySeat.delete(watch.seat);
    this.#held.forget(watch.screen);
    this.#tellSeat('unwatch', { watch: watch.seat });
  }

  #pushed(push: SeatPush): void {
    if (this.#closed) return;
    const mine = this.#asScreenKnowsIt(push);
    if (mine === undefined) return;
    // The seat opens everything anew once it is unlocked.
    if (mine.push === 'status' && mine.status.locked) this.#held.hide();
    // Nothing may overtake what is held back.
    if (this.#held.empty && !this.#transport.congested()) return this.#transport.send(mine);
    this.#held.add(mine);
    this.#retryLater();
  }

  /** undefined for another screen's watch, and for positions it did not ask for. */
  #asScreenKnowsIt(push: SeatPush): SeatPush | undefined {
    if (push.push === 'positions' || push.push === 'unitIndex')
      return this.#shared.positionsTo.has(this) ? push : undefined;
    if (push.push !== 'opened' && push.push !== 'changed') return push;
    const watch = this.#bySeat.get(push.watch);
    return watch === undefined ? undefined : { ...push, watch: watch.screen };
  }

  #retryLater(): void {
    this.#cancelRetry ??= this.#parts.timers.after(retryMs, () => {
      this.#cancelRetry = undefined;
      if (!this.#closed) this.#flush();
    });
  }

  #flush(): void {
    while (!this.#transport.congested()) {
      const next = this.#held.take();
      if (next === undefined) return;
      if ('reopen' in next) this.#reopen(next.reopen);
      else this.#transport.send(next);
    }
    if (!this.#held.empty) this.#retryLater();
  }

  /** Begins a watch anew: the screen then gets all its documents in one `opened`. */
  #reopen(screen: number): void {
    const watch = this.#byScreen.get(screen);
    if (watch === undefined) return;
    this.#drop(watch);
    this.#open(screen, watch.kinds, watch.replay).catch((error: unknown) => {
      // The screen would wait for ever for documents; a new connection asks anew.
      this.#parts.log.error({ err: error }, 'a watch could not be opened again; the screen is to connect anew');
      this.close('SeatFailed');
    });
  }
}

/** Changed and gone documents held for one watch; beyond it the watch begins anew. */
const heldDocumentLimit = 500;

type Whole = 'status' | 'outbox' | 'presence' | 'intakes' | 'savedViews' | 'plates' | 'basemap';
type Held =
  | { readonly documents: Map<string, SeatDocument>; readonly gone: Set<string> }
  | { readonly opened: Extract<SeatPush, { push: 'opened' }> }
  | 'reopen';

/** What a screen that does not keep up has still to be told. Bounded: of whole values only the newest is kept. */
class HeldPushes {
  readonly #whole = new Map<Whole, SeatPush>();
  readonly #watches = new Map<number, Held>();
  readonly #positions = new HeldPositions();

  get empty(): boolean {
    return this.#whole.size === 0 && this.#watches.size === 0 && this.#positions.empty;
  }

  add(push: SeatPush): void {
    if (push.push === 'opened') this.#watches.set(push.watch, { opened: push });
    else if (push.push === 'changed') this.#watches.set(push.watch, merged(this.#watches.get(push.watch), push));
    else if (push.push === 'positions' || push.push === 'unitIndex') this.#positions.add(push);
    else this.#whole.set(push.push, push);
  }

  forgetPositions(): void {
    this.#positions.clear();
  }

  /** Forgets everything: what was held must not reach the screen any more. */
  hide(): void {
    this.#whole.clear();
    this.#watches.clear();
    this.forgetPositions();
  }

  /** Forgets what is held for a watch. */
  forget(watch: number): void {
    this.#watches.delete(watch);
  }

  /** The next push to send, or the watch to begin anew; undefined when nothing is held. */
  take(): SeatPush | { readonly reopen: number } | undefined {
    for (const [kind, push] of this.#whole) {
      this.#whole.delete(kind);
      return push;
    }
    for (const [watch, held] of this.#watches) {
      this.#watches.delete(watch);
      if (held === 'reopen') return { reopen: watch };
      if ('opened' in held) return held.opened;
      return { push: 'changed', watch, documents: [...held.documents.values()], gone: [...held.gone] };
    }
    return this.#positions.take();
  }
}

function merged(held: Held | undefined, change: Extract<SeatPush, { push: 'changed' }>): Held {
  // Documents not yet opened cannot change on the screen: opening once more is simpler than merging, and as short.
  if (held === 'reopen' || (held !== undefined && 'opened' in held)) return 'reopen';
  const documents = held?.documents ?? new Map<string, SeatDocument>();
  const gone = held?.gone ?? new Set<string>();
  for (const document of change.documents) {
    documents.set(document.stream, document);
    gone.delete(document.stream);
  }
  for (const stream of change.gone) {
    documents.delete(stream);
    gone.add(stream);
  }
  return documents.size + gone.size > heldDocumentLimit ? 'reopen' : { documents, gone };
}
