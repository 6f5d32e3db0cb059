import { z } from 'zod';
import { registerIdSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

const name = z.string().max(60);

/** As long as a duty officer writes into a book. */
export const longestRemark = 500;

/** What a remark speaks of. */
export const remarkAboutSchema = z.discriminatedUnion('kind', [
  /** A line that wrote itself: id of the event, its type, and when it happened, Unix ms, for where it is not held. */
  z.strictObject({ kind: z.literal('line'), event: z.uuid(), what: z.string().min(1).max(60), at: z.int() }),
  /** A site that was rung before anybody complained of it (提醒清单). */
  z.strictObject({ kind: z.literal('site'), id: registerIdSchema, name: z.string().min(1).max(60) }),
]);

export const remarkEvents = {
  RemarkNoted: z.strictObject({
    /** Report night of the log (统计夜). */
    night: z.iso.date(),
    text: z.string().min(1).max(longestRemark),
    about: remarkAboutSchema.nullable(),
    name,
  }),
  /** What stood before stays beside it. */
  RemarkCorrected: z.strictObject({
    text: z.string().min(1).max(longestRemark),
    reason: z.string().min(1).max(200),
    name,
  }),
};
export type RemarkEvent = UnionOf<typeof remarkEvents>;
