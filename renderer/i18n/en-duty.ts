import type { English } from './english.ts';
import type { zhCNDuty } from './zh-cn-duty.ts';

/** English of `zh-cn-duty.ts`. */
export const enDuty: English<typeof zhCNDuty> = {
  duty: {
    now: 'Duty mode in force',
    none: 'Not set yet',
    since: 'Since {{time}}',
    byCalendar: 'switched by the calendar',
    byPerson: 'switched by {{name}}',
    reason: 'Reason: {{reason}}',
    night: 'Report night: {{night}}',
    switch: 'Switch mode',
    to: 'Switch to',
    nightField: 'Report night (first date)',
    nightMissing: 'Enter the first date of the report night',
    nightHint: 'Worked out from the defence hours of the district pack; may be changed.',
    reasonField: 'Reason',
    reasonMissing: 'Enter a reason; it goes into the journal',
    submit: 'Switch to {{mode}}',
    effects: 'What it changes',
    effect: {
      enterNight:
        'Squad rooms see the incidents of all squads of their defence zone, zone leads see their zone; recommendations follow the support order of the night.',
      leaveNight:
        'Squad rooms see only the incidents of their own squad, zone leads no longer see their zone; recommendations go by territory.',
      keeps: 'Open incidents, assignments and time limits stay as they are; nothing is lost by the switch.',
      emergency:
        'Needs the approval of a duty leader or commander. An approval is used once and holds for the same night.',
    },
    approvalNone: 'No approval to use yet: ask for one on the right, switch once it is given.',
    approvalUse: 'On the approval of {{name}}, {{time}}, {{channel}} ({{reason}})',
    approvals: 'Requests and approvals',
    approvalsEmpty: 'No requests',
    ask: 'Ask for emergency mode',
    askReason: 'Reason for the request',
    askReasonMissing: 'Enter the reason for the request',
    asked: 'Asked by {{name}}, {{time}}',
    stage: { asked: 'Waiting', given: 'Approved', refused: 'Refused', used: 'Used' },
    given: '{{name}} approved, {{time}}, {{channel}}',
    refused: '{{name}} refused, {{time}}, {{channel}}: {{reason}}',
    recorded: 'Recorded by {{name}}',
    used: '{{name}} switched on it, {{time}}',
    channel: { screen: 'at the seat', phone: 'by phone', radio: 'by radio', inPerson: 'in person' },
    approve: 'Approve',
    refuse: 'Refuse',
    refuseReason: 'Why it is refused',
    refuseReasonMissing: 'Enter why it is refused',
    own: 'Somebody else has to approve your own request.',
    record: 'Record a spoken answer',
    recordSave: 'Record',
    approver: 'Who answered',
    approverMissing: 'Choose who answered',
    approverNone: 'No account of a duty leader or commander to choose from. Ask the administrator.',
    channelField: 'How',
    verdict: 'Answer',
  },
};
