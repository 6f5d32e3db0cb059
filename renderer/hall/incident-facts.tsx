/** Where an incident is and what it is about, as far as everybody who holds it may know. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { listed } from '../i18n/say.ts';
import { Section } from '../ui/section.tsx';
import { useHall } from './hall.tsx';
import { PlaceCopy } from './place-copy.tsx';
import { isOfCaller, shownPlace } from './shown-place.ts';
import './facts.css';

interface Props {
  readonly incident: IncidentState;
  readonly children?: ReactNode;
}

export function IncidentFacts({ incident, children }: Props) {
  const { t } = useTranslation();
  const { plates, squads, zones, sites } = useHall();
  const { placing } = incident;
  const nameOf = (code: string | undefined): string =>
    plates?.grids.find((grid) => grid.code === code)?.name ?? code ?? '—';
  // As it is drawn: the suspected source, or the cell, and never what a caller gave as his own place.
  const { at, cell } = shownPlace(incident, sites);
  const source = sites.get(incident.site ?? '')?.state.name;
  const placeName = source ?? (isOfCaller(incident) ? '' : (placing.name ?? listed(t, placing.roads)));
  const rows: readonly (readonly [string, string])[] = [
    [
      t('facts.place'),
      placing.name ??
        (placing.roads.length > 0 && placing.precision !== 'callerCell'
          ? listed(t, placing.roads)
          : t(`facts.precision.${placing.precision}`)),
    ],
    [
      t('facts.street'),
      placing.outside === null ? (placing.street ?? '—') : t('facts.outside', { district: placing.outside }),
    ],
    [t('facts.grids'), placing.grids === null ? '—' : [placing.grids.area, placing.grids.cell].map(nameOf).join(' / ')],
    [t('facts.squad'), placing.squad === null ? '—' : (squads.get(placing.squad)?.state.name ?? placing.squad)],
    [t('facts.zone'), placing.zone === null ? '—' : (zones.get(placing.zone)?.state.name ?? placing.zone)],
    [
      t('facts.matter'),
      listed(
        t,
        [incident.matter, ...incident.also].map((matter) => t(`matter.${matter}`)),
      ),
    ],
    [t('facts.wantsReply'), t(`facts.reply.${incident.wantsReply}`)],
  ];
  return (
    <Section name="facts" title={t('facts.title')} note={placing.certain ? undefined : t('facts.uncertain')}>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name} className="facts__row">
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {incident.marks.length > 0 && (
        <p className="facts__marks">{incident.marks.map((mark) => t(`mark.${mark}`)).join(' · ')}</p>
      )}
      <PlaceCopy name={[incident.number, placeName].join(' ').trim()} at={at} cell={cell} />
      {children}
    </Section>
  );
}
