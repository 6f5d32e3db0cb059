/** The link as shape, colour and word. */
import { useTranslation } from 'react-i18next';
import { useStatus } from '../seat-client/hooks.ts';
import type { LinkTone } from './link-state.ts';
import { linkTone, shownLink } from './link-state.ts';
import './link-mark.css';

function Shape({ tone }: { readonly tone: LinkTone }) {
  return (
    <svg className="link-mark__shape" viewBox="0 0 12 12" aria-hidden="true">
      {tone === 'ok' && <circle cx="6" cy="6" r="5" fill="currentColor" />}
      {tone === 'underWay' && (
        <>
          <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />
          <path d="M6 1.5a4.5 4.5 0 0 1 0 9z" fill="currentColor" />
        </>
      )}
      {tone === 'cut' && <path d="M2 2l8 8M10 2l-8 8" stroke="currentColor" strokeWidth="2.2" strokeLinecap="round" />}
      {tone === 'idle' && <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" />}
    </svg>
  );
}

export function LinkMark() {
  const { t } = useTranslation();
  const link = shownLink(useStatus());
  const tone = linkTone[link];
  return (
    <span className={`link-mark link-mark--${tone}`} role="status" aria-label={t('link.label')} data-link={link}>
      <Shape tone={tone} />
      <span>{t(`link.${link}`)}</span>
    </span>
  );
}
