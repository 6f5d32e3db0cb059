/** Whose an incident is, as it follows from what happened to it. */
import type { Due, Recorded } from '../../lib/journal.ts';
import type { IncidentEvent } from './events.ts';
import type { claimEvents } from './events-claim.ts';

type DataOf<T extends keyof typeof claimEvents> = Extract<IncidentEvent, { type: T }>['data'];
export type ClaimEvent = Extract<Recorded<IncidentEvent>, { type: keyof typeof claimEvents }>;

/** What somebody else did about a claimed incident: a claim keeps nobody from anything. */
export interface ActOfOther {
  /** Unix ms. */
  readonly at: number;
  readonly user: string;
  readonly seat: string;
  readonly type: IncidentEvent['type'];
  /** Id of the command: all it brought is one act. */
  readonly command: string;
}

export interface Claim {
  readonly user: string;
  readonly name: string;
  readonly seat: string;
  /** Since when, and when it ends by itself, Unix ms. */
  readonly at: number;
  readonly until: number;
  readonly from: DataOf<'IncidentClaimed'>['from'];
  /** Since it was claimed, oldest first, no more than `actsKept`. */
  readonly others: readonly ActOfOther[];
}

/** The holder is told of the last ones; the timeline has all. */
export const actsKept = 20;

const doors: ReadonlySet<string> = new Set(['system', 'device', 'integration', 'unit']);
/** Seeing it and judging it anew is nothing to tell the holder of. */
const quiet: ReadonlySet<IncidentEvent['type']> = new Set(['IncidentAcknowledged', 'IncidentAssessed']);

export const isOfClaim = (event: Recorded<IncidentEvent>): event is ClaimEvent =>
  event.type === 'IncidentClaimed' || event.type === 'ClaimEnded';

/** After an event about the claim itself. */
export function claimAfter(event: ClaimEvent): Claim | null {
  if (event.type === 'ClaimEnded') return null;
  const { occurredAt, by } = event.meta;
  return { user: by.user, seat: by.seat, at: occurredAt, ...event.data, others: [] };
}

/** After any other event: what another person did is kept for the holder; with the incident the claim ends. */
export function claimBeside(claim: Claim | null, event: Recorded<IncidentEvent>, isClosed: boolean): Claim | null {
  if (claim === null || isClosed) return null;
  const { by, cause, at } = event.meta;
  if (by.user === claim.user || doors.has(by.role) || quiet.has(event.type)) return claim;
  if (claim.others.at(-1)?.command === cause) return claim;
  const act = { at, user: by.user, seat: by.seat, type: event.type, command: cause };
  return { ...claim, others: [...claim.others, act].slice(-actsKept) };
}

/** Rule of the due time at which a claim ends with the shift. */
export const claimRule = 'incidentClaimEnds';

export function claimDues({ claim }: { readonly claim: Claim | null }): readonly Due[] {
  return claim === null ? [] : [{ rule: claimRule, at: claim.until }];
}

/** A holder of whom no seat was heard for so long by the hub's clock no longer has it, ms. */
export const goneAfter = 10 * 60_000;

/** Two claims are the same where these agree. */
export function isSameClaim(claim: Claim | null, { user, at }: Pick<Claim, 'user' | 'at'>): boolean {
  return claim !== null && claim.user === user && claim.at === at;
}
