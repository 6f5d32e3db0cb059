/** A whole seat over real files, against a real feed, with a wire that can be made to fail in every way a network can. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { composeSeat } from '../../seat/compose.ts';
import type { ComposedSeat, SeatOverrides } from '../../seat/compose.ts';
import type { OpenWire, SeatLog, Wire, WireEvents } from '../../seat/runtime/ports.ts';
import { wireOver } from '../../seat/runtime/wire.ts';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import {
  batchSchema,
  commandAnswerSchema,
  commandSchema,
  helloAnswerSchema,
  helloSchema,
  snapshotPageSchema,
} from '../../shared/wire/hub-protocol.ts';
import type { Batch } from '../../shared/wire/hub-protocol.ts';
import { pushSchema } from '../../shared/wire/seat-api.ts';
import type {
  AnswerOf,
  OutboxEntry,
  RequestOf,
  SeatDocument,
  SeatPush,
  SeatStatus,
} from '../../shared/wire/seat-api.ts';
import { feedCatalog, FeedHub, personOf, tokenOf } from './feed-kit.ts';
import { recordingLog } from './hub-kit.ts';
import type { LogLine } from './hub-kit.ts';
import { temporaryFolder } from './temp-folder.ts';

/** Labels everybody in these tests holds unless told otherwise: all there are. */
export const everything = ['a', 'archive', 'b', 'hall'];

/** A hub that listens, with these people's labels. */
export async function openHub(rights: { readonly [user: string]: readonly string[] } = { lin: everything }) {
  const hub = await new FeedHub(temporaryFolder()).listen();
  onTestFinished(() => hub.close());
  for (const [account, labels] of Object.entries(rights)) await hub.give('Grant', { account, labels: [...labels] });
  return hub;
}

/** What to do with one command on its way. */
export type CommandFault =
  | 'none'
  /** Answered by nobody: the hub said it is busy. */
  | 'unavailable'
  /** The link breaks before the hub has it. */
  | 'lostGoing'
  /** The link breaks after the hub has it, before its answer is here. */
  | 'lostComing';

const openWire = wireOver(setImmediate);

/** The wire between seats and a hub, and what goes wrong on it. Everything that passes is held to the protocol. */
export class FaultyNet {
  /** New connections fail. */
  down = false;
  /** Nothing comes through any more, in either direction, and nobody is told. */
  silent = false;
  command: (id: string) => CommandFault = () => 'none';
  /** Changes a batch on its way, or loses it. */
  batch: (batch: Batch) => Batch | undefined = (batch) => batch;
  readonly commands: string[] = [];
  readonly hellos: unknown[] = [];
  opened = 0;
  readonly #cuts = new Set<() => void>();

  /** Breaks all connections. */
  cut(): void {
    for (const cut of [...this.#cuts]) cut();
  }

  readonly open: OpenWire = (url, handshake, events) => {
    this.opened += 1;
    let over = false;
    const deliver: WireEvents = {
      opened: () => {
        if (!this.silent) events.opened();
      },
      message: (name, body) => {
        if (over || this.silent) return;
        if (name === 'feed') {
          const batch = this.batch(batchSchema.parse(body));
          if (batch !== undefined) events.message(name, batch);
        } else {
          if (name === 'snapshot') snapshotPageSchema.parse(body);
          events.message(name, body);
        }
      },
      rested: () => {
        if (!over) events.rested();
      },
      closed: (code) => finish(() => events.closed(code)),
    };
    const finish = (tell: () => void): void => {
      if (over) return;
      over = true;
      this.#cuts.delete(cut);
      tell();
    };
    const cut = (): void =>
      finish(() => {
        real?.close();
        events.closed(null);
      });
    this.#cuts.add(cut);
    const real = this.down ? undefined : openWire(url, handshake, deliver);
    if (real === undefined) setTimeout(cut, 0);
    return this.#wire(real, cut, () => {
      over = true;
      this.#cuts.delete(cut);
    });
  };

