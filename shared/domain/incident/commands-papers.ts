/** Wishes about files of an incident. */
import { z } from 'zod';
import { personalHandleSchema } from '../kernel.ts';
import { fileLimits, fileOfSchema, fileSchema, fileWaySchema, fileWhoseSchema } from './events-papers.ts';
import { measurementSchema } from './measurement.ts';

/** Name of a file as it came: no path, no control letters. */
export const fileNameSchema = z
  .string()
  .trim()
  .min(1)
  .max(fileLimits.name)
  .regex(/^[^\p{Cc}/\\]+$/u);

/** As it goes to the vault; `content`: SHA-256 of the bytes that the vault keeps beside it. */
export const filePersonalSchema = z.strictObject({ name: fileNameSchema, content: fileSchema.shape.sha256 });

export const attachFileSchema = z.strictObject({
  incident: z.uuid(),
  file: fileSchema,
  of: fileOfSchema,
  whose: fileWhoseSchema,
  way: fileWaySchema,
  personal: personalHandleSchema.optional(),
});
export type AttachFile = z.infer<typeof attachFileSchema>;

export const recordMeasurementSchema = z.strictObject({ incident: z.uuid(), said: measurementSchema });
export type RecordMeasurement = z.infer<typeof recordMeasurementSchema>;
