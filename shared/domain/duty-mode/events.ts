import { z } from 'zod';
import type { UnionOf } from '../kernel.ts';

export const dutyModeSchema = z.enum(['routine', 'night', 'holiday', 'emergency']);
export type DutyMode = z.infer<typeof dutyModeSchema>;

/**
 * Hours of the day in which something is in force while the district is in one of these duty modes: minutes since civil
 * midnight, [from, to); `to` before `from` runs past midnight. Windows of one mode must not overlap.
 */
export const dutyHoursSchema = z
  .array(
    z.strictObject({
      modes: z
        .array(dutyModeSchema)
        .min(1)
        .refine((modes) => new Set(modes).size === modes.length, 'each once'),
      from: z.int().min(0).max(1439),
      to: z.int().min(0).max(1440),
    }),
  )
  .min(1)
  .max(12);
export type DutyHours = z.infer<typeof dutyHoursSchema>;

export const dutyModeEvents = {
  DutyModeSwitched: z.strictObject({
    mode: dutyModeSchema,
    /** Undefined for the first switch of a district. */
    from: dutyModeSchema.optional(),
    /** `calendar` for the roster's own change, `person` for a switch by hand. */
    cause: z.enum(['calendar', 'person']),
    reason: z.string().max(200),
    /** Start of the duty night it belongs to, as a civil date; only for `night`. */
    reportNight: z.iso.date().optional(),
    /** Id of the approval it was done on; for `emergency` by a person. */
    approval: z.string().max(60).optional(),
  }),
};

export type DutyModeEvent = UnionOf<typeof dutyModeEvents>;
