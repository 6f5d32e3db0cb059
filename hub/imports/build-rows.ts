/** Rows of tables as records: each cell by what its field means, each name as the entry it means, each place as WGS84. */
import type { ImportedThing, ListOfOrders } from '../../shared/domain/import/events.ts';
import type { SourceCrs } from '../../shared/geo/coordinates.ts';
import { toWgs84 } from '../../shared/geo/coordinates.ts';
import type { Point } from '../../shared/geo/point.ts';
import type { Position } from '../../shared/geo/polygon.ts';
import { boxOf, contains } from '../../shared/geo/polygon.ts';
import type { MultiPolygon } from '../../shared/geo/polygon.ts';
import type { ImportFault } from '../../shared/wire/imports.ts';
import {
  choiceOf,
  dateOf,
  hoursOf,
  instantOf,
  listOf,
  numberOf,
  peopleOf,
  plain,
  weeklyOf,
  windowOf,
  WrongCell,
  yesOf,
} from './cells.ts';
import type { Field, Named, Thing } from './fields.ts';
import { things } from './kinds.ts';
import type { Draft, Said, Value } from './records.ts';
import { recordOf } from './records.ts';
import type { Geometry, SourceRow, SourceTable } from './source.ts';

/** Somebody or something that a cell may name. */
export interface NamedEntry {
  readonly id: string;
  readonly name: string;
}
export type Names = { readonly [N in Named]: readonly NamedEntry[] };

export interface BuiltRow {
  readonly file: string;
  readonly row: number;
  readonly id: string;
  readonly name: string;
  readonly record: Draft;
  readonly at?: Point;
  readonly geometry?: Geometry;
  /** As the row says it, in its own system. */
  readonly source?: Geometry;
}

/** What the hub holds entries of, that rows can be told against. */
export type HeldThing = Exclude<ImportedThing, ListOfOrders>;

export interface BuildDeps {
  readonly what: HeldThing;
  /** Column by field. */
  readonly columns: Readonly<Record<string, string>>;
  readonly crs: SourceCrs | null;
  readonly names: Names;
  /** Records by id, as they stand. */
  readonly held: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  /** Areas one level up, of grids. */
  readonly above: readonly { readonly code: string; readonly shape: MultiPolygon }[];
  readonly utcOffset: number;
  readonly asOf: number;
  /** A short text for each text, always the same: ids of entries that bring none. */
  readonly digest: (text: string) => string;
}

export interface Built {
  readonly rows: readonly BuiltRow[];
  readonly faults: readonly ImportFault[];
}

class RowWrong extends Error {
  readonly field: string;
  readonly code: string;
  readonly value: string;
  constructor(field: string, code: string, value = '') {
    super(code);
    this.field = field;
    this.code = code;
    this.value = value;
  }
}

const idPattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

const pointOf = ([lon, lat]: Position): Point => ({ lon, lat });

export function placesOf(geometry: Geometry): readonly Position[] {
  if (geometry.type === 'Point') return [geometry.at];
  return geometry.type === 'Line' ? geometry.line : geometry.shape.flat(2);
}

/** Places beyond the degrees there are: metres, or the two exchanged. */
function checkDegrees(places: readonly Position[], field: string): void {
  const wrong = places.find(([lon, lat]) => Math.abs(lon) > 180 || Math.abs(lat) > 90);
  if (wrong === undefined) return;
  const [lon, lat] = wrong;
  const isTurned = Math.abs(lat) <= 180 && Math.abs(lon) <= 90;
  throw new RowWrong(field, isTurned ? 'LonLatExchanged' : 'NotDegrees', `${lon}, ${lat}`);
}

/** To a centimetre: what is undone by iteration is no better. */
const rounded = (degrees: number): number => Math.round(degrees * 1e7) / 1e7;

export function converted(geometry: Geometry, crs: SourceCrs): Geometry {
  if (crs === 'WGS84' || crs === 'CGCS2000') return geometry;
  const one = (position: Position): Position => {
    const { lon, lat } = toWgs84(pointOf(position), crs);
    return [rounded(lon), rounded(lat)];
  };
  if (geometry.type === 'Point') return { type: 'Point', at: one(geometry.at) };
  if (geometry.type === 'Line') return { type: 'Line', line: geometry.line.map(one) };
  // A border's first corner is its last: converted once, they stay the same to the last bit.
  return { type: 'Area', shape: geometry.shape.map((rings) => rings.map((ring) => ring.map(one))) };
}

