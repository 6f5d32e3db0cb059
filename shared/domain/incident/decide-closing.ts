/** Ways out: back to the source, on to others, done; and back in. */
import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule } from '../kernel.ts';
import { openObligations } from '../rules/obligations.ts';
import { closeIncidentSchema, referIncidentSchema, reopenIncidentSchema, returnIncidentSchema } from './commands.ts';
import type { CloseIncident, ReferIncident, ReopenIncident, ReturnIncident } from './commands.ts';
import { acknowledging, draft, noPack, nothing, onIncident, onOpenIncident, ofIncident } from './decide-common.ts';
import type { IncidentReads, IncidentState } from './state.ts';
import { reopenedAt } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'>;

/** Back to whoever sent it (退单). Brings nothing where it was sent back. */
export const returnIncident: CommandRule<ReturnIncident, Reads> = {
  type: 'ReturnIncident',
  schema: returnIncidentSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: [
    'IncidentPlaced',
    'IncidentUnitSent',
    'OutcomeRecorded',
    'IncidentReturned',
    'IncidentReferred',
    'IncidentClosed',
  ],
  decide: ({ incident: id, why }, reads, context) =>
    onOpenIncident(id, reads, (incident) => {
      if (incident.returned !== null) return nothing;
      const returned = draft(id, 'IncidentReturned', { to: incident.source, why });
      return { events: [returned, ...acknowledging(incident, context)] };
    }),
};

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

function resultOf({ outcome, joinedInto, returned, referred }: IncidentState) {
  if (outcome !== null && outcome.kind !== 'notOurs')
    return outcome.kind === 'nothingFound' ? 'nothingFound' : 'handled';
  if (joinedInto !== null) return 'joined';
  if (returned !== null) return 'returned';
  return referred.length > 0 ? 'referred' : 'handled';
}

function decideClose({ incident: id }: CloseIncident, reads: Reads, now: number): Decision {
  return onIncident(id, reads, (incident) => {
    if (incident.closed !== null) return nothing;
    const joined = incident.tookIn.flatMap((one) => reads.incident(one.incident) ?? []);
    const running = joined.filter(({ closed }) => closed === null);
    const refusing = [incident, ...running].find(({ outcome }) => outcome?.kind === 'refusesToStop');
    if (refusing !== undefined)
      return refuse('RefusesToStop', { field: 'incident', incident: refusing.id, at: refusing.outcome?.at ?? now });
    const open = openObligations(incident, running, now);
    if (open.length > 0)
      return refuse('ObligationOpen', {
        field: 'incident',
        open: open.map(({ code }) => code),
        reasons: open.map(({ code, params }) => ({ code, params })),
      });
    return {
      events: [
        draft(id, 'IncidentClosed', { result: resultOf(incident) }),
        ...running.map((one) => draft(one.id, 'IncidentClosed', { result: 'joined' })),
      ],
    };
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

/** By a person. Brings nothing where it runs and nothing was reported of it yet. */
export const reopenIncident: CommandRule<ReopenIncident, Reads> = {
  type: 'ReopenIncident',
  schema: reopenIncidentSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['IncidentReopened', 'IncidentClosed'],
  decide: ({ incident: id }, reads) =>
    onIncident(id, reads, ({ closed, outcome, returned }) => {
      if (closed === null && outcome === null && returned === null) return nothing;
      return { events: [draft(id, 'IncidentReopened', { because: 'person', by: null, byNumber: null })] };
    }),
};
