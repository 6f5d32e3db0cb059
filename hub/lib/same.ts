import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two secrets are the same; takes the same time wherever they differ, and however long they are. */
export function same(one: string, other: string): boolean {
  const digest = (value: string): Buffer => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(one), digest(other));
}
