/** How a job ends on the spot, by what the hall thought of it. */
import type { FieldJob, FieldStep } from '../shared/wire/field-api.ts';
import type { Chance } from './random.ts';

export type Outcome = Extract<FieldStep, { step: 'outcome' }>['outcome'];

/** What happens once in a night. */
export interface OnceANight {
  /** Whether somebody has refused to stop already. */
  refused: boolean;
}

/** The site of the first example: it stops, so that it can begin again after the unit has gone. */
const stopsFirst = '示例工地 A';

export function outcomeOf(
  { assessment, site }: Pick<FieldJob, 'assessment' | 'site'>,
  chance: Chance,
  once: OnceANight,
): Outcome {
  const mark = chance.next();
  if (site === stopsFirst && assessment === 'none') return 'stopped';
  switch (assessment) {
    case 'valid':
      return mark < 0.85 ? 'permittedAndCompliant' : 'finishingBy';
    case 'emergency':
    case 'claimed-emergency':
      return mark < 0.9 ? 'repairGenuine' : 'stopped';
    case 'other':
    case 'not-at-night':
      return mark < 0.5 ? 'notOurs' : 'nothingFound';
    case 'unknown':
      return mark < 0.6 ? 'nothingFound' : 'stopped';
    case 'expired':
      if (!once.refused) {
        once.refused = true;
        return 'refusesToStop';
      }
      return 'stopped';
    default:
      if (mark < 0.75) return 'stopped';
      return mark < 0.87 ? 'finishingBy' : 'nothingFound';
  }
}
