/** Bodies of 0x0200 and 0x0704 (JT/T 808-2013 and -2019). */
export type { Location } from '../../telemetry/jt-location.ts';
export { readLocation, readTime } from '../../telemetry/jt-location.ts';

export interface LocationBatch {
  /** From an area without network, sent later than made. */
  readonly replayed: boolean;
  /** Bodies of the single locations, in the order sent. */
  readonly bodies: readonly Buffer[];
}

/** Undefined where type, number and lengths do not fit the bytes: then none of it can be told apart. */
export function readLocationBatch(body: Buffer): LocationBatch | undefined {
  if (body.length < 3) return undefined;
  const count = body.readUInt16BE(0);
  const type = body.readUInt8(2);
  if (type > 1) return undefined;
  const bodies: Buffer[] = [];
  let from = 3;
  while (bodies.length < count) {
    if (from + 2 > body.length) return undefined;
    const end = from + 2 + body.readUInt16BE(from);
    if (end > body.length) return undefined;
    bodies.push(body.subarray(from + 2, end));
    from = end;
  }
  return from === body.length ? { replayed: type === 1, bodies } : undefined;
}
