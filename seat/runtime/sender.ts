/**
 * Takes entries of the outbox to the hub: one of a lane at a time, a few lanes at once, only for whoever is signed in.
 * Orders that nobody could send within a minute wait for a person to say that they are still wanted.
 */
import { alsoPersonal } from '../../shared/domain/kernel.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { Json } from '../../shared/lib/json.ts';
import { unreachable } from '../../shared/lib/must.ts';
import { commandAnswerSchema } from '../../shared/wire/hub-protocol.ts';
import { isOpen, laneKey } from './lanes.ts';
import type { Link } from './link.ts';
import type { Outbox } from './outbox.ts';
import type { OutboxRow, SeatClock, SeatLog, SeatTimers } from './ports.ts';

/** Lanes on their way at once. */
const parallel = 8;
/** An order that did not leave within this time, machine ms, has to be wanted still. */
const orderMs = 60_000;
/** A clock that was set back by more than this, machine ms, cannot say how old an order is. */
const clockSlipMs = 5_000;
/** How long an answer may take, ms; a link that fell silent is noticed long before. */
const answerMs = 30_000;
/** After an answer that could not be kept or read, ms. */
const retryMs = 5_000;
const shortestRetryMs = 50;
const longestRetryMs = 60_000;

export interface SenderPorts {
  readonly clock: SeatClock;
  readonly timers: SeatTimers;
  readonly log: SeatLog;
}

export class Sender {
  readonly #ports: SenderPorts;
  readonly #outbox: Outbox;
  readonly #link: Pick<Link, 'welcomed' | 'ask'>;
  readonly #user: () => string | undefined;
  readonly #onItsWay = new Set<string>();
  /** Lanes that the hub asked to wait. */
  readonly #resting = new Map<string, () => void>();
  #stopAsking: () => void = () => undefined;
  #pumping = false;

  /** @param user Who is signed in. */
  constructor(
    ports: SenderPorts,
    outbox: Outbox,
    link: Pick<Link, 'welcomed' | 'ask'>,
    user: () => string | undefined,
  ) {
    this.#ports = ports;
    this.#outbox = outbox;
    this.#link = link;
    this.#user = user;
  }

