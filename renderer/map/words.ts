/** The words on the map, from the text keys. */
import type { TFunction } from 'i18next';
import type { ageParts } from './ages.ts';
import type { MarkWords } from './marks.ts';

const ageKeys = { seconds: 'map.ageSeconds', minutes: 'map.ageMinutes', hours: 'map.ageHours' } as const;

export function markWords(t: TFunction): MarkWords {
  return {
    status: (status) => t(`map.unitStatus.${status}`),
    stage: (stage) => t(`map.stage.${stage}`),
    age: (parts) => ageText(parts, t),
    late: t('map.late'),
    neverHeard: t('map.neverHeard'),
    relapse: t('queue.alarm.relapse'),
    certified: (count) =>
      count === 0 ? t('map.notCertified') : count === 1 ? t('recommended.people', { certified: count }) : '',
    sensitive: (kind) => t(`mapLegend.sensitiveLetter.${kind}`),
    cluster: (kind, n) => t(`mapCluster.${kind}`, { n }),
  };
}

export const ageText = ({ unit, n }: ReturnType<typeof ageParts>, t: TFunction): string => t(ageKeys[unit], { n });

const rounded = (n: number): number => (n >= 100 ? Math.round(n) : Math.round(n * 10) / 10);

export function lengthText(metres: number, t: TFunction): string {
  return metres >= 1_000
    ? t('mapTools.kilometres', { n: (metres / 1_000).toFixed(2) })
    : t('mapTools.metres', { n: rounded(metres) });
}

export function areaText(squareMetres: number, t: TFunction): string {
  if (squareMetres >= 1_000_000) return t('mapTools.squareKilometres', { n: (squareMetres / 1_000_000).toFixed(2) });
  if (squareMetres >= 10_000) return t('mapTools.hectares', { n: (squareMetres / 10_000).toFixed(2) });
  return t('mapTools.squareMetres', { n: Math.round(squareMetres) });
}

export function scaleText(metres: number, t: TFunction): string {
  return metres >= 1_000 ? t('map.scaleKilometres', { n: metres / 1_000 }) : t('map.scaleMetres', { n: metres });
}
