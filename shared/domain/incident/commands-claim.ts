/** Wishes about whose an incident is. */
import { z } from 'zod';
import { claimEvents, takeOverReasonSchema } from './events-claim.ts';

const id = z.uuid();

export const claimIncidentSchema = z.strictObject({ incident: id });
export type ClaimIncident = z.infer<typeof claimIncidentSchema>;

export const takeOverClaimSchema = z.strictObject({
  incident: id,
  /** Account whose it is on the sender's screen. */
  from: z.string().min(1).max(60),
  why: takeOverReasonSchema,
});
export type TakeOverClaim = z.infer<typeof takeOverClaimSchema>;

export const releaseClaimSchema = z.strictObject({ incident: id });
export type ReleaseClaim = z.infer<typeof releaseClaimSchema>;

/** Only the hub: the holder is gone, or the shift is over. `user` and `at` say which claim is meant. */
export const dropClaimSchema = z.strictObject({
  incident: id,
  user: z.string().min(1).max(60),
  at: z.int(),
  because: claimEvents.ClaimEnded.shape.because.exclude(['givenBack']),
});
export type DropClaim = z.infer<typeof dropClaimSchema>;
