/** The duty log of a night (值班日志): events that a log tells, asked of the hub slice by slice; part of the office. */
import { z } from 'zod';
import { day } from '../lib/time.ts';

const instant = z.int();
const seq = z.int().nonnegative();

/** The longest time that one log tells of, ms. */
export const longestLog = 2 * day;
/** What was entered so long after the end of a night still stands in its log, ms: on paper first, or by a slow line. */
export const enteredWithin = 3 * day;

export const dutyLogAsk = z
  .strictObject({
    ask: z.literal('dutyLog'),
    /** When it happened, hub time, Unix ms: [from, to). */
    from: instant,
    to: instant,
    /** Events after this one; 0 for the beginning. */
    after: seq,
  })
  .refine(({ from, to }) => to > from && to - from <= longestLog, { path: ['to'] });

/** An event, as in a timeline. */
export const logLineSchema = z.strictObject({
  id: z.uuid(),
  seq,
  stream: z.string(),
  type: z.string(),
  data: z.record(z.string(), z.unknown()),
  at: instant,
  occurredAt: instant,
  by: z.strictObject({ user: z.string(), seat: z.string(), role: z.string() }),
  cause: z.string(),
});
export type LogLine = z.infer<typeof logLineSchema>;

export const dutyLogAnswerSchema = z.strictObject({
  /** In the order of the journal. */
  lines: z.array(logLineSchema),
  /** Everything up to this event was looked at. */
  through: seq,
  /** Nothing of the night comes after it for now. */
  done: z.boolean(),
});
export type DutyLogAnswer = z.infer<typeof dutyLogAnswerSchema>;