  #wire(real: Wire | undefined, cut: () => void, closed: () => void): Wire {
    return {
      send: (name, body) => {
        if (!this.silent) real?.send(name, body);
      },
      ask: (name, body, timeoutMs, answered) => {
        if (this.silent || real === undefined) return void setTimeout(() => answered(undefined), timeoutMs).unref();
        const reply = (answer: unknown): void => {
          if (this.silent) return;
          if (answer !== undefined && name === 'hello') helloAnswerSchema.parse(answer);
          if (answer !== undefined && name === 'command') commandAnswerSchema.parse(answer);
          answered(answer);
        };
        if (name === 'hello') this.hellos.push(helloSchema.parse(body));
        if (name === 'command') return this.#command(real, cut, body, timeoutMs, reply);
        real.ask(name, body, timeoutMs, reply);
      },
      close: () => {
        closed();
        real?.close();
      },
    };
  }

  #command(
    real: Wire,
    cut: () => void,
    body: Json | undefined,
    timeoutMs: number,
    reply: (answer: unknown) => void,
  ): void {
    const { id } = commandSchema.parse(body);
    this.commands.push(id);
    switch (this.command(id)) {
      case 'none':
        return real.ask('command', body, timeoutMs, reply);
      case 'unavailable':
        return void setTimeout(() => reply({ status: 'unavailable', code: 'Busy', retryAfterMs: 60 }), 0);
      case 'lostGoing':
        reply(undefined);
        return void setTimeout(cut, 0);
      case 'lostComing':
        return real.ask('command', body, timeoutMs, () => {
          cut();
          reply(undefined);
        });
    }
  }
}

export interface SeatKitOptions {
  readonly dir?: string;
  readonly seatId?: string;
  /** How many times faster than the machine's the seat's clock and timers go. */
  readonly speed?: number;
  readonly net?: FaultyNet;
  readonly lockAfterMs?: number;
  readonly overrides?: SeatOverrides;
}

/** Clock and timers of a machine that lives faster. */
function fastTime(speed: number): Pick<SeatOverrides, 'clock' | 'timers'> {
  const origin = Date.now();
  const started = performance.now();
  return {
    clock: { machine: () => Math.floor(origin + (performance.now() - started) * speed) },
    timers: {
      after(milliseconds, work) {
        const handle = setTimeout(work, milliseconds / speed);
        return () => clearTimeout(handle);
      },
    },
  };
}

/** One seat process, as its screens see it. */
export class SeatKit {
  readonly dir: string;
  readonly net: FaultyNet;
  readonly lines: LogLine[] = [];
  readonly composed: ComposedSeat;
  status: SeatStatus | undefined;
  entries: readonly OutboxEntry[] = [];
  presence: Extract<SeatPush, { push: 'presence' }>['seats'] = [];
  /** What watch 1 shows. */
  readonly documents = new Map<string, SeatDocument>();
  readonly pushes: SeatPush[] = [];

  constructor(urls: readonly string[], options: SeatKitOptions = {}) {
    this.dir = options.dir ?? temporaryFolder();
    this.net = options.net ?? new FaultyNet();
    const log: SeatLog = recordingLog(this.lines);
    this.composed = composeSeat(
      {
        ...{ dataDir: this.dir, hubUrls: urls, seatId: options.seatId ?? 'seat1', log },
        ...(options.lockAfterMs === undefined ? {} : { lockAfterMs: options.lockAfterMs }),
      },
      {
        kinds: feedCatalog.kinds,
        commands: feedCatalog.commands,
        tables: [],
        openWire: this.net.open,
        http: fakeHttp,
        verifiers: quickVerifiers,
        ...fastTime(options.speed ?? 1),
        ...options.overrides,
      },
    );
    this.composed.seat.onPush((push) => this.#take(pushSchema.parse(push)));
    onTestFinished(() => this.close());
  }

  #take(push: SeatPush): void {
    this.pushes.push(push);
    switch (push.push) {
      case 'status':
        this.status = push.status;
        break;
      case 'outbox':
        this.entries = push.entries;
        break;
      case 'presence':
        this.presence = push.seats;
        break;
      case 'opened':
        this.documents.clear();
        for (const document of push.documents) this.documents.set(document.stream, document);
        break;
      case 'changed':
        for (const stream of push.gone) this.documents.delete(stream);
        for (const document of push.documents) this.documents.set(document.stream, document);
        break;
      case 'plates':
      case 'basemap':
      case 'intakes':
      case 'savedViews':
      case 'unitIndex':
      case 'positions':
        // Kept in `pushes`, for tests that look at them.
        break;
    }
  }

  get request(): ComposedSeat['seat']['request'] {
    const { seat } = this.composed;
    return seat.request.bind(seat);
  }

  get live(): boolean {
    return this.status?.link === 'live';
  }

  async login(user = 'lin', password = 'right'): Promise<AnswerOf<'login'>> {
    await this.request('watch', { watch: 1, kinds: [...feedCatalog.kinds.keys()] });
    return this.request('login', { login: user, password });
  }

  /** Returns the id of the entry. */
  async submit(type: string, data: Json, rest: Partial<RequestOf<'submit'>> = {}): Promise<string> {
    const body = { type, data: data as RequestOf<'submit'>['data'], basedOn: {}, ...rest };
    const answer = await this.request('submit', body);
    if (answer.status !== 'queued') throw new Error(`not queued: ${JSON.stringify(answer)}`);
    return answer.entry;
  }

