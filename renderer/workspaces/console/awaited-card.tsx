/** A call that was taken in here and is not at the hub yet: what is known of it, and that it waits. */
import { useTranslation } from 'react-i18next';
import { useOffset } from '../../hall/offset.ts';
import { awaitedHeadline, awaitedSource } from '../../hall/pending.ts';
import type { AwaitedReport } from '../../hall/pending.ts';
import { refusalText, timeText } from '../../hall/words.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import './detail.css';

export function AwaitedCard({ report }: { readonly report: AwaitedReport }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { isRefused, refusal, madeAt } = report;
  const why = refusal === null ? t('awaited.heldBack') : t('awaited.refused', { why: refusalText(refusal, t, offset) });
  return (
    <article className="detail" aria-label={t('awaited.title')}>
      <header className="detail__head">
        <div className="detail__title">
          <h2 className="detail__number">{t(isRefused ? 'queue.refused' : 'queue.pending')}</h2>
        </div>
        <p className="detail__headline">{awaitedHeadline(report, t)}</p>
        <p className="detail__times">
          {awaitedSource(report, t)} · {t('tray.made', { time: timeText(madeAt, now, offset) })}
        </p>
        <p className={isRefused ? 'detail__refused' : 'detail__other'}>{isRefused ? why : t('awaited.waits')}</p>
      </header>
    </article>
  );
}
