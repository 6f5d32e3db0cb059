/** 排班：班组、请假、借调、调班、装备领用归还。 */
export const zhCNRosterCommands = {
  RecordRoster: '排班',
  WithdrawRoster: '撤销排班',
  RecordLeave: '请假登记',
  LendGroup: '借调班组',
  ProposeSwap: '提出调班',
  AnswerSwap: '答复调班',
  IssueEquipment: '领用装备',
  ReturnEquipment: '归还装备',
} as const;

export const zhCNRosterEvents = {
  RosterRecorded: '已排班',
  RosterWithdrawn: '排班已撤销',
  LeaveRecorded: '已登记请假',
  LeaveEnded: '请假已取消',
  GroupLent: '班组借调变更',
  SwapProposed: '已提出调班',
  SwapAnswered: '调班已答复',
  EquipmentIssued: '装备已领用',
  EquipmentReturned: '装备已归还',
} as const;

export const zhCNRosterRefusals = {
  RosterUnknown: '没有这个班组',
  RosterIsWithdrawn: '「{{group}}」的排班已撤销',
  OfficerNotInRoster: '工号 {{officer}} 不在「{{group}}」的名单里，请先改排班',
  OfficerTwice: '{{name}}（{{officer}}）在同一班组里写了两次，请删去一个',
  OfficerRosteredTwice: '{{name}}（{{officer}}）同一时段已排在「{{group}}」（{{from}} 至 {{to}}），请换人或错开时间',
  UnitRosteredTwice: '这个组同一时段已由「{{group}}」使用（{{from}} 至 {{to}}），请改选或错开时间',
  VehicleRosteredTwice: '{{vehicle}} 同一时段已派给「{{group}}」（{{from}} 至 {{to}}），请换车或错开时间',
  CertificateEndsInShift:
    '{{name}}（{{officer}}）的执法证 {{date}} 当日零点前有效，班次未完即到期；请换人、改列协管员，或把班次在零点断开',
  SwapWithin: '两人都在「{{group}}」，不用调班',
  SwapWaiting: '{{name}} 已有一次调班等待答复，请先答复',
  SwapUnknown: '「{{group}}」没有这次调班',
  SwapAnsweredAlready: '这次调班已于 {{at}} 答复',
  SwapOwn: '须由对方{{name}}同意，请在对方班组里答复',
  EquipmentOut: '{{number}} 还没有归还，请先归还再撤销',
  EquipmentOutElsewhere: '{{number}} 自 {{since}} 由「{{group}}」{{name}} 领用未还，请先归还或换一件',
  EquipmentUnknown: '「{{group}}」没有这次领用',
} as const;
