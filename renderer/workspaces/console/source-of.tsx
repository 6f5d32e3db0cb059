/** Which site it comes from: probable ones with what speaks for them; a person may say, also that nobody knows. */
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset, useYear } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { reasonText } from '../../hall/words.ts';
import { Section } from '../../ui/section.tsx';
import { PlaceBox } from './place-box.tsx';
import { useDo } from './use-do.ts';
import './source-of.css';

export function SourceOf({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const year = useYear();
  const doIt = useDo(incident);
  const may = useMay();
  const { sites } = useHall();
  const { match, chosen } = incident;
  const isPlaced = incident.placing.certain;
  if (match.status === 'notASite' && match.candidates.length === 0 && isPlaced) return null;
  const nameOf = (site: string | null): string | undefined =>
    site === null ? undefined : (sites.get(site)?.state.name ?? site);
  const chosenName = nameOf(chosen?.site ?? null);
  const isOpen = incident.closed === null;
  const mayChoose = isOpen && may.give('ChooseSource');
  // A place that is another's to find, or that nobody will be sent to, is not asked for.
  const isOthers = match.status === 'notASite' && (incident.assessments.at(-1)?.authority ?? null) !== null;
  const asksPlace = may.give('PlaceIncident') && isOpen && !isPlaced && incident.placing.outside === null && !isOthers;
  return (
    <Section name="source" title={t('sourceOf.title')} note={t(`sourceOf.status.${match.status}`)}>
      {chosen !== null && (
        <p className="source-of__chosen">
          {chosenName === undefined ? t('sourceOf.saidUnknown') : t('sourceOf.said', { name: chosenName })}
        </p>
      )}
      {match.candidates.length === 0 && (
        <p className={match.status === 'notASite' ? 'source-of__none source-of__none--plain' : 'source-of__none'}>
          {t(`sourceOf.none.${match.status}`)}
        </p>
      )}
      <ul className="source-of__list">
        {match.candidates.map(({ site, name, score, metres, reasons }) => (
          <li key={site} className={incident.site === site ? 'source-of__row source-of__row--acted' : 'source-of__row'}>
            <div className="source-of__line">
              <b>{name}</b>
              <span className="source-of__figures">
                {t('sourceOf.figures', { score: Math.round(score), metres: Math.round(metres) })}
              </span>
              {mayChoose && incident.site !== site && (
                <button type="button" className="act" onClick={() => void doIt('ChooseSource', { site })}>
                  {t('sourceOf.choose')}
                </button>
              )}
              {incident.site === site && <span className="source-of__acted">{t('sourceOf.acted')}</span>}
            </div>
            <p className="source-of__reasons">
              {reasons.map((reason) => reasonText(reason, t, offset, year)).join(' · ')}
            </p>
          </li>
        ))}
      </ul>
      {mayChoose && match.candidates.length > 0 && (
        <button type="button" className="act act--quiet" onClick={() => void doIt('ChooseSource', { site: null })}>
          {t('sourceOf.unknown')}
        </button>
      )}
      {asksPlace && <PlaceBox incident={incident} key={incident.id} />}
    </Section>
  );
}
