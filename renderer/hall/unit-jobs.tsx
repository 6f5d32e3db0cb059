/** What a unit has to do, of now or of the instant a replay shows; each leads to its incident. */
import { useTranslation } from 'react-i18next';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { Section } from '../ui/section.tsx';
import { useHall } from './hall.tsx';
import { useSelection } from './selection.tsx';
import './unit-jobs.css';

export function UnitJobs({ unit }: { readonly unit: Pick<UnitState, 'jobs'> }) {
  const { t } = useTranslation();
  const { incidents } = useHall();
  const { select } = useSelection();
  return (
    <Section name="jobs" title={t('unitCard.jobs')}>
      {unit.jobs.length === 0 && <p>{t('unitCard.noJobs')}</p>}
      <ol className="unit-jobs">
        {unit.jobs.map(({ assignment, incident }) => (
          <li key={assignment}>
            <button type="button" className="link" onClick={() => select({ kind: 'incident', id: incident })}>
              {incidents.get(incident)?.state.number ?? incident}
            </button>{' '}
            {incidents.get(incident)?.state.headline}
          </li>
        ))}
      </ol>
    </Section>
  );
}
