/** What the corners of the map say of its basemap: that it is on its way, what is wrong with it, whose it is. */
import { useTranslation } from 'react-i18next';
import type { BasemapNews } from './ground.ts';

interface NoteProps {
  readonly news: BasemapNews;
  readonly fetching: { readonly have: number; readonly total: number } | null;
  readonly onRetry: () => void;
}

export function BasemapNote({ news, fetching, onRetry }: NoteProps) {
  const { t } = useTranslation();
  if (news.state === 'failed' || news.state === 'broken') {
    const why = t(`map.basemapFault.${news.fault}`);
    return (
      <span data-corner="passing" data-basemap-note={news.state} role="status">
        {news.state === 'failed' ? t('map.basemapFailed', { why }) : t('map.basemapBroken', { why })}
        <button type="button" className="district-map-retry" onClick={onRetry}>
          {t('map.basemapRetry')}
        </button>
      </span>
    );
  }
  if (fetching === null || fetching.total <= 0) return null;
  const percent = Math.min(100, Math.floor((100 * fetching.have) / fetching.total));
  return (
    <span data-corner="passing" data-basemap-note="fetching" role="status">
      {t('map.basemapFetching', { percent })}
    </span>
  );
}

export function BasemapAway({ away }: { readonly away: { readonly told: string; readonly more: string } }) {
  return (
    <span data-corner="passing" data-basemap-away="true" role="status" title={away.more}>
      {away.told}
    </span>
  );
}

/** @param picture It stands upon a picture of any colours: that must not swallow it. */
export function BasemapCredit({ text, picture }: { readonly text: string; readonly picture: boolean }) {
  if (text === '') return null;
  return (
    <div className="district-map-credit" data-corner="passing" data-picture={picture}>
      {text}
    </div>
  );
}
