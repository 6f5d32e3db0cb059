import { z } from 'zod';
import type { UnionOf } from '../kernel.ts';

/** Roles of people. A person may have several; which of them may do what is in `rules/permissions.ts`. */
export const roleSchema = z.enum([
  /** 大队长, 分管副职: commands the whole bureau or a brigade. */
  'commander',
  /** 带班领导. */
  'dutyLeader',
  /** 值班长. */
  'shiftLead',
  /** 块区带班: commands one joint-defence zone tonight. */
  'zoneLead',
  'dispatcher',
  'nightDesk',
  'squadRoom',
  /** 中队内勤. */
  'squadClerk',
  /** 中队法制员. */
  'squadLegal',
  /** 法制科. */
  'legalSection',
  'leader',
  /** 联系分管领导 of a joint group. */
  'groupDeputy',
  /** 街镇. */
  'street',
  'reporting',
  /** 督察. */
  'inspection',
  /** 社会监督员. */
  'socialInspector',
  /** 成员单位, 物业: a guest in one joint operation. */
  'memberUnit',
  'wall',
  'officer',
  'administrator',
  'auditor',
]);
export type Role = z.infer<typeof roleSchema>;

const scopeId = z.string().min(1).max(40);

/**
 * A role, what it is limited to, and when it holds. Which limits a role takes is in `rules/permissions.ts`; without any it
 * is for the whole bureau.
 */
export const roleGrantSchema = z.strictObject({
  role: roleSchema,
  brigade: scopeId.optional(),
  squad: scopeId.optional(),
  zone: scopeId.optional(),
  /** Code of a responsibility grid: a street or town. */
  street: scopeId.optional(),
  operation: scopeId.optional(),
  /** Holds from here on, Unix ms; absent: from the start. */
  from: z.int().optional(),
  /** Holds until before here, Unix ms; absent: until it is taken away. */
  to: z.int().optional(),
});
export type RoleGrant = z.infer<typeof roleGrantSchema>;

/** What a grant may be limited to. */
export const grantLimits = ['brigade', 'squad', 'zone', 'street', 'operation'] as const;
export type GrantLimit = (typeof grantLimits)[number];

export const accountEvents = {
  AccountCreated: z.strictObject({
    login: z.string(),
    name: z.string(),
    roles: z.array(roleGrantSchema),
    /** Accounts of the demo district: announced as such, refused by a hub that is not a demo. */
    demo: z.boolean(),
  }),
  /** All grants from now on, those to come included. */
  AccountRolesChanged: z.strictObject({ roles: z.array(roleGrantSchema) }),
  /** A grant began or ended by its own times. */
  AccountRolesTurned: z.strictObject({}),
  /** Takes the place of somebody else for a time, with some of their grants. */
  DeputyNamed: z.strictObject({
    /** Account whose place is taken. */
    for: z.uuid(),
    roles: z.array(roleGrantSchema),
    from: z.int(),
    to: z.int(),
    reason: z.string(),
  }),
  DeputyEnded: z.strictObject({ for: z.uuid(), why: z.enum(['over', 'recalled', 'disabled', 'rolesChanged']) }),
  AccountRenamed: z.strictObject({ name: z.string() }),
  /** `leaver`: has left the bureau; the account never comes back. */
  AccountDisabled: z.strictObject({ reason: z.string(), leaver: z.boolean().optional() }),
  AccountEnabled: z.strictObject({}),
};
export type AccountEvent = UnionOf<typeof accountEvents>;
