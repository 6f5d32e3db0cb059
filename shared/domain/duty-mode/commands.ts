import { z } from 'zod';
import { dutyModeSchema } from './events.ts';

export const switchDutyModeSchema = z.strictObject({
  mode: dutyModeSchema,
  /** `calendar` by the hub alone. */
  cause: z.enum(['calendar', 'person']),
  reason: z.string().trim().max(200),
  reportNight: z.iso.date().optional(),
  /** Id of the approval that a person needs for `emergency`. */
  approval: z.uuid().optional(),
});

export type SwitchDutyMode = z.infer<typeof switchDutyModeSchema>;
