import type { Recorded } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { entryOf, withdrawnEntry } from '../kernel.ts';
import { rosterEvents } from './events.ts';
import type { RosterEvent, RosterMember } from './events.ts';
import type { RosterState } from './state.ts';

const unsaid = { leaves: [], lent: null, swaps: [], equipment: [] } as const;

/** Who is in the group after a swap: the newcomer takes the place in the list of who goes. */
const changed = (members: readonly RosterMember[], goes: string, comes: RosterMember): RosterMember[] =>
  members.map((member) => (member.officer === goes ? comes : member));

function evolve(state: RosterState | undefined, event: Recorded<RosterEvent>): RosterState {
  const { occurredAt: at, by: actor } = event.meta;
  const said = { at, by: actor.user };
  const held = (): RosterState => must(state, 'roster');
  switch (event.type) {
    case 'RosterRecorded': {
      const entry = entryOf(event);
      // What was said of the shift outlives a list that is read again; leave only of those who are still in it.
      const { leaves, lent, swaps, equipment } = state ?? unsaid;
      const stays = leaves.filter(({ officer }) => entry.members.some((member) => member.officer === officer));
      return { ...entry, leaves: stays, lent, swaps, equipment };
    }
    case 'RosterWithdrawn':
      return withdrawnEntry(state, { ...event, data: event.data });
    case 'LeaveRecorded': {
      const { officer, kind } = event.data;
      const others = held().leaves.filter((leave) => leave.officer !== officer);
      return { ...held(), leaves: [...others, { officer, kind, ...said }] };
    }
    case 'LeaveEnded':
      return { ...held(), leaves: held().leaves.filter(({ officer }) => officer !== event.data.officer) };
    case 'GroupLent': {
      const { squad, zone } = event.data;
      return { ...held(), lent: squad === null ? null : { squad, zone, ...said } };
    }
    case 'SwapProposed': {
      const { swap: id, ...rest } = event.data;
      return { ...held(), swaps: [...held().swaps, { id, ...rest, ...said, answer: null }] };
    }
    case 'SwapAnswered': {
      const { swap: id, agreed, channel } = event.data;
      const { swaps, members, leaves } = held();
      const swap = must(
        swaps.find((one) => one.id === id),
        'swap',
      );
      const answered = swaps.map((one) => (one.id === id ? { ...one, answer: { agreed, channel, ...said } } : one));
      if (!agreed) return { ...held(), swaps: answered };
      const { officer, other } = swap;
      return {
        ...held(),
        swaps: answered,
        members: changed(members, officer.officer, other.officer),
        leaves: leaves.filter((leave) => leave.officer !== officer.officer),
      };
    }
    case 'EquipmentIssued': {
      const { issue: id, ...rest } = event.data;
      return { ...held(), equipment: [...held().equipment, { id, ...rest, ...said, back: null }] };
    }
    case 'EquipmentReturned': {
      const { issue: id, condition } = event.data;
      const back = { condition, ...said };
      return { ...held(), equipment: held().equipment.map((one) => (one.id === id ? { ...one, back } : one)) };
    }
    default:
      return unreachable(event);
  }
}

export const rosterKind: Kind<RosterState, RosterEvent> = {
  kind: 'roster',
  fold: 2,
  events: rosterEvents,
  evolve,
  /** For who holds the people of its squad and zone, and of those whom it works for. */
  scope: ({ squad, zone, lent }) => [
    ...new Set([
      'staff:bureau',
      `staff:squad:${squad}`,
      ...(zone === undefined ? [] : [`staff:zone:${zone}`]),
      ...(lent === null ? [] : [`staff:squad:${lent.squad}`]),
      ...(lent === null || lent.zone === null ? [] : [`staff:zone:${lent.zone}`]),
    ]),
  ],
  dues: () => [],
};
