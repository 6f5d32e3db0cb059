/**
 * Frames of JT/T 809 (2011 and 2019): `5b | content | 5d`. In the content 5b is 5a 01, 5a is 5a 02, 5d is 5e 01 and 5e is
 * 5e 02; its last two bytes are the CRC-CCITT of the others (polynomial 1021, beginning with ffff). Confirmed by frames
 * that others published; the tests name them.
 */
import { err, ok } from '../../../shared/lib/result.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Reject } from './rejections.ts';

const begin = 0x5b;
const end = 0x5d;
const escapes: Readonly<Record<number, Readonly<Record<number, number>>>> = {
  0x5a: { 0x01: 0x5b, 0x02: 0x5a },
  0x5e: { 0x01: 0x5d, 0x02: 0x5e },
};
const escaped: Readonly<Record<number, readonly [number, number]>> = {
  0x5b: [0x5a, 0x01],
  0x5a: [0x5a, 0x02],
  0x5d: [0x5e, 0x01],
  0x5e: [0x5e, 0x02],
};

/** A batch of positions has some hundred bytes; nothing that is read here has more. */
export const longestOnWire = 16 * 1_024;
/** Header of 2011 and CRC. */
export const shortestContent = 22 + 2;

/** Parts a stream of bytes into the contents of frames, still escaped. Keeps at most `longestOnWire` bytes. */
export class Unframer {
  readonly #onContent: (content: Buffer) => void;
  readonly #reject: Reject;
  #kept: Buffer | undefined;
  #length = 0;
  #state: 'outside' | 'garbage' | 'inside' | 'losing' = 'outside';

  /** @param onContent Must not keep the bytes: they are written over by the next ones. */
  constructor(onContent: (content: Buffer) => void, reject: Reject) {
    this.#onContent = onContent;
    this.#reject = reject;
  }

  /** Whether a frame was begun and not ended. */
  get unfinished(): boolean {
    return this.#state !== 'outside';
  }

  push(chunk: Buffer): void {
    for (const byte of chunk) this.#take(byte);
  }

  #take(byte: number): void {
    // Neither byte can stand in a content: so a begin always sets the reader right again.
    if (byte === begin) {
      if (this.#state === 'inside') this.#reject('garbage');
      this.#state = 'inside';
      this.#length = 0;
    } else if (byte === end) {
      const content = this.#state === 'inside' ? this.#kept?.subarray(0, this.#length) : undefined;
      this.#state = 'outside';
      this.#length = 0;
      if (content !== undefined && content.length > 0) this.#onContent(content);
    } else if (this.#state === 'inside') this.#keep(byte);
    else if (this.#state === 'outside') {
      this.#reject('garbage');
      this.#state = 'garbage';
    }
  }

  #keep(byte: number): void {
    if (this.#length >= longestOnWire) {
      this.#reject('tooLong');
      this.#state = 'losing';
      return;
    }
    this.#kept ??= Buffer.allocUnsafeSlow(longestOnWire);
    this.#kept[this.#length] = byte;
    this.#length += 1;
  }
}

export function crcOf(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1)
      crc = (crc & 0x8000) === 0 ? (crc << 1) & 0xffff : ((crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}

function unescaped(content: Buffer): Buffer | undefined {
  const plain = Buffer.allocUnsafe(content.length);
  let length = 0;
  for (let at = 0; at < content.length; at += 1) {
    const byte = content[at] ?? 0;
    const pair = escapes[byte];
    let value: number | undefined = byte;
    if (pair !== undefined) {
      at += 1;
      value = pair[content[at] ?? 0];
    }
    if (value === undefined) return undefined;
    plain[length] = value;
    length += 1;
  }
  return plain.subarray(0, length);
}

/** Header and body of a frame: unescaped, CRC looked at and taken off, and as long as the header says. */
export function checked(content: Buffer): Result<Buffer, 'badEscape' | 'garbage' | 'checksum' | 'length'> {
  const plain = unescaped(content);
  if (plain === undefined) return err('badEscape');
  if (plain.length < shortestContent) return err('garbage');
  const rest = plain.subarray(0, -2);
  if (crcOf(rest) !== plain.readUInt16BE(rest.length)) return err('checksum');
  // The length counts the whole frame before it was escaped, both flags and the CRC too.
  return plain.readUInt32BE(0) === plain.length + 2 ? ok(rest) : err('length');
}

/** The bytes to send for a header and a body; the length in the header is put in here. */
export function framed(plain: Buffer): Buffer {
  plain.writeUInt32BE(plain.length + 4, 0);
  const wire: number[] = [begin];
  const crc = crcOf(plain);
  for (const byte of [...plain, crc >> 8, crc & 0xff]) wire.push(...(escaped[byte] ?? [byte]));
  wire.push(end);
  return Buffer.from(wire);
}
