/** Standards by which noise of sites is measured. Levels in dB(A). */
import { z } from 'zod';

const level = z.number().min(0).max(200);
const text = (longest: number) => z.string().trim().min(1).max(longest);

/** A standard by its time in force; `confirmed` false: its clauses were not seen, others stand in. */
export const noiseStandardSchema = z.strictObject({
  id: text(40),
  title: text(80),
  from: z.iso.date(),
  to: z.iso.date().optional(),
  confirmed: z.boolean(),
  /** By kind of area. */
  limits: z
    .array(z.strictObject({ area: text(40), name: text(40), day: level, night: level }))
    .min(1)
    .max(20),
  /** What the limit is less by in a room with an open window. */
  indoorsLess: z.number().min(0).max(40),
  /** By how much a single peak of the night may be over the limit. */
  peakOver: z.number().min(0).max(40),
  /** How far the calibrations before and after may be apart. */
  calibrationWithin: z.number().positive().max(5),
  /** m/s */
  windBelow: z.number().positive().max(30),
  /** Shortest time of measuring. */
  minutes: z.number().positive().max(120),
});
type Standard = z.infer<typeof noiseStandardSchema>;
export type NoiseStandard = Readonly<Omit<Standard, 'limits'>> & {
  readonly limits: readonly Readonly<Standard['limits'][number]>[];
};
