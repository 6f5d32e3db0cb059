/** From 21:30 to midnight it stands in the bar, on whatever page one is, how many sites are still to be rung. */
import { useTranslation } from 'react-i18next';
import { civilDate, hour, minute, minuteOfDay } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useDocuments, useOfHubTime } from '../../seat-client/hooks.ts';
import { useToRing } from './to-ring.tsx';

/** 21:30, minutes of the day. */
const shownFrom = (21.5 * hour) / minute;

interface Props {
  readonly onOpen: () => void;
}

function Mark({ night, onOpen }: Props & { readonly night: string }) {
  const { t } = useTranslation();
  const { opened, plates } = useHall();
  const list = useToRing();
  const { documents, opened: remarksOpened } = useDocuments('remark');
  const rung = new Set(
    documents.flatMap(({ state }) => (state.night === night && state.about?.kind === 'site' ? [state.about.id] : [])),
  );
  const count = list.filter(({ site }) => !rung.has(site.id)).length;
  // Before all of it is here, a figure would say what is not so.
  if (!opened || !remarksOpened || plates === undefined || count === 0) return null;
  return (
    <button type="button" className="top-bar__ring" title={t('log.ring.news', { count })} onClick={onOpen}>
      {t('log.ring.mark', { count })}
    </button>
  );
}

export function RingMark({ onOpen }: Props) {
  const offset = useOffset();
  // The date while it is time to say so, else nothing.
  const night = useOfHubTime((now) => (minuteOfDay(now, offset) >= shownFrom ? civilDate(now, offset) : ''));
  return night === '' ? null : <Mark night={night} onOpen={onOpen} />;
}