/** A place well inside: half way along a level line through the middle of the largest piece. */
export function innerPoint(shape: MultiPolygon): Point {
  const box = boxOf(shape);
  const crossings = (lat: number): number[] =>
    shape
      .flat()
      .flatMap((ring) =>
        ring.flatMap(([lon, at], i) => {
          const next = ring[i + 1];
          if (next === undefined || at > lat === next[1] > lat) return [];
          return [lon + ((lat - at) / (next[1] - at)) * (next[0] - lon)];
        }),
      )
      .sort((a, b) => a - b);
  let best = { lon: (box.west + box.east) / 2, lat: (box.south + box.north) / 2, wide: -1 };
  for (const share of [0.5, 0.37, 0.63]) {
    const lat = box.south + (box.north - box.south) * share;
    const xs = crossings(lat);
    for (let i = 0; i + 1 < xs.length; i += 2) {
      const [west = 0, east = 0] = [xs[i], xs[i + 1]];
      if (east - west > best.wide) best = { lon: (west + east) / 2, lat, wide: east - west };
    }
  }
  return { lon: best.lon, lat: best.lat };
}

function named(entries: readonly NamedEntry[]): (text: string) => string | undefined {
  const [ids, names] = [new Set(entries.map(({ id }) => id)), new Map<string, string | null>()];
  for (const { id, name } of entries) names.set(plain(name), names.has(plain(name)) ? null : id);
  return (text) => (ids.has(text) ? text : (names.get(plain(text)) ?? undefined));
}

type Reader = (field: Field, cell: string) => Value;

function readerOf({ names, utcOffset }: BuildDeps): Reader {
  const finders = new Map(Object.entries(names).map(([of, entries]) => [of, named(entries)]));
  const find = (field: Field, of: Named, text: string): string => {
    const id = finders.get(of)?.(text);
    // Squads and zones name each other: one of them has to be there first.
    if (id === undefined && (of === 'squads' || of === 'zones') && idPattern.test(text)) return text;
    if (id === undefined) throw new RowWrong(field.name, 'NameUnknown', text);
    return id;
  };
  return (field, cell) => {
    const { type } = field;
    switch (type.is) {
      case 'text':
        return cell;
      case 'number':
        return numberOf(cell);
      case 'yes':
        return yesOf(cell);
      case 'list':
        return listOf(cell);
      case 'instant':
        return instantOf(cell, utcOffset);
      case 'date':
        return dateOf(cell);
      case 'window': {
        const { from, to } = windowOf(cell);
        return { from, to };
      }
      case 'weekly':
        return weeklyOf(cell);
      case 'hours':
        return hoursOf(cell);
      case 'people':
        return peopleOf(cell).map((person) => ({ ...person }));
      case 'lonLat': {
        const parts = plain(cell)
          .split(/[\s,;]+/)
          .map(Number);
        const [lon, lat] = parts;
        if (parts.length !== 2 || !Number.isFinite(lon) || !Number.isFinite(lat)) throw new WrongCell('NotAPlace');
        return [lon ?? 0, lat ?? 0];
      }
      case 'choice':
        return choiceOf(cell, type.of);
      case 'choices':
        return listOf(cell).map((part) => choiceOf(part, type.of));
      case 'one':
        return find(field, type.of, cell);
      case 'some':
        return [...new Set(listOf(cell).map((part) => find(field, type.of, part)))];
    }
  };
}

const geometryTypes = { point: ['Point'], line: ['Line'], area: ['Area'], any: ['Point', 'Line', 'Area'] } as const;

/** Where the row is, as it says it, in its own system. */
function placeOf(row: SourceRow, values: Readonly<Record<string, Value>>, { place }: Thing): Geometry | undefined {
  if (place === 'none') return undefined;
  const { geometry } = row;
  if (geometry !== null && (geometryTypes[place] as readonly string[]).includes(geometry.type)) {
    checkDegrees(placesOf(geometry), 'place');
    return geometry;
  }
  const pair = values['lonLat'] as Position | undefined;
  const [lon, lat] = pair ?? [values['lon'] as number | undefined, values['lat'] as number | undefined];
  if (lon === undefined && lat === undefined) {
    if (geometry !== null) throw new RowWrong('place', 'OtherGeometry', geometry.type);
    return undefined;
  }
  if (lon === undefined || lat === undefined) throw new RowWrong(lon === undefined ? 'lon' : 'lat', 'Missing');
  // Nobody means the Gulf of Guinea: a register's way of saying that it does not know.
  if (lon === 0 && lat === 0) throw new RowWrong('lon', 'Missing', '0, 0');
  checkDegrees([[lon, lat]], pair === undefined ? 'lon' : 'lonLat');
  return place === 'point' || place === 'any' ? { type: 'Point', at: [lon, lat] } : undefined;
}

