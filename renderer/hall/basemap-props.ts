/** What every map is told of its basemap, in words where it has words; and what may be chosen. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DistrictMapProps, MapDesk } from '../map/index.ts';
import { useHubNow } from '../seat-client/hooks.ts';
import { useBasemap } from '../seat-client/use-basemap.ts';
import { useOffset } from './offset.ts';
import { timeText } from './words.ts';

export function useBasemapProps(): Pick<DistrictMapProps, 'basemap' | 'basemapFetching' | 'basemapAway'> {
  const { t } = useTranslation();
  const { basemap, fetching, away } = useBasemap();
  const offset = useOffset();
  const now = useHubNow();
  const basemapAway = useMemo(() => {
    if (away === null) return null;
    const since = timeText(away.since, now(), offset);
    return {
      told: t('mapLayers.onlineAway', { since }),
      more: t('mapLayers.awayWhy', { name: away.name, why: t(`mapLayers.trouble.${away.why}`) }),
    };
  }, [away, now, offset, t]);
  return useMemo(() => ({ basemap, basemapFetching: fetching, basemapAway }), [basemap, fetching, basemapAway]);
}

/** Undefined where there is nothing to choose from. */
export function useBasemapChoices(): MapDesk['basemaps'] {
  const { t } = useTranslation();
  const { online, chosen, choose } = useBasemap();
  return useMemo(() => {
    if (online.length === 0) return undefined;
    const all = online.map(({ id, name, away }) => ({
      ...{ id, name },
      away: away === null ? '' : t(`mapLayers.trouble.${away.why}`),
    }));
    return { all: [{ id: null, name: t('mapLayers.localBasemap'), away: '' }, ...all], chosen, onChoose: choose };
  }, [online, chosen, choose, t]);
}
