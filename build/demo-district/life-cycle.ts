/**
 * How incidents live in the demo district: judgement of practice and figures of other cities, made up as a whole. The text
 * of the Shanghai hotline's own limits was not found; every figure is for the bureau to change.
 */
import type { LifeCycle } from '../../shared/domain/district/events.ts';

export const lifeCycle: LifeCycle = {
  limits: [
    // New building work is looked at on the day it is reported, and no sooner late than two hours after.
    { stage: 'dispatch', kind: 'sameDay', amount: 2, warnShare: 0.5, matters: ['illegalBuilding'] },
    { stage: 'handle', kind: 'workingDays', amount: 15, warnShare: 0.8, matters: ['illegalBuilding'] },
    { stage: 'check', kind: 'workingDays', amount: 2, warnShare: 0.5, matters: ['illegalBuilding'] },
    { stage: 'total', kind: 'calendarDays', amount: 60, warnShare: 0.9, matters: ['illegalBuilding'] },
    { stage: 'verify', kind: 'workingHours', amount: 4, warnShare: 0.5, matters: ['illegalBuilding', 'stall'] },
    { stage: 'handle', kind: 'workingHours', amount: 4, warnShare: 0.75, matters: ['stall', 'roadSpill'] },
    { stage: 'check', kind: 'workingHours', amount: 4, matters: ['stall', 'roadSpill'] },
    // A working day from the receipt; a night's caller is rung in the morning.
    { stage: 'reply', kind: 'workingDays', amount: 5, warnShare: 0.8 },
  ],
  returns: { answerWithin: { kind: 'urgentHours', amount: 24 }, evidence: true, again: false },
  // What the public says of matters that do not press is looked at first (Guilin: public, petition, media).
  verification: {
    matters: ['illegalBuilding', 'stall'],
    sources: ['12345', '12319', 'phone', 'petition', 'media', 'snapshot', 'property'],
  },
  extension: { stages: ['handle', 'reply', 'total'], most: 1 },
  suspension: [
    { code: 'procedure', name: '行政处罚程序中', stops: ['handle', 'check', 'total'], mostDays: 90 },
    { code: 'expertise', name: '等待鉴定、测量', stops: ['handle', 'total'], mostDays: 30 },
    { code: 'otherAuthority', name: '等待其他部门认定', stops: ['handle', 'reply', 'total'], mostDays: 20 },
    { code: 'weather', name: '恶劣天气', stops: ['dispatch', 'handle', 'check'], mostDays: 3 },
  ],
  supervision: {
    levels: [
      { name: '中心督办', reportWithin: { kind: 'workingHours', amount: 4 } },
      { name: '大队督办', reportWithin: { kind: 'workingDays', amount: 1 } },
      { name: '区局督办', reportWithin: { kind: 'workingDays', amount: 2 } },
    ],
    onOverdue: ['handle', 'check', 'reply', 'total'],
    atReceipt: [
      { ground: 'leader', level: 2, sources: ['leader'] },
      { ground: 'source', level: 1, sources: ['cityBureau', 'petition'] },
    ],
  },
  rework: { survey: ['dissatisfied', 'unsolved'], superviseAfter: 3 },
  appeal: {
    fileWithin: { kind: 'workingDays', amount: 5 },
    decideWithin: { kind: 'workingDays', amount: 10 },
  },
  forcedClose: {
    reasons: [
      { code: 'beyondPowers', name: '客观上无法办理' },
      { code: 'unreasonable', name: '诉求不合理，已依法处理' },
      { code: 'courtCase', name: '已进入诉讼或仲裁' },
    ],
    approvers: ['dutyLeader', 'commander'],
  },
  simple: { matters: ['stall', 'roadSpill', 'light'], reportWithin: { kind: 'workingHours', amount: 8 } },
};
