import { z } from 'zod';
import { roleGrantSchema } from './events.ts';

export const createAccountSchema = z.strictObject({
  id: z.uuid(),
  login: z
    .string()
    .trim()
    .regex(/^[A-Za-z0-9._-]{2,40}$/),
  name: z.string().trim().min(1).max(40),
  roles: z.array(roleGrantSchema).min(1).max(20),
  demo: z.boolean(),
});
export type CreateAccount = z.infer<typeof createAccountSchema>;

export const changeAccountRolesSchema = z.strictObject({
  id: z.uuid(),
  roles: z.array(roleGrantSchema).min(1).max(20),
});
export type ChangeAccountRoles = z.infer<typeof changeAccountRolesSchema>;

export const disableAccountSchema = z.strictObject({ id: z.uuid(), reason: z.string().trim().min(1).max(200) });
export type DisableAccount = z.infer<typeof disableAccountSchema>;

export const enableAccountSchema = z.strictObject({ id: z.uuid() });
export type EnableAccount = z.infer<typeof enableAccountSchema>;
