/**
 * Basemaps from outside at the seat: which there are and how they stand, as the hub last said, and their tiles, which the
 * hub fetches. The seat knows no address and no key.
 */
import { mapTileAnswerSchema } from '../../shared/wire/online-maps.ts';
import type { MapTileAnswer, MapTileRequest, OnlineMaps } from '../../shared/wire/online-maps.ts';
import type { Link } from './link.ts';
import type { SeatLog, SeatTimers } from './ports.ts';

/** What the door for tiles needs of the seat. */
export interface SeatTiles {
  /** `done` is called once, unless called off. Returns how to call it off. */
  tile(request: MapTileRequest, done: (answer: MapTileAnswer) => void): () => void;
}

export interface SeatOnlineMapsParts {
  readonly link: Pick<Link, 'ask'>;
  readonly timers: SeatTimers;
  readonly log: SeatLog;
  /** Hub time, Unix ms. */
  readonly now: () => number;
  /** Whether somebody is signed in and the seat is not locked. */
  readonly shown: () => boolean;
  readonly changed: () => void;
}

/** Longer than the hub waits for a source. */
const answerMs = 40_000;
const busyMs = 300;
const mostBusy = 20;
/** Asked of the hub at a time; the rest waits here, where it can be called off. */
const atOnce = 8;
const mostWaiting = 1_000;

const refused = (code: 'NotAllowed' | 'Unknown' | 'Busy' | 'Unavailable'): MapTileAnswer => ({
  status: 'refused',
  code,
});

interface Asked {
  readonly request: MapTileRequest;
  readonly done: (answer: MapTileAnswer) => void;
  isOver: boolean;
  tries: number;
}

export class SeatOnlineMaps implements SeatTiles {
  readonly #parts: SeatOnlineMapsParts;
  #maps: OnlineMaps = [];
  /** Hub time at which the link was lost. */
  #lostAt: number | undefined;
  #waiting: Asked[] = [];
  #running = 0;

  constructor(parts: SeatOnlineMapsParts) {
    this.#parts = parts;
  }

  view(): OnlineMaps {
    const since = this.#lostAt;
    if (since === undefined) return this.#maps;
    return this.#maps.map((map) => ({ ...map, away: map.away ?? { since, why: 'hubAway' as const } }));
  }

  told(maps: OnlineMaps): void {
    this.#lostAt = undefined;
    this.#maps = maps;
    this.#parts.changed();
  }

  /** A hub without any says nothing of them. */
  welcomed(): void {
    this.told([]);
  }

  lost(): void {
    this.#lostAt ??= this.#parts.now();
    this.#parts.changed();
  }

  /** Whoever was shown them is not any more: logged out, or behind the lock. */
  forget(): void {
    for (const asked of this.#waiting.splice(0)) this.#finish(asked, refused('NotAllowed'));
  }

  tile(request: MapTileRequest, done: (answer: MapTileAnswer) => void): () => void {
    const asked: Asked = { request, done, isOver: false, tries: 0 };
    if (!this.#parts.shown()) this.#finish(asked, refused('NotAllowed'));
    else if (this.#waiting.length >= mostWaiting) this.#finish(asked, refused('Busy'));
    else {
      this.#waiting.push(asked);
      this.#next();
    }
    return () => {
      asked.isOver = true;
      this.#waiting = this.#waiting.filter((each) => each !== asked);
    };
  }

  #next(): void {
    while (this.#running < atOnce) {
      const asked = this.#waiting.shift();
      if (asked === undefined) return;
      this.#running += 1;
      this.#ask(asked);
    }
  }

  #ask(asked: Asked): void {
    const { link, timers, log, shown } = this.#parts;
    link.ask('mapTile', { ...asked.request }, answerMs, (body) => {
      const { data } = mapTileAnswerSchema.safeParse(body);
      if (body !== undefined && data === undefined)
        log.warn({}, 'the hub answered an ask for a tile with what is none');
      const answer = (data ?? refused('Unavailable')) as MapTileAnswer;
      const isBusy = answer.status === 'refused' && answer.code === 'Busy';
      if (isBusy && !asked.isOver && asked.tries < mostBusy) {
        asked.tries += 1;
        timers.after(busyMs, () => this.#ask(asked));
        return;
      }
      this.#running -= 1;
      // What was asked before the lock fell is not shown behind it.
      this.#finish(asked, shown() ? answer : refused('NotAllowed'));
      this.#next();
    });
  }

  #finish(asked: Asked, answer: MapTileAnswer): void {
    if (asked.isOver) return;
    asked.isOver = true;
    asked.done(answer);
  }
}
