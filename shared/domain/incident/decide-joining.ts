/** Joining (并单) and taking apart: always by a person. */
import type { Decision } from '../../lib/journal.ts';
import { refuse } from '../../lib/journal.ts';
import type { CommandRule } from '../kernel.ts';
import { joinIncidentSchema, separateIncidentSchema } from './commands.ts';
import type { JoinIncident, SeparateIncident } from './commands.ts';
import { acknowledging, draft, nothing, onIncident, onOpenIncident, ofIncident } from './decide-common.ts';
import type { IncidentReads, IncidentState } from './state.ts';

type Reads = Pick<IncidentReads, 'incident'>;

/** What keeps one from being joined into the other; `nothing` where it stands there already. */
function inTheWay(incident: IncidentState, into: IncidentState): Decision | undefined {
  const { joinedInto, tookIn } = incident;
  if (joinedInto?.incident === into.id) return nothing;
  if (joinedInto !== null) return refuse('JoinedAlready', { field: 'incident', ...joinedInto });
  // Else a caller would hang on an incident that hangs on another.
  if (into.joinedInto !== null) return refuse('JoinedAlready', { field: 'into', ...into.joinedInto });
  if (tookIn.length > 0)
    return refuse('TookInOthers', { field: 'incident', numbers: tookIn.map(({ number }) => number) });
  if (into.closed !== null) return refuse('JoinClosed', { field: 'into', number: into.number, at: into.closed.at });
  return undefined;
}

/**
 * Both callers are still owed an answer. Refuses `JoinSelf`, `JoinClosed`, `JoinedAlready` where either hangs on another,
 * `TookInOthers` where others hang on it.
 */
export const joinIncident: CommandRule<JoinIncident, Reads> = {
  type: 'JoinIncident',
  schema: joinIncidentSchema,
  subject: ofIncident,
  alsoAbout: ({ into }) => [ofIncident({ incident: into })],
  nature: 'order',
  conflictsWith: ['IncidentJoined', 'IncidentSeparated', 'IncidentReturned', 'IncidentClosed'],
  decide: ({ incident: id, into: other }, reads, context) =>
    onOpenIncident(id, reads, (incident) => {
      if (id === other) return refuse('JoinSelf', { field: 'into' });
      const join = (into: IncidentState): Decision =>
        inTheWay(incident, into) ?? {
          events: [
            draft(id, 'IncidentJoined', { into: into.id, intoNumber: into.number }),
            draft(into.id, 'IncidentTookIn', { incident: id, number: incident.number }),
            ...acknowledging(incident, context),
          ],
        };
      return onIncident(other, reads, join, 'into');
    }),
};

/** Refuses `NotJoined`. */
export const separateIncident: CommandRule<SeparateIncident, Reads> = {
  type: 'SeparateIncident',
  schema: separateIncidentSchema,
  subject: ofIncident,
  nature: 'order',
  conflictsWith: ['IncidentJoined', 'IncidentSeparated', 'IncidentClosed'],
  decide: ({ incident: id }, reads) =>
    onOpenIncident(id, reads, ({ joinedInto }) => {
      if (joinedInto === null) return refuse('NotJoined', { field: 'incident', incident: id });
      const from = joinedInto.incident;
      return {
        events: [draft(id, 'IncidentSeparated', { from }), draft(from, 'IncidentLetGo', { incident: id })],
      };
    }),
};
