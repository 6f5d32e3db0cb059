/** The open incidents as of the instant that is shown, in the order they stood in. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { useHall } from '../hall/hall.tsx';
import { QueueRow } from '../hall/queue-row.tsx';
import { useSelection } from '../hall/selection.tsx';
import '../hall/queue.css';

export function PastQueue({ incidents }: { readonly incidents: readonly IncidentState[] }) {
  const { t } = useTranslation();
  const { opened } = useHall();
  const { selected, select } = useSelection();
  return (
    <section className="queue" aria-label={t('past.queue')}>
      <header className="queue__head">
        <h2 className="queue__title">{t('past.queue')}</h2>
        <span className="queue__count">{t('queue.count', { count: incidents.length })}</span>
      </header>
      {incidents.length === 0 && <p className="queue__empty">{t(opened ? 'past.queueEmpty' : 'queue.waiting')}</p>}
      <div className="queue__list">
        <ol className="queue__block">
          {incidents.map((incident) => (
            <QueueRow
              key={incident.id}
              incident={incident}
              isSelected={selected?.kind === 'incident' && selected.id === incident.id}
              onSelect={select}
            />
          ))}
        </ol>
      </div>
    </section>
  );
}
