/** What is told beside the list: gaps before they begin, rests too short, equipment that did not come back. */
import { useTranslation } from 'react-i18next';
import type { RosterState } from '../../../shared/domain/roster/state.ts';
import { useOffset } from '../../hall/offset.ts';
import { timeText } from '../../hall/words.ts';
import { useHubTime } from '../../seat-client/hooks.ts';
import { shortOf, shortText, unreturned } from './roster-words.ts';
import type { Gap } from './roster-words.ts';
import type { RosterNight } from './use-roster-night.ts';

/** Told below it, by practice: hours between two shifts of one officer. */
const restHours = 8;

function GapLine({ gap }: { readonly gap: Gap }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const short = shortOf(gap);
  const time = (at: number): string => timeText(at, now, offset);
  return (
    <li className="roster__gap" data-gap={`${gap.of}/${gap.id}`}>
      <b>
        {t(`roster.place.${gap.of}`)} {gap.name}
      </b>
      <span className="roster__time">{t('roster.span', { from: time(gap.from), to: time(gap.to) })}</span>
      <span className="roster__short">{shortText(short, t)}</span>
      <span className="roster__muted">
        {t('roster.gapNeed', {
          need: t('roster.heads', { ...gap.need }),
          have: t('roster.heads', { ...gap.have }),
        })}
      </span>
    </li>
  );
}

export function Gaps({ roster, over }: { readonly roster: RosterNight; readonly over: boolean }) {
  const { t } = useTranslation();
  return (
    <section className="detail-card" aria-label={t('roster.gaps')}>
      <h2 className="detail-card__title">{t('roster.gaps')}</h2>
      {roster.gaps.length === 0 ? (
        <p className="roster__muted">{t(over ? 'roster.gapsOver' : 'roster.gapsNone')}</p>
      ) : (
        <ul className="roster__list">
          {roster.gaps.map((gap) => (
            <GapLine key={`${gap.of} ${gap.id} ${gap.from}`} gap={gap} />
          ))}
        </ul>
      )}
    </section>
  );
}

export function Rests({ roster }: { readonly roster: RosterNight }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  return (
    <section className="detail-card" aria-label={t('roster.rests')}>
      <h2 className="detail-card__title">{t('roster.rests')}</h2>
      {roster.rests.length === 0 ? (
        <p className="roster__muted">{t('roster.restsNone', { hours: restHours })}</p>
      ) : (
        <ul className="roster__list">
          {roster.rests.map(({ roster: id, officer, name, group, before, ended, hours }) => (
            <li key={`${id} ${officer}`} className="roster__warned">
              {t('roster.rest', {
                ...{ name, group, before },
                ...{ time: timeText(ended, now, offset), hours: Math.round(hours * 10) / 10 },
              })}
            </li>
          ))}
        </ul>
      )}
      <p className="roster__muted">{t('roster.restNote', { hours: restHours })}</p>
    </section>
  );
}

export function Unreturned({
  rosters,
  onOpen,
}: {
  readonly rosters: readonly RosterState[];
  readonly onOpen: (roster: RosterState) => void;
}) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const out = unreturned(rosters, now);
  return (
    <section className="detail-card" aria-label={t('roster.unreturned')}>
      <h2 className="detail-card__title">{t('roster.unreturned')}</h2>
      {out.length === 0 ? (
        <p className="roster__muted">{t('roster.unreturnedNone')}</p>
      ) : (
        <ul className="roster__list">
          {out.map(({ roster, issue }) => (
            <li key={issue.id} className="roster__warned">
              <button type="button" className="link" onClick={() => onOpen(roster)}>
                {t('roster.unreturnedOne', {
                  ...{ item: t(`roster.equipment.items.${issue.item}`), number: issue.number, group: roster.name },
                  name: roster.members.find((one) => one.officer === issue.officer)?.name ?? issue.officer,
                  time: timeText(issue.at, now, offset),
                })}
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
