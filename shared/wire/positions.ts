/**
 * Position frames, hub → seat and seat → screen: many moves in few bytes. Little-endian, every member aligned, so that a reader may also
 * lay typed arrays over the records.
 *
 * Header, 32 bytes: u8 format, u8 flags (1: full), u16 record size, u32 dictionary, u32 count, u32 zero, f64 hub time
 * (Unix ms), f64 revision.
 * Record, 24 bytes: u16 unit (its place in the dictionary), u16 flags (1: poor, 2: gone), i32 lon and i32 lat (1e-7
 * degrees), u32 age at the header's time (ms), u16 speed (0.1 km/h), u16 heading (degrees), u16 accuracy (metres, rounded
 * up), u16 zero. 65535: not known.
 *
 * Bounds: a unit's place below 65,536; an age of 49 days; what lies beyond is brought to the bound, never wrapped.
 */

/** Number in the first byte; a frame with another one is not read. */
export const frameFormat = 1;

const headerBytes = 32;
const recordBytes = 24;
/** Most units one dictionary can name. */
export const mostUnits = 65_535;

const flags = { full: 1, poor: 1, gone: 2 } as const;
const degree = 10_000_000;
const notKnown = 0xffff;
const largestAge = 0xffff_ffff;

/** Where a unit was last seen. */
export interface SeenAt {
  /** WGS84 degrees. */
  readonly lon: number;
  readonly lat: number;
  /** Hub time of the fix, whole Unix ms. */
  readonly at: number;
  /** km/h. */
  readonly speed?: number;
  /** Degrees clockwise from north. */
  readonly heading?: number;
  /** Metres. */
  readonly accuracy?: number;
  /** Too uncertain to build on. */
  readonly poor: boolean;
}

export interface PositionFrame {
  /** Number of the list of units that the places below refer to. */
  readonly dictionary: number;
  /** After the frame the reader stands here. */
  readonly revision: number;
  /** Whether it holds everything: units not in it have no position. */
  readonly full: boolean;
  /** Hub time it was built, Unix ms. */
  readonly hubTime: number;
  readonly moved: readonly (readonly [unit: number, seen: SeenAt])[];
  /** Units that have no position any more. */
  readonly gone: readonly number[];
}

const within = (value: number, most: number): number => Math.min(Math.max(value, 0), most);

function known(value: number | undefined, scale: (value: number) => number): number {
  return value === undefined || !Number.isFinite(value) ? notKnown : within(scale(value), notKnown - 1);
}

/** Throws RangeError for a unit's place beyond `mostUnits`: a mistake of ours. */
export function encodeFrame({ dictionary, revision, full, hubTime, moved, gone }: PositionFrame): Uint8Array {
  const count = moved.length + gone.length;
  const bytes = new Uint8Array(headerBytes + count * recordBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, frameFormat);
  view.setUint8(1, full ? flags.full : 0);
  view.setUint16(2, recordBytes, true);
  view.setUint32(4, dictionary, true);
  view.setUint32(8, count, true);
  view.setFloat64(16, hubTime, true);
  view.setFloat64(24, revision, true);
  let at = headerBytes;
  const begin = (unit: number, bits: number): void => {
    if (!(unit >= 0 && unit < mostUnits)) throw new RangeError(`a unit's place must be below ${mostUnits}: ${unit}`);
    view.setUint16(at, unit, true);
    view.setUint16(at + 2, bits, true);
  };
  for (const [unit, seen] of moved) {
    begin(unit, seen.poor ? flags.poor : 0);
    view.setInt32(at + 4, Math.round(seen.lon * degree), true);
    view.setInt32(at + 8, Math.round(seen.lat * degree), true);
    view.setUint32(at + 12, within(hubTime - seen.at, largestAge), true);
    view.setUint16(
      at + 16,
      known(seen.speed, (speed) => Math.round(speed * 10)),
      true,
    );
    view.setUint16(
      at + 18,
      known(seen.heading, (heading) => ((Math.round(heading) % 360) + 360) % 360),
      true,
    );
    view.setUint16(at + 20, known(seen.accuracy, Math.ceil), true);
    at += recordBytes;
  }
  for (const unit of gone) {
    begin(unit, flags.gone);
    at += recordBytes;
  }
  return bytes;
}

