/** Defaults of the demo district: judgement of practice, not law; every figure is for the bureau to change. */
import type { Plates } from '../../shared/domain/district/events.ts';
import { lifeCycle } from './life-cycle.ts';

export const policy: Plates['policy'] = {
  registerMaxAgeHours: 24,
  similar: { metres: 500, minutes: 180 },
  siteRadius: 300,
  arrival: { metres: 80, dwellSeconds: 60, maxAccuracy: 50 },
  fixMaxAgeSeconds: 300,
  limits: {
    acknowledgeMinutes: 5,
    dispatchMinutes: 10,
    acceptMinutes: 3,
    arriveMinutes: 30,
    phonedCheckMinutes: 15,
    recheckMinutes: [30, 60],
    onSceneSafeMinutes: 30,
    firstContactHours: 24,
    replyWorkdays: 5,
  },
  callingHours: { from: 8 * 60, to: 21 * 60 },
  undoSeconds: 10,
  shiftEndsSoonMinutes: 30,
  fence: { dwellSeconds: 45, marginMetres: 20, poorFixMetres: 50, gapSeconds: 180 },
  lifeCycle,
  // Examples: kinds and minutes are in the rules of the upper office, which every bureau has of its own.
  urgentReports: [
    {
      code: 'attack',
      name: '暴力抗法、人身侵害',
      to: '区总值班室',
      oralMinutes: 30,
      firstMinutes: 60,
      followUpMinutes: 120,
    },
    { code: 'crowd', name: '群体性聚集', to: '区总值班室', oralMinutes: 30, firstMinutes: 60, followUpMinutes: 120 },
    {
      code: 'casualty',
      name: '人员伤亡事故',
      to: '区总值班室',
      oralMinutes: 30,
      firstMinutes: 60,
      followUpMinutes: 120,
    },
    {
      code: 'collapse',
      name: '路面塌陷、高空坠物',
      to: '区总值班室',
      oralMinutes: 30,
      firstMinutes: 60,
      followUpMinutes: null,
    },
    { code: 'opinion', name: '重大舆情', to: '局办公室', oralMinutes: null, firstMinutes: 60, followUpMinutes: null },
  ],
  travel: { kmh: 24, detour: 1.35 },
};
