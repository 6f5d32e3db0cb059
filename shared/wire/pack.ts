/** A district pack as a file, and as `POST /api/v1/pack` takes it. */
import { z } from 'zod';
import { packProvenanceSchema, packRegistersSchema } from '../domain/district/commands.ts';
import { platesSchema } from '../domain/district/events.ts';

export const packSchema = z.strictObject({
  format: z.literal(1),
  plates: platesSchema,
  registers: packRegistersSchema,
  /** Of every row of the registers. */
  provenance: packProvenanceSchema,
});
export type Pack = z.infer<typeof packSchema>;