export function buildRows(tables: readonly SourceTable[], deps: BuildDeps): Built {
  const { what, columns, crs, held, above, asOf, utcOffset, digest } = deps;
  const thing = things[what];
  const read = readerOf(deps);
  const rows: BuiltRow[] = [];
  const faults: ImportFault[] = [];
  const keyIn = (of: Readonly<Record<string, unknown>>): string =>
    [...(thing.within ?? []), thing.key].map((name) => plain(String(of[name] ?? ''))).join('|');
  const byKey = new Map<string, string | null>();
  for (const [id, record] of held) {
    const key = keyIn(record);
    byKey.set(key, byKey.has(key) ? null : id);
  }
  const seen = new Map<string, string>();

  function built(row: SourceRow, at: (field: string) => number, file: string): BuiltRow {
    const values: Record<string, Value> = {};
    for (const field of thing.fields) {
      const cell = row.cells[at(field.name)] ?? '';
      if (cell === '') continue;
      try {
        values[field.name] = read(field, cell);
      } catch (error) {
        if (error instanceof WrongCell) throw new RowWrong(field.name, error.code, cell);
        throw error;
      }
    }
    const source = placeOf(row, values, thing);
    const geometry = source === undefined ? undefined : converted(source, crs ?? 'WGS84');
    const key = keyIn(values);
    const known = byKey.get(key);
    if (known === null && values['id'] === undefined) throw new RowWrong(thing.key, 'NameTwice', key);
    const id =
      thing.fields.some(({ name }) => name === 'id') || thing.key === 'number'
        ? String(values['id'] ?? known ?? `i-${digest(`${what}:${key}`)}`)
        : key;
    const before = held.get(id);
    const missing = thing.fields.find(({ name, needed }) => needed && values[name] === undefined);
    if (missing !== undefined && (before === undefined || missing.name === thing.key))
      throw new RowWrong(missing.name, 'Missing');
    if (thing.fields.some(({ name }) => name === 'id') && !idPattern.test(id)) throw new RowWrong('id', 'NotAnId', id);
    const isCamera = what === 'posts' && values['videoPoints'] !== undefined;
    if (thing.placeNeeded && geometry === undefined && before === undefined) throw new RowWrong('place', 'Missing');
    if (what === 'posts' && geometry === undefined && before === undefined && !isCamera)
      throw new RowWrong('place', 'Missing');
    const twice = seen.get(id);
    if (twice !== undefined)
      throw new RowWrong(
        thing.key === 'code' ? 'code' : values['id'] === undefined ? thing.key : 'id',
        'RowTwice',
        twice,
      );
    seen.set(id, `${file} ${row.row}`);
    const said: Said = {
      ...{ values, asOf, utcOffset },
      ...(geometry === undefined ? {} : { geometry }),
      ...(geometry?.type === 'Point' ? { at: pointOf(geometry.at) } : {}),
      ...parentOf(geometry),
    };
    return {
      ...{ file, row: row.row, id, name: String(values['name'] ?? values['number'] ?? before?.['name'] ?? id) },
      record: recordOf[what](said, before),
      ...(geometry?.type === 'Point' ? { at: pointOf(geometry.at) } : {}),
      ...(geometry === undefined || source === undefined ? {} : { geometry, source }),
    };
  }

  function parentOf(geometry: Geometry | undefined): Pick<Said, 'parent'> {
    if (geometry?.type !== 'Area' || above.length === 0) return {};
    const inside = innerPoint(geometry.shape);
    const parent = above.find(({ shape }) => contains(shape, inside));
    return parent === undefined ? {} : { parent: parent.code };
  }

  for (const { file, columns: heads, rows: raw } of tables) {
    const at = (field: string): number => {
      const column = Object.hasOwn(columns, field) ? columns[field] : undefined;
      return column === undefined ? -1 : heads.indexOf(column);
    };
    const columnOf = (field: string): string => heads[at(field)] ?? '';
    for (const row of raw) {
      if (row.fault !== undefined) {
        faults.push({ ...{ file, row: row.row, field: '' }, ...row.fault });
        continue;
      }
      try {
        rows.push(built(row, at, file));
      } catch (error) {
        if (!(error instanceof RowWrong)) throw error;
        const { field, code, value } = error;
        faults.push({ file, row: row.row, column: columnOf(field), field, code, value: value.slice(0, 120) });
      }
    }
  }
  return { rows, faults };
}
