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
  travel: { kmh: 24, detour: 1.35 },
};
