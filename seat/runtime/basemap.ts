/**
 * The basemap of the plates in force on this seat: fetched piece by piece when it is not on this machine, going on after a
 * lost link or a new start where it stopped. Until it is whole the one before stays in use.
 */
import type { Basemap, District } from '../../shared/domain/district/state.ts';
import { basemapAnswerSchema } from '../../shared/wire/hub-protocol.ts';
import type { AnswerOf } from '../../shared/wire/seat-api.ts';
import type { OnlineMaps } from '../../shared/wire/online-maps.ts';
import type { Link } from './link.ts';
import type { BasemapFetch, BasemapFiles, SeatLog, SeatTimers } from './ports.ts';
import { storageFullCode } from './ports.ts';

export interface SeatBasemapParts {
  /** The plates in force; undefined where there are none, or they are not here yet. */
  readonly district: () => District | undefined;
  readonly link: Pick<Link, 'welcomed' | 'ask'>;
  readonly files: BasemapFiles;
  readonly timers: SeatTimers;
  readonly log: SeatLog;
  /** Basemaps from outside, beside it. */
  readonly online: () => OnlineMaps;
  readonly changed: (state: AnswerOf<'basemap'>) => void;
}

type Trouble = 'StorageFull' | 'Damaged' | 'Unavailable';

const answerMs = 30_000;
/** Everything else goes first at the hub. */
const busyMs = 250;
const retryMs = 2_000;
const slowRetryMs = 30_000;
/** How often screens are told how far it is, ms. */
const progressMs = 500;

export class SeatBasemap {
  readonly #parts: SeatBasemapParts;
  readonly #stopListening: () => void;
  #named: Basemap | undefined;
  #fetch: BasemapFetch | undefined;
  #trouble: Trouble | undefined;
  /** JSON of what was last told. */
  #told: string | undefined;
  #stopRetry: () => void = () => undefined;
  #stopTelling: (() => void) | undefined;
  #stopped = false;

  constructor(parts: SeatBasemapParts) {
    this.#parts = parts;
    this.#stopListening = parts.files.onChanged(() => this.#filesChanged());
  }

  answer(): AnswerOf<'basemap'> {
    const { files } = this.#parts;
    const maps = this.#parts.online();
    const online = maps.length === 0 ? {} : { online: maps };
    const named = this.#named;
    if (named === undefined) return { here: null, fetching: null, ...online };
    if (files.has(named.hash, named.bytes)) return { here: shown(named), fetching: null, ...online };
    const before = files.last();
    return {
      ...online,
      here: before === undefined ? null : shown(before),
      fetching: { have: files.have(named.hash), total: named.bytes, trouble: this.#trouble ?? null },
    };
  }

  /** The plates, the files or the link may be another: brings here what is missing. */
  look(): void {
    const district = this.#parts.district();
    // Until the plates are here nobody knows which it is: the present one stays.
    if (this.#stopped || district === undefined) return;
    const { basemap } = district.plates;
    if (JSON.stringify(basemap) !== JSON.stringify(this.#named)) {
      this.#giveUp();
      this.#trouble = undefined;
      this.#named = basemap;
      this.#parts.files.inForce(this, basemap);
    }
    this.#begin();
    this.#tell();
  }

  /** Basemaps from outside stand otherwise. */
  onlineChanged(): void {
    this.#tell();
  }

  /** Screens could not be told for a while. */
  tellAgain(): void {
    this.#told = undefined;
    this.#tell();
  }

  /** The link is gone. */
  lost(): void {
    this.#giveUp();
  }

  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#giveUp();
    this.#stopTelling?.();
    this.#stopListening();
    this.#parts.files.gone(this);
  }

  #begin(): void {
    const { files, link } = this.#parts;
    const named = this.#named;
    if (named === undefined || this.#fetch !== undefined || files.has(named.hash, named.bytes) || !link.welcomed)
      return;
    // Another seat of this process may be at it: then it is waited for.
    const fetch = files.fetch(named);
    if (fetch === undefined) return;
    this.#fetch = fetch;
    this.#parts.log.info({ hash: named.hash, have: fetch.have, total: named.bytes }, 'the basemap is being fetched');
    this.#next(fetch, named);
  }

  #giveUp(): void {
    this.#stopRetry();
    const fetch = this.#fetch;
    this.#fetch = undefined;
    fetch?.release();
  }

  #next(fetch: BasemapFetch, named: Basemap): void {
    if (fetch !== this.#fetch) return;
    if (fetch.have >= named.bytes) return void this.#finish(fetch, named);
    this.#parts.link.ask('basemap', { hash: named.hash, from: fetch.have }, answerMs, (body) => {
      if (fetch !== this.#fetch) return;
      const { data: answer } = basemapAnswerSchema.safeParse(body);
      // A piece without bytes would be asked for again at once, for ever.
      const piece = answer?.status === 'piece' ? (answer.bytes as Uint8Array) : undefined;
      if (answer?.status === 'piece' && answer.total === named.bytes && piece !== undefined && piece.byteLength > 0)
        return void this.#keep(fetch, named, piece);
      if (body === undefined) return this.#later(retryMs, () => this.#next(fetch, named));
      if (answer?.status === 'refused' && answer.code === 'Busy')
        return this.#later(busyMs, () => this.#next(fetch, named));
      this.#parts.log.warn({ hash: named.hash }, 'the hub did not give the basemap of the plates in force');
      this.#trouble = 'Unavailable';
      // Another seat may be given it.
      this.#giveUp();
      this.#tell();
      this.#later(slowRetryMs, () => this.#begin());
    });
  }

