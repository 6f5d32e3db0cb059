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
  /** Whose word it is, with the way it came: `jt808:…`; of points of before it was kept it is not known. */
  readonly device?: string;
  /** What the device's own clock said, Unix ms. */
  readonly deviceAt?: number;
}

export interface TrackStoreOptions {
  /** Whose midnight parts the days. */
  readonly utcOffset: UtcOffset;
  /** A day's file may not grow beyond this many bytes; without it only the disk is the limit. */
  readonly maxBytes?: number;
  /** Told where a damaged file was moved aside. */
  readonly damaged?: (damage: { readonly file: string; readonly aside: string; readonly reason: string }) => void;
  /** A damaged file stays where it is, and what met it throws: a hub may be at work on it. */
  readonly leaveDamaged?: boolean;
  /** How long a lock of another one is waited for, ms; nothing else is done meanwhile. */
  readonly busyMs?: number;
}

/** Something of an import that failed could not be taken out again. */
export class TracksLeft extends Error {
  override readonly name = 'TracksLeft';
  readonly code = 'TRACKS_LEFT';
  /** Points that are still there. */
  readonly left: number;

  constructor(left: number, cause: unknown) {
    super(`${left} points of an import that failed are still there: the same file again brings the rest`, { cause });
    this.left = left;
  }
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
  {
    version: 2,
    name: 'devices and their clocks',
    up(db) {
      db.exec(`
        CREATE TABLE device (
          id INTEGER PRIMARY KEY,
          name TEXT NOT NULL UNIQUE
        ) STRICT;
        ALTER TABLE point ADD COLUMN device INTEGER;
        ALTER TABLE point ADD COLUMN device_at INTEGER;
      `);
    },
  },
];

/** Columns in the order they are read in. */
type Row = readonly [
  at: number,
  lon: number,
  lat: number,
  accuracy: number | null,
  speed: number | null,
  heading: number | null,
  altitude: number | null,
  poor: number,
  replayed: number,
  device: number | null,
  deviceAt: number | null,
];

type Values = [string, number, number, number, ...(number | null)[]];

const degree = 10_000_000;
/** Files open at a time: today, yesterday around midnight, and what is being read. */
const openFiles = 4;
/** Days that are gone through one by one, in place of reading which files there are. */
const fewDays = 31;
/** Points of an import written in one go: whoever else writes the day's file waits no longer than that. */
const slice = 500;
/** Damaged files kept for each day. */
const keptAsides = 1;
const fileName = /^(\d{4}-\d{2}-\d{2})\.sqlite/;
/** What SQLite says of a file that is not (any more) what it should be. */
const damageCodes = /^SQLITE_(CORRUPT|NOTADB)/;

const rounded = (value: number | undefined, scale = 1): number | null =>
  value === undefined ? null : Math.round(value * scale);

/** Member by member: a replay reads millions. */
function pointOf(unit: string, row: Row, nameOf: (device: number) => string | undefined): TrackPoint {
  const [at, lon, lat, accuracy, speed, heading, altitude, poor, replayed, device, deviceAt] = row;
  const point: { -readonly [member in keyof TrackPoint]: TrackPoint[member] } = {
    ...{ unit, at, lon: lon / degree, lat: lat / degree, poor: poor === 1, replayed: replayed === 1 },
  };
  if (accuracy !== null) point.accuracy = accuracy;
  if (speed !== null) point.speed = speed / 10;
  if (heading !== null) point.heading = heading;
  if (altitude !== null) point.altitude = altitude;
  const name = device === null ? undefined : nameOf(device);
  if (name !== undefined) point.device = name;
  if (deviceAt !== null) point.deviceAt = deviceAt;
  return point;
}

interface DayFile {
  readonly db: Connection;
  readonly statements: Statements;
  /** Numbers of the devices in this file, and their names by number. */
  readonly devices: Map<string, number>;
  readonly names: Map<number, string>;
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
    for (const [date, ofDay] of this.#byDay(points)) this.#appendDay(date, ofDay);
  }

