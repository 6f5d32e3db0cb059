import type { English } from './english.ts';
import type { zhCNRosterCommands, zhCNRosterEvents, zhCNRosterRefusals } from './zh-cn-roster.ts';

export const enRosterCommands: English<typeof zhCNRosterCommands> = {
  RecordRoster: 'Roster a group',
  WithdrawRoster: 'Withdraw a rostered group',
  RecordLeave: 'Record leave',
  LendGroup: 'Lend a group',
  ProposeSwap: 'Propose a swap',
  AnswerSwap: 'Answer a swap',
  IssueEquipment: 'Issue equipment',
  ReturnEquipment: 'Return equipment',
};

export const enRosterEvents: English<typeof zhCNRosterEvents> = {
  RosterRecorded: 'Group rostered',
  RosterWithdrawn: 'Rostered group withdrawn',
  LeaveRecorded: 'Leave recorded',
  LeaveEnded: 'Leave ended',
  GroupLent: 'Lending of a group changed',
  SwapProposed: 'Swap proposed',
  SwapAnswered: 'Swap answered',
  EquipmentIssued: 'Equipment issued',
  EquipmentReturned: 'Equipment returned',
};

export const enRosterRefusals: English<typeof zhCNRosterRefusals> = {
  RosterUnknown: 'No such group on the roster',
  RosterIsWithdrawn: '{{group}} was withdrawn from the roster',
  OfficerNotInRoster: 'Staff number {{officer}} is not in {{group}}; change the roster first',
  OfficerTwice: '{{name}} ({{officer}}) is twice in this group; remove one',
  OfficerRosteredTwice:
    '{{name}} ({{officer}}) is in {{group}} from {{from}} to {{to}} already; take somebody else or move the hours apart',
  UnitRosteredTwice: '{{group}} has this unit from {{from}} to {{to}} already; choose another or move the hours apart',
  VehicleRosteredTwice:
    '{{group}} has {{vehicle}} from {{from}} to {{to}} already; take another or move the hours apart',
  CertificateEndsInShift:
    'The certificate of {{name}} ({{officer}}) ends at the midnight of {{date}}, within the shift; take somebody else, list them as auxiliary, or split the shift at midnight',
  SwapWithin: 'Both are in {{group}}: there is nothing to swap',
  SwapWaiting: 'A swap of {{name}} waits for its answer; answer it first',
  SwapUnknown: '{{group}} has no such swap',
  SwapAnsweredAlready: 'This swap was answered at {{at}}',
  SwapOwn: '{{name}} has to agree: answer it in their group',
  EquipmentOut: '{{number}} is still out; return it before withdrawing',
  EquipmentOutElsewhere: '{{name}} of {{group}} has had {{number}} since {{since}}; have it returned or take another',
  EquipmentUnknown: '{{group}} has no such issue',
};
