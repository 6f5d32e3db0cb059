/** Figures of a measurement of noise, as they are written down on the spot, and what comes of them. Levels in dB(A). */
import { z } from 'zod';

const level = z.number().min(0).max(200);
const text = (longest: number) => z.string().trim().min(1).max(longest);

export const measurementSchema = z.strictObject({
  /** When it began, Unix ms. */
  at: z.int(),
  minutes: z.number().positive().max(240),
  /** Equivalent level (Leq). */
  level,
  /** Null: not measured. */
  background: level.nullable(),
  /** Highest single level (Lmax); null: not noted. */
  peak: level.nullable(),
  /** Code of the area among the limits of the standard. */
  area: text(40),
  indoors: z.boolean(),
  /** What the calibrator read on the meter. */
  calibration: z.strictObject({ before: level, after: level }),
  instrument: z.strictObject({ name: text(60), number: text(40), verifiedTo: z.iso.date() }),
  weather: z.strictObject({ sky: z.enum(['fair', 'rain', 'snow', 'thunder']), wind: z.number().min(0).max(60) }),
  /** Where the meter stood. */
  point: text(80),
  /** Numbers of certificates of who measured and who checked, not names. */
  persons: z.array(text(30)).min(1).max(6),
});
export type Measurement = z.infer<typeof measurementSchema>;

const standard = z.strictObject({ id: z.string().max(40), title: z.string().max(80), confirmed: z.boolean() });

export const measurementResultSchema = z.discriminatedUnion('verdict', [
  z.strictObject({
    verdict: z.literal('invalid'),
    why: z
      .array(
        z.enum([
          ...(['calibrationApart', 'badWeather', 'tooWindy', 'tooShort', 'verificationOver', 'dayAndNight'] as const),
          ...(['backgroundMissing', 'backgroundTooNear', 'noStandard', 'areaUnknown'] as const),
        ]),
      )
      .min(1),
    standard: standard.nullable(),
  }),
  z.strictObject({
    verdict: z.enum(['exceeds', 'within']),
    standard,
    /** Whether it was held against the limit of the night. */
    night: z.boolean(),
    limit: z.number(),
    /** What was taken off for the background; null: it was not measured, and makes no difference. */
    correction: z.number().nullable(),
    corrected: z.number(),
    /** By how much the corrected level is over the limit. */
    over: z.number(),
    peakLimit: z.number().nullable(),
    /** Whether a peak of the night was too high. */
    peakOver: z.boolean(),
  }),
]);
export type MeasurementResult = z.infer<typeof measurementResultSchema>;
