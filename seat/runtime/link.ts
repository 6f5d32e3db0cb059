/**
 * The link to the hub: connects, greets, notices silence, and connects again, for as long as somebody is signed in. What
 * the messages mean is their owner's business.
 */
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { helloAnswerSchema, protocolVersion } from '../../shared/wire/hub-protocol.ts';
import type { SeatToHub } from '../../shared/wire/hub-protocol.ts';
import type { LinkState } from '../../shared/wire/seat-api.ts';
import { incoming } from './incoming.ts';
import type { HubTime } from './hub-time.ts';
import { checked, LinkFault, tellOwner } from './link-owner.ts';
import type { LinkOwner } from './link-owner.ts';
import { fitOf } from './journals.ts';
import { storageFullCode } from './ports.ts';
import type { OpenWire, SeatClock, SeatHttp, SeatLog, SeatRandom, SeatTimers, Told, Wire } from './ports.ts';

export interface LinkPorts {
  readonly clock: SeatClock;
  readonly timers: SeatTimers;
  readonly random: SeatRandom;
  readonly log: SeatLog;
  readonly openWire: OpenWire;
  readonly http: Pick<SeatHttp, 'journal'>;
}

interface Connection {
  readonly wire: Wire;
  /** Its place among the addresses. */
  readonly place: number;
  opened: boolean;
  welcomed: boolean;
  /** The hub let it in only as far as the office: the person has to set up a second factor first. */
  barred: boolean;
  /** Whether anything came since this was last set to false. */
  heard: boolean;
  /** Since the last beat, something came that says up to when the documents are true. */
  told: boolean;
  readonly timers: Set<() => void>;
}

/** Machine ms before an attempt, once every address was tried; the last one for all further rounds. */
const ladder = [0, 200, 500, 1_000, 2_000, 3_000] as const;
/** Where the hub has refused, or there is no room here, people have to do something first, ms. */
const slowRetryMs = 30_000;
const fullRetryMs = 10_000;
/** A link that holds this long, ms, is a good one: the next loss begins at the first step of the ladder. */
const steadyMs = 5_000;
/** Longer than the wire itself gives an attempt: for one that neither opens nor fails, ms. */
const connectMs = 10_000;
const helloTimeoutMs = 20_000;
const beatMs = 3_000;
const silenceMs = 6_000;
/** What has arrived while this process was busy is only read after its timers have run, ms. */
const graceMs = 250;
/** Even a busy link measures the clock from time to time: every so many beats. */
const measureEvery = 10;

/** How often a link over a later address looks whether the first one answers again, ms; after each return in vain half as often. */
const lookBackMs = 10_000;
const longestLookBackMs = 10 * 60_000;
/** It goes back after so many answers without a failure between them. */
const steadyAnswers = 3;

/** Detail of a hello refused with `NotAllowed` where only the second factor is missing. */
const secondFactorMissing = 'SecondFactorMissing';

/** Refusals that do not pass by themselves. */
const lasting: ReadonlySet<string> = new Set(['ProtocolTooOld', 'ProtocolTooNew', 'InvalidMessage']);
/** The token is worth nothing any more. */
const sessionCodes: ReadonlySet<string> = new Set([
  'NotAllowed',
  'NoRoles',
  'LoggedOut',
  'Disabled',
  'Expired',
  'Replaced',
]);

export class Link {
  readonly #ports: LinkPorts;
  readonly #urls: readonly string[];
  readonly #seat: string;
  readonly #time: HubTime;
  readonly #owner: LinkOwner;
  #token: string | undefined;
  #connection: Connection | undefined;
  #attempt = 0;
  #stopRetry: () => void = () => undefined;
  #lookBackMs = lookBackMs;
  /** Whether it went back to the first address and has not held there yet. */
  #isReturning = false;
  #state: LinkState = 'signedOut';
  #reason: string | null = null;

  /** @param urls Addresses of the hub, tried in this order. */
  constructor(ports: LinkPorts, urls: readonly string[], seat: string, time: HubTime, owner: LinkOwner) {
    this.#ports = ports;
    this.#urls = urls;
    this.#seat = seat;
    this.#time = time;
    this.#owner = owner;
  }

  get state(): LinkState {
    return this.#state;
  }

  /** Why it is refused, offline or signed out, as a code. */
  get reason(): string | null {
    return this.#reason;
  }

  /** Whether the hub has said welcome on the present connection. */
  get welcomed(): boolean {
    return this.#connection?.welcomed === true;
  }

  /** The log-in holds, and the hub lets the person do nothing but set up a second factor. */
  get barred(): boolean {
    return this.#connection?.barred === true;
  }

  /** The address in use; null while the hub has said neither welcome nor that a second factor is missing. */
  get hub(): string | null {
    const connection = this.#connection;
    if (connection === undefined || !(connection.welcomed || connection.barred)) return null;
    return this.#urls[connection.place] ?? null;
  }

