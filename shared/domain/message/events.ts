import { z } from 'zod';
import { personalDataErasedSchema, personalHandleSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

const id = z.string().max(60);
const name = z.string().max(60);
const instant = z.int();

/** A unit by its device, or a person at whatever seat they are. */
const receiverSchema = z.strictObject({ kind: z.enum(['unit', 'person']), id, name });

/** How it is known that they read it: on the screen of a seat, on the unit's device, or told to them by somebody. */
export const messageProofSchema = z.enum(['screen', 'device', 'radio', 'phone', 'inPerson']);
export type MessageProof = z.infer<typeof messageProofSchema>;

/** Nobody is sent more than this by one message. */
export const mostReceivers = 600;

export const messageEvents = {
  /** The words are in the vault: nobody knows of whom free text speaks. */
  MessageSent: z.strictObject({
    name,
    audience: z.strictObject({
      kind: z.enum(['unit', 'squad', 'all', 'hall']),
      /** Of the unit or squad; null: to all, or to the seats of the hall. */
      id: id.nullable(),
      name,
    }),
    urgent: z.boolean(),
    incident: z.strictObject({ id, number: z.string().max(20) }).nullable(),
    receivers: z.array(receiverSchema).max(mostReceivers),
    /** Whose rooms may hold it besides the bureau. */
    squads: z.array(id).max(200),
    zones: z.array(id).max(200),
    /** By when all have to have read it, where it is urgent. */
    readBy: instant.nullable(),
    personal: personalHandleSchema.nullable(),
  }),
  /** Shown on a screen or told to a device: it is there, whether or not anybody looked. */
  MessageDelivered: z.strictObject({ kind: receiverSchema.shape.kind, id }),
  MessageRead: z.strictObject({ kind: receiverSchema.shape.kind, id, proof: messageProofSchema }),
  /** Urgent, and not read by so many when it should have been. */
  MessageUnread: z.strictObject({ count: z.int().positive() }),
  PersonalDataErased: personalDataErasedSchema,
};
export type MessageEvent = UnionOf<typeof messageEvents>;
