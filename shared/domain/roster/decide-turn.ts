/** What is said of a turn of duty besides its list: leave, lending, swaps, equipment. */
import type { Decision } from '../../lib/journal.ts';
import { refuse, streamId } from '../../lib/journal.ts';
import type { CommandRule } from '../kernel.ts';
import { againstTurn } from '../rules/roster-clashes.ts';
import {
  answerSwapSchema,
  issueEquipmentSchema,
  lendGroupSchema,
  proposeSwapSchema,
  recordLeaveSchema,
  returnEquipmentSchema,
} from './commands.ts';
import type { AnswerSwap, IssueEquipment, LendGroup, ProposeSwap, RecordLeave, ReturnEquipment } from './commands.ts';
import { draft, heldScope } from './decide.ts';
import type { Reads } from './decide.ts';
import type { RosterMember, RosterState } from './state.ts';

type Found = { readonly roster: RosterState } | { readonly refused: Decision };
type Officer = { readonly member: RosterMember } | { readonly refused: Decision };

function found(id: string, reads: Reads, field = 'roster'): Found {
  const roster = reads.roster(id);
  if (roster === undefined) return { refused: refuse('RosterUnknown', { field, id }) };
  if (roster.withdrawn !== undefined) return { refused: refuse('RosterIsWithdrawn', { field, group: roster.name }) };
  return { roster };
}

function memberOf({ members, name }: RosterState, officer: string, field = 'officer'): Officer {
  const member = members.find((one) => one.officer === officer);
  return member === undefined ? { refused: refuse('OfficerNotInRoster', { field, officer, group: name }) } : { member };
}

/** Of the document it is about: nobody is told of a roster that they may not hold. */
const about = { subject: ({ roster }: { readonly roster: string }) => streamId('roster', roster) };
const reaches: CommandRule<{ readonly roster: string }, Reads>['reaches'] = ({ roster }, state) =>
  heldScope(roster, state);

/**
 * Refuses `RosterUnknown`, `RosterIsWithdrawn`, `OfficerNotInRoster`; for leave that ends, what `againstTurn` refuses: they may
 * stand in another group by now. What is so already brings nothing.
 */
export const recordLeave: CommandRule<RecordLeave, Reads> = {
  ...{ type: 'RecordLeave', schema: recordLeaveSchema, nature: 'fact', ...about, reaches },
  conflictsWith: [],
  decide({ roster: id, officer, kind }, reads) {
    const of = found(id, reads);
    if ('refused' in of) return of.refused;
    const who = memberOf(of.roster, officer);
    if ('refused' in who) return who.refused;
    if ((of.roster.leaves.find((one) => one.officer === officer)?.kind ?? null) === kind) return { events: [] };
    if (kind !== null) return { events: [draft(id, 'LeaveRecorded', { officer, kind })] };
    const back = { ...of.roster, leaves: of.roster.leaves.filter((one) => one.officer !== officer) };
    const clash = againstTurn(back, reads.rostersAfter(back.from), reads.district()?.plates.utcOffset, '');
    return clash ?? { events: [draft(id, 'LeaveEnded', { officer })] };
  },
};

/** Refuses `RosterUnknown`, `RosterIsWithdrawn`, `SquadUnknown`. To its own squad: back. */
export const lendGroup: CommandRule<LendGroup, Reads> = {
  ...{ type: 'LendGroup', schema: lendGroupSchema, nature: 'order', ...about, reaches },
  conflictsWith: ['GroupLent'],
  decide({ roster: id, squad }, reads) {
    const of = found(id, reads);
    if ('refused' in of) return of.refused;
    const { lent, squad: own } = of.roster;
    const to = squad === null || squad === own ? undefined : reads.squad(squad);
    if (squad !== null && squad !== own && to === undefined) return refuse('SquadUnknown', { field: 'squad', squad });
    if ((lent?.squad ?? null) === (to?.id ?? null)) return { events: [] };
    return { events: [draft(id, 'GroupLent', { squad: to?.id ?? null, zone: to?.zone ?? null })] };
  },
};

/** The roster with somebody of another in the place of one of its own. */
const withOther = (roster: RosterState, goes: string, comes: RosterMember): RosterState => ({
  ...roster,
  members: roster.members.map((member) => (member.officer === goes ? comes : member)),
});

/** Clashes that two rosters would have after the change; the other's own are its reader's to mend. */
function againstSwap(
  [mine, theirs]: readonly [RosterState, RosterState],
  [goes, comes]: readonly [RosterMember, RosterMember],
  reads: Reads,
): Decision | undefined {
  const [after, otherAfter] = [withOther(mine, goes.officer, comes), withOther(theirs, comes.officer, goes)];
  const others = reads
    .rostersAfter(Math.min(mine.from, theirs.from))
    .map((one) => (one.id === mine.id ? after : one.id === theirs.id ? otherAfter : one));
  const offset = reads.district()?.plates.utcOffset;
  return againstTurn(after, others, offset, '') ?? againstTurn(otherAfter, others, offset, 'other.');
}

/**
 * Refuses `RosterUnknown`, `RosterIsWithdrawn`, `OfficerNotInRoster`, `SwapWithin` for two of one group, `SwapWaiting` while
 * another swap of either waits, and what `againstTurn` would refuse after it.
 */
