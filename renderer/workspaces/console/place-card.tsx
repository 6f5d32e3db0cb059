/** A site or a camera that was selected: what the register says of it, how old that is, and the way back. */
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CameraTile } from '../../hall/camera-tile.tsx';
import { permitOffice, useContacts } from '../../hall/contacts.ts';
import { useHall } from '../../hall/hall.tsx';
import { PlaceCopy } from '../../hall/place-copy.tsx';
import { isQueued } from '../../hall/incident-order.ts';
import { useOffset } from '../../hall/offset.ts';
import { isStale } from '../../hall/register-age.ts';
import { useRegisterDoor } from '../../hall/register-door.tsx';
import { useSelection } from '../../hall/selection.tsx';
import { useIdleStop } from '../../hall/use-idle-stop.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { listed } from '../../i18n/say.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import './cameras.css';
import '../../hall/facts.css';
import './detail.css';
import { useStays } from './use-stays.ts';

type Row = readonly [name: string, lines: readonly string[], stale?: string | undefined];

function Card({
  name,
  kind,
  title,
  rows,
  at,
  links,
}: {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly rows: readonly Row[];
  readonly at: { readonly lon: number; readonly lat: number };
  readonly links?: ReactNode;
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
            {rows.map(([label, lines, stale]) => (
              <div key={label} className="facts__row">
                <dt>{label}</dt>
                <dd>
                  {lines.map((line) => (
                    <p key={line} className="facts__line">
                      {line}
                    </p>
                  ))}
                  {stale !== undefined && <p className="facts__line facts__line--stale">{stale}</p>}
                </dd>
              </div>
            ))}
          </dl>
          <PlaceCopy name={name} at={[at.lon, at.lat]} />
          {links}
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

/** That this is older than the pack's limit, and whom to ask instead; undefined: it is not. */
function useStale(): (asOf: number) => string | undefined {
  const { t } = useTranslation();
  const { plates } = useHall();
  const office = useContacts().find(({ id }) => id === permitOffice);
  const now = useHubTime();
  return (asOf) => {
    if (!isStale(asOf, now, plates?.policy.registerMaxAgeHours)) return undefined;
    if (office === undefined) return t('registers.age.call');
    return t('registers.age.callAt', { name: office.name, phone: office.phone });
  };
}

/** To the entry in the registers, for who keeps them. */
function EntryLinks({ kind, id }: { readonly kind: 'site' | 'videoPoint'; readonly id: string }) {
  const { t } = useTranslation();
  const { open } = useRegisterDoor();
  const may = useMay();
  if (!may.ask('registersPage')) return null;
  return (
    <p className="facts__links">
      <button type="button" className="link" title={t('registers.siteLinkTitle')} onClick={() => open({ kind, id })}>
        {t('registers.siteLink')}
      </button>
      {kind === 'site' && may.give('RecordNightPermit') && (
        <button type="button" className="link" onClick={() => open({ kind: 'nightPermit', fields: { site: id } })}>
          {t('registers.addPermit')}
        </button>
      )}
    </p>
  );
}

export function SiteCard({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const sourceLine = useSourceLine();
  const staleOf = useStale();
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
    [t('siteCard.roads'), [listed(t, site.roads) || '—']],
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
      permits.map(({ provenance }) => staleOf(provenance.asOf)).find((text) => text !== undefined),
    ],
    [
      t('siteCard.incidents'),
      open.length === 0 ? [t('siteCard.noIncidents')] : open.map(({ number, headline }) => `${number} ${headline}`),
    ],
    [t('siteCard.source'), [sourceLine(site.provenance)], staleOf(site.provenance.asOf)],
  ];
  const links = <EntryLinks kind="site" id={id} />;
  return <Card name={site.name} kind="site" title={t('siteCard.title')} rows={rows} at={site.at} links={links} />;
}

export function VideoPointCard({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const sourceLine = useSourceLine();
  const point = useHall().videoPoints.get(id)?.state;
  const mayWatch = useMay().ask('watchVideo');
  const stays = useStays(id);
  /** What somebody started or stopped by hand, of this point. */
  const [chosen, setChosen] = useState<{ readonly id: string; readonly live: boolean }>();
  const live = point?.withdrawn === undefined && (chosen?.id === id ? chosen.live : stays);
  const stop = useCallback(() => setChosen({ id, live: false }), [id]);
  useIdleStop(mayWatch && live, stop);
  if (point === undefined) return <p className="unit-card__gone">{t('siteCard.gone')}</p>;
  const rows: readonly Row[] = [
    [t('videoCard.heading'), [t('videoCard.degrees', { degrees: point.heading })]],
    [t('siteCard.source'), [sourceLine(point.provenance)]],
  ];
  return (
    <>
      <Card
        name={point.name}
        kind="videoPoint"
        title={t('videoCard.title')}
        rows={rows}
        at={point.at}
        links={<EntryLinks kind="videoPoint" id={id} />}
      />
      {mayWatch && point.withdrawn === undefined && (
        <div className="cameras__tile">
          <CameraTile key={id} id={id} name={point.name} live={live} weight={2} quality="main">
            <button type="button" className="link" onClick={() => setChosen({ id, live: !live })}>
              {t(live ? 'video.stop' : 'video.play')}
            </button>
          </CameraTile>
        </div>
      )}
    </>
  );
}
