/** A site or a camera that was selected: what the register says of it, how old that is, and the way back. */
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import { isQueued } from '../../hall/incident-order.ts';
import { useOffset } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { timeText } from '../../hall/words.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import './facts.css';
import './detail.css';

type Row = readonly [name: string, lines: readonly string[]];

function Card({
  name,
  kind,
  title,
  rows,
  note,
}: {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly note?: string;
}) {
  const { t } = useTranslation();
  const { incidents } = useHall();
  const { before, select } = useSelection();
  const number = incidents.get(before ?? '')?.state.number;
  return (
    <article className="detail" aria-label={name}>
      <header className="detail__head">
        <h2 className="detail__number">{name}</h2>
        {before !== null && number !== undefined && (
          <button type="button" className="link" onClick={() => select({ kind: 'incident', id: before })}>
            {t('siteCard.back', { number })}
          </button>
        )}
      </header>
      <div className="detail__body">
        <Section name={kind} title={title}>
          <dl className="facts facts--one">
            {rows.map(([label, lines]) => (
              <div key={label} className="facts__row">
                <dt>{label}</dt>
                <dd>
                  {lines.map((line) => (
                    <p key={line} className="facts__line">
                      {line}
                    </p>
                  ))}
                </dd>
              </div>
            ))}
          </dl>
          {note !== undefined && <p className="facts__caller">{note}</p>}
        </Section>
      </div>
    </article>
  );
}

function useSourceLine(): (provenance: { readonly source: string; readonly asOf: number }) => string {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  return ({ source, asOf }) => t('siteCard.sourceOf', { source, time: timeText(asOf, now, offset) });
}

export function SiteCard({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const sourceLine = useSourceLine();
  const { sites, nightPermits, incidents } = useHall();
  const site = sites.get(id)?.state;
  if (site === undefined) return <p className="unit-card__gone">{t('siteCard.gone')}</p>;
  const contact = site.nightContact;
  const permits = Array.from(nightPermits.values(), ({ state }) => state)
    .filter((permit) => permit.site === id && permit.withdrawn === undefined && permit.permits === 'nightWork')
    .sort((a, b) => b.to - a.to);
  const open = Array.from(incidents.values(), ({ state }) => state).filter((one) => one.site === id && isQueued(one));
  const time = (at: number): string => timeText(at, now, offset);
  const rows: readonly Row[] = [
    [t('siteCard.roads'), [site.roads.join('、') || '—']],
    [
      t('siteCard.contact'),
      [
        contact === undefined
          ? t('siteCard.noContact')
          : t('siteCard.contactOf', { label: contact.label, phone: contact.phone, date: contact.checkedOn }),
      ],
    ],
    [
      t('siteCard.permits'),
      permits.length === 0
        ? [t('siteCard.noPermit')]
        : permits.map(({ number, from, to, provenance }) =>
            [t('siteCard.permit', { number, from: time(from), to: time(to) }), sourceLine(provenance)].join(' · '),
          ),
    ],
    [
      t('siteCard.incidents'),
      open.length === 0 ? [t('siteCard.noIncidents')] : open.map(({ number, headline }) => `${number} ${headline}`),
    ],
    [t('siteCard.source'), [sourceLine(site.provenance)]],
  ];
  return <Card name={site.name} kind="site" title={t('siteCard.title')} rows={rows} />;
}

export function VideoPointCard({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const sourceLine = useSourceLine();
  const point = useHall().videoPoints.get(id)?.state;
  if (point === undefined) return <p className="unit-card__gone">{t('siteCard.gone')}</p>;
  const rows: readonly Row[] = [
    [t('videoCard.heading'), [t('videoCard.degrees', { degrees: point.heading })]],
    [t('siteCard.source'), [sourceLine(point.provenance)]],
  ];
  return (
    <Card name={point.name} kind="videoPoint" title={t('videoCard.title')} rows={rows} note={t('videoCard.note')} />
  );
}