  /** Says hello once more where the hub had let it in only as far as the office. */
  greetAgain(): void {
    const connection = this.#connection;
    if (connection?.barred === true) this.#guard(connection, () => this.#greet(connection));
  }

  start(token: string): void {
    this.stop(null);
    this.#token = token;
    this.#attempt = 0;
    this.#become('connecting', null);
    this.#open();
  }

  stop(reason: string | null): void {
    this.#token = undefined;
    this.#stopRetry();
    this.#end();
    this.#become('signedOut', reason);
  }

  /** The owner has everything that was there when the hub said welcome. */
  caughtUp(): void {
    const connection = this.#connection;
    if (connection?.welcomed !== true || this.#state === 'live') return;
    this.#become('live', this.#reason);
    this.#after(connection, steadyMs, () => {
      this.#attempt = 0;
      if (connection.place > 0) return;
      this.#isReturning = false;
      this.#lookBackMs = lookBackMs;
    });
  }

  send(name: Told, body?: Json): void {
    if (this.welcomed) this.#connection?.wire.send(name, body);
  }

  /**
   * `answered` with undefined where there is no link, or none any more, or no answer within the time. The office is asked
   * before the hub has said welcome too, where it is to set up a second factor.
   */
  ask(
    name: Exclude<keyof SeatToHub, Told | 'hello' | 'time'>,
    body: Json,
    timeoutMs: number,
    answered: (answer: unknown) => void,
  ): void {
    const connection = this.#connection;
    const mayAsk = connection?.welcomed === true || (name === 'office' && connection?.barred === true);
    if (!mayAsk || connection === undefined) return answered(undefined);
    connection.wire.ask(name, body, timeoutMs, (answer) => {
      this.#guard(connection, () => this.#owner.rested());
      answered(connection === this.#connection ? answer : undefined);
    });
  }

  #become(state: LinkState, reason: string | null): void {
    if (state === this.#state && reason === this.#reason) return;
    this.#state = state;
    this.#reason = reason;
    this.#owner.changed();
  }

  #open(): void {
    const place = this.#attempt % this.#urls.length;
    const url = must(this.#urls[place], 'an address of the hub');
    this.#attempt += 1;
    if (this.#urls.length === 1 || this.#owner.journal() === undefined) return this.#connect(url, place);
    // First which hub it is: another one knows nothing of this log-in, and would end it.
    let stopped = false;
    this.#stopRetry = () => (stopped = true);
    void this.#fits(url).then((fits) => {
      if (stopped) return;
      if (fits === false) this.#closed('HubOutdated');
      else this.#connect(url, place);
    });
  }

  /** Whether the hub at an address is the one this seat works with; undefined where none answers. */
  async #fits(url: string): Promise<boolean | undefined> {
    const found = await this.#ports.http.journal(url);
    return found && fitOf(found, this.#owner.journal()) === 'fits';
  }

  #connect(url: string, place: number): void {
    const handshake = { token: must(this.#token, 'a token'), seat: this.#seat, protocol: protocolVersion };
    const connection: Connection = {
      wire: this.#ports.openWire(url, handshake, {
        opened: () => this.#guard(connection, () => this.#greet(connection)),
        message: (name, body) => this.#guard(connection, () => this.#take(connection, name, body)),
        rested: () => this.#guard(connection, () => this.#owner.rested()),
        closed: (code) => {
          if (connection === this.#connection)
            this.#closed(code ?? (connection.opened ? 'LinkLost' : 'HubUnreachable'));
        },
      }),
      place,
      opened: false,
      welcomed: false,
      barred: false,
      heard: true,
      told: true,
      timers: new Set(),
    };
    this.#connection = connection;
    this.#after(connection, connectMs, () => {
      if (!connection.opened) this.#closed('HubUnreachable');
    });
  }

  /** Ends the present connection, if there is one. */
  #end(): void {
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection === undefined) return;
    for (const stop of connection.timers) stop();
    connection.wire.close();
    if (connection.welcomed) this.#owner.lost();
  }

  /** Ends the present connection and makes another one when it is time. */
  #closed(reason: string): void {
    if (sessionCodes.has(reason)) {
      this.stop(reason);
      return this.#owner.sessionEnded(reason);
    }
    const wait = this.#waitAfter(reason);
    if (this.#state !== 'offline' || this.#reason !== reason)
      this.#ports.log.info({ reason, retryInMs: wait }, 'no link to the hub');
    this.#end();
    // Whoever heard of the end may have signed out.
    if (this.#token === undefined) return;
    this.#become(lasting.has(reason) || reason === 'SeatTaken' ? 'refused' : 'offline', reason);
    this.#stopRetry = this.#ports.timers.after(wait, () => this.#open());
  }

  #waitAfter(reason: string): number {
    const [chance = 0] = this.#ports.random.bytes(1);
    const jitter = 0.75 + chance / 512;
    if (lasting.has(reason)) return Math.round(slowRetryMs * jitter);
    if (reason === 'StorageFull') return Math.round(fullRetryMs * jitter);
    const round = Math.floor(this.#attempt / this.#urls.length);
    return Math.round((ladder[Math.min(round, ladder.length - 1)] ?? 0) * jitter);
  }

  /** Runs work of a connection that may be gone by now; an error of it ends the connection. */
  #guard(connection: Connection, work: () => void): void {
    if (connection !== this.#connection) return;
    try {
      work();
    } catch (error) {
      const reason = reasonOf(error);
      this.#ports.log.error({ err: error, reason }, 'the link to the hub has to start over');
      if (connection === this.#connection) this.#closed(reason);
    }
  }

  #greet(connection: Connection): void {
    connection.opened = true;
    // The interface of `Json` is the one for data: a hello is JSON by its schema.
    const hello = this.#owner.hello() as unknown as Json;
    connection.wire.ask('hello', hello, helloTimeoutMs, (answer) =>
      this.#guard(connection, () => this.#answered(connection, answer)),
    );
  }

  #answered(connection: Connection, body: unknown): void {
    if (body === undefined) return this.#closed('HubSilent');
    const answer = checked(helloAnswerSchema, 'hello', body);
    if (answer.status === 'refused') {
      this.#ports.log.warn({ code: answer.code, detail: answer.detail }, 'the hub refused this seat');
      if (answer.code !== 'NotAllowed' || answer.detail !== secondFactorMissing) return this.#closed(answer.code);
      // The log-in holds and so does the link: over it the office sets a second factor up.
      connection.barred = true;
      this.#become('refused', secondFactorMissing);
      return this.#owner.barred();
    }
    connection.barred = false;
    connection.welcomed = true;
    this.#become('catchingUp', null);
    this.#owner.welcomed(answer);
    if (connection !== this.#connection) return;
    this.#beat(connection, 0);
    if (connection.place === 0) return;
    // What answers and then lets nobody in is asked less and less often.
    if (this.#isReturning) this.#lookBackMs = Math.min(longestLookBackMs, 2 * this.#lookBackMs);
    this.#isReturning = false;
    this.#lookBack(connection, 0);
  }

  /** The addresses have an order: a link over a later one goes back to the first as soon as that answers steadily. */
  #lookBack(connection: Connection, answers: number): void {
    this.#after(connection, this.#lookBackMs, () => {
      const first = must(this.#urls[0], 'an address of the hub');
      void this.#fits(first).then((fits) =>
        this.#guard(connection, () => {
          if (fits !== true) return this.#lookBack(connection, 0);
          if (answers + 1 < steadyAnswers) return this.#lookBack(connection, answers + 1);
          this.#ports.log.info({ hub: first }, 'the first address answers again: the link goes back to it');
          this.#end();
          if (this.#token === undefined) return;
          this.#attempt = 0;
          this.#isReturning = true;
          this.#become('connecting', null);
          this.#open();
        }),
      );
    });
  }

  #take(connection: Connection, name: keyof typeof incoming, body: unknown): void {
    connection.heard = true;
    // Only these say up to when the documents are true: positions and presence leave the age of the data as it is.
    if (name === 'feed' || name === 'snapshot') connection.told = true;
    if (name !== 'feed') this.#owner.rested();
    if (name === 'sessionEnded') this.#closed(checked(incoming.sessionEnded, name, body).code);
    else tellOwner(this.#owner, name, body);
  }

  #after(connection: Connection, milliseconds: number, work: () => void): void {
    const stop = this.#ports.timers.after(milliseconds, () => {
      connection.timers.delete(stop);
      this.#guard(connection, work);
    });
    connection.timers.add(stop);
  }

  /**
   * Asks for the time where nothing else says how true the documents are: a link that fell silent without a word would
   * look alive for minutes, and documents that did not change would look old.
   */
  #beat(connection: Connection, count: number): void {
    const next = (): void => this.#after(connection, beatMs, () => this.#beat(connection, count + 1));
    const isTold = connection.told;
    connection.told = false;
    connection.heard = false;
    if (isTold && count % measureEvery !== 0) return next();
    const { clock } = this.#ports;
    const asked = clock.machine();
    let done = false;
    connection.wire.ask('time', undefined, 10 * silenceMs, (answer) => {
      if (done) return;
      done = true;
      this.#guard(connection, () => {
        if (typeof answer === 'number') {
          connection.heard = true;
          this.#time.measured(asked, clock.machine(), answer);
          this.#owner.timed(answer);
        }
        next();
      });
    });
    this.#after(connection, silenceMs, () =>
      this.#after(connection, graceMs, () => {
        if (done) return;
        if (!connection.heard) return this.#closed('HubSilent');
        // Much else came: this answer is behind it, and worth nothing for the clock.
        done = true;
        next();
      }),
    );
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof LinkFault) return error.reason;
  if (error instanceof Error && 'code' in error && error.code === storageFullCode) return 'StorageFull';
  return 'SeatFailed';
}
