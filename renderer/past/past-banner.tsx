/** Says that this is not the present, which instant it is, and how to come back. Outside of the replay: it knows both times. */
import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { civilDate, clockTime } from '../../shared/lib/time.ts';
import { useOffset } from '../hall/offset.ts';
import { agoText } from '../hall/words.ts';
import { useHubTime } from '../seat-client/hooks.ts';
import type { ReplayClient } from '../seat-client/replay.ts';

interface Props {
  readonly replay: ReplayClient;
  /** 回放, or 回看中. */
  readonly title: string;
  readonly note: string;
  /** Buttons. */
  readonly children: ReactNode;
}

export function PastBanner({ replay, title, note, children }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { at } = useSyncExternalStore(replay.view.subscribe, replay.view.get);
  return (
    <div className="past-banner">
      <strong className="past-banner__when">
        {t('past.when', { title, date: civilDate(at, offset), time: clockTime(at, offset, true) })}
        <span className="past-banner__ago">{t('past.ago', { span: agoText(now - at, t) })}</span>
      </strong>
      <span className="past-banner__note">{note}</span>
      <span className="past-banner__ways">{children}</span>
    </div>
  );
}
