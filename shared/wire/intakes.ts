/** Whether the ways in are alive, as the hub tells seats and these their screens: the last value, never stored. */
import { z } from 'zod';

/** Hub time, Unix ms. */
const instant = z.int();

export const intakeShownSchema = z.strictObject({
  /** A source of orders (`12345`), a way of positions (`jt808`), or `field`. */
  id: z.string().max(40),
  kind: z.enum(['orders', 'positions', 'devices']),
  /** When it last spoke; null where it never did, as far as the hub knows. */
  lastAt: instant.nullable(),
  /** `idle`: nobody expects it to speak now; `silent`: for longer than usual at this hour. */
  state: z.enum(['speaks', 'idle', 'never', 'silent']),
  /** Since when it is silent; null while it is not. */
  silentSince: instant.nullable(),
  /** How long it may be quiet at this hour, ms; null where its silence means nothing. */
  usualMs: z.number().nonnegative().nullable(),
});
export type IntakeShown = z.infer<typeof intakeShownSchema>;

export const intakeBoardSchema = z.strictObject({
  /** When it stood so. */
  at: instant,
  intakes: z.array(intakeShownSchema).max(40),
});
export type IntakeBoard = z.infer<typeof intakeBoardSchema>;
