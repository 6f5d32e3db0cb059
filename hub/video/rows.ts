/** Rows of an import of video points, of a file or of the platform, as records of the register. */
import { CsvError, parse } from 'csv-parse/sync';
import type { VideoPointRecord } from '../../shared/domain/video-point/events.ts';
import { videoPointRecordSchema } from '../../shared/domain/video-point/events.ts';
import type { VideoPointState } from '../../shared/domain/video-point/state.ts';
import type { SourceCrs } from '../../shared/geo/coordinates.ts';
import { toWgs84 } from '../../shared/geo/coordinates.ts';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';
import type { ListedChannel } from './port.ts';

export interface GoodRow {
  /** Line of the file, or place in the list, from 1. */
  readonly row: number;
  readonly id: string;
  readonly record: VideoPointRecord;
  readonly remarks: readonly string[];
}

export interface BadRow {
  readonly row: number;
  readonly name: string;
  readonly field: string;
  readonly code: string;
}

export type ReadRow = { readonly good: GoodRow } | { readonly bad: BadRow };

export interface Held {
  byId(id: string): VideoPointState | undefined;
  byChannel(channel: string): VideoPointState | undefined;
}

/** What cannot be read as a whole. */
export interface Unreadable {
  readonly line: number | null;
  readonly code: 'NotCsv' | 'ColumnMissing' | 'Empty' | 'TooManyRows';
}

export const mostRows = 2_000;
const crsNames: Readonly<Record<string, SourceCrs>> = {
  ...{ wgs84: 'WGS84', 'wgs-84': 'WGS84', cgcs2000: 'CGCS2000', gcj02: 'GCJ02', 'gcj-02': 'GCJ02' },
  ...{ bd09: 'BD09', 'bd-09': 'BD09' },
};

/** Each by its English or its Chinese name. */
const columns = {
  ...{ id: '编号', name: '名称', lon: '经度', lat: '纬度', crs: '坐标系', heading: '朝向', fov: '视角' },
  ...{ guard: '夜间值守', range: '可辨距离', channel: '通道编码', device: '设备编码', ptz: '云台' },
} as const;
type Column = keyof typeof columns;
/** The system too: nobody guesses it. */
const needed: readonly Column[] = ['name', 'lon', 'lat', 'crs'];
const yes = new Set(['1', 'y', 'yes', 'true', '是', '有']);

/** What the register holds of its own, and neither platform nor file says. */
function basis(
  held: VideoPointState | undefined,
): Pick<VideoPointRecord, 'heading' | 'fov' | 'guard'> & Partial<VideoPointRecord> {
  if (held === undefined || held.withdrawn !== undefined) return { heading: 0, fov: 180, guard: false };
  const { id: _id, provenance: _provenance, withdrawn: _withdrawn, ...record } = held;
  return record;
}

function checked(row: number, id: string, record: object, remarks: readonly string[]): ReadRow {
  const name = 'name' in record && typeof record.name === 'string' ? record.name : '';
  const parsed = videoPointRecordSchema.safeParse(record);
  if (parsed.success) return { good: { row, id, record: parsed.data, remarks } };
  const [issue] = parsed.error.issues;
  const field = issue?.path.map(String).join('.') ?? '';
  return { bad: { row, name, field, code: field === 'name' ? 'NameMissing' : 'InvalidRow' } };
}

/** A channel that the register knows keeps what only the register says: direction, view, guard, addresses. */
export function channelRow(listed: ListedChannel, at: number, held: Held): ReadRow {
  const { device, channel, lon, lat, heading, ptz } = listed;
  const name = listed.name.trim().slice(0, 60);
  const row = at + 1;
  if (lon === null || lat === null) return { bad: { row, name: name || channel, field: 'at', code: 'PlaceMissing' } };
  const known = held.byChannel(channel);
  const from = basis(known);
  const isUnknown = heading === null && known === undefined;
  const record = {
    ...{ ...from, name, at: { lon, lat }, device, channel, ptz },
    ...(known === undefined && heading !== null ? { heading, fov: 60 } : {}),
  };
  const id = known?.id ?? `gb-${channel}`;
  return checked(row, id, record, isUnknown ? ['HeadingUnknown'] : []);
}

export function csvRows(text: string, held: Held): Result<readonly ReadRow[], Unreadable> {
  let lines: string[][];
  try {
    lines = parse(text, {
      bom: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: 10_000,
    });
  } catch (error) {
    return err({
      line: error instanceof CsvError && typeof error['lines'] === 'number' ? error['lines'] : null,
      code: 'NotCsv',
    });
  }
  const [head, ...rows] = lines;
  if (head === undefined || rows.length === 0) return err({ line: null, code: 'Empty' });
  if (rows.length > mostRows) return err({ line: mostRows + 2, code: 'TooManyRows' });
  const places = new Map<Column, number>();
  for (const column of Object.keys(columns) as Column[]) {
    const at = head.findIndex((name) => name.toLowerCase() === column || name === columns[column]);
    if (at >= 0) places.set(column, at);
  }
  if (needed.some((column) => !places.has(column))) return err({ line: 1, code: 'ColumnMissing' });
  return ok(rows.map((cells, i) => csvRow((column) => cells[places.get(column) ?? -1] ?? '', i + 2, held)));
}

function csvRow(cell: (column: Column) => string, row: number, held: Held): ReadRow {
  const name = cell('name');
  const bad = (field: string, code: string): ReadRow => ({ bad: { row, name, field, code } });
  const channel = cell('channel');
  const known =
    (cell('id') === '' ? undefined : held.byId(cell('id'))) ?? (channel === '' ? undefined : held.byChannel(channel));
  const numbers: Partial<Record<Column, number>> = {};
  for (const column of ['lon', 'lat', 'heading', 'fov', 'range'] as const) {
    if (cell(column) === '') continue;
    const value = Number(cell(column));
    if (!/^-?\d+(\.\d+)?$/.test(cell(column)) || !Number.isFinite(value)) return bad(column, 'NotANumber');
    numbers[column] = value;
  }
  const { lon, lat, heading, fov, range } = numbers;
  if (lon === undefined || lat === undefined || (lon === 0 && lat === 0)) return bad('at', 'PlaceMissing');
  const crs = crsNames[cell('crs').toLowerCase()];
  if (crs === undefined) return bad('crs', 'CrsUnknown');
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) return bad('at', 'InvalidRow');
  const record = {
    ...basis(known),
    ...{ name, at: toWgs84({ lon, lat }, crs) },
    ...(heading === undefined ? {} : { heading }),
    ...(fov === undefined ? (heading === undefined || known !== undefined ? {} : { fov: 60 }) : { fov }),
    ...(range === undefined ? {} : { range }),
    ...(channel === '' ? {} : { channel }),
    ...(cell('device') === '' ? {} : { device: cell('device') }),
    ...(cell('guard') === '' ? {} : { guard: yes.has(cell('guard').toLowerCase()) }),
    ...(cell('ptz') === '' ? {} : { ptz: yes.has(cell('ptz').toLowerCase()) }),
  };
  const id = known?.id ?? (cell('id') !== '' ? cell('id') : channel === '' ? '' : `gb-${channel}`);
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/.test(id)) return bad('id', 'InvalidRow');
  const isUnknown = known === undefined && heading === undefined;
  return checked(row, id, record, isUnknown ? ['HeadingUnknown'] : []);
}
