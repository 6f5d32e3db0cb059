/**
 * Tracks of units: one file for each civil day, so that a day is forgotten by deleting its file.
 *
 * Matches the port in `hub/telemetry/tracks.ts`.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { civilDate, day as dayMs, minute, parseIso } from '../../shared/lib/time.ts';
import type { UtcOffset } from '../../shared/lib/time.ts';
import { must } from '../../shared/lib/must.ts';
import type { Connection } from '../connection.ts';
import { fileSettings, isStorageFull, openFile, sqliteCode, Statements, StorageFullError } from '../connection.ts';
import type { Migration } from '../migrations.ts';
import { makeFolderPrivate } from '../private-files.ts';
import { asides, moveAside, removeDatabase } from '../seat/aside.ts';

export interface TrackPoint {
  readonly unit: string;
  /** Hub time, whole Unix ms. */
  readonly at: number;
  /** WGS84 degrees, kept to 1e-7. */
  readonly lon: number;
  readonly lat: number;
  /** Metres, kept whole. */
  readonly accuracy?: number;
  /** km/h, kept to 0.1. */
  readonly speed?: number;
  /** Degrees, kept whole. */
  readonly heading?: number;
  /** Metres, kept whole. */
  readonly altitude?: number;
  readonly poor: boolean;
  /** Sent later than made. */
  readonly replayed: boolean;
}

export interface TrackStoreOptions {
  /** Whose midnight parts the days. */
  readonly utcOffset: UtcOffset;
  /** A day's file may not grow beyond this many bytes; without it only the disk is the limit. */
  readonly maxBytes?: number;
  /** Told where a damaged file was moved aside. */
  readonly damaged?: (damage: { readonly file: string; readonly aside: string; readonly reason: string }) => void;
}

export const trackMigrations: readonly Migration[] = [
  {
    version: 1,
    name: 'tracks',
    up(db) {
      db.exec(`
        CREATE TABLE point (
          unit TEXT NOT NULL,
          at INTEGER NOT NULL,
          lon INTEGER NOT NULL,
          lat INTEGER NOT NULL,
          accuracy INTEGER,
          speed INTEGER,
          heading INTEGER,
          altitude INTEGER,
          poor INTEGER NOT NULL,
          replayed INTEGER NOT NULL,
          PRIMARY KEY (unit, at)
        ) STRICT, WITHOUT ROWID;
      `);
    },
  },
];

interface Row {
  readonly unit: string;
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  readonly accuracy: number | null;
  readonly speed: number | null;
  readonly heading: number | null;
  readonly altitude: number | null;
  readonly poor: number;
  readonly replayed: number;
}

type Values = [string, number, number, number, ...(number | null)[]];

const degree = 10_000_000;
/** Files open at a time: today, yesterday around midnight, and what is being read. */
const openFiles = 4;
/** Damaged files kept for each day. */
const keptAsides = 1;
const fileName = /^(\d{4}-\d{2}-\d{2})\.sqlite/;
/** What SQLite says of a file that is not (any more) what it should be. */
const damageCodes = /^SQLITE_(CORRUPT|NOTADB)/;

const rounded = (value: number | undefined, scale = 1): number | null =>
  value === undefined ? null : Math.round(value * scale);

function pointOf({ unit, at, lon, lat, accuracy, speed, heading, altitude, poor, replayed }: Row): TrackPoint {
  return {
    ...{ unit, at, lon: lon / degree, lat: lat / degree },
    ...(accuracy === null ? {} : { accuracy }),
    ...(speed === null ? {} : { speed: speed / 10 }),
    ...(heading === null ? {} : { heading }),
    ...(altitude === null ? {} : { altitude }),
    ...{ poor: poor === 1, replayed: replayed === 1 },
  };
}

interface DayFile {
  readonly db: Connection;
  readonly statements: Statements;
}

export class SqliteTrackStore {
  readonly #dir: string;
  readonly #options: TrackStoreOptions;
  /** By civil date; the least recently used first. */
  readonly #open = new Map<string, DayFile>();

  /** @param dir Made with the first point. */
  constructor(dir: string, options: TrackStoreOptions) {
    this.#dir = dir;
    this.#options = options;
  }