  /** Sends what may be sent now. To be called whenever entries, link or user have changed. */
  pump(): void {
    // An answer may come, and an entry change, while this runs.
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      this.#askForOld();
      this.#send();
    } finally {
      this.#pumping = false;
    }
  }

  /** The link is gone; what was on its way is told by its answer that none will come. */
  lost(): void {
    for (const stop of this.#resting.values()) stop();
    this.#resting.clear();
    this.pump();
  }

  stop(): void {
    this.#stopAsking();
    for (const stop of this.#resting.values()) stop();
    this.#resting.clear();
  }

  #send(): void {
    const user = this.#user();
    if (user === undefined || !this.#link.welcomed) return;
    const waiting = new Set<string>([...this.#onItsWay, ...this.#resting.keys()]);
    for (const row of this.#outbox.open()) {
      if (this.#onItsWay.size >= parallel) return;
      if (row.user !== user) continue;
      const key = laneKey(row);
      const isFirst = !waiting.has(key);
      waiting.add(key);
      if (isFirst && row.state === 'pending') this.#sendOne(row, key);
    }
  }

  #sendOne(row: OutboxRow, key: string): void {
    this.#onItsWay.add(key);
    this.#outbox.sending(row.id);
    const { id, type, basedOn, madeAt } = row.command;
    const message: Json = { id, type, data: wholeData(row), basedOn, madeAt };
    this.#link.ask('command', message, answerMs, (answer) => {
      this.#onItsWay.delete(key);
      this.#outbox.back(id);
      this.#answered(id, key, answer);
      this.pump();
    });
  }

  #answered(id: string, key: string, body: unknown): void {
    const row = this.#outbox.get(id);
    if (body === undefined || row === undefined || !isOpen(row)) {
      // Asked on a link that holds, and not answered: not at once again.
      if (this.#link.welcomed) this.#rest(key, retryMs);
      return;
    }
    const parsed = commandAnswerSchema.safeParse(body);
    if (!parsed.success) {
      this.#ports.log.error({ entry: id }, 'the hub answered a command with what is no answer');
      return this.#rest(key, retryMs);
    }
    const answer = parsed.data;
    try {
      switch (answer.status) {
        case 'accepted':
          return this.#outbox.acknowledge(row, { seq: answer.seq, refs: answer.refs });
        case 'refused':
          return this.#refused(row, answer.refusal);
        case 'unavailable':
          return this.#rest(key, Math.min(longestRetryMs, Math.max(shortestRetryMs, answer.retryAfterMs)));
        default:
          return unreachable(answer);
      }
    } catch (error) {
      // The hub has it; what could not be written down here is asked once more, and answered the same.
      this.#ports.log.error({ err: error, entry: id }, 'an answer could not be kept');
      this.#rest(key, retryMs);
    }
  }

  #refused(row: OutboxRow, refusal: Parameters<Outbox['refuse']>[1]): void {
    // Offered again after a restore, without the personal part that was erased meanwhile: the hub has it whole.
    if (refusal.code === 'CommandIdReused' && row.acknowledged !== null)
      return this.#outbox.acknowledge(row, row.acknowledged);
    this.#outbox.refuse(row, refusal);
  }

  #rest(key: string, milliseconds: number): void {
    this.#resting.get(key)?.();
    const stop = this.#ports.timers.after(milliseconds, () => {
      this.#resting.delete(key);
      this.pump();
    });
    this.#resting.set(key, stop);
  }

  /** Orders that grew old unsent turn into questions; looks again when the next one will have. */
  #askForOld(): void {
    this.#stopAsking();
    const now = this.#ports.clock.machine();
    const orders = this.#outbox.open().filter((row) => this.#mayGrowOld(row));
    const isOld = ({ wantedAt }: OutboxRow): boolean => now - wantedAt >= orderMs || now - wantedAt < -clockSlipMs;
    const old = orders.filter(isOld);
    try {
      this.#outbox.update(old.map(({ id }) => ({ id, state: 'asking' })));
    } catch (error) {
      this.#ports.log.error({ err: error }, 'what grew old could not be marked so');
      for (const row of old) this.#rest(laneKey(row), retryMs);
    }
    const young = orders.filter((row) => !isOld(row));
    if (young.length === 0) return;
    const next = Math.min(...young.map(({ wantedAt }) => wantedAt)) + orderMs - now;
    this.#stopAsking = this.#ports.timers.after(Math.max(shortestRetryMs, next), () => this.pump());
  }

  #mayGrowOld(row: OutboxRow): boolean {
    if (row.nature !== 'order' || row.state !== 'pending') return false;
    // What the hub had before its restore, or has by what its events say, was wanted and is done.
    if (row.acknowledged !== null || this.#outbox.isCarriedOut(row.id)) return false;
    return !this.#outbox.isSending(row.id);
  }
}

/** The data as its maker gave it, the members of the personal part in their places. */
export function wholeData({ command, personal }: OutboxRow): Json {
  if (personal === null) return command.data;
  if (!isObject(command.data)) throw new Error(`entry ${command.id} has a personal part and no object to put it in`);
  return { ...command.data, ...(JSON.parse(personal) as { readonly [member: string]: Json }) };
}

export interface Parted {
  /** The member `personal`; undefined where there is none. */
  readonly words: Json | undefined;
  /** The data without it. */
  readonly wordless: Json;
  /** The data without anything that tells of a person. */
  readonly data: Json;
  /** All of that, as it is kept: canonical JSON; null where there is none. */
  readonly personal: string | null;
}

/** Throws for what is not JSON. */
export function parted(data: Json, definition: Parameters<typeof alsoPersonal>[0]): Parted {
  if (!isObject(data)) return { words: undefined, wordless: data, data, personal: null };
  const { personal: words, ...wordless } = data;
  const names = alsoPersonal(definition, wordless);
  if (words === undefined && names.length === 0) return { words, wordless, data: wordless, personal: null };
  const also = Object.fromEntries(names.map((name) => [name, wordless[name]]));
  const left = Object.fromEntries(names.map((name) => [name, null]));
  return { words, wordless, data: { ...wordless, ...left }, personal: canonicalJson({ ...also, personal: words }) };
}

function isObject(data: Json): data is { readonly [member: string]: Json | undefined } {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}
