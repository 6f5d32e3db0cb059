import { z } from 'zod';
import { hysteresisSchema } from '../fence/events.ts';
import { placeSchema, registerIdSchema } from '../kernel.ts';
import { alarmCauseSchema, alarmKindSchema, clearedAsSchema, sosStepSchema, supportSaidSchema } from './events.ts';

const id = z.uuid();
const reason = z.string().trim().min(1).max(200);

export const raiseAlarmSchema = z.strictObject({
  /** Of the alarm, chosen by the sender. */
  id,
  kind: alarmKindSchema,
  unit: registerIdSchema.nullable(),
  fence: registerIdSchema.nullable(),
  place: placeSchema.nullable(),
  seenAt: z.int().nullable(),
  accuracy: z.number().nonnegative().nullable(),
  since: z.int(),
  cause: alarmCauseSchema.nullable(),
  proposal: z.strictObject({ unit: registerIdSchema, metres: z.int().nonnegative() }).nullable(),
  judgedBy: hysteresisSchema.partial(),
});
export type RaiseAlarm = z.infer<typeof raiseAlarmSchema>;

/** Support for who calls for help; where nobody has the call yet, whoever sends takes it. */
export const sendSupportSchema = z.strictObject({
  alarm: id,
  units: z
    .array(z.strictObject({ unit: registerIdSchema, metres: z.int().nonnegative().nullable() }))
    .min(1)
    .max(12),
});
export type SendSupport = z.infer<typeof sendSupportSchema>;

export const answerSupportSchema = z.strictObject({ alarm: id, unit: registerIdSchema, is: supportSaidSchema });
export type AnswerSupport = z.infer<typeof answerSupportSchema>;

/** Only the hub. `at`: when it was due. */
export const escalateAlarmSchema = z.strictObject({ alarm: id, to: sosStepSchema, at: z.int() });
export type EscalateAlarm = z.infer<typeof escalateAlarmSchema>;

export const takeAlarmSchema = z.strictObject({ alarm: id });
export type TakeAlarm = z.infer<typeof takeAlarmSchema>;

/** To another account, or to oneself from who has it. */
export const handOverAlarmSchema = z.strictObject({ alarm: id, to: z.uuid(), reason });
export type HandOverAlarm = z.infer<typeof handOverAlarmSchema>;

export const shelveAlarmSchema = z.strictObject({ alarm: id, until: z.int(), reason });
export type ShelveAlarm = z.infer<typeof shelveAlarmSchema>;

/** `until`: of the shelving that ends; what was shelved anew stays. */
export const unshelveAlarmSchema = z.strictObject({ alarm: id, until: z.int() });
export type UnshelveAlarm = z.infer<typeof unshelveAlarmSchema>;

export const clearAlarmSchema = z.strictObject({ alarm: id, as: clearedAsSchema, reason: reason.nullable() });
export type ClearAlarm = z.infer<typeof clearAlarmSchema>;
