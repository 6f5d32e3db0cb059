/** Which site it comes from: probable ones with what speaks for them; a person may say, also that nobody knows. */
import { useTranslation } from 'react-i18next';
import type { IncidentState, WeighedSite } from '../../../shared/domain/incident/state.ts';
import type { Reason } from '../../hall/types.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset, useYear } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { reasonText } from '../../hall/words.ts';
import { listed } from '../../i18n/say.ts';
import { Section } from '../../ui/section.tsx';
import { PlaceBox } from './place-box.tsx';
import { useDo } from './use-do.ts';
import { useSources } from './use-sources.ts';
import './source-of.css';

interface Row {
  readonly site: string;
  readonly name: string;
  /** What the report alone says of it. */
  readonly candidate: IncidentState['match']['candidates'][number] | undefined;
  /** What all complaints of the night say of it. */
  readonly weighed: WeighedSite | undefined;
}

/** By all complaints of the night first; then what else the report itself may mean. */
function rowsOf({ match }: IncidentState, weighed: readonly WeighedSite[]): readonly Row[] {
  const candidateOf = (site: string): Row['candidate'] => match.candidates.find((one) => one.site === site);
  const ranked = weighed.map((one): Row => ({ ...one, candidate: candidateOf(one.site), weighed: one }));
  const others = match.candidates.filter(({ site }) => !weighed.some((one) => one.site === site));
  return [
    ...ranked,
    ...others.map((one): Row => ({ site: one.site, name: one.name, candidate: one, weighed: undefined })),
  ];
}

export function SourceOf({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const year = useYear();
  const doIt = useDo(incident);
  const may = useMay();
  const { sites, incidents } = useHall();
  const sources = useSources(incident.id, incidents.get(incident.id)?.version);
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
  const rows = rowsOf(incident, sources?.sites ?? []);
  const text = (reason: Reason): string => reasonText(reason, t, offset, year);
  const saidOf = (reasons: readonly Reason[]): string => reasons.map(text).join(' · ');
  return (
    <Section name="source" title={t('sourceOf.title')} note={t(`sourceOf.status.${match.status}`)}>
      {chosen !== null && (
        <p className="source-of__chosen">
          {chosenName === undefined ? t('sourceOf.saidUnknown') : t('sourceOf.said', { name: chosenName })}
        </p>
      )}
      {rows.length === 0 && (
        <p className={match.status === 'notASite' ? 'source-of__none source-of__none--plain' : 'source-of__none'}>
          {t(`sourceOf.none.${match.status}`)}
        </p>
      )}
      {sources !== undefined && sources.complaints > 1 && (
        <p className="source-of__night" data-testid="sources-night">
          {t(`sourceOf.night.${sources.status}`, { count: sources.complaints, name: rows[0]?.name ?? '' })}
        </p>
      )}
      <ul className="source-of__list">
        {rows.map(({ site, name, candidate, weighed }) => (
          <li key={site} className={incident.site === site ? 'source-of__row source-of__row--acted' : 'source-of__row'}>
            <div className="source-of__line">
              {weighed !== undefined && (
                <span className="source-of__rank">{t('sourceOf.rank', { rank: weighed.rank })}</span>
              )}
              <b>{name}</b>
              {candidate !== undefined && (
                <span className="source-of__figures">
                  {t('sourceOf.figures', {
                    score: Math.round(candidate.score),
                    metres: Math.round(candidate.metres),
                  })}
                </span>
              )}
              {mayChoose && incident.site !== site && (
                <button type="button" className="act" onClick={() => void doIt('ChooseSource', { site })}>
                  {t('sourceOf.choose')}
                </button>
              )}
              {incident.site === site && <span className="source-of__acted">{t('sourceOf.acted')}</span>}
            </div>
            {candidate !== undefined && <p className="source-of__reasons">{saidOf(candidate.reasons)}</p>}
            {weighed !== undefined && weighed.for.length > 0 && (
              <p className="source-of__reasons">
                <b className="source-of__for">{t('sourceOf.for')}</b> {saidOf(weighed.for)}
              </p>
            )}
            {weighed !== undefined && weighed.against.length > 0 && (
              <p className="source-of__reasons">
                <b className="source-of__against">{t('sourceOf.against')}</b> {saidOf(weighed.against)}
              </p>
            )}
          </li>
        ))}
      </ul>
      {isOpen && incident.site === null && sources !== undefined && sources.questions.length > 0 && (
        <p className="source-of__night">{t('sourceOf.ask', { questions: listed(t, sources.questions.map(text)) })}</p>
      )}
      {mayChoose && rows.length > 0 && (
        <button type="button" className="act act--quiet" onClick={() => void doIt('ChooseSource', { site: null })}>
          {t('sourceOf.unknown')}
        </button>
      )}
      {asksPlace && <PlaceBox incident={incident} key={incident.id} />}
    </Section>
  );
}