export interface FrameHead {
  readonly dictionary: number;
  readonly revision: number;
  readonly full: boolean;
  /** Hub time it was built, Unix ms. */
  readonly hubTime: number;
  /** Records. */
  readonly count: number;
}

/** What is wrong with bytes that are no whole frame of this format, beginning with the field; undefined: nothing. */
export function frameProblem(bytes: Uint8Array): string | undefined {
  if (bytes.length < headerBytes) return `frame: ${String(bytes.length)} bytes are no header`;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) !== frameFormat) return `format: ${String(view.getUint8(0))} is not known`;
  if (view.getUint16(2, true) !== recordBytes) return `record size: ${String(view.getUint16(2, true))} is not known`;
  const count = view.getUint32(8, true);
  const wanted = headerBytes + count * recordBytes;
  return bytes.length === wanted
    ? undefined
    : `count: ${String(count)} records do not fill ${String(bytes.length)} bytes`;
}

/** Takes the records of a frame one by one, with no object for each. What is not known is NaN. */
export interface FrameReader {
  /** Units as in `SeenAt`. */
  moved(
    unit: number,
    lon: number,
    lat: number,
    at: number,
    speed: number,
    heading: number,
    accuracy: number,
    poor: boolean,
  ): void;
  gone(unit: number): void;
}

/** Only for bytes in which `frameProblem` finds none. */
export function frameHead(bytes: Uint8Array): FrameHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    dictionary: view.getUint32(4, true),
    revision: view.getFloat64(24, true),
    full: (view.getUint8(1) & flags.full) !== 0,
    hubTime: view.getFloat64(16, true),
    count: view.getUint32(8, true),
  };
}

/** Only for bytes in which `frameProblem` finds none. */
export function readFrame(bytes: Uint8Array, reader: FrameReader): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const hubTime = view.getFloat64(16, true);
  const value = (at: number, scale: number): number => {
    const found = view.getUint16(at, true);
    return found === notKnown ? Number.NaN : found / scale;
  };
  for (let at = headerBytes; at < bytes.length; at += recordBytes) {
    const unit = view.getUint16(at, true);
    const bits = view.getUint16(at + 2, true);
    if ((bits & flags.gone) !== 0) {
      reader.gone(unit);
      continue;
    }
    reader.moved(
      unit,
      view.getInt32(at + 4, true) / degree,
      view.getInt32(at + 8, true) / degree,
      hubTime - view.getUint32(at + 12, true),
      value(at + 16, 10),
      value(at + 18, 1),
      value(at + 20, 1),
      (bits & flags.poor) !== 0,
    );
  }
}

/** Undefined for bytes that are no whole frame of this format. */
export function decodeFrame(bytes: Uint8Array): PositionFrame | undefined {
  if (frameProblem(bytes) !== undefined) return undefined;
  const moved: [number, SeenAt][] = [];
  const gone: number[] = [];
  readFrame(bytes, {
    moved: (unit, lon, lat, at, speed, heading, accuracy, poor) => {
      // Member by member: a seat reads thousands of these in a second, and spreading costs more than all the rest.
      const seen: { -readonly [member in keyof SeenAt]: SeenAt[member] } = { lon, lat, at, poor };
      if (!Number.isNaN(speed)) seen.speed = speed;
      if (!Number.isNaN(heading)) seen.heading = heading;
      if (!Number.isNaN(accuracy)) seen.accuracy = accuracy;
      moved.push([unit, seen]);
    },
    gone: (unit) => void gone.push(unit),
  });
  const { dictionary, revision, full, hubTime } = frameHead(bytes);
  return { dictionary, revision, full, hubTime, moved, gone };
}
