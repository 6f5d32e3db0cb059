/** Ways out: on to others, done; and back in. */
import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule } from '../kernel.ts';
import { openObligations } from '../rules/obligations.ts';
import { closeIncidentSchema, referIncidentSchema, reopenIncidentSchema } from './commands.ts';
import type { CloseIncident, ReferIncident, ReopenIncident } from './commands.ts';
import {
  acknowledging,
  byPack,
  closing,
  draft,
  noPack,
  nothing,
  onIncident,
  onOpenIncident,
  ofIncident,
  owed,
  reopeningMain,
  runningJoined,
  termsAnew,
} from './decide-common.ts';
import type { IncidentReads, IncidentState } from './state.ts';
import { reopenedAt } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'>;

type ReferReads = Reads & Pick<DistrictReads, 'district'>;

/** To whom a matter of the incident goes: the neighbour district where it lies there, else whom the pack names. */
function addressee({ matter, also, placing }: IncidentState, to: string, reads: ReferReads) {
  const district = reads.district();
  if (district === undefined) return noPack;
  const row = district.plates.matters.find((one) => one.matter === to);
  if (row === undefined || ![matter, ...also].includes(row.matter))
    return refuse('MatterUnknown', { field: 'matter', matters: [matter, ...also] });
  if (placing.outside !== null) return { to: placing.outside, matter: row.matter };
  return row.ours
    ? refuse('MatterIsOurs', { field: 'matter', matter: row.matter })
    : { to: row.authority, matter: row.matter };
}

/**
 * On to whose it is (转办). Refuses `MatterUnknown` for a matter that is not the incident's, and `MatterIsOurs`. Brings
 * nothing where it was referred since it was last reopened.
 */
export const referIncident: CommandRule<ReferIncident, ReferReads> = {
  type: 'ReferIncident',
  schema: referIncidentSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['IncidentPlaced', 'IncidentReturned', 'IncidentReferred', 'IncidentClosed'],
  decide: ({ incident: id, matter }, reads, context) =>
    onOpenIncident(id, reads, (incident) => {
      const to = addressee(incident, matter, reads);
      if (!('to' in to)) return to;
      const since = reopenedAt(incident);
      const isDone = incident.referred.some((one) => one.at >= since && one.matter === to.matter && one.to === to.to);
      if (isDone) return nothing;
      return { events: [draft(id, 'IncidentReferred', to), ...acknowledging(incident, context)] };
    }),
};

function resultOf({ outcome, joinedInto, returned, referred, verification }: IncidentState) {
  if (outcome !== null && outcome.kind !== 'notOurs')
    return outcome.kind === 'nothingFound' ? 'nothingFound' : 'handled';
  if (joinedInto !== null) return 'joined';
  if (returned !== null) return 'returned';
  if (referred.length === 0 && verification?.result === 'not') return 'notExisting';
  return referred.length > 0 ? 'referred' : 'handled';
}

function decideClose({ incident: id }: CloseIncident, reads: Reads, now: number): Decision {
  return onIncident(id, reads, (incident) => {
    if (incident.closed !== null) return nothing;
    const running = runningJoined(incident, reads);
    const refusing = [incident, ...running].find(({ outcome }) => outcome?.kind === 'refusesToStop');
    if (refusing !== undefined)
      return refuse('RefusesToStop', { field: 'incident', incident: refusing.id, at: refusing.outcome?.at ?? now });
    return owed(openObligations(incident, running, now)) ?? { events: closing(incident, resultOf(incident), running) };
  });
}

/**
 * With it end those that were joined into it. Refuses `RefusesToStop` while a site of one of them does, and `ObligationOpen` with what
 * is open: `open` the codes, `reasons` each with its particulars. Brings nothing where it is closed.
 */
export const closeIncident: CommandRule<CloseIncident, Reads> = {
  type: 'CloseIncident',
  schema: closeIncidentSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['IncidentUnitSent', 'OutcomeRecorded', 'IncidentReopened', 'IncidentTookIn'],
  decide: (data, reads, { now }) => decideClose(data, reads, now),
};

/**
 * By a person; the one it is joined into with it, where that is closed: nobody sees one that hangs on a closed one. Brings
 * nothing where it runs and nothing was reported of it yet.
 */
export const reopenIncident: CommandRule<ReopenIncident, ReferReads> = {
  type: 'ReopenIncident',
  schema: reopenIncidentSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['IncidentReopened', 'IncidentClosed'],
  decide: ({ incident: id }, reads, { now }) =>
    onIncident(id, reads, (incident) => {
      const { closed, outcome, returned } = incident;
      if (closed === null && outcome === null && returned === null) return nothing;
      return byPack(reads, (plates) => {
        const anew = termsAnew(incident, now, plates);
        const reopened = { because: 'person', by: null, byNumber: null, ...anew } as const;
        return { events: [draft(id, 'IncidentReopened', reopened), ...reopeningMain(incident, reads, 'person')] };
      });
    }),
};
