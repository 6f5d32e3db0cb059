/** Wishes about whether a caller is kept secret. The words of it travel in `personal` only and go to the vault. */
import { z } from 'zod';
import { personalHandleSchema } from '../kernel.ts';
import { secrecyLiftedSchema } from './events-life.ts';

export const keepCallerSecretSchema = z.strictObject({
  incident: z.uuid(),
  personal: personalHandleSchema.optional(),
});
export type KeepCallerSecret = z.infer<typeof keepCallerSecretSchema>;

export const liftCallerSecrecySchema = z.strictObject({
  incident: z.uuid(),
  why: secrecyLiftedSchema,
  /** How it is known: who agreed when and how, or which words were read wrongly. Refused without. */
  personal: personalHandleSchema.optional(),
});
export type LiftCallerSecrecy = z.infer<typeof liftCallerSecrecySchema>;
