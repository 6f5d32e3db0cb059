import type { English } from './english.ts';
import type { zhCNLog, zhCNLogCommands, zhCNLogEvents, zhCNLogRefusals } from './zh-cn-log.ts';

export const enLogCommands: English<typeof zhCNLogCommands> = {
  NoteRemark: 'Write into the duty log',
  CorrectRemark: 'Correct a remark in the log',
};

export const enLogEvents: English<typeof zhCNLogEvents> = {
  RemarkNoted: 'Remark in the log',
  RemarkCorrected: 'Remark corrected',
};

export const enLogRefusals: English<typeof zhCNLogRefusals> = {
  RemarkExists: 'This remark was written already, with other words',
  RemarkUnknown: 'No such remark',
  RemarkNotYours: '{{name}} wrote this remark: they, a shift lead or a duty leader may correct it',
  RemarkSame: 'The words are the same',
  NightAhead: 'That night has not come yet: nothing can be written into its log',
};

export const enLog: English<typeof zhCNLog> = {
  title: 'Duty log',
  toLog: 'Duty log',
  counts: '{{count}} entries, {{remarks}} remarks',
  until: 'Up to {{time}}',
  reading: 'Reading the log…',
  note: '{{from}} to {{to}}. The log writes itself from the journal and can be neither changed nor removed; remarks are only corrected, and what stood before stays with the reason. What was entered within three days after stands at the time it happened.',
  none: 'Nothing on record.',
  group: {
    all: 'All',
    duty: 'Duty',
    alarms: 'Alarms',
    incidents: 'Incidents',
    sending: 'Dispatch',
    remarks: 'Remarks',
  },
  hour: '{{hour}}:00',
  more: 'Show earlier ones ({{count}} more)',
  remark: 'Remark',
  remarkOn: 'Write a remark on: {{line}}',
  by: '{{name}}, {{time}}',
  corrected: 'corrected by {{name}} {{time}}: {{reason}}',
  before: '{{count}} earlier wordings',
  before_one: '{{count}} earlier wording',
  kept: 'kept',
  released: 'released',
  ownZone: 'back in its own zone',
  matter: { emergencyMode: 'emergency mode' },
  write: {
    title: 'Write a remark',
    text: 'Remark',
    hint: 'What happens on the shift: visitors, calls, equipment, weather, orders. No names or numbers of callers.',
    about: 'On: {{line}}',
    notAbout: 'Not on this entry',
    missing: 'Write what happened',
    save: 'Enter into the log',
  },
  correct: {
    open: 'Correct',
    text: 'Corrected to',
    reason: 'Why',
    missing: 'Say why it is corrected',
    save: 'Save the correction',
    cancel: 'Leave it',
  },
  ring: {
    title: 'Ring before anybody complains',
    left: '{{left}} of {{all}} not rung yet',
    none: 'No site to ring tonight.',
    permitEnded: 'permit {{number}} ended {{time}}',
    comesBack: 'complained of on {{times}} of the last {{nights}} nights, always after {{after}}',
    pours: 'pours concrete tonight ({{number}}, until {{to}})',
    phone: '{{label}} (checked {{checked}})',
    noPhone: 'no night number on file',
    note: 'Rung',
    done: 'rung by {{name}} {{time}}',
    noted: 'Rang {{name}}: {{why}}',
    news: '{{count}} sites to ring before anybody complains',
    news_one: '{{count}} site to ring before anybody complains',
    mark: 'To ring {{count}}',
  },
};
