/**
 * Pages of tracks, hub → seat: where units were, in few bytes. Little-endian, every member aligned, so that a reader may
 * also lay typed arrays over the records.
 *
 * Header, 32 bytes: u8 format, u8 flags (none yet), u16 record size, u32 count, f64 base (Unix ms), f64 until (Unix ms: up
 * to there, exclusive, the page and those before it are all there is), u32 bytes of names, u32 zero.
 * Record, 28 bytes: u16 unit (its place in the list told when the replay was opened), u16 flags (1: poor, 2: sent later
 * than made), i32 lon and i32 lat (1e-7 degrees), u32 time after the base (ms), u16 speed (0.1 km/h), u16 heading
 * (degrees), u16 accuracy (metres, rounded up), u16 device (its place in the names), i32 device clock minus hub clock (ms).
 * 65535, and for the clock -2147483648: not known.
 * After the records the names of the devices of the page: UTF-16, a line feed between two.
 *
 * The records of a unit follow each other by time, over all pages of a replay; those of several units need not.
 */

/** Number in the first byte; a page with another one is not read. */
export const trackFormat = 1;

const headerBytes = 32;
const recordBytes = 28;
const flags = { poor: 1, replayed: 2 } as const;
const degree = 10_000_000;
const notKnown = 0xffff;
const clockNotKnown = -0x8000_0000;
const largestClock = 0x7fff_ffff;

/** Where a unit was at an instant. */
export interface TrackFix {
  /** Place of the unit in the list of the replay. */
  readonly unit: number;
  /** Hub time, whole Unix ms. */
  readonly at: number;
  /** WGS84 degrees, to 1e-7. */
  readonly lon: number;
  readonly lat: number;
  /** km/h, to 0.1. */
  readonly speed?: number;
  /** Degrees clockwise from north, whole. */
  readonly heading?: number;
  /** Metres, whole. */
  readonly accuracy?: number;
  /** Whose word it is, with the way it came, such as `jt808:…` or `import:…`; absent where it was not kept. */
  readonly device?: string;
  /** What the device's own clock said, Unix ms; absent where it was not kept, or is out by more than 24 days. */
  readonly deviceAt?: number;
  /** Too uncertain to build on. */
  readonly poor: boolean;
  /** Sent later than made. */
  readonly replayed: boolean;
}

export interface TrackPage {
  /** No fix is before it, none 49 days after it or later. */
  readonly base: number;
  readonly until: number;
  readonly fixes: readonly TrackFix[];
}

function known(value: number | undefined, scale: (value: number) => number): number {
  if (value === undefined || !Number.isFinite(value)) return notKnown;
  return Math.min(Math.max(scale(value), 0), notKnown - 1);
}

const tenths = (value: number): number => Math.round(value * 10);
const whole = (value: number): number => ((Math.round(value) % 360) + 360) % 360;

function clockOf({ at, deviceAt }: TrackFix): number {
  const ahead = deviceAt === undefined ? Number.NaN : Math.round(deviceAt - at);
  return Math.abs(ahead) <= largestClock ? ahead : clockNotKnown;
}

/**
 * Throws RangeError for a place of a unit, a time, a number of devices or the name of one that a page cannot hold: a mistake
 * of ours.
 */
