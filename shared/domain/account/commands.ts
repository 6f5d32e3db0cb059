import { z } from 'zod';
import { roleGrantSchema } from './events.ts';

const id = z.uuid();
const name = z.string().trim().min(1).max(40);
const roles = z.array(roleGrantSchema).min(1).max(20);
const reason = z.string().trim().min(1).max(200);

export const createAccountSchema = z.strictObject({
  id,
  login: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{2,40}$/),
  name,
  roles,
  demo: z.boolean(),
});
export type CreateAccount = z.infer<typeof createAccountSchema>;

export const changeAccountRolesSchema = z.strictObject({ id, roles });
export type ChangeAccountRoles = z.infer<typeof changeAccountRolesSchema>;

export const renameAccountSchema = z.strictObject({ id, name });
export type RenameAccount = z.infer<typeof renameAccountSchema>;

export const disableAccountSchema = z.strictObject({
  id,
  reason,
  /** Has left the bureau: the account never comes back. */
  leaver: z.boolean().optional(),
});
export type DisableAccount = z.infer<typeof disableAccountSchema>;

export const enableAccountSchema = z.strictObject({ id });
export type EnableAccount = z.infer<typeof enableAccountSchema>;

export const nameDeputySchema = z.strictObject({
  /** Account of the deputy. */
  id,
  /** Account whose place is taken. */
  for: id,
  /** Which of their grants; the times are those of the deputyship. */
  roles: z
    .array(roleGrantSchema.omit({ from: true, to: true }))
    .min(1)
    .max(20),
  /** Unix ms; from inclusive, to exclusive. */
  from: z.int(),
  to: z.int(),
  reason,
});
export type NameDeputy = z.infer<typeof nameDeputySchema>;

export const endDeputySchema = z.strictObject({ id, for: id });
export type EndDeputy = z.infer<typeof endDeputySchema>;

export const turnAccountRolesSchema = z.strictObject({ id });
export type TurnAccountRoles = z.infer<typeof turnAccountRolesSchema>;
