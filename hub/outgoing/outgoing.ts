/**
 * Gives replies back to their sources. It comes after the journal and beside the desk: what was committed is queued, what the other
 * side acknowledged is journalled, and whatever it does in between keeps nobody waiting. A reply is sent until it is
 * acknowledged, always under the same id, so that a hub that was killed sends it again; it is called posted by the word of
 * the other side alone.
 */
import type { Catalog, HubReads } from '../../shared/domain/catalog.ts';
import type { IncidentState, Posting } from '../../shared/domain/incident/state.ts';
import type { CommandAnswer, EventEnvelope } from '../../shared/lib/journal.ts';
import { splitStream, systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { hour, second } from '../../shared/lib/time.ts';
import type { Desk } from '../desk/port.ts';
import { described } from '../desk/described.ts';
import type { JournalReads, VaultStore } from '../journal/store.ts';
import { eventReader } from '../journal/upcast.ts';
import type { Clock, Log, RandomSource, Timers } from '../ports.ts';
import { outgoingId } from '../reactions/ids.ts';
import type { AccessLog } from '../vault/access-log.ts';
import type { Receiver } from './config.ts';
import type { ReplyBody, SendReply, Sent } from './send.ts';
import { sendReply } from './send.ts';
import type { OutgoingRow, OutgoingStore } from './store.ts';

export interface OutgoingPolicy {
  /** Hub ms until the second try; doubled with each up to the longest, and shaken by half. */
  readonly firstMs: number;
  readonly longestMs: number;
  /** Failures in a row of the other side after which it is left alone so long, hub ms, doubled up to `longestMs`. */
  readonly failures: number;
  readonly restMs: number;
}

export const outgoingPolicy: OutgoingPolicy = {
  ...{ firstMs: 5 * second, longestMs: 900 * second, failures: 3, restMs: 30 * second },
};

export interface OutgoingDeps {
  readonly receivers: readonly Receiver[];
  readonly store: OutgoingStore;
  readonly journal: Pick<JournalReads, 'eventsAfter' | 'head' | 'vaultReference'>;
  readonly vault: Pick<VaultStore, 'get'>;
  readonly reads: Pick<HubReads, 'incident' | 'district'>;
  readonly desk: Pick<Desk, 'submit' | 'onCommitted'>;
  readonly access: Pick<AccessLog, 'look'>;
  readonly kinds: Catalog<unknown>['kinds'];
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly log: Log;
  /** The hub's secret. */
  readonly secret: Uint8Array;
  readonly send?: SendReply;
  readonly policy?: OutgoingPolicy;
}

export interface Outgoing {
  start(): void;
  /** Resolves when nothing is under way; what waits for a later time does not count. */
  idle(): Promise<void>;
  /** Breaks off what is under way: it is sent again after the next start. */
  stop(): Promise<void>;
}

const pageSize = 256;
/** Rows of one source looked at in a pass. */
const atOnce = 32;
/** Machine ms until what failed here, not there, is tried again. */
const retryMs = 5_000;
/** The stored cursor may lag so many events behind. */
const cursorLag = 1_000;

/** The desk takes nothing now: the row stays as it is. */
class NotNow extends Error {}

/** How the other side of one source stands. */
interface Gate {
  failures: number;
  restUntil: number;
  restMs: number;
  /** Our key is not taken: nothing is sent until somebody says so. */
  refused: boolean;
}

const passing: ReadonlySet<string> = new Set(['unreachable', 'slow', 'serverError', 'badAnswer']);

export function createOutgoing(deps: OutgoingDeps): Outgoing {
  const { store, journal, vault, reads, desk, access, clock, timers, random, log, secret } = deps;
  const { send = sendReply, policy = outgoingPolicy } = deps;
  const readEvent = eventReader(deps.kinds);
  const receivers = new Map<string, Receiver>(deps.receivers.map((receiver) => [receiver.source, receiver]));
  const gates = new Map<string, Gate>(
    deps.receivers.map(({ source }) => [source, { failures: 0, restUntil: 0, restMs: policy.restMs, refused: false }]),
  );
  const aborting = new AbortController();
  /** Events up to here were looked at, and that is stored up to there. */
  let seen = 0;
  let stored = 0;
  let begun = false;
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = true;
  let cancels: (() => void)[] = [];
  let cancelRetry: (() => void) | undefined;
  let unsubscribe: (() => void) | undefined;

  /** The value, between a half and one and a half of it. */
  function shaken(ms: number): number {
    const [high = 0, low = 0] = random.bytes(2);
    return Math.round(ms * (0.5 + (high * 256 + low) / 65_535));
  }

  const undoMs = (): number => (reads.district()?.plates.policy.undoSeconds ?? 0) * second;

  async function tell(key: string, type: string, data: Json): Promise<CommandAnswer> {
    const now = clock.now();
    const command = { id: outgoingId(secret, key), type, data, basedOn: {}, madeAt: now };
    const answer = await desk.submit(command, systemActor, { occurredAt: now });
    if (answer.status === 'unavailable') throw new NotNow();
    if (answer.status === 'refused') log.info({ type, code: answer.refusal.code }, 'the journal was told in vain');
    return answer;
  }

  /** The row that a reply asks for; undefined where it goes nowhere. */
  function rowOf(event: EventEnvelope, incident: IncidentState, ref: string, posting: string): OutgoingRow | undefined {
    const receiver = receivers.get(incident.source);
    if (receiver === undefined || incident.externalId === null) return undefined;
    const { source } = receiver;
    const rest = { tries: 0, nextAt: event.at, until: event.at + receiver.giveUpHours * hour, told: null };
    return { posting, incident: incident.id, ref, source, ...rest };
  }

  /** A reply is queued once nobody can take it back any more. */
  function fromReply(event: EventEnvelope, incident: IncidentState): OutgoingRow | undefined {
    const { personal } = event.data as { readonly personal: { readonly ref: string } | null };
    if (personal === null) return undefined;
    const row = rowOf(event, incident, personal.ref, outgoingId(secret, `posting|${event.id}`));
    return row && { ...row, nextAt: event.at + undoMs() };
  }

  function fromPosting(event: EventEnvelope, incident: IncidentState): OutgoingRow | undefined {
    const { posting } = event.data as { readonly posting: string };
    const found = incident.postings.find((one) => one.posting === posting);
    const ref = found === undefined ? undefined : incident.replies[found.reply]?.personal?.ref;
    return found?.state === 'waiting' ? rowOf(event, incident, ref ?? '', posting) : undefined;
  }

  /** @param isFirst This file never saw the journal: replies of before stay as they are, what waits is taken up. */
  function takeEvents(isFirst: boolean): boolean {
    const events = journal.eventsAfter(seen, pageSize);
    const last = events.at(-1);
    if (last === undefined) return false;
    const rows: OutgoingRow[] = [];
    const anew: OutgoingRow[] = [];
    for (const each of events) {
      const event = readEvent(each);
      const isReply = event.type === 'ReplyRecorded' && !isFirst;
      const isQueued = event.type === 'ReplyPostQueued' || event.type === 'ReplyPostAskedAgain';
      if (!isReply && !isQueued) continue;
      const incident = reads.incident(splitStream(event.stream).id);
      if (incident === undefined) continue;
      const row = isReply ? fromReply(event, incident) : fromPosting(event, incident);
      if (row === undefined) continue;
      if (event.type === 'ReplyPostAskedAgain') {
        anew.push(row);
        // Somebody says that it may be tried: the key was changed, the other side is back.
        Object.assign(gates.get(row.source) ?? {}, {
          failures: 0,
          restUntil: 0,
          refused: false,
          restMs: policy.restMs,
        });
      } else rows.push(row);
    }
    // Written where there is something to keep: looking at events twice does no harm, and a write of its own for each commit of
    // the desk would.
    if (rows.length > 0) store.take(stored, rows, false);
    if (rows.length > 0 || anew.length > 0 || last.seq - stored >= cursorLag) {
      store.take(last.seq, anew, true);
      stored = last.seq;
    }
    seen = last.seq;
    return true;
  }

  /** What the journal calls first; of a hub that had no such file yet, up to where it begins. */
  function takeFirst(): void {
    const { seq } = journal.head();
    const known = store.cursor();
    stored = known ?? 0;
    seen = stored;
    if (known !== undefined) return;
    while (seen < seq && takeEvents(true));
    store.take(seen, [], false);
    stored = seen;
    log.info({ seq }, 'replies from now on are given back to their sources');
  }

  async function failed(row: OutgoingRow, why: string, over: boolean): Promise<void> {
    const { incident, posting, tries } = row;
    await tell(`failed|${posting}|${row.until}|${why}|${over}|${tries}`, 'NoteReplyPostFailed', {
      ...{ incident, posting, why, tries, over },
    });
    if (over) {
      store.drop(posting);
      log.warn({ posting, source: row.source, why }, 'a reply could not be given back: somebody has to');
    }
  }

  function bodyOf(incident: IncidentState, index: number, row: OutgoingRow, text: string): ReplyBody | undefined {
    const reply = incident.replies[index];
    if (reply === undefined || incident.externalId === null) return undefined;
    const iso = (at: number): string => new Date(at).toISOString();
    const arrived = incident.units.flatMap(({ arrivedAt }) => arrivedAt ?? []);
    const reached = incident.contacts.find((contact) => contact.reached);
    const { outcome } = incident;
    return {
      ...{ id: row.posting, source: row.source, order: incident.externalId, number: incident.number },
      reply: { text, way: reply.way, at: iso(reply.at) },
      outcome: outcome === null ? null : { kind: outcome.kind, at: iso(outcome.at) },
      firstContactAt: reached === undefined ? null : iso(reached.at),
      arrivedAt: arrived.length === 0 ? null : iso(Math.min(...arrived)),
    };
  }

  /** Undefined: never there, or erased. */
  function wordsOf(ref: string): string | undefined {
    const record = journal.vaultReference(ref)?.erased === true ? undefined : vault.get(ref);
    if (record === undefined) return undefined;
    access.look({ user: systemActor.user, seat: 'hub', action: 'vaultRead', subject: ref, detail: '答复回传' });
    const { text } = JSON.parse(record.content) as { readonly text?: unknown };
    return typeof text === 'string' ? text : undefined;
  }

  /** Whether the reply is queued now; undefined: it goes nowhere any more. */
  async function queued(row: OutgoingRow, receiver: Receiver): Promise<number | undefined> {
    const { posting } = row;
    const incident = reads.incident(row.incident);
    const index = incident?.replies.findIndex(({ personal }) => personal?.ref === row.ref) ?? -1;
    const known: Posting | undefined = incident?.postings.find((one) => one.posting === posting);
    if (incident === undefined) return undefined;
    if (known !== undefined) return known.state === 'waiting' ? known.reply : undefined;
    // Taken back or erased before it was queued, typed in by hand, or from before there was a receiver.
    const isDone = incident.postings.some(({ reply }) => reply === index);
    if (index < 0 || isDone || clock.now() > row.until) return undefined;
    const data = { incident: row.incident, posting, reply: index, to: receiver.name };
    const answer = await tell(`queue|${posting}`, 'QueueReplyPost', data);
    return answer.status === 'accepted' ? index : undefined;
  }

  /** Keeps away from an other side that fails for all alike. */
  function judge(gate: Gate, sent: Sent): void {
    if (sent.status === 'posted' || sent.why === 'rejected') {
      Object.assign(gate, { failures: 0, restMs: policy.restMs });
      return;
    }
    if (sent.why === 'keyRefused') gate.refused = true;
    gate.failures += 1;
    if (gate.failures < policy.failures && sent.waitMs === undefined) return;
    gate.restUntil = clock.now() + Math.max(sent.waitMs ?? 0, shaken(gate.restMs));
    gate.restMs = Math.min(policy.longestMs, 2 * gate.restMs);
  }

  async function attempt(row: OutgoingRow, receiver: Receiver, gate: Gate): Promise<void> {
    const index = await queued(row, receiver);
    if (index === undefined) return store.drop(row.posting);
    if (gate.refused) return failed(row, 'keyRefused', true);
    const incident = reads.incident(row.incident);
    const text = wordsOf(row.ref);
    const body = incident === undefined || text === undefined ? undefined : bodyOf(incident, index, row, text);
    if (body === undefined) return failed(row, 'wordsErased', true);
    const sent = await send(receiver, body, aborting.signal);
    if (stopped) return;
    judge(gate, sent);
    const tries = row.tries + 1;
    if (sent.status === 'posted') {
      const { posting } = row;
      await tell(`posted|${posting}`, 'NoteReplyPosted', { incident: row.incident, posting, receipt: sent.receipt });
      return store.drop(posting);
    }
    const { why } = sent;
    const wait = shaken(Math.min(policy.longestMs, policy.firstMs * 2 ** Math.min(20, row.tries)));
    const nextAt = clock.now() + Math.max(wait, sent.waitMs ?? 0);
    const over = !passing.has(why) || nextAt > row.until;
    if (over || row.told !== why) await failed({ ...row, tries }, why, over);
    if (!over) store.change(row.posting, { tries, nextAt, told: why });
  }

  async function work(receiver: Receiver): Promise<void> {
    const { source } = receiver;
    const gate = gates.get(source);
    while (gate !== undefined && !stopped && clock.now() >= gate.restUntil) {
      const rows = store.due(source, clock.now(), atOnce);
      if (rows.length === 0) return;
      for (const row of rows) {
        if (stopped || clock.now() < gate.restUntil) return;
        await attempt(row, receiver, gate);
      }
    }
  }

  async function pass(): Promise<void> {
    if (!begun) takeFirst();
    begun = true;
    do {
      again = false;
      while (!stopped && takeEvents(false));
      // One at a time for each: a dead one keeps nobody but itself waiting.
      const done = await Promise.allSettled([...receivers.values()].map(work));
      const trouble = done.find((one) => one.status === 'rejected');
      if (trouble !== undefined) throw trouble.reason;
    } while (again && !stopped);
  }

  function arm(): void {
    for (const cancel of cancels) cancel();
    cancels = [];
    if (stopped) return;
    for (const [source, gate] of gates) {
      const next = store.nextAt(source);
      if (next !== undefined) cancels.push(timers.at(Math.max(next, gate.restUntil), wake));
    }
  }

  async function run(): Promise<void> {
    try {
      await pass();
      if (!stopped) arm();
    } catch (error) {
      if (!(error instanceof NotNow)) log.error(described(error), 'replies could not be given back; tried again');
      if (!stopped)
        cancelRetry ??= timers.after(retryMs, () => {
          cancelRetry = undefined;
          wake();
        });
    } finally {
      running = undefined;
    }
    if (again) wake();
  }

  function wake(): void {
    if (stopped || cancelRetry !== undefined) return;
    again = true;
    running ??= run();
  }

  return {
    start() {
      stopped = false;
      unsubscribe = desk.onCommitted(wake);
      wake();
    },
    async idle() {
      while (running !== undefined) await running;
    },
    async stop() {
      stopped = true;
      unsubscribe?.();
      cancelRetry?.();
      cancelRetry = undefined;
      for (const cancel of cancels) cancel();
      cancels = [];
      aborting.abort();
      await running;
    },
  };
}
