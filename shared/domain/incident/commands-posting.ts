/** Wishes about giving a reply back to whoever sent the order. */
import { z } from 'zod';
import { byHandSchema, postingEvents } from './events-posting.ts';

const incident = z.uuid();

/** Only the hub: the reply goes out under this id. */
export const queueReplyPostSchema = postingEvents.ReplyPostQueued.extend({ incident });
export type QueueReplyPost = z.infer<typeof queueReplyPostSchema>;

/** Only the hub: the other side acknowledged it. */
export const noteReplyPostedSchema = postingEvents.ReplyPosted.extend({ incident });
export type NoteReplyPosted = z.infer<typeof noteReplyPostedSchema>;

/** Only the hub. */
export const noteReplyPostFailedSchema = postingEvents.ReplyPostFailed.extend({ incident });
export type NoteReplyPostFailed = z.infer<typeof noteReplyPostFailedSchema>;

/** `reply`: which of them, from 0. */
export const sendReplyAgainSchema = z.strictObject({ incident, reply: z.int().nonnegative() });
export type SendReplyAgain = z.infer<typeof sendReplyAgainSchema>;

export const markReplyPostedSchema = z.strictObject({ incident, reply: z.int().nonnegative(), why: byHandSchema });
export type MarkReplyPosted = z.infer<typeof markReplyPostedSchema>;
