import { z } from 'zod';
import type { UnionOf } from '../kernel.ts';

export const roleSchema = z.enum([
  'commander',
  'dutyLeader',
  'shiftLead',
  'zoneLead',
  'dispatcher',
  'nightDesk',
  'squadRoom',
  'leader',
  'reporting',
  'wall',
  'officer',
  'administrator',
  'auditor',
]);
export type Role = z.infer<typeof roleSchema>;

/** A role and what it is limited to; a role without squad or zone holds for the whole bureau. */
export const roleGrantSchema = z.strictObject({
  role: roleSchema,
  squad: z.string().max(40).optional(),
  zone: z.string().max(40).optional(),
});
export type RoleGrant = z.infer<typeof roleGrantSchema>;

export const accountEvents = {
  AccountCreated: z.strictObject({
    login: z.string(),
    name: z.string(),
    roles: z.array(roleGrantSchema),
    /** Accounts of the demo district: announced as such, refused by a hub that is not a demo. */
    demo: z.boolean(),
  }),
  AccountRolesChanged: z.strictObject({ roles: z.array(roleGrantSchema) }),
  AccountDisabled: z.strictObject({ reason: z.string() }),
  AccountEnabled: z.strictObject({}),
};
export type AccountEvent = UnionOf<typeof accountEvents>;
