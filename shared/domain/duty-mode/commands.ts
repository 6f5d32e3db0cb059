import { z } from 'zod';
import { dutyModeSchema } from './events.ts';

export const switchDutyModeSchema = z.strictObject({
  mode: dutyModeSchema,
  cause: z.enum(['calendar', 'person']),
  reason: z.string().trim().max(200),
  reportNight: z.iso.date().optional(),
});

export type SwitchDutyMode = z.infer<typeof switchDutyModeSchema>;
