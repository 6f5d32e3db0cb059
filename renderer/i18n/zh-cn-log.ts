/** 值班日志与提醒清单。 */
export const zhCNLogCommands = { NoteRemark: '写值班备注', CorrectRemark: '更正值班备注' } as const;

export const zhCNLogEvents = { RemarkNoted: '值班备注', RemarkCorrected: '值班备注已更正' } as const;

export const zhCNLogRefusals = {
  RemarkExists: '这条备注已写入，内容不同',
  RemarkUnknown: '没有这条备注',
  RemarkNotYours: '这条备注由 {{name}} 写入，只有本人、值班长或带班领导可以更正',
  RemarkSame: '内容没有变化',
  NightAhead: '还没有到这一夜，不能预先写日志',
} as const;

export const zhCNLog = {
  title: '值班日志',
  toLog: '值班日志',
  counts: '已记 {{count}} 条，备注 {{remarks}} 条',
  until: '截至 {{time}}',
  reading: '正在读取日志…',
  note: '{{from}} 至 {{to}}。日志由系统按流水自动写成，不能改也不能删；人写的备注只能更正，原文和理由都留着。事后补录的，三天内的按发生时间列入。',
  none: '没有记录。',
  group: {
    all: '全部',
    duty: '值守',
    alarms: '告警',
    incidents: '诉件',
    sending: '派遣',
    remarks: '备注',
  },
  hour: '{{hour}} 时',
  more: '再显示更早的（还有 {{count}} 条）',
  remark: '备注',
  remarkOn: '给这一条写备注：{{line}}',
  by: '{{name}}，{{time}}',
  corrected: '{{name}} {{time}} 更正：{{reason}}',
  before: '原文 {{count}} 条',
  kept: '留守',
  released: '放开',
  ownZone: '回本块区',
  matter: { emergencyMode: '转应急模式' },
  write: {
    title: '写备注',
    text: '备注',
    hint: '写班上的事：来人来电、设备、天气、上级要求。不写投诉人的姓名和电话。',
    about: '针对：{{line}}',
    notAbout: '不针对这一条',
    missing: '请写内容',
    save: '记入日志',
  },
  correct: {
    open: '更正',
    text: '更正为',
    reason: '更正理由',
    missing: '请写更正理由',
    save: '保存更正',
    cancel: '不改了',
  },
  ring: {
    title: '提醒清单',
    left: '还有 {{left}} 处未提醒，共 {{all}} 处',
    none: '今晚没有要先打电话提醒的工地。',
    permitEnded: '许可 {{number}} 已于 {{time}} 到期',
    comesBack: '近 {{nights}} 夜有 {{times}} 夜被投诉，都在 {{after}} 以后',
    pours: '今晚有连续浇筑（{{number}}，到 {{to}}）',
    phone: '{{label}}（{{checked}} 核对）',
    noPhone: '没有登记夜间电话',
    note: '已电话提醒',
    done: '{{name}} {{time}} 已提醒',
    noted: '已电话提醒{{name}}：{{why}}',
    news: '提醒清单：{{count}} 处工地待电话提醒',
    mark: '待提醒 {{count}}',
  },
} as const;
