/** What the pack says of the life of an incident, and what holds where it says nothing. */
import type { LifeCycle, Plates } from '../district/events.ts';

/**
 * For packs that say nothing: as little as can be. Nothing runs or happens by itself that did not before there was a life
 * cycle; what people do by hand has plain figures (judgement of practice, not law).
 */
export const plainLifeCycle: LifeCycle = {
  limits: [],
  returns: { evidence: false, again: true },
  verification: { matters: [], sources: [] },
  extension: { stages: ['handle', 'reply', 'total'], most: 1 },
  suspension: [{ code: 'other', name: '其他客观原因', stops: ['handle', 'check', 'total'], mostDays: 30 }],
  supervision: {
    levels: [{ name: '督办', reportWithin: { kind: 'workingDays', amount: 3 } }],
    onOverdue: [],
    atReceipt: [],
  },
  rework: { survey: [], superviseAfter: 3 },
  appeal: {
    fileWithin: { kind: 'workingDays', amount: 5 },
    decideWithin: { kind: 'workingDays', amount: 10 },
  },
  forcedClose: { reasons: [{ code: 'other', name: '其他' }], approvers: ['dutyLeader', 'commander'] },
  simple: { matters: [], reportWithin: { kind: 'workingHours', amount: 8 } },
};

export const lifeCycleOf = ({ policy }: Plates): LifeCycle => policy.lifeCycle ?? plainLifeCycle;