  /**
   * Of two points of a unit at one instant the first stays. All points of a day or none of them. Throws
   * `StorageFullError`, `FileFromTheFuture`. A damaged file is moved aside and a new one begun.
   */
  append(points: readonly TrackPoint[]): void {
    const days = new Map<string, TrackPoint[]>();
    for (const point of points) {
      const date = civilDate(point.at, this.#options.utcOffset);
      const ofDay = days.get(date);
      if (ofDay === undefined) days.set(date, [point]);
      else ofDay.push(point);
    }
    for (const [date, ofDay] of days) {
      // A second time in a new file, where the first met a damaged one.
      if (this.#work(date, (file) => this.#insert(file, ofDay)) === undefined)
        must(
          this.#work(date, (file) => this.#insert(file, ofDay)),
          `a whole file for ${date}`,
        );
    }
  }

  /** From `from` on and before `to`, by time, at most `limit`. Days whose file is damaged are missing. */
  track(unit: string, from: number, to: number, limit: number): readonly TrackPoint[] {
    const found: TrackPoint[] = [];
    for (const date of this.#days()) {
      if (found.length >= limit) break;
      const begins = this.#startOf(date);
      if (begins >= to || begins + dayMs <= from || !existsSync(this.#file(date))) continue;
      const rows = this.#work(date, ({ statements }) =>
        statements
          .of<[string, number, number, number], Row>(
            `SELECT unit, at, lon, lat, accuracy, speed, heading, altitude, poor, replayed FROM point
             WHERE unit = ? AND at >= ? AND at < ? ORDER BY at LIMIT CAST(? AS INTEGER)`,
          )
          .all(unit, from, to, limit - found.length),
      );
      found.push(...(rows ?? []).map(pointOf));
    }
    return found;
  }

  /** Deletes what is kept of a unit from the instant on. Throws `StorageFullError`. */
  forget(unit: string, from: number): void {
    for (const date of this.#days()) {
      if (this.#startOf(date) + dayMs <= from || !existsSync(this.#file(date))) continue;
      this.#work(date, ({ statements }) =>
        statements.of<[string, number]>('DELETE FROM point WHERE unit = ? AND at >= ?').run(unit, from),
      );
    }
  }

  /** Deletes the files, damaged ones too, of days that ended at or before the instant. Returns how many days. */
  prune(before: number): number {
    const past = this.#days().filter((date) => this.#startOf(date) + dayMs <= before);
    for (const date of past) {
      this.#close(date);
      const file = this.#file(date);
      for (const { path } of asides(file)) removeDatabase(path);
      removeDatabase(file);
    }
    return past.length;
  }

  /** Closing twice is no error. */
  close(): void {
    for (const date of [...this.#open.keys()]) this.#close(date);
  }

  #insert({ db, statements }: DayFile, points: readonly TrackPoint[]): true {
    const insert = statements.of<Values>(
      `INSERT OR IGNORE INTO point (unit, at, lon, lat, accuracy, speed, heading, altitude, poor, replayed)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    db.transaction(() => {
      for (const { unit, at, lon, lat, accuracy, speed, heading, altitude, poor, replayed } of points) {
        const place = [Math.round(lon * degree), Math.round(lat * degree)] as const;
        const measures = [rounded(accuracy), rounded(speed, 10), rounded(heading), rounded(altitude)];
        insert.run(unit, at, ...place, ...measures, Number(poor), Number(replayed));
      }
    }).immediate();
    return true;
  }

  /** Undefined where the file turned out to be damaged: it lies aside then. */
  #work<T>(date: string, work: (file: DayFile) => T): T | undefined {
    try {
      return work(this.#opened(date));
    } catch (error) {
      if (isStorageFull(error)) throw new StorageFullError(error);
      if (!damageCodes.test(sqliteCode(error) ?? '')) throw error;
      this.#close(date);
      const file = this.#file(date);
      const aside = moveAside(file, keptAsides);
      this.#options.damaged?.({ file, aside, reason: error instanceof Error ? error.message : String(error) });
      return undefined;
    }
  }

  #opened(date: string): DayFile {
    const known = this.#open.get(date);
    if (known !== undefined) {
      this.#open.delete(date);
      this.#open.set(date, known);
      return known;
    }
    for (const oldest of this.#open.keys()) {
      if (this.#open.size < openFiles) break;
      this.#close(oldest);
    }
    if (!existsSync(this.#dir)) mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
    makeFolderPrivate(this.#dir);
    const { maxBytes } = this.#options;
    const db = openFile(this.#file(date), {
      ...{ settings: fileSettings.tracks, migrations: trackMigrations },
      ...(maxBytes === undefined ? {} : { maxBytes }),
    });
    const file = { db, statements: new Statements(db) };
    this.#open.set(date, file);
    return file;
  }

  #close(date: string): void {
    this.#open.get(date)?.db.close();
    this.#open.delete(date);
  }

  #file(date: string): string {
    return join(this.#dir, `${date}.sqlite`);
  }

  /** Civil dates of which there is a file, damaged or not, oldest first. */
  #days(): readonly string[] {
    if (!existsSync(this.#dir)) return [];
    const dates = readdirSync(this.#dir).flatMap((name) => fileName.exec(name)?.[1] ?? []);
    return [...new Set(dates)].sort();
  }

  #startOf(date: string): number {
    return must(parseIso(`${date}T00:00:00Z`), `a civil date: ${date}`) - this.#options.utcOffset * minute;
  }
}
