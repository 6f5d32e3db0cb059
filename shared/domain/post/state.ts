import type { Entry } from '../kernel.ts';
import type { PostRecord } from './events.ts';

export type { PostPlace } from './events.ts';

/**
 * A post (点线面): a point that is manned, a line that is driven, an area that is patrolled, cameras that are watched; when,
 * and by how many.
 */
export type PostState = Entry<PostRecord>;

export interface PostReads {
  /** Withdrawn ones too. */
  post(id: string): PostState | undefined;
  /** Those that stand, by id. */
  posts(): readonly PostState[];
}
