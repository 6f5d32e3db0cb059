/** Facts of giving a reply back to whoever sent the order (回传): queued, taken, not taken, typed in by hand. */
import { z } from 'zod';

/** Which of the incident's replies, from 0. */
const reply = z.int().nonnegative();
/** Id under which the other side knows the reply, whoever sends it again. */
const posting = z.string().min(1).max(60);

/** Why the other side does not have it. The first four pass by themselves, perhaps; the others do not. */
export const postFailureSchema = z.enum([
  'unreachable',
  'slow',
  'serverError',
  /** It answered, and what it said acknowledges nothing. */
  'badAnswer',
  /** Our key is not taken: nothing more is sent until somebody says so. */
  'keyRefused',
  /** It took the key and will not have this one. */
  'rejected',
  'wordsErased',
]);
export type PostFailure = z.infer<typeof postFailureSchema>;

/** Why somebody typed it in instead. */
export const byHandSchema = z.enum(['noInterface', 'interfaceDown', 'notAccepted', 'sourceAsked']);
export type ByHand = z.infer<typeof byHandSchema>;

export const postingEvents = {
  /** `to`: name of the other side, by the configuration of the hub. */
  ReplyPostQueued: z.strictObject({ posting, reply, to: z.string().max(40) }),
  /** Somebody lets it be sent once more, under the same id. */
  ReplyPostAskedAgain: z.strictObject({ posting }),
  /** The other side acknowledged it; `receipt`: what it calls it. */
  ReplyPosted: z.strictObject({ posting, receipt: z.string().max(80).nullable() }),
  /** Told when the reason changes; `over`: nobody tries any more. */
  ReplyPostFailed: z.strictObject({
    posting,
    why: postFailureSchema,
    tries: z.int().nonnegative(),
    over: z.boolean(),
  }),
  ReplyPostedByHand: z.strictObject({ reply, why: byHandSchema }),
};
