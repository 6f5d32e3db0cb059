/** A short FLV without an end: its pictures over and over, at their own pace, with times that only grow. */
import { must } from '../../shared/lib/must.ts';

interface Tag {
  /** The whole tag, its length behind it included. */
  readonly bytes: Buffer;
  /** Of the clip, ms. */
  readonly at: number;
  /** What a decoder needs before any picture; sent once. */
  readonly isHeader: boolean;
}

export interface Clip {
  /** File header and everything a decoder needs first. */
  readonly head: Buffer;
  readonly tags: readonly Tag[];
  /** Of one round, ms. */
  readonly length: number;
}

const fileHeader = 13;
const tagHeader = 11;
const types = { video: 9, script: 18 } as const;

function timeOf(bytes: Buffer, at: number): number {
  return (bytes.readUInt8(at + 7) << 24) | bytes.readUIntBE(at + 4, 3);
}

/** Throws for what is no FLV with pictures. */
export function readClip(file: Buffer): Clip {
  if (file.toString('latin1', 0, 3) !== 'FLV') throw new Error('not an FLV');
  const tags: Tag[] = [];
  for (let at = fileHeader; at + tagHeader <= file.length;) {
    const end = at + tagHeader + file.readUIntBE(at + 1, 3) + 4;
    const type = file.readUInt8(at);
    // The second byte of a picture says whether it is one: 0 tells the decoder how they are coded, 2 that they end.
    const packet = type === types.video ? file.readUInt8(at + tagHeader + 1) : 0;
    const isHeader = type === types.script || (type === types.video && packet === 0);
    if (end <= file.length && packet < 2) tags.push({ bytes: file.subarray(at, end), at: timeOf(file, at), isHeader });
    at = end;
  }
  const pictures = tags.filter(({ isHeader }) => !isHeader);
  const [first, second] = pictures;
  const step = must(second, 'two pictures').at - must(first, 'a picture').at;
  return {
    head: Buffer.concat([
      file.subarray(0, fileHeader),
      ...tags.filter(({ isHeader }) => isHeader).map(({ bytes }) => bytes),
    ]),
    tags: pictures,
    length: must(pictures.at(-1), 'a last picture').at - must(first, 'a picture').at + step,
  };
}

/** The same tag at another time, ms. */
function moved({ bytes }: Tag, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUIntBE(at & 0xff_ff_ff, 4, 3);
  copy.writeUInt8((at >>> 24) & 0x7f, 7);
  return copy;
}

export interface Playing {
  stop(): void;
}

const stepMs = 40;

/**
 * Sends head and pictures as they fall due; begins with the first, which needs no other.
 * @param send Returns false where the other side takes no more: then it is ended, as a live stream does not wait.
 */
export function playClip(clip: Clip, now: () => number, send: (bytes: Buffer) => boolean, ended: () => void): Playing {
  const began = now();
  const first = clip.tags[0]?.at ?? 0;
  let next = 0;
  let isOver = false;
  const timer = setInterval(() => {
    const due = now() - began;
    const parts: Buffer[] = [];
    for (;;) {
      const tag = must(clip.tags[next % clip.tags.length], 'a picture');
      const at = Math.floor(next / clip.tags.length) * clip.length + tag.at - first;
      if (at > due) break;
      parts.push(moved(tag, at));
      next += 1;
    }
    if (parts.length > 0 && !send(Buffer.concat(parts))) stop();
  }, stepMs);
  function stop(): void {
    clearInterval(timer);
    if (isOver) return;
    isOver = true;
    ended();
  }
  if (!send(clip.head)) stop();
  return { stop };
}
