/** `POST /api/v1/session`: how people log in. */
import { z } from 'zod';
import { roleGrantSchema, roleSchema } from '../domain/account/events.ts';
import type { Role } from '../domain/account/events.ts';

export const loginSchema = z.strictObject({
  login: z.string().trim().min(1).max(60),
  password: z.string().min(1).max(200),
  seat: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
});

export { roleSchema };
export type { Role };

export const sessionUserSchema = z.strictObject({
  id: z.string(),
  login: z.string(),
  name: z.string(),
  roles: z.array(roleGrantSchema),
});
export type SessionUser = z.infer<typeof sessionUserSchema>;

export const sessionAnswerSchema = z.strictObject({
  token: z.string(),
  /** Hub time, Unix ms. */
  expiresAt: z.int(),
  user: sessionUserSchema,
});
