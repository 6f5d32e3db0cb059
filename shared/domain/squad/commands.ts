import { z } from 'zod';
import { channelSchema } from '../incident/events.ts';
import { provenanceSchema, registerIdSchema } from '../kernel.ts';
import { squadRecordSchema } from './events.ts';

export const recordSquadSchema = z.strictObject({
  id: registerIdSchema,
  record: squadRecordSchema,
  provenance: provenanceSchema,
});
export type RecordSquad = z.infer<typeof recordSquadSchema>;

export const askHelpSchema = z.strictObject({
  /** Of the request, chosen by the sender. */
  help: z.uuid(),
  squad: registerIdSchema,
  incident: z.uuid(),
});
export type AskHelp = z.infer<typeof askHelpSchema>;

export const answerHelpSchema = z.strictObject({
  squad: registerIdSchema,
  help: z.uuid(),
  agreed: z.boolean(),
  /** Present: the desk says it for the squad (代报). */
  channel: channelSchema.optional(),
});
export type AnswerHelp = z.infer<typeof answerHelpSchema>;
