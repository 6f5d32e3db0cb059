import type { Recorded } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { entryOf } from '../kernel.ts';
import { squadEvents } from './events.ts';
import type { SquadEvent } from './events.ts';
import type { SquadState } from './state.ts';

/** Nobody looks further back than this night. */
const mostHelps = 50;

function evolve(state: SquadState | undefined, event: Recorded<SquadEvent>): SquadState {
  const { occurredAt: at, by } = event.meta;
  switch (event.type) {
    case 'SquadRecorded':
      return { ...entryOf(event), helps: state?.helps ?? [] };
    case 'HelpAsked': {
      const { help: id, incident, number } = event.data;
      const squad = must(state, 'squad');
      const asked = { id, incident, number, askedAt: at, askedBy: by.user, answer: null };
      return { ...squad, helps: [...squad.helps, asked].slice(-mostHelps) };
    }
    case 'HelpAnswered': {
      const { help, agreed, reportedByDesk } = event.data;
      const squad = must(state, 'squad');
      const answer = { agreed, at, user: by.user, reportedByDesk };
      return { ...squad, helps: squad.helps.map((one) => (one.id === help ? { ...one, answer } : one)) };
    }
    default:
      return unreachable(event);
  }
}

export const squadKind: Kind<SquadState, SquadEvent> = {
  kind: 'squad',
  fold: 3,
  events: squadEvents,
  evolve,
  scope: () => ['frame'],
  dues: () => [],
};
