/** Positions in the bodies of 0x1202 and 0x1203, of 2011 and of 2019. */
import { civil, instant } from '../../../shared/lib/time.ts';
import { readLocation } from '../../telemetry/jt-location.ts';
import type { Platform } from './platforms.ts';

export interface VehiclePosition {
  /** Whether the place was shifted by the secrecy plug-in of Chinese maps. */
  readonly shifted: boolean;
  /** Degrees; undefined where no place on earth has them. */
  readonly place: { readonly lon: number; readonly lat: number } | undefined;
  /** Unix ms; undefined where the bytes are no date. */
  readonly at: number | undefined;
  /** km/h */
  readonly speed: number;
  readonly heading: number | undefined;
  /** Metres. */
  readonly altitude: number;
  readonly positioned: boolean;
  readonly sos: boolean;
}

type Version = Platform['version'];

const length2011 = 36;
/** Flag and length before, three platforms with their alarms after it. */
const before2019 = 5;
const after2019 = 3 * (11 + 4);
const longest2019 = 2_048;
/** As JT/T 808: Beijing time, whatever the platform's. */
const utcOffset = 480;
const sosBit = 0x1;
const positionedBit = 0x2;
const southBit = 0x4;
const westBit = 0x8;

/** How many bytes the position that begins here has; undefined where they are not all there. */
function lengthAt(bytes: Buffer, version: Version): number | undefined {
  if (version === '2011') return bytes.length < length2011 ? undefined : length2011;
  if (bytes.length < before2019) return undefined;
  const data = bytes.readUInt32BE(1);
  if (data > longest2019) return undefined;
  const length = before2019 + data + after2019;
  return bytes.length < length ? undefined : length;
}

/** Undefined where lengths do not fit the bytes, or there is no position in them. */
export function readPosition(bytes: Buffer, version: Version): VehiclePosition | undefined {
  if (lengthAt(bytes, version) !== bytes.length) return undefined;
  return version === '2011' ? read2011(bytes) : read2019(bytes);
}

/** Of 0x1203: how many, then each. The standard allows five at a time; more are taken as long as they fit. */
export function readPositions(bytes: Buffer, version: Version): readonly (VehiclePosition | undefined)[] | undefined {
  if (bytes.length < 1) return undefined;
  const count = bytes.readUInt8(0);
  const positions: (VehiclePosition | undefined)[] = [];
  let rest = bytes.subarray(1);
  while (positions.length < count) {
    const length = lengthAt(rest, version);
    if (length === undefined) return undefined;
    positions.push(readPosition(rest.subarray(0, length), version));
    rest = rest.subarray(length);
  }
  return rest.length === 0 ? positions : undefined;
}

function read2011(bytes: Buffer): VehiclePosition {
  const status = bytes.readUInt32BE(28);
  const signed = (at: number, bit: number): number => {
    const degrees = bytes.readUInt32BE(at) / 1_000_000;
    return (status & bit) === 0 || degrees === 0 ? degrees : -degrees;
  };
  const [lon, lat] = [signed(8, westBit), signed(12, southBit)];
  const direction = bytes.readUInt16BE(24);
  return {
    shifted: bytes.readUInt8(0) !== 0,
    place: Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lon, lat } : undefined,
    at: timeOf(bytes),
    speed: bytes.readUInt16BE(16),
    heading: direction <= 360 ? direction % 360 : undefined,
    altitude: bytes.readUInt16BE(26),
    positioned: (status & positionedBit) !== 0,
    sos: (bytes.readUInt32BE(32) & sosBit) !== 0,
  };
}

/** Day, month, year (2), hour, minute, second. */
function timeOf(bytes: Buffer): number | undefined {
  const [day, month, hour, minute, second] = [1, 2, 5, 6, 7].map((at) => bytes.readUInt8(at)) as [
    ...[number, number, number, number, number],
  ];
  const year = bytes.readUInt16BE(3);
  if (year < 2_000 || year > 2_200 || month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 59)
    return undefined;
  const at = instant({ year, month, day, hour, minute, second }, utcOffset);
  // 30 February carries over into March.
  return civil(at, utcOffset).day === day ? at : undefined;
}

function read2019(bytes: Buffer): VehiclePosition | undefined {
  const location = readLocation(bytes.subarray(before2019, bytes.length - after2019));
  if (location === undefined) return undefined;
  const { place, at, speed, heading, altitude, positioned, sos } = location;
  return { shifted: bytes.readUInt8(0) !== 0, place, at, speed, heading, altitude, positioned, sos };
}
