/** The words on the map, from the text keys. */
import type { TFunction } from 'i18next';
import type { MarkWords } from './scene.ts';

const ageKeys = { seconds: 'map.ageSeconds', minutes: 'map.ageMinutes', hours: 'map.ageHours' } as const;

export function markWords(t: TFunction): MarkWords {
  return {
    status: (status) => t(`map.unitStatus.${status}`),
    stage: (stage) => t(`map.stage.${stage}`),
    age: ({ unit, n }) => t(ageKeys[unit], { n }),
    late: t('map.late'),
    neverHeard: t('map.neverHeard'),
    relapse: t('queue.alarm.relapse'),
    certified: (count) =>
      count === 0 ? t('map.notCertified') : count === 1 ? t('recommended.people', { certified: count }) : '',
  };
}

export function scaleText(metres: number, t: TFunction): string {
  return metres >= 1_000 ? t('map.scaleKilometres', { n: metres / 1_000 }) : t('map.scaleMetres', { n: metres });
}
