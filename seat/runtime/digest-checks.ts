/** Comparing the seat's documents with the hub's, at the same place. */
import { digestParts } from '../../shared/lib/digest.ts';
import type { Digest } from '../../shared/wire/hub-protocol.ts';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import type { Link } from './link.ts';
import type { CacheStore, SeatHash, SeatTimers } from './ports.ts';

type DigestAnswer = AnswerOf<'checkDigest'>;

const answerMs = 30_000;

/** Of everything the cache holds. */
export function digestOf(cache: Pick<CacheStore, 'everyDocument'>, hash: SeatHash): Digest {
  let count = 0;
  function* counted() {
    for (const document of cache.everyDocument()) {
      count += 1;
      yield document;
    }
  }
  const sha256 = hash.sha256(digestParts(counted()));
  return { count, sha256 };
}

export class DigestChecks {
  readonly #link: Pick<Link, 'state' | 'send'>;
  readonly #timers: SeatTimers;
  readonly #waiting = new Set<(answer: DigestAnswer) => void>();

  constructor(link: Pick<Link, 'state' | 'send'>, timers: SeatTimers) {
    this.#link = link;
    this.#timers = timers;
  }

  ask(): Promise<DigestAnswer> {
    if (this.#link.state !== 'live') return Promise.resolve({ status: 'offline' });
    return new Promise((resolve) => {
      const stop = this.#timers.after(answerMs, () => answer({ status: 'offline' }));
      const answer = (said: DigestAnswer): void => {
        stop();
        this.#waiting.delete(answer);
        resolve(said);
      };
      this.#waiting.add(answer);
      if (this.#waiting.size === 1) this.#link.send('digest');
    });
  }

  /** @param own Reckoned only where somebody asked. */
  heard(hub: Digest, own: () => Digest, seq: number): void {
    if (this.#waiting.size === 0) return;
    const seat = own();
    const isEqual = seat.count === hub.count && seat.sha256 === hub.sha256;
    this.#tell(
      isEqual
        ? { status: 'equal', seq, count: seat.count }
        : { status: 'different', seq, seatCount: seat.count, hubCount: hub.count },
    );
  }

  lost(): void {
    this.#tell({ status: 'offline' });
  }

  #tell(answer: DigestAnswer): void {
    for (const tell of [...this.#waiting]) tell(answer);
  }
}
