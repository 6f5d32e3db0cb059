/** Orders of work as they come from outside, whichever way: by HTTP one by one, or as a list in a file. */
import type { z } from 'zod';
import { sourceSchema } from '../domain/incident/events.ts';

/** Ways in from outside; the desk's own (telephone, patrol, …) come through a seat. */
export const orderSourceSchema = sourceSchema.exclude(['phone', 'patrol', 'leader', 'sos']);
export type OrderSource = z.infer<typeof orderSourceSchema>;

/** Most characters of each member. */
export const orderBounds = { externalId: 80, text: 4_000, name: 60, phone: 40, address: 200 } as const;

/** Whether a text holds half of a character: such cannot be kept. */
export const isBrokenText = (text: string): boolean => /\p{Surrogate}/u.test(text);
