/** 到场前一页 of an incident, as a sheet. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { certifiedAt } from '../../shared/domain/rules/fitness.ts';
import { usePast } from '../find/use-find.ts';
import { useHall } from '../hall/hall.tsx';
import { useOffset } from '../hall/offset.ts';
import { toField } from '../office/instant-field.ts';
import { useOfHubTime } from '../seat-client/hooks.ts';
import type { PagePart, PageUnit } from './officer-page.ts';
import { officerPage, pageText } from './officer-page.ts';
import { Sheet } from './sheet.tsx';

const minuteMs = 60_000;

const isTicked = (name: PagePart['name']): boolean => name === 'look' || name === 'record';

function Part({ part: { name, lines } }: { readonly part: PagePart }) {
  const { t } = useTranslation();
  return (
    <section data-part={name}>
      <h2>{t(`papers.part.${name}`)}</h2>
      <ul className="sheet__lines">
        {lines.map(({ text, from, stale, tick }, index) => (
          <li key={`${String(index)} ${text}`}>
            <span className={tick === true ? 'sheet__line sheet__line--tick' : 'sheet__line'}>{text}</span>
            {from !== '' && (
              <span className={stale === true ? 'sheet__from sheet__from--stale' : 'sheet__from'}>{from}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ArrivalSheet({
  incident,
  onClose,
}: {
  readonly incident: IncidentState;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const offset = useOffset();
  // What was just made must not change under whoever copies it.
  const now = useOfHubTime((instant) => Math.floor(instant / minuteMs) * minuteMs);
  const hall = useHall();
  const site = incident.site === null ? undefined : hall.sites.get(incident.site)?.state;
  const told = usePast(incident.site === null ? null : { kind: 'site', site: incident.site });
  const view = incident.assessments.at(-1);
  const permit = view?.permit === null || view === undefined ? undefined : hall.nightPermits.get(view.permit.id)?.state;
  const units: PageUnit[] = incident.units
    .filter(({ goneAt }) => goneAt === null)
    .map(({ unit: id, unitName, assignment, sentAt }) => {
      const unit = hall.units.get(id)?.state;
      return {
        ...{ name: unitName, sentAt, auxiliary: unit?.auxiliary ?? 0, asOf: unit?.provenance.asOf ?? null },
        certified: unit === undefined ? 0 : certifiedAt(unit, now, offset),
        enforcer: hall.assignments.get(assignment)?.state.enforcer ?? null,
      };
    });
  const past = incident.site === null ? [] : told?.answer.incidents.filter(({ id }) => id !== incident.id);
  const around = { now, offset, plates: hall.plates, site, permit, units, past, pastOf: told?.of };
  const parts = officerPage(incident, around, t);
  const title = t('papers.arrival');
  const under = t('papers.made', { number: incident.number, time: toField(now, offset).replace('T', ' ') });
  return (
    <Sheet name="arrival" title={title} text={pageText(`${title} ${under}`, parts, t)} onClose={onClose}>
      <h1>{title}</h1>
      <p className="sheet__under">{under}</p>
      {parts
        .filter(({ name }) => !isTicked(name))
        .map((part) => (
          <Part key={part.name} part={part} />
        ))}
      <div className="sheet__ticks">
        {parts
          .filter(({ name }) => isTicked(name))
          .map((part) => (
            <Part key={part.name} part={part} />
          ))}
      </div>
      <p className="sheet__notice">{t('papers.notice')}</p>
    </Sheet>
  );
}
