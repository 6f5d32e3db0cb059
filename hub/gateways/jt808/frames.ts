/**
 * Frames on the wire: `7e | content | 7e`, in the content 7d 01 for 7d and 7d 02 for 7e, its last byte the XOR of the
 * others (JT/T 808-2013 and -2019).
 *
 * The flag is read as what parts frames, not as brackets: so two frames may share one, and after any garbage the next
 * flag sets the reader right again.
 */
import { err, ok } from '../../../shared/lib/result.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { Reject } from './rejections.ts';

const flag = 0x7e;
const escape = 0x7d;
const escapedEscape = 0x01;
const escapedFlag = 0x02;

/** Header of 2019 with sub-package, a body as long as ten bits can say, check byte. */
export const longestContent = 21 + 1_023 + 1;
/** The same where each byte is escaped. */
export const longestOnWire = 2 * longestContent;
/** Header of 2013 and check byte. */
export const shortestContent = 12 + 1;

/** Parts a stream of bytes into the contents of frames, still escaped. Keeps at most `longestOnWire` bytes. */
export class Unframer {
  readonly #onContent: (content: Buffer) => void;
  readonly #reject: Reject;
  /** Bytes since the last flag; made once it is needed, never longer than the longest frame. */
  #kept: Buffer | undefined;
  #length = 0;
  /** Whether there was a flag at all: before it nothing can be a frame. */
  #opened = false;
  /** What comes up to the next flag is thrown away, and has been counted. */
  #losing = false;

  /** @param onContent Must not keep the bytes: they are written over by the next ones. */
  constructor(onContent: (content: Buffer) => void, reject: Reject) {
    this.#onContent = onContent;
    this.#reject = reject;
  }

  /** Whether a frame was begun and not ended. */
  get unfinished(): boolean {
    return this.#opened && (this.#length > 0 || this.#losing);
  }

  /** Bytes kept of the frame begun. */
  get kept(): number {
    return this.#length;
  }

  push(chunk: Buffer): void {
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(flag, from);
      if (end < 0) break;
      this.#end(chunk.subarray(from, end));
      from = end + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  #keep(bytes: Buffer): void {
    if (this.#losing) return;
    if (!this.#opened) this.#lose('garbage');
    else if (this.#length + bytes.length > longestOnWire) this.#lose('tooLong');
    else {
      this.#kept ??= Buffer.allocUnsafeSlow(longestOnWire);
      this.#length += bytes.copy(this.#kept, this.#length);
    }
  }

  #lose(reason: 'garbage' | 'tooLong'): void {
    this.#reject(reason);
    this.#losing = true;
    this.#length = 0;
  }

  /** A flag, and before it these bytes. */
  #end(bytes: Buffer): void {
    if (this.#length > 0 || !this.#opened || bytes.length > longestOnWire) {
      if (bytes.length > 0) this.#keep(bytes);
      const content = this.#losing ? undefined : this.#kept?.subarray(0, this.#length);
      this.#opened = true;
      this.#losing = false;
      this.#length = 0;
      if (content !== undefined && content.length > 0) this.#onContent(content);
      return;
    }
    if (this.#losing) this.#losing = false;
    else if (bytes.length > 0) this.#onContent(bytes);
  }
}

/** The content as it was before escaping; undefined where 7d stands before anything but 01 and 02. */
export function unescaped(content: Buffer): Buffer | undefined {
  let at = content.indexOf(escape);
  if (at < 0) return content;
  const plain = Buffer.allocUnsafe(content.length - 1);
  let from = 0;
  let length = 0;
  while (at >= 0) {
    const code = content[at + 1];
    if (code !== escapedEscape && code !== escapedFlag) return undefined;
    length += content.copy(plain, length, from, at);
    plain[length] = code === escapedEscape ? escape : flag;
    length += 1;
    from = at + 2;
    at = content.indexOf(escape, from);
  }
  length += content.copy(plain, length, from);
  return plain.subarray(0, length);
}

/** Header and body of a frame: unescaped, check byte looked at and taken off. */
export function checked(content: Buffer): Result<Buffer, 'badEscape' | 'garbage' | 'checksum'> {
  const plain = unescaped(content);
  if (plain === undefined) return err('badEscape');
  if (plain.length < shortestContent) return err('garbage');
  let check = 0;
  for (const byte of plain) check ^= byte;
  return check === 0 ? ok(plain.subarray(0, -1)) : err('checksum');
}

/** The bytes to send for a header and a body: check byte added, escaped, between two flags. */
export function framed(plain: Buffer): Buffer {
  const wire = Buffer.allocUnsafe(2 * (plain.length + 1) + 2);
  let length = 0;
  let check = 0;
  const put = (byte: number): void => {
    if (byte === flag || byte === escape) {
      wire[length++] = escape;
      wire[length++] = byte === flag ? escapedFlag : escapedEscape;
    } else wire[length++] = byte;
  };
  wire[length++] = flag;
  for (const byte of plain) {
    check ^= byte;
    put(byte);
  }
  put(check);
  wire[length++] = flag;
  return wire.subarray(0, length);
}
