/** What to look at before the gate and what to record, by what it is about: the same on paper and on a device. */
import type { Matter } from '../district/state.ts';

const looks = {
  construction: ['posted', 'hours', 'conditions', 'watch', 'machines', 'neighbours'],
  stall: ['stallPlace', 'stallHours', 'passage'],
  truck: ['plate', 'load', 'origin'],
  light: ['lamps', 'neighbours'],
  other: ['whatIsThere'],
} as const;
const records = {
  construction: ['times', 'photos', 'machinesSeen', 'answerable', 'told', 'level'],
  stall: ['times', 'photos', 'told'],
  truck: ['times', 'photos', 'plateSeen'],
  light: ['times', 'photos', 'told'],
  other: ['times', 'photos', 'told'],
} as const;

function groupOf(matter: Matter): keyof typeof looks {
  if (matter === 'constructionNoise' || matter === 'unknownNoise') return 'construction';
  if (matter === 'truckNoise' || matter === 'roadSpill') return 'truck';
  if (matter === 'stall') return 'stall';
  return matter === 'light' ? 'light' : 'other';
}

/** Codes of what to look at. */
export const looksFor = (matter: Matter) => looks[groupOf(matter)];
/** Codes of what to record. */
export const recordsFor = (matter: Matter) => records[groupOf(matter)];
