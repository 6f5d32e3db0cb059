import type { English } from './english.ts';
import type { zhCNAlarmCommands, zhCNAlarmEvents, zhCNAlarmRefusals } from './zh-cn-alarms.ts';

export const enAlarmCommands: English<typeof zhCNAlarmCommands> = {
  RaiseAlarm: 'Raise an alarm',
  TakeAlarm: 'Take an alarm',
  HandOverAlarm: 'Hand an alarm over',
  ShelveAlarm: 'Shelve an alarm',
  UnshelveAlarm: 'End the shelving',
  ClearAlarm: 'Clear an alarm',
  SendSupport: 'Send support',
  AnswerSupport: 'Answer of support',
  EscalateAlarm: 'Tell a call for help upwards',
  CorrectAttendance: 'Correct attendance',
};

export const enAlarmEvents: English<typeof zhCNAlarmEvents> = {
  AlarmRaised: 'Alarm raised',
  AlarmTaken: 'Alarm taken',
  AlarmHandedOver: 'Alarm handed over',
  AlarmShelved: 'Alarm shelved',
  AlarmUnshelved: 'Alarm back in the list',
  AlarmCleared: 'Alarm cleared',
  SupportSent: 'Support sent',
  SupportAnswered: 'Support answered',
  AlarmEscalated: 'Call for help told upwards',
  AttendanceBegan: 'Attendance began',
  AttendanceTurned: 'Attendance changed',
  AttendanceEnded: 'Attendance ended',
  AttendanceCorrected: 'Attendance corrected',
};

export const enAlarmRefusals: English<typeof zhCNAlarmRefusals> = {
  AlarmExists: 'This alarm was raised already',
  AlarmUnknown: 'No such alarm',
  AlarmIsCleared: 'This alarm was cleared at {{at}}',
  AlarmTakenByOther: '{{name}} took this alarm at {{at}}; hand it over with a reason to have it',
  ShelvingOver: 'The time until which to shelve is past',
  ShelvingTooLong: 'An alarm is shelved for 12 hours at most',
  SosNotShelved: 'A call for help cannot be shelved',
  SupportNotForThis: 'Support is sent to a call for help only',
  SupportIsCaller: '{{unitName}} is who calls: choose another',
  UnitSupportsOther: '{{unitName}} is on the way to another call for help: choose another',
  SupportNotSent: 'This unit was not sent in support',
  AttendanceUnknown: 'No such attendance',
  CorrectionOutside: 'The time to correct is not of this duty',
};
