/**
 * The units as columns: where each is drawn at an instant, on its way to the newest fix, and what it looks like. A fix
 * changes its own row. Who looks at all rows is a picture, a click, and another list of units.
 */
import type { Camera } from './camera.ts';
import { fromWorld, toWorld, worldSize } from './camera.ts';
import { eased, easeMs } from './easing.ts';
import type { FixColumns, LonLat, MapFixes, MapUnit } from './types.ts';
import { unitKinds, unitStatuses } from './types.ts';

/** So many looks of a unit, kind by status, before its age. */
export const lookCount = unitKinds.length * unitStatuses.length;
export const lookOf = ({ kind, status }: Pick<MapUnit, 'kind' | 'status'>): number =>
  unitKinds.indexOf(kind) * unitStatuses.length + unitStatuses.indexOf(status);

/** What lies in a view: rows, and their pixels beside them. Valid until the next look. */
export interface InSight {
  readonly count: number;
  readonly rows: Uint32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
}

interface Columns {
  /** Where it was drawn when the newest fix came, and where that is; fractions of the world. */
  readonly fromX: Float64Array;
  readonly fromY: Float64Array;
  readonly toX: Float64Array;
  readonly toY: Float64Array;
  readonly lon: Float64Array;
  readonly lat: Float64Array;
  /** When it began to move there, ms of the screen's own clock. */
  readonly startedAt: Float64Array;
  /** NaN: nobody knows where it is. */
  readonly fixAt: Float64Array;
  /** NaN: not known. */
  readonly heading: Float32Array;
  readonly look: Uint8Array;
}

const made = (size: number): Columns => ({
  fromX: new Float64Array(size),
  fromY: new Float64Array(size),
  toX: new Float64Array(size),
  toY: new Float64Array(size),
  lon: new Float64Array(size),
  lat: new Float64Array(size),
  startedAt: new Float64Array(size).fill(Number.NEGATIVE_INFINITY),
  fixAt: new Float64Array(size).fill(Number.NaN),
  heading: new Float32Array(size).fill(Number.NaN),
  look: new Uint8Array(size),
});

/** In fractions of the world. */
interface Window {
  readonly west: number;
  readonly east: number;
  readonly north: number;
  readonly south: number;
}

function windowOf({ center, zoom, width, height }: Camera, margin: number): Window {
  const [x, y] = toWorld(center);
  const scale = worldSize(zoom);
  const [dx, dy] = [(width / 2 + margin) / scale, (height / 2 + margin) / scale];
  return { west: x - dx, east: x + dx, north: y - dy, south: y + dy };
}

export class Fleet {
  #units: readonly MapUnit[] = [];
  #rowOf = new Map<string, number>();
  #columns = made(0);
  #fixes: MapFixes | undefined;
  #rowOfPlace = new Int32Array(0);
  #sight = { rows: new Uint32Array(0), x: new Float32Array(0), y: new Float32Array(0) };
  #watched: Window | undefined;
  #movingUntil = Number.NEGATIVE_INFINITY;
  #dirtyFrom = 0;
  #dirtyTo = 0;
  #newest = Number.NEGATIVE_INFINITY;

  /** Hub time of the newest fix it ever took. */
  get newest(): number {
    return this.#newest;
  }
  get size(): number {
    return this.#units.length;
  }
  get columns(): Columns {
    return this.#columns;
  }
  unit(row: number): MapUnit | undefined {
    return this.#units[row];
  }
  /** Of the unit that a place of the fixes means; -1: of none. */
  rowAt(place: number): number {
    return this.#rowOfPlace[place] ?? -1;
  }
  find(id: string): MapUnit | undefined {
    return this.#units[this.#rowOf.get(id) ?? -1];
  }

  /**
   * Takes another list of units. Who was known goes on from where it is drawn; who is new stands at once where the fix
   * is; who is not in it is forgotten.
   * @param still No easing.
   */
  follow(units: readonly MapUnit[], fixes: MapFixes | undefined, at: number, still: boolean): void {
    const sameRows = units.length === this.#units.length && units.every(({ id }, row) => id === this.#units[row]?.id);
    const before = { columns: this.#columns, rowOf: this.#rowOf };
    this.#units = units;
    this.#fixes = fixes;
    if (!sameRows) {
      this.#columns = made(units.length);
      this.#rowOf = new Map(units.map(({ id }, row) => [id, row]));
      const columns = Object.keys(this.#columns) as (keyof Columns)[];
      for (const [id, row] of this.#rowOf) {
        const old = before.rowOf.get(id);
        if (old !== undefined) for (const name of columns) this.#columns[name][row] = before.columns[name][old] ?? 0;
      }
      const size = units.length;
      this.#sight = { rows: new Uint32Array(size), x: new Float32Array(size), y: new Float32Array(size) };
    }
    for (const [row, unit] of units.entries()) this.#columns.look[row] = lookOf(unit);
    this.#join(at, still);
    this.#dirtyFrom = 0;
    this.#dirtyTo = units.length;
  }

  /**
   * Takes new fixes. Returns whether one of them is of a unit in the view that was looked at last.
   * @param places null: any may be new.
   */
  moved(places: Uint32Array | null, at: number, still: boolean): boolean {
    if (places === null) {
      this.#join(at, still);
      return true;
    }
    const fixes = this.#fixes?.columns();
    if (fixes === undefined) return false;
    let seen = false;
    for (const place of places) {
      const row = this.#rowOfPlace[place] ?? -1;
      if (row >= 0) seen = this.#take(row, place, fixes, at, still) || seen;
    }
    return seen;
  }

  /** Which unit a place of the fixes means, and what each says now. */
  #join(at: number, still: boolean): void {
    const fixes = this.#fixes;
    if (fixes === undefined) {
      for (const [row, unit] of this.#units.entries()) {
        const { at: place, fixAt, heading } = unit;
        // Drawn though nobody says of when.
        const when = place === null ? Number.NaN : (fixAt ?? Number.NEGATIVE_INFINITY);
        const [lon, lat] = place ?? [0, 0];
        this.#put(row, when, lon, lat, heading ?? Number.NaN, at, still);
      }
      return;
    }
    const columns = fixes.columns();
    this.#rowOfPlace = new Int32Array(columns.at.length).fill(-1);
    for (const [row, { id }] of this.#units.entries()) {
      const place = fixes.place(id);
      if (place === undefined) {
        this.#put(row, Number.NaN, 0, 0, 0, at, still);
        continue;
      }
      this.#rowOfPlace[place] = row;
      this.#take(row, place, columns, at, still);
    }
  }

  #take(
    row: number,
    place: number,
    { lon, lat, at: seenAt, heading }: FixColumns,
    at: number,
    still: boolean,
  ): boolean {
    const known = seenAt[place] ?? Number.NaN;
    return this.#put(row, known, lon[place] ?? 0, lat[place] ?? 0, heading[place] ?? Number.NaN, at, still);
  }

