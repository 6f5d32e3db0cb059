/** `POST /api/v1/session`: how people log in. */
import { z } from 'zod';
import { roleGrantSchema, roleSchema } from '../domain/account/events.ts';
import type { Role } from '../domain/account/events.ts';

const seat = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

/**
 * By password, with the code of the second factor where the account has one (`SecondFactorNeeded` asks for it); or by
 * the token of a wall, which opens the account it was made for and nothing else.
 */
export const loginSchema = z.union([
  z.strictObject({
    login: z.string().trim().min(1).max(60),
    password: z.string().min(1).max(200),
    /** Six digits of an authenticator, or a recovery code. */
    code: z.string().trim().max(40).optional(),
    /** Set where the password must be changed (`PasswordMustChange`): log-in and change are one step. */
    newPassword: z.string().min(1).max(200).optional(),
    seat,
  }),
  z.strictObject({ wallToken: z.string().min(20).max(200), seat }),
]);

/** `POST /api/v1/session/check` with the token: whether the person in front of a locked seat is still the same. */
export const checkPasswordSchema = z.strictObject({ password: z.string().min(1).max(200) });

/** What a refused log-in is refused with, beside `InvalidMessage`. */
export const loginRefusalSchema = z.enum([
  'WrongLogin',
  'LockedOut',
  'Disabled',
  /** Password right, and no role in force. */
  'NoRoles',
  'DemoAccountsOnly',
  'Busy',
  /** Password right; send it again with the code. */
  'SecondFactorNeeded',
  'WrongCode',
  /** The code is that of another hour: the clock of the phone or of the hub is wrong, by `minutes`. */
  'CodeOfAnotherTime',
  /** Password right and to be changed: send it again with `newPassword`. */
  'PasswordMustChange',
  'PasswordTooShort',
  'PasswordTooLong',
  'PasswordTooCommon',
  'PasswordIsLogin',
  'PasswordUsedBefore',
  'WrongToken',
]);
export type LoginRefusalCode = z.infer<typeof loginRefusalSchema>;

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
  /**
   * The account must have a second factor and has none yet: the screen leads to setting it up before anything else. Said
   * only where it is so: a seat of protocol 1 knows no such member, and must come as far as being told that it is too old.
   */
  secondFactorMissing: z.boolean().default(false),
});
