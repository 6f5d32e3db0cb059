/** 告警与在岗考勤。 */
export const zhCNAlarmCommands = {
  RaiseAlarm: '发起告警',
  TakeAlarm: '接收告警',
  HandOverAlarm: '移交告警',
  ShelveAlarm: '搁置告警',
  UnshelveAlarm: '取消搁置',
  ClearAlarm: '解除告警',
  SendSupport: '派出支援',
  AnswerSupport: '支援回话',
  EscalateAlarm: '上报求助',
  CorrectAttendance: '更正考勤',
} as const;

export const zhCNAlarmEvents = {
  AlarmRaised: '发生告警',
  AlarmTaken: '告警已接收',
  AlarmHandedOver: '告警已移交',
  AlarmShelved: '告警已搁置',
  AlarmUnshelved: '告警恢复',
  AlarmCleared: '告警已解除',
  SupportSent: '已派支援',
  SupportAnswered: '支援回话',
  AlarmEscalated: '求助已上报',
  AttendanceBegan: '在岗开始',
  AttendanceTurned: '在岗情况变化',
  AttendanceEnded: '在岗结束',
  AttendanceCorrected: '考勤已更正',
} as const;

export const zhCNAlarmRefusals = {
  AlarmExists: '这条告警已发起',
  AlarmUnknown: '没有这条告警',
  AlarmIsCleared: '这条告警已于 {{at}} 解除',
  AlarmTakenByOther: '{{name}} 已于 {{at}} 接收此告警；如需接管请说明理由移交',
  ShelvingOver: '搁置到期时间已过',
  ShelvingTooLong: '搁置最多 12 小时',
  SosNotShelved: '求助告警不能搁置',
  SupportNotForThis: '只有求助才派支援',
  SupportIsCaller: '{{unitName}} 就是求助的一方，请另选',
  UnitSupportsOther: '{{unitName}} 正在支援另一处求助，请另选',
  SupportNotSent: '没有派这个组去支援',
  AttendanceUnknown: '没有这条考勤记录',
  CorrectionOutside: '更正时段不在本次在岗时段内',
} as const;
