/**
 * The timeline of a stream: from the cache as far as it goes, the rest from the hub. Who may be shown a document may not
 * always read what happened to it, and the cache keeps more than one person's timelines.
 */
import { reachOf } from '../../shared/domain/rules/permissions.ts';
import type { EventEnvelope, StreamId } from '../../shared/lib/journal.ts';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import type { SessionUser } from '../../shared/wire/session.ts';
import { incomingHistory } from './incoming.ts';
import type { Link } from './link.ts';
import type { CacheStore, SeatLog } from './ports.ts';

const answerMs = 15_000;

type HistoryAnswer = AnswerOf<'history'>;

/** Of how much of what a person holds they may read the timeline: by all of their roles, by some, or by none. */
export type Readable = 'all' | 'some' | 'none';

export function readable(roles: SessionUser['roles']): Readable {
  const reading = roles.filter(({ role }) => reachOf('history', role) !== undefined);
  if (reading.length === 0) return 'none';
  return reading.length === roles.length ? 'all' : 'some';
}

/** How many of the events follow each other from the first version on. */
function wholeUpTo(events: readonly EventEnvelope[]): number {
  let version = 0;
  for (const event of events) {
    if (event.version !== version + 1) break;
    version += 1;
  }
  return version;
}

const notAllowed: HistoryAnswer = { status: 'refused', code: 'NotAllowed' };

function answerOf(events: readonly EventEnvelope[], complete: boolean): HistoryAnswer {
  // The wire's type of JSON is a mutable one; nobody changes what they are handed.
  return { status: 'events', events: events as unknown as [], complete };
}

export class Histories {
  readonly #cache: () => CacheStore;
  readonly #link: Pick<Link, 'welcomed' | 'ask'>;
  readonly #log: SeatLog;

  /** @param cache The present one: it may be replaced. */
  constructor(cache: () => CacheStore, link: Pick<Link, 'welcomed' | 'ask'>, log: SeatLog) {
    this.#cache = cache;
    this.#link = link;
    this.#log = log;
  }

  /** @param isKnown Whether the seat can hold documents of its kind. @param may Of who asks. */
  async of(stream: StreamId, isKnown: boolean, may: Readable): Promise<HistoryAnswer> {
    if (may === 'none') return notAllowed;
    const held = isKnown ? this.#cache().document(stream) : undefined;
    const kept = held === undefined ? [] : this.#cache().eventsOfStream(stream);
    const whole = wholeUpTo(kept);
    // By which of the roles the document is held only the hub can say.
    const isFree = may === 'all';
    if (isFree && held !== undefined && whole >= held.version) return answerOf(kept, true);
    const fetched = await this.#fetch(stream, whole);
    if (fetched === undefined) return answerOf(isFree ? kept : [], false);
    if ('code' in fetched) return { status: 'refused', code: fetched.code };
    this.#keep(fetched.events);
    // Meanwhile more may have come.
    const latest = held === undefined ? [] : this.#cache().eventsOfStream(stream);
    const byVersion = new Map([...kept, ...fetched.events, ...latest].map((event) => [event.version, event]));
    const events = [...byVersion.values()].sort((a, b) => a.version - b.version);
    return answerOf(events, wholeUpTo(events) === events.length);
  }

  /** undefined where the hub cannot answer now. */
  async #fetch(stream: StreamId, afterVersion: number) {
    const body = await new Promise<unknown>((resolve) => {
      this.#link.ask('history', { stream, afterVersion }, answerMs, resolve);
    });
    if (body === undefined) return undefined;
    const parsed = incomingHistory.safeParse(body);
    if (!parsed.success) {
      this.#log.error({ stream }, 'the hub answered a question for a history with what is none');
      return undefined;
    }
    const answer = parsed.data;
    if (answer.status === 'events') return { events: answer.events };
    return answer.code === 'Busy' ? undefined : { code: answer.code };
  }

  #keep(events: readonly EventEnvelope[]): void {
    try {
      this.#cache().addHistory(events);
    } catch (error) {
      this.#log.warn({ err: error }, 'a history could not be kept');
    }
  }
}
