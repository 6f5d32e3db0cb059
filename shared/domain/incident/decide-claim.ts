/**
 * Claims (接手): one of several seats says that an incident is theirs. It tells the others, and keeps nobody from anything:
 * no other command looks at it.
 */
import type { Decision } from '../../lib/journal.ts';
import { refuse, splitStream } from '../../lib/journal.ts';
import type { AccountReads } from '../account/state.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule, DecideContext, DueReaction } from '../kernel.ts';
import { nextShiftChange } from '../rules/calendar.ts';
import type { Claim } from './claim.ts';
import { claimRule, isSameClaim } from './claim.ts';
import { claimIncidentSchema, dropClaimSchema, releaseClaimSchema, takeOverClaimSchema } from './commands-claim.ts';
import type { ClaimIncident, DropClaim, ReleaseClaim, TakeOverClaim } from './commands-claim.ts';
import {
  acknowledgingByDesk,
  byPack,
  draft,
  hanging,
  nothing,
  ofIncident,
  onIncident,
  onOpenIncident,
} from './decide-common.ts';
import type { TakeOverReason } from './events-claim.ts';
import type { IncidentReads, IncidentState } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'> & Pick<AccountReads, 'account'> & Pick<DistrictReads, 'district'>;

/** The loser of a race is told who won, and when. */
const heldBy = ({ user, name, at }: Claim): Decision => refuse('ClaimedByOther', { field: 'incident', user, name, at });

/** Whoever claims it has seen it: it is acknowledged with that, where they may. */
function claiming(incident: IncidentState, why: TakeOverReason | null, reads: Reads, context: DecideContext): Decision {
  const { claim } = incident;
  const { user } = context.by;
  const from = claim === null || why === null ? null : { user: claim.user, name: claim.name, why };
  return byPack(reads, (plates) => ({
    events: [
      draft(incident.id, 'IncidentClaimed', {
        name: reads.account(user)?.name ?? user,
        until: nextShiftChange(context.now, plates),
        from,
      }),
      ...acknowledgingByDesk(incident, context),
    ],
  }));
}

/** Refuses `ClaimedByOther`; brings nothing where it is the sender's already. */
export const claimIncident: CommandRule<ClaimIncident, Reads> = {
  type: 'ClaimIncident',
  schema: claimIncidentSchema,
  subject: ofIncident,
  nature: 'order',
  // The claim that came first is looked at by the decision, which can say whose it is.
  conflictsWith: [],
  decide: ({ incident: id }, reads, context) =>
    onOpenIncident(id, reads, (incident) => {
      const { claim } = incident;
      if (claim?.user === context.by.user) return nothing;
      return claim === null ? (hanging(incident) ?? claiming(incident, null, reads, context)) : heldBy(claim);
    }),
};

/** Refuses `ClaimedByOther` where by now a third has it: it was not them whom the sender meant to relieve. */
export const takeOverClaim: CommandRule<TakeOverClaim, Reads> = {
  type: 'TakeOverClaim',
  schema: takeOverClaimSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: [],
  decide: ({ incident: id, from, why }, reads, context) =>
    onOpenIncident(id, reads, (incident) => {
      const { claim } = incident;
      if (claim?.user === context.by.user) return nothing;
      if (claim !== null && claim.user !== from) return heldBy(claim);
      return hanging(incident) ?? claiming(incident, why, reads, context);
    }),
};

/** Refuses `ClaimedByOther`: another's is taken over, not given back for them. */
export const releaseClaim: CommandRule<ReleaseClaim, Reads> = {
  type: 'ReleaseClaim',
  schema: releaseClaimSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: [],
  decide: ({ incident: id }, reads, { by }) =>
    onOpenIncident(id, reads, ({ claim }) => {
      if (claim === null) return nothing;
      return claim.user === by.user ? { events: [draft(id, 'ClaimEnded', { because: 'givenBack' })] } : heldBy(claim);
    }),
};

/** Brings nothing where that claim is over: one that was made since is another. */
export const dropClaim: CommandRule<DropClaim, Reads> = {
  type: 'DropClaim',
  schema: dropClaimSchema,
  subject: ofIncident,
  nature: 'fact',
  conflictsWith: [],
  decide: ({ incident: id, user, at, because }, reads) =>
    onIncident(id, reads, ({ claim }) =>
      isSameClaim(claim, { user, at }) ? { events: [draft(id, 'ClaimEnded', { because })] } : nothing,
    ),
};

/** With the shift all claims of it end. */
export const claimDueReactions: readonly (readonly [string, DueReaction<Pick<IncidentReads, 'incident'>>])[] = [
  [
    claimRule,
    (stream, reads, { at }) => {
      const { id } = splitStream(stream);
      const claim = reads.incident(id)?.claim ?? null;
      if (claim === null || claim.until !== at) return undefined;
      const { user, at: since } = claim;
      return { type: 'DropClaim', data: { incident: id, user, at: since, because: 'shiftOver' } };
    },
  ],
];
