/**
 * The plates in force on this seat: fetched by their hash when the hub names others, kept in the cache, and at hand when
 * the hub is not.
 */
import { platesSchema } from '../../shared/domain/district/events.ts';
import type { District } from '../../shared/domain/district/state.ts';
import { indexPlates } from '../../shared/domain/rules/district.ts';
import { platesAnswerSchema } from '../../shared/wire/hub-protocol.ts';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import type { Link } from './link.ts';
import type { CacheStore, SeatHash, SeatLog, SeatTimers } from './ports.ts';

export interface SeatPlatesParts {
  /** The present one: it may be replaced. */
  readonly cache: () => Pick<CacheStore, 'plates' | 'putPlates'>;
  /** Hash of the plates in force, as the documents have it; undefined where no pack is. */
  readonly wanted: () => string | undefined;
  readonly link: Pick<Link, 'welcomed' | 'ask'>;
  readonly hash: SeatHash;
  readonly timers: SeatTimers;
  readonly log: SeatLog;
  /** Those in force are others now, or are here at last. */
  readonly changed: (hash: string) => void;
}

const answerMs = 15_000;
const retryMs = 2_000;
/** What the hub does not have, or does not fit, may come with its next import, ms. */
const slowRetryMs = 30_000;

export class SeatPlates {
  readonly #parts: SeatPlatesParts;
  #held: District | undefined;
  /** The fetch under way; answers to earlier ones are nothing any more. */
  #fetch: { readonly hash: string; text: string } | undefined;
  #stopRetry: () => void = () => undefined;
  #stopped = false;

  constructor(parts: SeatPlatesParts) {
    this.#parts = parts;
  }

  /** Those in force; undefined where there are none, or they are not here yet. */
  district(): District | undefined {
    const held = this.#held;
    return held !== undefined && held.hash === this.#parts.wanted() ? held : undefined;
  }

  /** The plates with this hash, where they are those in force and here. */
  at(hash: string): District | undefined {
    return this.#held?.hash === hash ? this.#held : undefined;
  }

  answer(): AnswerOf<'plates'> {
    const district = this.district();
    if (district === undefined) return { status: 'none' };
    return { status: 'plates', hash: district.hash, plates: district.plates };
  }

  /** The pack, the cache or the link may be another: brings here what is missing. */
  look(): void {
    const hash = this.#parts.wanted();
    if (this.#stopped || hash === undefined || this.#held?.hash === hash || this.#fetch?.hash === hash) return;
    this.#giveUp();
    const kept = this.#parts.cache().plates(hash);
    if (kept !== undefined && this.#take(hash, kept)) return;
    if (!this.#parts.link.welcomed) return;
    this.#fetch = { hash, text: '' };
    this.#ask(this.#fetch);
  }

  /** Screens could not be told for a while. */
  tellAgain(): void {
    const district = this.district();
    if (district !== undefined) this.#parts.changed(district.hash);
  }

  /** The link is gone. */
  lost(): void {
    this.#giveUp();
  }

  stop(): void {
    this.#stopped = true;
    this.#giveUp();
  }

  #giveUp(): void {
    this.#fetch = undefined;
    this.#stopRetry();
  }

  #ask(fetch: { readonly hash: string; text: string }): void {
    this.#parts.link.ask('plates', { hash: fetch.hash, from: fetch.text.length }, answerMs, (body) => {
      if (fetch !== this.#fetch) return;
      const { data: answer } = platesAnswerSchema.safeParse(body);
      if (answer?.status === 'plates' && answer.json !== '') {
        fetch.text += answer.json;
        if (fetch.text.length < answer.total) return this.#ask(fetch);
        return this.#fetched(fetch);
      }
      const isBusy = body === undefined || (answer?.status === 'refused' && answer.code === 'Busy');
      if (isBusy) return this.#later(retryMs, () => this.#ask(fetch));
      this.#parts.log.warn({ hash: fetch.hash }, 'the hub did not give the plates in force');
      this.#again();
    });
  }

  #fetched({ hash, text }: { readonly hash: string; readonly text: string }): void {
    this.#fetch = undefined;
    if (this.#parts.hash.sha256([text]) !== hash || !this.#take(hash, text)) {
      this.#parts.log.error({ hash }, 'what came as the plates in force is not that');
      return this.#again();
    }
    try {
      this.#parts.cache().putPlates(hash, text);
    } catch (error) {
      this.#parts.log.warn({ err: error }, 'the plates could not be kept: they are fetched again at the next start');
    }
  }

  /** From the beginning, some time later. */
  #again(): void {
    this.#later(slowRetryMs, () => {
      this.#fetch = undefined;
      this.look();
    });
  }

  #later(milliseconds: number, work: () => void): void {
    this.#stopRetry();
    this.#stopRetry = this.#parts.timers.after(milliseconds, work);
  }

  /** Whether they are plates this program knows how to read. */
  #take(hash: string, text: string): boolean {
    try {
      const plates = platesSchema.parse(JSON.parse(text));
      this.#held = { hash, plates, index: indexPlates(plates) };
    } catch (error) {
      this.#parts.log.error({ err: error, hash }, 'plates that this program cannot read');
      return false;
    }
    this.#parts.changed(hash);
    return true;
  }
}
