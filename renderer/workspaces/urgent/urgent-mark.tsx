/** In the bar of every page: what has to be reported upwards next, and how long that still is. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { minute } from '../../../shared/lib/time.ts';
import { useUrgentDoor } from '../../hall/urgent-door.tsx';
import { soonestOwed } from '../../hall/urgent-due.ts';
import { spanText } from '../../hall/words.ts';
import { useDocuments, useHubTime } from '../../seat-client/hooks.ts';

/** So near its end a limit is marked, ms. */
const soon = 10 * minute;

export function UrgentMark() {
  const { t } = useTranslation();
  const now = useHubTime();
  const { open } = useUrgentDoor();
  const { documents } = useDocuments('urgentReport');
  const next = useMemo(() => soonestOwed(documents.map(({ state }) => state)), [documents]);
  if (next === undefined) return null;
  const { stage, at, report } = next;
  const left = at - now;
  const degree = left < 0 ? 'late' : left <= soon ? 'soon' : 'calm';
  const span = spanText(left, t);
  return (
    <button
      type="button"
      className="top-bar__ring"
      data-degree={degree}
      title={t('urgent.markHint', { kind: report.kindName, headline: report.headline })}
      onClick={() => open({ is: 'report', id: report.id })}
    >
      {t(degree === 'late' ? 'urgent.markLate' : 'urgent.mark', { stage: t(`urgent.stage.${stage}`), span })}
    </button>
  );
}