export const proposeSwap: CommandRule<ProposeSwap, Reads> = {
  ...{ type: 'ProposeSwap', schema: proposeSwapSchema, nature: 'fact', ...about, reaches },
  alsoAbout: ({ other }) => [streamId('roster', other.roster)],
  conflictsWith: ['RosterRecorded', 'RosterWithdrawn'],
  decide({ swap, roster: id, officer, other }, reads) {
    const [mine, theirs] = [found(id, reads), found(other.roster, reads, 'other.roster')];
    if ('refused' in mine) return mine.refused;
    if ('refused' in theirs) return theirs.refused;
    if (mine.roster.swaps.some((one) => one.id === swap)) return { events: [] };
    if (id === other.roster) return refuse('SwapWithin', { field: 'other.roster', group: mine.roster.name });
    const goes = memberOf(mine.roster, officer);
    if ('refused' in goes) return goes.refused;
    const comes = memberOf(theirs.roster, other.officer, 'other.officer');
    if ('refused' in comes) return comes.refused;
    const sides = [
      { roster: mine.roster, member: goes.member, field: 'officer' },
      { roster: theirs.roster, member: comes.member, field: 'other.officer' },
    ];
    for (const { roster, member, field } of sides)
      if (roster.swaps.some((one) => one.answer === null && one.officer.officer === member.officer))
        return refuse('SwapWaiting', { field, name: member.name });
    const clash = againstSwap([mine.roster, theirs.roster], [goes.member, comes.member], reads);
    if (clash !== undefined) return clash;
    const side = ({ id: roster, squad, name }: RosterState, who: RosterMember) => ({
      roster,
      squad,
      name,
      officer: who,
    });
    return {
      events: [
        draft(id, 'SwapProposed', {
          ...{ swap, officer: goes.member, proposes: true },
          other: side(theirs.roster, comes.member),
        }),
        draft(other.roster, 'SwapProposed', {
          ...{ swap, officer: comes.member, proposes: false },
          other: side(mine.roster, goes.member),
        }),
      ],
    };
  },
};

/**
 * The word of the officer who was asked; agreed, both change places. Refuses `RosterUnknown`, `RosterIsWithdrawn`,
 * `SwapUnknown`, `SwapAnsweredAlready`, `SwapOwn` where it is not of the asked one's roster, `OfficerNotInRoster` where
 * somebody is not in their group any more, and what `againstTurn` refuses.
 */
export const answerSwap: CommandRule<AnswerSwap, Reads> = {
  ...{ type: 'AnswerSwap', schema: answerSwapSchema, nature: 'fact', ...about, reaches },
  conflictsWith: ['SwapAnswered'],
  decide({ roster: id, swap, agreed, channel }, reads) {
    const of = found(id, reads);
    if ('refused' in of) return of.refused;
    const asked = of.roster.swaps.find((one) => one.id === swap);
    if (asked === undefined) return refuse('SwapUnknown', { field: 'swap', group: of.roster.name });
    if (asked.answer !== null) {
      if (asked.answer.agreed === agreed) return { events: [] };
      return refuse('SwapAnsweredAlready', { field: 'swap', at: asked.answer.at });
    }
    if (asked.proposes) return refuse('SwapOwn', { field: 'roster', name: asked.other.officer.name });
    const answer = { swap, agreed, channel };
    const events = [draft(id, 'SwapAnswered', answer), draft(asked.other.roster, 'SwapAnswered', answer)];
    if (!agreed) return { events };
    const other = found(asked.other.roster, reads);
    if ('refused' in other) return other.refused;
    const [mine, theirs] = [
      memberOf(of.roster, asked.officer.officer, 'swap'),
      memberOf(other.roster, asked.other.officer.officer, 'swap'),
    ];
    if ('refused' in mine) return mine.refused;
    if ('refused' in theirs) return theirs.refused;
    return againstSwap([of.roster, other.roster], [mine.member, theirs.member], reads) ?? { events };
  },
};

/**
 * Refuses `RosterUnknown`, `RosterIsWithdrawn`, `OfficerNotInRoster`, `EquipmentOutElsewhere` for what somebody else has, in
 * whichever roster.
 */
export const issueEquipment: CommandRule<IssueEquipment, Reads> = {
  ...{ type: 'IssueEquipment', schema: issueEquipmentSchema, nature: 'fact', ...about, reaches },
  conflictsWith: [],
  decide({ roster: id, issue, officer, item, number }, reads) {
    const of = found(id, reads);
    if ('refused' in of) return of.refused;
    if (of.roster.equipment.some((one) => one.id === issue)) return { events: [] };
    const who = memberOf(of.roster, officer);
    if ('refused' in who) return who.refused;
    // What was never given back is out long after its shift.
    for (const roster of reads.rostersAfter(0)) {
      const out = roster.equipment.find((one) => one.back === null && one.item === item && one.number === number);
      if (out === undefined) continue;
      const name = roster.members.find((one) => one.officer === out.officer)?.name ?? out.officer;
      return refuse('EquipmentOutElsewhere', { field: 'number', number, name, group: roster.name, since: out.at });
    }
    return { events: [draft(id, 'EquipmentIssued', { issue, officer, item, number })] };
  },
};

/** Refuses `RosterUnknown`, `EquipmentUnknown`; given back already it brings nothing. */
export const returnEquipment: CommandRule<ReturnEquipment, Reads> = {
  ...{ type: 'ReturnEquipment', schema: returnEquipmentSchema, nature: 'fact', ...about, reaches },
  conflictsWith: [],
  decide({ roster: id, issue, condition }, reads) {
    const roster = reads.roster(id);
    if (roster === undefined) return refuse('RosterUnknown', { field: 'roster', id });
    const out = roster.equipment.find((one) => one.id === issue);
    if (out === undefined) return refuse('EquipmentUnknown', { field: 'issue', group: roster.name });
    return { events: out.back === null ? [draft(id, 'EquipmentReturned', { issue, condition })] : [] };
  },
};
