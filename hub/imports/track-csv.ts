/** Reads a CSV of tracks into points, or says of each row what is wrong with it. Touches nothing. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { toWgs84 } from '../../shared/geo/coordinates.ts';
import { civil, day, instant, parseIso } from '../../shared/lib/time.ts';
import type { TelemetryPolicy } from '../telemetry/policy.ts';
import type { TrackPoint } from '../telemetry/tracks.ts';
import type { TrackField, TrackOptions } from './track-options.ts';
import { offsetOf, trackFields } from './track-options.ts';

export interface RowError {
  /** Line of the file, from 1. */
  readonly row: number;
  /** Header of the column; empty where it is the row as a whole. */
  readonly column: string;
  /** Plain Chinese. */
  readonly message: string;
}

export interface ReadTracks {
  /** Rows under the header. */
  readonly rows: number;
  /** In the order of the file; only complete where there are no errors. */
  readonly points: readonly TrackPoint[];
  /** The first ones. */
  readonly errors: readonly RowError[];
  /** How many there are. */
  readonly wrong: number;
}

export interface ReadDeps {
  /** Hub time, Unix ms. */
  readonly now: number;
  /** What is older goes with the next clean-up: such rows are refused. Hub time, Unix ms. */
  readonly keptFrom: number;
  readonly hasUnit: (unit: string) => boolean;
  readonly policy: Pick<TelemetryPolicy, 'poorAccuracy'>;
}

const shownErrors = 200;
const longestRecord = 16 * 1_024;
/** Bytes parsed in one go; after them others get their turn. */
const pieceBytes = 64 * 1_024;
const longestDevice = 40;

const factors = { 'km/h': 1, 'm/s': 3.6, kn: 1.852 } as const;
const localTime = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/;
const decimal = /^[+-]?\d+(\.\d+)?$/;

class NotEncoded extends Error {}

class Wrong extends Error {
  readonly field: TrackField;
  constructor(field: TrackField, message: string) {
    super(message);
    this.field = field;
  }
}

type Cells = (field: TrackField) => string | undefined;

export async function readTracks(bytes: Uint8Array, options: TrackOptions, deps: ReadDeps): Promise<ReadTracks> {
  const points: TrackPoint[] = [];
  const errors: RowError[] = [];
  let wrong = 0;
  let rows = 0;
  const refuse = (row: number, column: string, message: string): void => {
    wrong += 1;
    if (errors.length < shownErrors) errors.push({ row, column, message });
  };
  const done = (): ReadTracks => ({ rows, points, errors, wrong });

  const { delimiter } = options;
  // Given the whole text, the parser would parse all of it before anybody else gets a turn.
  const parser = parse({
    ...{ bom: true, delimiter: delimiter === 'tab' ? '\t' : delimiter, info: true, relax_column_count: true },
    ...{ skip_empty_lines: true, trim: true, max_record_size: longestRecord },
  });
  // Its error is the parser's, and told there; a header that is refused ends both.
  pipeline(Readable.from(decoded(bytes, options.encoding)), parser).catch(() => undefined);
  let columns: ReadonlyMap<TrackField, number> | undefined;
  let width = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      readonly record: readonly string[];
      readonly info: { readonly lines: number };
    }>) {
      const row = info.lines;
      if (columns === undefined) {
        const found = columnsOf(record, options);
        if (typeof found === 'string') {
          refuse(row, '', found);
          return done();
        }
        columns = found;
        width = record.length;
        continue;
      }
      rows += 1;
      if (record.length !== width) {
        refuse(row, '', `有 ${record.length} 列，表头有 ${width} 列`);
        continue;
      }
      const at = columns;
      const cell: Cells = (field) => {
        const place = at.get(field);
        const value = place === undefined ? '' : (record[place] ?? '');
        return value === '' ? undefined : value;
      };
      try {
        points.push(pointOf(cell, options, deps));
      } catch (error) {
        if (!(error instanceof Wrong)) throw error;
        refuse(row, options.column.get(error.field) ?? error.field, error.message);
      }
    }
  } catch (error) {
    if (error instanceof NotEncoded) {
      refuse(1, '', `文件不是 ${options.encoding} 编码`);
      return done();
    }
    if (!(error instanceof CsvError)) throw error;
    const line: unknown = (error as { readonly lines?: unknown }).lines;
    refuse(typeof line === 'number' ? line : 1, '', '这一行不是 CSV：引号没有配对，或者太长');
    return done();
  }
  if (columns === undefined) refuse(1, '', '文件是空的：第一行要写列名');
  else if (rows === 0) refuse(2, '', '表头下面没有数据');
  return done();
}

