/**
 * JT/T 808-2013 and -2019 as a terminal writes it, and the two answers it waits for. Written after the standard alone and
 * shared with nothing of the hub, so that hub and simulator cannot be wrong together.
 */
import { civil } from '../shared/lib/time.ts';
import type { Point } from '../shared/geo/point.ts';

export type Version = 2013 | 2019;

export interface TerminalId {
  readonly version: Version;
  /** Digits; filled up with zeros to 12 (2013) or 20 (2019). */
  readonly phone: string;
}

const flag = 0x7e;
const escape = 0x7d;
const split = 0x2000;
const version2019 = 0x4000;
/** Terminals tell Beijing time. */
const beijing = 480;

/** Two digits a byte. */
export function bcd(digits: string, bytes: number): Buffer {
  return Buffer.from(digits.padStart(2 * bytes, '0'), 'hex');
}

/** `7e`, content with its check byte escaped, `7e`. */
export function frame(content: Buffer): Buffer {
  const check = content.reduce((sum, byte) => sum ^ byte, 0);
  const out: number[] = [flag];
  for (const byte of [...content, check]) {
    if (byte === flag) out.push(escape, 0x02);
    else if (byte === escape) out.push(escape, 0x01);
    else out.push(byte);
  }
  return Buffer.from([...out, flag]);
}

export function message({ version, phone }: TerminalId, id: number, serial: number, body: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(id, 0);
  head.writeUInt16BE(body.length | (version === 2019 ? version2019 : 0), 2);
  // 2019 puts the version of its protocol between attributes and number.
  const number = version === 2019 ? Buffer.concat([Buffer.of(1), bcd(phone, 10)]) : bcd(phone, 6);
  const tail = Buffer.alloc(2);
  tail.writeUInt16BE(serial & 0xffff, 0);
  return frame(Buffer.concat([head, number, tail, body]));
}

function padded(text: string, length: number): Buffer {
  const field = Buffer.alloc(length);
  field.write(text.slice(0, length), 'ascii');
  return field;
}

/** Body of 0x0100: Shanghai, Xuhui, no plate but a frame number. ASCII throughout, which GBK leaves as it is. */
export function registration(version: Version, terminal: string): Buffer {
  const place = Buffer.alloc(4);
  place.writeUInt16BE(31, 0);
  place.writeUInt16BE(104, 2);
  const [maker, model, number] = version === 2019 ? [11, 30, 30] : [5, 20, 7];
  return Buffer.concat([
    ...[place, padded('LQSIM', maker), padded('NIGHT', model), padded(terminal, number)],
    ...[Buffer.of(0), Buffer.from(`LQSIM${terminal}`, 'ascii')],
  ]);
}

/** Body of 0x0102. */
export function authentication(version: Version, code: string): Buffer {
  const said = Buffer.from(code, 'ascii');
  if (version === 2013) return said;
  return Buffer.concat([Buffer.of(said.length), said, padded('', 15), padded('1.0', 20)]);
}

export interface Location extends Point {
  /** By the terminal's own clock, Unix ms. */
  readonly at: number;
  /** km/h */
  readonly speed: number;
  /** Degrees. */
  readonly heading: number;
  readonly sos: boolean;
  /** km */
  readonly mileage: number;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Body of 0x0200 with mileage (0x01), signal (0x30) and satellites (0x31). */
export function location({ lon, lat, at, speed, heading, sos, mileage }: Location): Buffer {
  const { year, month, day, hour, minute, second } = civil(at, beijing);
  const body = Buffer.alloc(28);
  body.writeUInt32BE(sos ? 1 : 0, 0);
  // ACC on, positioned; bits 2 and 3 say south and west.
  body.writeUInt32BE(0b11 | (lat < 0 ? 0b100 : 0) | (lon < 0 ? 0b1000 : 0), 4);
  body.writeUInt32BE(Math.round(Math.abs(lat) * 1e6), 8);
  body.writeUInt32BE(Math.round(Math.abs(lon) * 1e6), 12);
  body.writeUInt16BE(4, 16);
  body.writeUInt16BE(Math.round(speed * 10), 18);
  body.writeUInt16BE(Math.round(heading) % 360, 20);
  bcd([year % 100, month, day, hour, minute, second].map(two).join(''), 6).copy(body, 22);
  const extras = Buffer.alloc(12);
  extras.set([0x01, 4], 0);
  extras.writeUInt32BE(Math.round(mileage * 10), 2);
  extras.set([0x30, 1, 24, 0x31, 1, 11], 6);
  return Buffer.concat([body, extras]);
}

export type PlatformSays =
  | { readonly is: 'registered'; readonly result: number; readonly code: string }
  | { readonly is: 'answer'; readonly to: number; readonly result: number };

/** Reads what the platform sends. Anything but 0x8001 and 0x8100 is left out. */
export class PlatformReader {
  #rest = Buffer.alloc(0);

  push(chunk: Buffer): readonly PlatformSays[] {
    let bytes = Buffer.concat([this.#rest, chunk]);
    const found: PlatformSays[] = [];
    for (;;) {
      const end = bytes.indexOf(flag);
      if (end < 0) break;
      const said = end === 0 ? undefined : read(bytes.subarray(0, end));
      if (said !== undefined) found.push(said);
      bytes = bytes.subarray(end + 1);
    }
    this.#rest = Buffer.from(bytes);
    return found;
  }
}

function read(escaped: Buffer): PlatformSays | undefined {
  const plain: number[] = [];
  for (let i = 0; i < escaped.length; i += 1) {
    const byte = escaped[i] ?? 0;
    if (byte !== escape) plain.push(byte);
    else {
      i += 1;
      plain.push(escaped[i] === 0x02 ? flag : escape);
    }
  }
  const content = Buffer.from(plain);
  if (content.length < 13 || content.reduce((sum, byte) => sum ^ byte, 0) !== 0) return undefined;
  const attributes = content.readUInt16BE(2);
  const is2019 = (attributes & version2019) !== 0;
  const body = content.subarray((is2019 ? 17 : 12) + ((attributes & split) === 0 ? 0 : 4), -1);
  switch (content.readUInt16BE(0)) {
    case 0x8100:
      return body.length < 3
        ? undefined
        : { is: 'registered', result: body.readUInt8(2), code: body.toString('ascii', 3) };
    case 0x8001:
      return body.length < 5 ? undefined : { is: 'answer', to: body.readUInt16BE(2), result: body.readUInt8(4) };
    default:
      return undefined;
  }
}
