/** The position of JT/T 808-2013 and -2019: the body of 0x0200, which JT/T 809-2019 carries as it is. */
import { civil, instant } from '../../shared/lib/time.ts';

/** A position as the bytes say it; whether it can be believed is looked at elsewhere. */
export interface Location {
  /** WGS84 degrees, west and south negative; undefined where no place on earth has them. */
  readonly place: { readonly lon: number; readonly lat: number } | undefined;
  /** Unix ms; undefined where the bytes are no date. */
  readonly at: number | undefined;
  /** Metres. */
  readonly altitude: number;
  /** km/h */
  readonly speed: number;
  /** Degrees clockwise from north, 0–359; undefined where the device sends another number. */
  readonly heading: number | undefined;
  readonly positioned: boolean;
  readonly sos: boolean;
  /** Whether the additional fields lie one after the other and end where the body ends. */
  readonly extrasFit: boolean;
}

const baseLength = 28;
const sosBit = 0x1;
const positionedBit = 0x2;
const southBit = 0x4;
const westBit = 0x8;
const microDegrees = 1_000_000;
/** Terminals send Beijing time, whatever the platform's. */
const utcOffset = 480;

/** Undefined where the body is too short for the fixed part. */
export function readLocation(body: Buffer): Location | undefined {
  if (body.length < baseLength) return undefined;
  const status = body.readUInt32BE(4);
  const lat = signed(body.readUInt32BE(8), status & southBit);
  const lon = signed(body.readUInt32BE(12), status & westBit);
  const direction = body.readUInt16BE(20);
  return {
    place: Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lon, lat } : undefined,
    at: readTime(body.subarray(22, baseLength)),
    altitude: body.readUInt16BE(16),
    speed: body.readUInt16BE(18) / 10,
    heading: direction < 360 ? direction : undefined,
    positioned: (status & positionedBit) !== 0,
    sos: (body.readUInt32BE(0) & sosBit) !== 0,
    extrasFit: extrasFit(body),
  };
}

/** BCD `YYMMDDhhmmss`, +08:00, in this century; undefined where it is no date. */
export function readTime(bytes: Buffer): number | undefined {
  const digits: number[] = [];
  for (const byte of bytes) {
    if (byte >> 4 > 9 || (byte & 0xf) > 9) return undefined;
    digits.push((byte >> 4) * 10 + (byte & 0xf));
  }
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = digits;
  if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59) return undefined;
  const at = instant({ year: 2_000 + year, month, day, hour, minute, second }, utcOffset);
  // 30 February carries over into March.
  return civil(at, utcOffset).day === day ? at : undefined;
}

function signed(raw: number, negative: number): number {
  return negative === 0 || raw === 0 ? raw / microDegrees : -raw / microDegrees;
}

/** Additional fields: id, length, value, again and again. */
function extrasFit(body: Buffer): boolean {
  let at = baseLength;
  while (at + 1 < body.length) at += 2 + body.readUInt8(at + 1);
  return at === body.length;
}