/** The text in pieces, each in a turn of its own. Throws `NotEncoded`. */
async function* decoded(bytes: Uint8Array, encoding: TrackOptions['encoding']): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  for (let from = 0; from < bytes.byteLength; from += pieceBytes) {
    let text: string;
    try {
      const to = from + pieceBytes;
      text = decoder.decode(bytes.subarray(from, to), { stream: to < bytes.byteLength });
    } catch {
      throw new NotEncoded();
    }
    if (text !== '') yield text;
    await turn();
  }
}

/** Where each field stands; a sentence where the header does not hold what is needed. */
function columnsOf(
  header: readonly string[],
  { column, unit }: TrackOptions,
): ReadonlyMap<TrackField, number> | string {
  const found = new Map<TrackField, number>();
  for (const field of trackFields) {
    const name = column.get(field) ?? field;
    const place = header.indexOf(name);
    if (place < 0) {
      if (column.has(field)) return `没有列「${name}」`;
      continue;
    }
    if (header.includes(name, place + 1)) return `列「${name}」有两个`;
    found.set(field, place);
  }
  const needed = (['at', 'lon', 'lat', 'unit'] as const).filter((field) => field !== 'unit' || unit === undefined);
  const missing = needed.find((field) => !found.has(field));
  if (missing === undefined) return found;
  return missing === 'unit'
    ? '没有列「unit」：写明是哪个单元（unit），或者指定列名（column unit=…）'
    : `没有列「${missing}」：用 column ${missing}=列名 指定`;
}

function pointOf(cell: Cells, options: TrackOptions, { now, keptFrom, hasUnit, policy }: ReadDeps): TrackPoint {
  const unit = options.unit ?? cell('unit');
  if (unit === undefined) throw new Wrong('unit', '缺少');
  if (!hasUnit(unit)) throw new Wrong('unit', '没有这个单元');
  const at = timeOf(cell('at'), options);
  if (at === undefined) throw new Wrong('at', timeWords[options.time]);
  if (at > now) throw new Wrong('at', '时间在将来');
  if (at < keptFrom)
    throw new Wrong('at', `早于轨迹保留期（${Math.round((now - keptFrom) / day)} 天），导入后也会被清理`);
  const lon = must(cell, 'lon', -180, 180);
  const lat = must(cell, 'lat', -90, 90);
  if (lon === 0 && lat === 0) throw new Wrong('lat', '经纬度都是 0');
  const place = toWgs84({ lon, lat }, options.crs);
  const accuracy = measure(cell, 'accuracy', 0, 10_000_000);
  const speed = measure(cell, 'speed', 0, 2_000);
  const heading = measure(cell, 'heading', 0, 360);
  const altitude = measure(cell, 'altitude', -1_000, 100_000);
  const said = cell('device') ?? 'csv';
  const device = `import:${said}`;
  if (device.length > longestDevice) throw new Wrong('device', '太长');
  return {
    ...{ unit, at, ...place, poor: accuracy !== undefined && accuracy > policy.poorAccuracy, replayed: true },
    ...{ device, deviceAt: at },
    ...(accuracy === undefined ? {} : { accuracy }),
    ...(speed === undefined ? {} : { speed: speed * factors[options.speed] }),
    ...(heading === undefined ? {} : { heading: Math.round(heading) % 360 }),
    ...(altitude === undefined ? {} : { altitude }),
  };
}

const timeWords: { readonly [form in TrackOptions['time']]: string } = {
  iso: '要写成带时区的 ISO 8601 时间，如 2026-11-21T22:40:00+08:00',
  s: '要写成秒的 Unix 时间',
  ms: '要写成毫秒的 Unix 时间',
  local: '要写成 2026-11-21 22:40:05',
};

function timeOf(text: string | undefined, { time, utcOffset }: TrackOptions): number | undefined {
  if (text === undefined) return undefined;
  if (time === 'iso') return parseIso(text);
  if (time !== 'local') {
    if (!/^\d{1,15}(\.\d+)?$/.test(text)) return undefined;
    const at = Math.round(Number(text) * (time === 's' ? 1_000 : 1));
    return Number.isSafeInteger(at) ? at : undefined;
  }
  const [year, month, day, hour, minute, second = 0] = (localTime.exec(text) ?? [])
    .slice(1)
    .map((part) => Number(part ?? 0));
  if (year === undefined || month === undefined || day === undefined || hour === undefined || minute === undefined)
    return undefined;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = offsetOf(utcOffset);
  const at = instant({ year, month, day, hour, minute, second }, offset);
  // 30 February carries over into March.
  return civil(at, offset).day === day ? at : undefined;
}

function measure(cell: Cells, field: TrackField, least: number, most: number): number | undefined {
  const text = cell(field);
  if (text === undefined) return undefined;
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new Wrong(field, `要写 ${least} 到 ${most} 之间的数`);
}

function must(cell: Cells, field: TrackField, least: number, most: number): number {
  const value = measure(cell, field, least, most);
  if (value === undefined) throw new Wrong(field, '缺少');
  return value;
}