export function encodeTracks({ base, until, fixes }: TrackPage): Uint8Array {
  const places = placesOf(fixes);
  const names = [...places.keys()].join('\n');
  const records = headerBytes + fixes.length * recordBytes;
  const bytes = new Uint8Array(records + 2 * names.length);
  const view = new DataView(bytes.buffer);
  for (let n = 0; n < names.length; n += 1) view.setUint16(records + 2 * n, names.charCodeAt(n), true);
  view.setUint8(0, trackFormat);
  view.setUint16(2, recordBytes, true);
  view.setUint32(4, fixes.length, true);
  view.setFloat64(8, base, true);
  view.setFloat64(16, until, true);
  view.setUint32(24, 2 * names.length, true);
  let at = headerBytes;
  for (const fix of fixes) {
    const after = fix.at - base;
    if (!(fix.unit >= 0 && fix.unit < notKnown)) throw new RangeError(`a unit's place must be below ${notKnown}`);
    if (!(after >= 0 && after <= 0xffff_ffff)) throw new RangeError(`a fix lies ${after} ms after the base`);
    view.setUint16(at, fix.unit, true);
    view.setUint16(at + 2, (fix.poor ? flags.poor : 0) | (fix.replayed ? flags.replayed : 0), true);
    view.setInt32(at + 4, Math.round(fix.lon * degree), true);
    view.setInt32(at + 8, Math.round(fix.lat * degree), true);
    view.setUint32(at + 12, after, true);
    view.setUint16(at + 16, known(fix.speed, tenths), true);
    view.setUint16(at + 18, known(fix.heading, whole), true);
    view.setUint16(at + 20, known(fix.accuracy, Math.ceil), true);
    view.setUint16(at + 22, fix.device === undefined ? notKnown : (places.get(fix.device) ?? notKnown), true);
    view.setInt32(at + 24, clockOf(fix), true);
    at += recordBytes;
  }
  return bytes;
}

/** Each device once, by the place in the names. */
function placesOf(fixes: readonly TrackFix[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const { device } of fixes) {
    if (device === undefined || places.has(device)) continue;
    if (device === '' || device.includes('\n')) throw new RangeError('a device has a name without line feeds');
    places.set(device, places.size);
  }
  if (places.size >= notKnown) throw new RangeError(`a page has fewer than ${notKnown} devices`);
  return places;
}

/** Undefined for bytes that are no whole page of this format. */
export function decodeTracks(bytes: Uint8Array): TrackPage | undefined {
  if (bytes.length < headerBytes) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint8(0) !== trackFormat || view.getUint16(2, true) !== recordBytes) return undefined;
  const count = view.getUint32(4, true);
  const base = view.getFloat64(8, true);
  const until = view.getFloat64(16, true);
  const names = headerBytes + count * recordBytes;
  if (bytes.length !== names + view.getUint32(24, true) || !Number.isFinite(base)) return undefined;
  const devices = bytes.length === names ? [] : textIn(view, names, bytes.length).split('\n');
  const fixes: TrackFix[] = [];
  for (let at = headerBytes; at < names; at += recordBytes) fixes.push(fixIn(view, at, base, devices));
  return { base, until, fixes };
}

function textIn(view: DataView, from: number, to: number): string {
  let text = '';
  for (let at = from; at + 1 < to; at += 2) text += String.fromCharCode(view.getUint16(at, true));
  return text;
}

function fixIn(view: DataView, place: number, base: number, devices: readonly string[]): TrackFix {
  const bits = view.getUint16(place + 2, true);
  const speed = view.getUint16(place + 16, true);
  const heading = view.getUint16(place + 18, true);
  const accuracy = view.getUint16(place + 20, true);
  const device = devices[view.getUint16(place + 22, true)];
  const clock = view.getInt32(place + 24, true);
  const at = base + view.getUint32(place + 12, true);
  // Member by member: a night has millions of them.
  const fix: { -readonly [member in keyof TrackFix]: TrackFix[member] } = {
    unit: view.getUint16(place, true),
    at,
    lon: view.getInt32(place + 4, true) / degree,
    lat: view.getInt32(place + 8, true) / degree,
    poor: (bits & flags.poor) !== 0,
    replayed: (bits & flags.replayed) !== 0,
  };
  if (speed !== notKnown) fix.speed = speed / 10;
  if (heading !== notKnown) fix.heading = heading;
  if (accuracy !== notKnown) fix.accuracy = accuracy;
  if (device !== undefined) fix.device = device;
  if (clock !== clockNotKnown) fix.deviceAt = at + clock;
  return fix;
}
