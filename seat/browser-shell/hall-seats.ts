/**
 * The seats of a hall: one for each browser, known by its cookie. A browser that loads the page is promised a seat; it
 * gets it with its first connection. When all are taken, those go first that nobody needs.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { SeatStatus } from '../../shared/wire/seat-api.ts';
import type { ComposedSeat } from '../compose.ts';
import type { SeatLog, SeatTimers } from '../runtime/ports.ts';
import type { SeatTiles } from '../runtime/online-maps.ts';
import type { SeatPictures } from '../runtime/video.ts';
import { openScreenDoor } from '../runtime/screen-connection.ts';
import type { ScreenDoor } from '../runtime/screen-connection.ts';
import { hallBook } from './hall-book.ts';
import type { HallBook } from './hall-book.ts';
import type { SeatDoor } from './sockets.ts';

/** How long a seat must be without a screen before another browser may have its place, ms. */
export const unusedMs = 10 * 60_000;
/** How long a promise holds for a page that never connects, ms. */
export const promiseMs = 60_000;
const screensOfSeat = 8;
const leaving = 'gone-';

export interface HallSeatsParts {
  /** Folder of the hall: `browsers.json`, and the folders of the seats below `seats/`. */
  readonly dataDir: string;
  readonly limit: number;
  readonly open: (dir: string) => ComposedSeat;
  /** Milliseconds that only grow. */
  readonly monotonic: () => number;
  readonly random: (bytes: number) => Buffer;
  readonly timers: SeatTimers;
  readonly log: SeatLog;
}

interface HallSeat {
  readonly number: number;
  readonly cookie: string;
  readonly composed: ComposedSeat;
  readonly door: ScreenDoor;
  status: SeatStatus | undefined;
  usedAt: number;
  address: string | undefined;
}

/** Cookies have 32 random bytes: what cannot be guessed needs no slow hash. */
const hashOf = (cookie: string): string => createHash('sha256').update(cookie).digest('hex');

export class HallSeats {
  readonly #parts: HallSeatsParts;
  readonly #book: HallBook;
  readonly #folder: string;
  /** Both by the hash of the cookie; of a promise the time it was given. */
  readonly #seats = new Map<string, HallSeat>();
  readonly #promises = new Map<string, number>();
  /** Seats of known browsers that could not be opened: number of the folder by the hash of the cookie. */
  readonly #broken = new Map<string, number>();