  /** Puts into a box; its entries leave in order. */
  put(box: string, amount: number, personal?: Json): Promise<string> {
    const data = { box, amount, ...(personal === undefined ? {} : { personal }) };
    return this.submit('Put', data, { basedOn: { [`box/${box}`]: 0 } });
  }

  async entry(id: string): Promise<OutboxEntry> {
    const { entries } = await this.request('outbox', {});
    return must(
      entries.find((entry) => entry.id === id),
      `entry ${id}`,
    );
  }

  close(): void {
    this.composed.close();
  }
}

/** The password of everybody at these hubs. */
export const seatPassword = 'right';

/** Opens for whoever knows the password, and knows no hub but that one. */
export const fakeHttp: NonNullable<SeatOverrides['http']> = {
  async login(_url, body) {
    const { login, password, seat } = body as { login: string; password: string; seat: string };
    if (password !== seatPassword) return { status: 401, body: { code: 'WrongLogin', message: 'wrong' } };
    const user = personOf(login);
    return { status: 200, body: { token: tokenOf(login, seat), expiresAt: 1, user, secondFactorMissing: false } };
  },
  async check(_url, _token, body) {
    const { password } = body as { password: string };
    if (password === seatPassword) return { status: 204, body: null };
    return { status: 401, body: { code: 'WrongPassword', message: 'wrong' } };
  },
  logout: () => Promise.resolve(),
  journal: () => Promise.resolve(undefined),
};

/** Quick, and as good as a test needs: what is kept does not hold the password. */
export const quickVerifiers: NonNullable<SeatOverrides['verifiers']> = {
  make: (password) => Promise.resolve(createHash('sha256').update(password).digest('hex')),
  matches: async (verifier, password) => verifier === (await quickVerifiers.make(password)),
};

export const urlOf = (hub: FeedHub): string => `http://127.0.0.1:${hub.port}`;

/** A seat of this hub, signed in and live. */
export async function openSeat(
  hub: FeedHub,
  options: SeatKitOptions & { readonly user?: string } = {},
): Promise<SeatKit> {
  const kit = new SeatKit([urlOf(hub)], options);
  await kit.login(options.user);
  await when(hub, () => kit.live);
  return kit;
}

/**
 * Machine ms. A thousand entries, each written to disk by seat and hub several times, take a few seconds; on a machine
 * whose disk and cores are taken they take many times as long.
 */
const longestWaitMs = 120_000;

/** Waits until it holds. The hub's clock, which stands still by itself, goes on meanwhile. */
export async function when(hub: FeedHub | undefined, holds: () => boolean | Promise<boolean>): Promise<void> {
  const started = performance.now();
  for (let round = 1; !(await holds()); round += 1) {
    if (performance.now() - started > longestWaitMs) throw new Error(`never came: ${holds.toString()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (hub !== undefined && round % 10 === 0) hub.clock.advance(1_000);
  }
}

/** Every event of the hub's journal. */
export function eventsOf(hub: FeedHub): readonly EventEnvelope[] {
  return hub.journal.eventsAfter(0, 1_000_000).map(({ bytes }) => JSON.parse(bytes) as EventEnvelope);
}

/**
 * What the hub has is what the entries say: each acknowledged one exactly once, in the order of its lane; no other one at
 * all. Entries still on their way are said to be missing.
 */
export function expectDelivered(hub: FeedHub, entries: readonly OutboxEntry[]): void {
  const commits = new Map<string, number[]>();
  for (const { cause, seq } of eventsOf(hub)) commits.set(cause, [...(commits.get(cause) ?? []), seq]);
  const last = new Map<string, number>();
  for (const { id, state, lane, user } of entries) {
    const seqs = commits.get(id);
    const answer = hub.journal.knownCommand(id)?.answer;
    if (state === 'acknowledged') {
      // A move writes two events, in one transaction.
      expect(seqs, id).toEqual(Array.from({ length: seqs?.length ?? 1 }, (_, index) => (seqs?.[0] ?? 0) + index));
      expect(answer?.status, id).toBe('accepted');
      expect(seqs?.[0], `order of ${lane}`).toBeGreaterThan(last.get(`${user} ${lane}`) ?? 0);
      last.set(`${user} ${lane}`, seqs?.at(-1) ?? 0);
    } else {
      expect(['refused', 'heldBack', 'discarded'], id).toContain(state);
      expect(seqs, id).toBeUndefined();
      expect(answer?.status, id).toBe(state === 'refused' ? 'refused' : undefined);
    }
  }
}

/** Names of the files of a folder that hold the text. */
export function filesWith(dir: string, text: string): readonly string[] {
  return readdirSync(dir).filter((name) => readFileSync(join(dir, name)).includes(text));
}
