/** Facts about whose an incident is at the moment (接手). They are no steps of its path, and nobody takes them back. */
import { z } from 'zod';

const instant = z.int();
const user = z.string().max(60);
const name = z.string().max(60);

/** Why somebody takes over what another has: chosen, never written, so that no word of it can speak of a stranger. */
export const takeOverReasonSchema = z.enum(['holderBusy', 'holderAway', 'knowsIt', 'ordered', 'other']);
export type TakeOverReason = z.infer<typeof takeOverReasonSchema>;

export const claimEvents = {
  IncidentClaimed: z.strictObject({
    /** Of whoever has it now, as others see it. */
    name,
    /** When it ends by itself, with the shift. */
    until: instant,
    /** Whose it was, where it was taken over. */
    from: z.strictObject({ user, name, why: takeOverReasonSchema }).nullable(),
  }),
  ClaimEnded: z.strictObject({ because: z.enum(['givenBack', 'signedOut', 'gone', 'shiftOver']) }),
};