  /**
   * As `append`, but in small transactions, and all points of all days or none of them, as far as no power is lost
   * meanwhile: then the same again brings the rest. Returns how many were not there before. Throws `TracksLeft` where
   * some could not be taken out again.
   * @param turn Resolves once others had their turn; awaited after each transaction.
   */
  async appendWhole(points: readonly TrackPoint[], turn: () => Promise<unknown>): Promise<number> {
    const done: { readonly date: string; readonly added: readonly TrackPoint[] }[] = [];
    try {
      for (const [date, ofDay] of this.#byDay(points)) {
        for (let from = 0; from < ofDay.length; from += slice) {
          done.push({ date, added: this.#appendDay(date, ofDay.slice(from, from + slice)) });
          await turn();
        }
      }
    } catch (error) {
      let left = 0;
      for (const { date, added } of done.reverse()) {
        try {
          this.#work(date, (file) => this.#take(file, added));
        } catch {
          // The next ones may lie in a file that can still be written.
          left += added.length;
        }
        await turn();
      }
      throw left === 0 ? error : new TracksLeft(left, error);
    }
    return done.reduce((sum, { added }) => sum + added.length, 0);
  }

  #byDay(points: readonly TrackPoint[]): ReadonlyMap<string, TrackPoint[]> {
    const days = new Map<string, TrackPoint[]>();
    for (const point of points) {
      const date = civilDate(point.at, this.#options.utcOffset);
      const ofDay = days.get(date);
      if (ofDay === undefined) days.set(date, [point]);
      else ofDay.push(point);
    }
    return days;
  }

  /** Returns those that were not there before. */
  #appendDay(date: string, points: readonly TrackPoint[]): readonly TrackPoint[] {
    // A second time in a new file, where the first met a damaged one.
    return (
      this.#work(date, (file) => this.#insert(file, points)) ??
      must(
        this.#work(date, (file) => this.#insert(file, points)),
        `a whole file for ${date}`,
      )
    );
  }

  /** From `from` on and before `to`, by time, at most `limit`. Days whose file is damaged are missing. */
  track(unit: string, from: number, to: number, limit: number): readonly TrackPoint[] {
    const found: TrackPoint[] = [];
    for (const date of this.#daysBetween(from, to)) {
      if (found.length >= limit) break;
      if (!this.#open.has(date) && !existsSync(this.#file(date))) continue;
      const points = this.#work(date, (file) => {
        const nameOf = (device: number): string | undefined => this.#nameOf(file, device);
        return file.statements
          .of<[string, number, number, number], Row>(
            `SELECT at, lon, lat, accuracy, speed, heading, altitude, poor, replayed, device, device_at
             FROM point WHERE unit = ? AND at >= ? AND at < ? ORDER BY at LIMIT CAST(? AS INTEGER)`,
          )
          .raw()
          .all(unit, from, to, limit - found.length)
          .map((row) => pointOf(unit, row, nameOf));
      });
      for (const point of points ?? []) found.push(point);
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

  #insert(file: DayFile, points: readonly TrackPoint[]): readonly TrackPoint[] {
    const insert = file.statements.of<Values>(
      `INSERT OR IGNORE INTO point
         (unit, at, lon, lat, accuracy, speed, heading, altitude, poor, replayed, device, device_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    const added: TrackPoint[] = [];
    try {
      file.db
        .transaction(() => {
          for (const point of points) {
            const { unit, at, lon, lat, accuracy, speed, heading, altitude, poor, replayed } = point;
            const place = [Math.round(lon * degree), Math.round(lat * degree)] as const;
            const measures = [rounded(accuracy), rounded(speed, 10), rounded(heading), rounded(altitude)];
            const source = [this.#deviceOf(file, point.device), rounded(point.deviceAt)] as const;
            const { changes } = insert.run(unit, at, ...place, ...measures, Number(poor), Number(replayed), ...source);
            if (changes > 0) added.push(point);
          }
        })
        .immediate();
    } catch (error) {
      // Numbers given within what was taken back are of nobody.
      file.devices.clear();
      file.names.clear();
      throw error;
    }
    return added;
  }

  #deviceOf({ statements, devices }: DayFile, name: string | undefined): number | null {
    if (name === undefined) return null;
    const known = devices.get(name);
    if (known !== undefined) return known;
    statements.of<[string]>('INSERT OR IGNORE INTO device (name) VALUES (?)').run(name);
    const row = statements.of<[string], { readonly id: number }>('SELECT id FROM device WHERE name = ?').get(name);
    const { id } = must(row, 'the number of a device');
    devices.set(name, id);
    return id;
  }

  #nameOf({ statements, names }: DayFile, device: number): string | undefined {
    const known = names.get(device);
    if (known !== undefined) return known;
    const row = statements.of<[number], { readonly name: string }>('SELECT name FROM device WHERE id = ?').get(device);
    if (row !== undefined) names.set(device, row.name);
    return row?.name;
  }

  /** Takes points out again. */
  #take({ db, statements }: DayFile, points: readonly TrackPoint[]): true {
    const remove = statements.of<[string, number]>('DELETE FROM point WHERE unit = ? AND at = ?');
    db.transaction(() => {
      for (const { unit, at } of points) remove.run(unit, at);
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
      if (this.#options.leaveDamaged === true) throw error;
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
    const { maxBytes, busyMs } = this.#options;
    const db = openFile(this.#file(date), {
      ...{ settings: fileSettings.tracks, migrations: trackMigrations },
      ...(maxBytes === undefined ? {} : { maxBytes }),
      ...(busyMs === undefined ? {} : { busyMs }),
    });
    const file = {
      db,
      statements: new Statements(db),
      devices: new Map<string, number>(),
      names: new Map<number, string>(),
    };
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

  /** Civil dates that have a part of the period, oldest first; of a short one it is not asked which files there are. */
  #daysBetween(from: number, to: number): readonly string[] {
    const { utcOffset } = this.#options;
    const first = this.#startOf(civilDate(Math.max(0, from), utcOffset));
    const count = Math.ceil((to - first) / dayMs);
    if (count <= fewDays)
      return Array.from({ length: Math.max(0, count) }, (_, n) => civilDate(first + n * dayMs, utcOffset));
    return this.#days().filter((date) => this.#startOf(date) < to && this.#startOf(date) + dayMs > from);
  }

  #startOf(date: string): number {
    return must(parseIso(`${date}T00:00:00Z`), `a civil date: ${date}`) - this.#options.utcOffset * minute;
  }
}
