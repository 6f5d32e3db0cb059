/** Searching all files of a folder for what must not be in them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export interface Finding {
  /** Path below the folder. */
  readonly file: string;
  readonly text: string;
}

interface Needle {
  readonly text: string;
  readonly bytes: Buffer;
}

/** As many bytes as are looked at first. */
const width = 4;

/**
 * What of the texts occurs in which file, as UTF-8 or UTF-16LE bytes, in sub-folders too, and of the numbers as doubles
 * in either order of bytes. Each file is walked once, however many texts there are. A text must have four bytes.
 */
export function filesHolding(
  dir: string,
  texts: readonly string[],
  numbers: readonly number[] = [],
): readonly Finding[] {
  const byStart = new Map<number, Needle[]>();
  // Nearly every place is ruled out by its first two bytes, without a look into the map.
  const begins = new Uint8Array(65_536);
  const add = (text: string, bytes: Buffer): void => {
    if (bytes.length < width) throw new Error(`too short to search for: '${text}'`);
    const start = bytes.readUInt32LE(0);
    begins[bytes.readUInt16LE(0)] = 1;
    byStart.set(start, [...(byStart.get(start) ?? []), { text, bytes }]);
  };
  for (const text of new Set(texts))
    for (const encoding of ['utf8', 'utf16le'] as const) add(text, Buffer.from(text, encoding));
  for (const number of new Set(numbers)) {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(number);
    add(`${number} as a double`, bytes);
    add(`${number} as a double`, Buffer.from(bytes).reverse());
  }
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const found = foundIn(contentOf(path), begins, byStart);
    return [...found].map((text) => ({ file: relative(dir, path), text }));
  });
}

function foundIn(bytes: Buffer, begins: Uint8Array, byStart: ReadonlyMap<number, readonly Needle[]>): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at + width <= bytes.length; at += 1) {
    if (begins[(bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)] === 0) continue;
    for (const needle of byStart.get(bytes.readUInt32LE(at)) ?? [])
      if (
        bytes.compare(needle.bytes, 0, needle.bytes.length, at, Math.min(at + needle.bytes.length, bytes.length)) === 0
      )
        found.add(needle.text);
  }
  return found;
}

/** A file that a running process took away meanwhile holds nothing. */
function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