  async #keep(fetch: BasemapFetch, named: Basemap, bytes: Uint8Array): Promise<void> {
    try {
      await fetch.append(bytes);
    } catch (error) {
      return this.#couldNotWrite(fetch, named, error);
    }
    if (fetch === this.#fetch) this.#trouble = undefined;
    this.#next(fetch, named);
  }

  async #finish(fetch: BasemapFetch, named: Basemap): Promise<void> {
    let result: 'whole' | 'damaged';
    try {
      result = await fetch.finish();
    } catch (error) {
      return this.#couldNotWrite(fetch, named, error);
    }
    const { log } = this.#parts;
    if (result === 'damaged')
      log.error({ hash: named.hash }, 'what came as the basemap is not that: it was thrown away and is fetched anew');
    else log.info({ hash: named.hash, bytes: named.bytes }, 'the basemap is here');
    if (fetch !== this.#fetch) return;
    if (result === 'damaged') return this.#again(fetch, named, 'Damaged');
    this.#giveUp();
    this.#trouble = undefined;
    this.#tell();
  }

  #couldNotWrite(fetch: BasemapFetch, named: Basemap, error: unknown): void {
    if (fetch !== this.#fetch) return;
    const isFull = error instanceof Error && 'code' in error && error.code === storageFullCode;
    this.#parts.log.error(
      { err: error, hash: named.hash },
      isFull ? 'no room for the basemap: tried again a little later' : 'the basemap could not be written',
    );
    this.#again(fetch, named, isFull ? 'StorageFull' : 'Unavailable');
  }

  /** Some time later. The other seats of this process would fare no better: it stays with this one. */
  #again(fetch: BasemapFetch, named: Basemap, trouble: Trouble): void {
    this.#trouble = trouble;
    this.#tell();
    this.#later(slowRetryMs, () => this.#next(fetch, named));
  }

  #later(milliseconds: number, work: () => void): void {
    this.#stopRetry();
    this.#stopRetry = this.#parts.timers.after(milliseconds, work);
  }

  #filesChanged(): void {
    if (this.#stopped || this.#named === undefined) return;
    const { hash, bytes } = this.#named;
    if (this.#parts.files.has(hash, bytes)) {
      this.#parts.files.inForce(this, this.#named);
      return this.#tell();
    }
    // The seat that fetched it may have gone. One that met trouble waits its time.
    if (this.#trouble === undefined) this.#begin();
    if (this.#stopTelling !== undefined) return;
    this.#stopTelling = this.#parts.timers.after(progressMs, () => {
      this.#stopTelling = undefined;
      this.#tell();
    });
  }

  #tell(): void {
    const state = this.answer();
    const text = JSON.stringify(state);
    if (this.#stopped || text === this.#told) return;
    this.#told = text;
    this.#parts.changed(state);
  }
}

function shown({ bytes: _, ...basemap }: Basemap): NonNullable<AnswerOf<'basemap'>['here']> {
  return basemap;
}
