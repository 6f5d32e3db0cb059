/** How old something is, in words and in degree. */
import type { TFunction } from 'i18next';
import { day, hour, minute, second } from '../../shared/lib/time.ts';

/** `fresh`: as live. `old`: look twice. `stale`: no longer the present. */
export type AgeDegree = 'fresh' | 'old' | 'stale' | 'none';

const oldAfter = 15 * second;
const staleAfter = 60 * second;

export function ageDegree(age: number | undefined): AgeDegree {
  if (age === undefined) return 'none';
  return age < oldAfter ? 'fresh' : age < staleAfter ? 'old' : 'stale';
}

export function ageText(age: number | undefined, t: TFunction): string {
  if (age === undefined) return t('age.none');
  const whole = Math.max(0, age);
  if (whole < minute) return t('age.now', { seconds: Math.floor(whole / second) });
  if (whole < hour)
    return t('age.minutes', { minutes: Math.floor(whole / minute), seconds: Math.floor((whole % minute) / second) });
  if (whole < day)
    return t('age.hours', { hours: Math.floor(whole / hour), minutes: Math.floor((whole % hour) / minute) });
  return t('age.days', { days: Math.floor(whole / day), hours: Math.floor((whole % day) / hour) });
}
