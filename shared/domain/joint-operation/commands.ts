import { z } from 'zod';

const id = z.uuid();
const squad = z.string().min(1).max(40);
const members = {
  squads: z
    .array(squad)
    .min(2)
    .max(20)
    .refine((squads) => new Set(squads).size === squads.length, 'a squad is named twice'),
  /** One of the squads. */
  lead: squad,
};

export const planOperationSchema = z.strictObject({ id, name: z.string().trim().min(1).max(40), ...members });
export type PlanOperation = z.infer<typeof planOperationSchema>;

export const startOperationSchema = z.strictObject({ id });
export type StartOperation = z.infer<typeof startOperationSchema>;

export const changeOperationMembersSchema = z.strictObject({ id, ...members });
export type ChangeOperationMembers = z.infer<typeof changeOperationMembersSchema>;

export const endOperationSchema = z.strictObject({ id, reason: z.string().trim().min(1).max(200) });
export type EndOperation = z.infer<typeof endOperationSchema>;