  /** Opens every seat that a browser has: what waits in their outboxes goes on its way. */
  constructor(parts: HallSeatsParts) {
    this.#parts = parts;
    this.#folder = join(parts.dataDir, 'seats');
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    this.#book = hallBook(parts.dataDir);
    const entries = this.#book.read();
    for (const name of readdirSync(this.#folder))
      if (name.startsWith(leaving)) rmSync(join(this.#folder, name), { recursive: true, force: true });
    // One that is damaged keeps nobody else from work.
    for (const { seat, cookie } of entries) this.#tryOpen(seat, cookie);
  }

  get count(): number {
    return this.#seats.size;
  }

  has(cookie: string): boolean {
    const hash = hashOf(cookie);
    return this.#seats.has(hash) || this.#promises.has(hash) || this.#broken.has(hash);
  }

  /** Whether the seat of a known browser works. One that could not be opened is tried once more. */
  works(cookie: string): boolean {
    const hash = hashOf(cookie);
    const number = this.#broken.get(hash);
    return number === undefined || this.#tryOpen(number, hash);
  }

  /** Whether somebody is signed in at the seat of this browser. */
  signedIn(cookie: string): boolean {
    const status = this.#seats.get(hashOf(cookie))?.status;
    return status !== undefined && status.user !== null;
  }

  /** A cookie for a new browser; undefined where every seat is needed. */
  promise(): string | undefined {
    const now = this.#parts.monotonic();
    if (this.#taken() >= this.#parts.limit) this.#forgetPromises(now);
    if (this.#taken() >= this.#parts.limit) this.#letGo(now);
    if (this.#taken() >= this.#parts.limit) return undefined;
    const cookie = this.#parts.random(32).toString('base64url');
    this.#promises.set(hashOf(cookie), now);
    return cookie;
  }

  /**
   * The door of a browser's seat, for one more screen; undefined for a cookie of no seat.
   * @param address Where the browser is, for the log.
   */
  door(cookie: string, address: string): SeatDoor | undefined {
    const hash = hashOf(cookie);
    if (!this.#seats.has(hash) && this.#promises.delete(hash)) this.#seat(hash);
    const seat = this.#seats.get(hash);
    if (seat === undefined) return undefined;
    if (seat.address !== undefined && seat.address !== address) this.#moved(seat, seat.address, address);
    seat.address = address;
    return {
      connect: (transport) => {
        if (seat.door.count() >= screensOfSeat) return transport.close('TooMany');
        const used = (): void => {
          seat.usedAt = this.#parts.monotonic();
        };
        used();
        transport.onClose(used);
        seat.door.connect(transport);
      },
    };
  }

  /** What screens of a browser's seat may fetch; undefined for a cookie of no seat that is open. */
  pictures(cookie: string): (SeatPictures & SeatTiles) | undefined {
    return this.#seats.get(hashOf(cookie))?.composed.seat.pictures;
  }

  close(): void {
    for (const { door, composed } of this.#seats.values()) {
      door.close('stopping');
      composed.close();
    }
    this.#seats.clear();
  }

  #taken(): number {
    return this.#seats.size + this.#promises.size + this.#broken.size;
  }

  /** A cookie may have been copied: it opens nothing that somebody logged in to elsewhere. */
  #moved({ composed, status }: HallSeat, from: string, to: string): void {
    const { log } = this.#parts;
    const seat = composed.seatId;
    const isUsed = status !== undefined && status.user !== null;
    // A wall has nobody who could unlock it: its token opens it again.
    const end = isUsed && status.lockAfterMs === null ? 'logout' : 'lock';
    log.warn({ seat, from, to, ...(isUsed ? { end } : {}) }, 'the browser of this seat came from another address');
    if (!isUsed) return;
    composed.seat.request(end, {}).catch((error: unknown) => {
      log.error({ err: error, seat }, 'the seat of a browser from another address could not be closed to it');
    });
  }

  #tryOpen(number: number, hash: string): boolean {
    try {
      this.#open(number, hash);
    } catch (error) {
      this.#parts.log.error({ err: error, folder: number }, 'the seat of a browser could not be opened');
      this.#broken.set(hash, number);
      return false;
    }
    this.#broken.delete(hash);
    return true;
  }

  #forgetPromises(now: number): void {
    for (const [hash, at] of this.#promises) if (now - at >= promiseMs) this.#promises.delete(hash);
  }

  #seat(hash: string): void {
    let number = 1;
    const numbers = new Set([...this.#seats.values()].map((seat) => seat.number));
    // A folder nobody has may still hold entries that were never sent: it is not given to another browser.
    while (numbers.has(number) || existsSync(join(this.#folder, String(number)))) number += 1;
    const seat = this.#open(number, hash);
    this.#write();
    this.#parts.log.info({ seat: seat.composed.seatId, folder: number, seats: this.#seats.size }, 'a new browser');
  }

  #open(number: number, hash: string): HallSeat {
    const { open, timers, log, monotonic } = this.#parts;
    const composed = open(join(this.#folder, String(number)));
    const door = openScreenDoor({ seat: composed.seat, timers, log });
    const seat: HallSeat = {
      ...{ number, cookie: hash, composed, door },
      status: undefined,
      usedAt: monotonic(),
      address: undefined,
    };
    composed.seat.onPush((push) => {
      if (push.push === 'status') seat.status = push.status;
    });
    this.#seats.set(hash, seat);
    return seat;
  }

  #write(): void {
    const working = [...this.#seats].map(([cookie, { number }]) => ({ seat: number, cookie }));
    const broken = [...this.#broken].map(([cookie, seat]) => ({ seat, cookie }));
    this.#book.write([...working, ...broken].toSorted((a, b) => a.seat - b.seat));
  }

  /** The seat that was unused the longest, of those nobody needs. */
  #letGo(now: number): void {
    const free = [...this.#seats.entries()].filter(([, seat]) => isFree(seat, now));
    const [oldest] = free.toSorted(([, a], [, b]) => a.usedAt - b.usedAt);
    if (oldest === undefined) return;
    const [hash, seat] = oldest;
    seat.composed.close();
    this.#seats.delete(hash);
    // Renamed before the book forgets it: whatever happens in between, no other browser gets what is in the folder.
    const gone = join(this.#folder, `${leaving}${seat.composed.seatId}`);
    renameSync(join(this.#folder, String(seat.number)), gone);
    this.#write();
    rmSync(gone, { recursive: true, force: true });
    this.#parts.log.info({ seat: seat.composed.seatId, folder: seat.number }, 'an unused seat was let go');
  }
}

/** Nobody is signed in, no screen is open, and nothing typed there waits for the hub or for its user. */
function isFree({ status, door, usedAt, composed }: HallSeat, now: number): boolean {
  if (status === undefined || status.user !== null || door.count() > 0 || now - usedAt < unusedMs) return false;
  const { pending, refused, asking, waitingForOthers } = status;
  return [pending, refused, asking, waitingForOthers, composed.seat.typing()].every((count) => count === 0);
}
