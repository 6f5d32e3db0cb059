/** 文书 of the selected incident: the officer's page, the draft for another office, measurements of noise. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { useHall } from '../hall/hall.tsx';
import { useUrgentDoor } from '../hall/urgent-door.tsx';
import { useMay } from '../hall/use-may.ts';
import { Section } from '../ui/section.tsx';
import { ArrivalSheet } from './arrival-sheet.tsx';
import { Measurements } from './measurements.tsx';
import { foreignMatters } from './transfer-draft.ts';
import { TransferSheet } from './transfer-sheet.tsx';
import './papers.css';

export const arrivalButton = 'papers-arrival';

export function PapersSection({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const { plates } = useHall();
  const may = useMay();
  const urgent = useUrgentDoor();
  const [open, setOpen] = useState<'arrival' | 'transfer' | null>(null);
  const matters = foreignMatters(incident, plates);
  const close = (): void => setOpen(null);
  return (
    <Section name="papers" title={t('papers.title')}>
      <p className="papers__row">
        <button
          id={arrivalButton}
          type="button"
          className="act"
          title={t('papers.arrivalHint')}
          onClick={() => setOpen('arrival')}
        >
          {t('papers.arrival')} <kbd>P</kbd>
        </button>
        {matters.length > 0 && (
          <button type="button" className="act" onClick={() => setOpen('transfer')}>
            {t('papers.transfer')}
          </button>
        )}
        {may.give('BeginUrgentReport') && plates?.policy.urgentReports !== undefined && (
          <button
            type="button"
            className="act"
            title={t('urgent.fromIncidentHint')}
            onClick={() => urgent.open({ is: 'new', incident: incident.id })}
          >
            {t('urgent.fromIncident')}
          </button>
        )}
      </p>
      <Measurements incident={incident} />
      {open === 'arrival' && <ArrivalSheet incident={incident} onClose={close} />}
      {open === 'transfer' && <TransferSheet incident={incident} matters={matters} onClose={close} />}
    </Section>
  );
}
