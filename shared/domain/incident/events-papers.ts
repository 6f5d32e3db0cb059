/** Files that belong to an incident, and measurements of its noise. */
import { z } from 'zod';
import { mediaTypes } from '../../lib/media-type.ts';
import { personalHandleSchema } from '../kernel.ts';
import { measurementResultSchema, measurementSchema } from './measurement.ts';

/** Bounds of files, shared by every way they come in. */
export const fileLimits = {
  /** Of one file, bytes. */
  bytes: 8_000_000,
  /** Of one incident, erased ones too. */
  perIncident: 40,
  /** Of one order that comes over HTTP. */
  perOrder: 6,
  /** Letters of a name. */
  name: 120,
} as const;

/** What it shows or says: 投诉材料, 现场取证, 许可公示, 来文传真, 测量记录, 其他. */
export const fileOfSchema = z.enum(['complaint', 'evidence', 'permit', 'letter', 'measurement', 'other']);
export type FileOf = z.infer<typeof fileOfSchema>;
export const fileOfs = fileOfSchema.options;

/** Whose it is: of a caller, of who was on scene for us, of another office. */
export const fileWhoseSchema = z.enum(['caller', 'ours', 'office']);
export type FileWhose = z.infer<typeof fileWhoseSchema>;

export const fileSchema = z.strictObject({
  /** SHA-256 of the content, hex. It stays when the content is erased. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  mediaType: z.enum(mediaTypes),
  bytes: z.int().positive().max(fileLimits.bytes),
});

/** How it came: over HTTP with the order, with the intake form, by the detail of the incident. */
export const fileWaySchema = z.enum(['http', 'intake', 'detail']);

export const paperEvents = {
  /** `personal`: name of the file and its content, in the vault: a name often tells of a person. */
  FileAttached: fileSchema.extend({
    of: fileOfSchema,
    whose: fileWhoseSchema,
    way: fileWaySchema,
    personal: personalHandleSchema,
  }),
  /** A measurement of noise, with what the standard in force then makes of it. */
  MeasurementRecorded: z.strictObject({ said: measurementSchema, result: measurementResultSchema }),
};
