import { z } from 'zod';
import { personalHandleSchema, registerIdSchema } from '../kernel.ts';

const id = z.uuid();

/** As long as somebody reads on the way. */
export const longestMessage = 500;

export const messageWordsSchema = z.strictObject({ text: z.string().trim().min(1).max(longestMessage) });

export const sendMessageSchema = z.strictObject({
  /** Of the message, chosen by the sender. */
  id,
  audience: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('unit'), id: registerIdSchema }),
    z.strictObject({ kind: z.literal('squad'), id: registerIdSchema }),
    /** All seats of the hall and all units on duty. */
    z.strictObject({ kind: z.literal('all') }),
    /** All seats of the hall: how a unit speaks. */
    z.strictObject({ kind: z.literal('hall') }),
  ]),
  urgent: z.boolean(),
  /** What it belongs to. */
  incident: id.nullable(),
  personal: personalHandleSchema.optional(),
});
export type SendMessage = z.infer<typeof sendMessageSchema>;

/** Whoever receives it says how far it came to them. */
export const noteMessageSchema = z.strictObject({ message: id, state: z.enum(['delivered', 'read']) });
export type NoteMessage = z.infer<typeof noteMessageSchema>;

/** The desk told a unit: not every unit has a device. */
export const passOnMessageSchema = z.strictObject({
  message: id,
  unit: registerIdSchema,
  channel: z.enum(['radio', 'phone', 'inPerson']),
});
export type PassOnMessage = z.infer<typeof passOnMessageSchema>;

/** Only the hub: it should have been read by then. */
export const noteMessageUnreadSchema = z.strictObject({ message: id, readBy: z.int() });
export type NoteMessageUnread = z.infer<typeof noteMessageUnreadSchema>;

export const eraseMessageSchema = z.strictObject({
  message: id,
  ref: z.string().regex(/^[0-9a-f]{32}$/),
  ground: z.enum(['callerAsked', 'retentionOver', 'enteredByMistake']),
});
export type EraseMessage = z.infer<typeof eraseMessageSchema>;
