/**
 * UUIDs without a clock or chance of their own: the instant and the random bytes are handed in.
 * UUIDv7 (RFC 9562): 48 bits of Unix milliseconds, then random, so that ids sort by time of making.
 */
const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function format(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < 16; i += 1) {
    text += hex[bytes[i] ?? 0];
    if (i === 3 || i === 5 || i === 7 || i === 9) text += '-';
  }
  return text;
}

/** @param at Unix milliseconds. @param random at least 10 random bytes. */
export function uuidv7(at: number, random: Uint8Array): string {
  const bytes = new Uint8Array(16);
  let rest = at;
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return format(bytes);
}

/** A custom-form UUID (version 8) of the first 16 bytes of a digest: the same digest gives the same id, for ever. */
export function uuidv8(digest: Uint8Array): string {
  const bytes = new Uint8Array(digest.subarray(0, 16));
  bytes[6] = 0x80 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  return format(bytes);
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether an id is of the form that `uuidv8` gives. */
export function isDerivedUuid(text: string): boolean {
  return isUuid(text) && text[14] === '8';
}

export function isUuid(text: string): boolean {
  return uuidPattern.test(text);
}