  /** Returns whether it was, or will be, in the view that was looked at last. */
  #put(row: number, fixAt: number, lon: number, lat: number, turn: number, at: number, still: boolean): boolean {
    const c = this.#columns;
    const wasKnown = !Number.isNaN(c.fixAt[row] ?? Number.NaN);
    this.#dirtyFrom = Math.min(this.#dirtyFrom, row);
    this.#dirtyTo = Math.max(this.#dirtyTo, row + 1);
    c.fixAt[row] = fixAt;
    c.heading[row] = turn;
    if (Number.isNaN(fixAt)) return wasKnown;
    this.#newest = Math.max(this.#newest, fixAt);
    if (!wasKnown || still) {
      const [x, y] = toWorld([lon, lat]);
      c.fromX[row] = c.toX[row] = x;
      c.fromY[row] = c.toY[row] = y;
      c.startedAt[row] = Number.NEGATIVE_INFINITY;
    } else if (c.lon[row] !== lon || c.lat[row] !== lat) {
      const t = eased(at - (c.startedAt[row] ?? 0));
      const [fx, fy, tx, ty] = [c.fromX[row] ?? 0, c.fromY[row] ?? 0, c.toX[row] ?? 0, c.toY[row] ?? 0];
      c.fromX[row] = fx + (tx - fx) * t;
      c.fromY[row] = fy + (ty - fy) * t;
      const [x, y] = toWorld([lon, lat]);
      c.toX[row] = x;
      c.toY[row] = y;
      c.startedAt[row] = at;
      this.#movingUntil = at + easeMs;
    }
    c.lon[row] = lon;
    c.lat[row] = lat;
    return this.#isWatched(c.fromX[row] ?? 0, c.fromY[row] ?? 0) || this.#isWatched(c.toX[row] ?? 0, c.toY[row] ?? 0);
  }

  #isWatched(x: number, y: number): boolean {
    const w = this.#watched;
    return w === undefined || (x >= w.west && x <= w.east && y >= w.north && y <= w.south);
  }

  /** Where it is drawn at this instant. */
  place(id: string, at: number): LonLat | undefined {
    const row = this.#rowOf.get(id);
    if (row === undefined) return undefined;
    const c = this.#columns;
    if (Number.isNaN(c.fixAt[row] ?? Number.NaN)) return undefined;
    const t = eased(at - (c.startedAt[row] ?? 0));
    // Exact at the end: a rounding error must not leave it short of the fix.
    if (t >= 1) return [c.lon[row] ?? 0, c.lat[row] ?? 0];
    const [fx, fy, tx, ty] = [c.fromX[row] ?? 0, c.fromY[row] ?? 0, c.toX[row] ?? 0, c.toY[row] ?? 0];
    return fromWorld(fx + (tx - fx) * t, fy + (ty - fy) * t);
  }

  /** Whether something still has to be drawn anew after this instant. */
  moving(at: number): boolean {
    return at < this.#movingUntil;
  }

  /** All that is drawn within the view at this instant; `margin` in pixels about it. */
  look(camera: Camera, at: number, margin: number): InSight {
    const w = windowOf(camera, margin);
    this.#watched = w;
    const { fromX, fromY, toX, toY, startedAt, fixAt } = this.#columns;
    const { rows, x, y } = this.#sight;
    const scale = worldSize(camera.zoom);
    const [cx, cy] = toWorld(camera.center);
    let count = 0;
    for (let row = 0; row < fixAt.length; row += 1) {
      if (Number.isNaN(fixAt[row] ?? 0)) continue;
      let [px, py] = [toX[row] ?? 0, toY[row] ?? 0];
      const since = at - (startedAt[row] ?? 0);
      if (since < easeMs) {
        const t = eased(since);
        const [fx, fy] = [fromX[row] ?? 0, fromY[row] ?? 0];
        px = fx + (px - fx) * t;
        py = fy + (py - fy) * t;
      }
      if (px < w.west || px > w.east || py < w.north || py > w.south) continue;
      rows[count] = row;
      x[count] = (px - cx) * scale + camera.width / 2;
      y[count] = (py - cy) * scale + camera.height / 2;
      count += 1;
    }
    return { count, rows, x, y };
  }

  /** Rows that changed since this was asked last. */
  takeDirty(): readonly [from: number, to: number] {
    const dirty = [this.#dirtyFrom, this.#dirtyTo] as const;
    this.#dirtyFrom = this.size;
    this.#dirtyTo = 0;
    return dirty;
  }
}
