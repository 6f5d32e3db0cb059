/** Whether a unit is kept for emergencies (突发预备), who said so and why; and the zone it stands in for. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UnitState } from '../../../shared/domain/unit/state.ts';
import { useAct } from '../../hall/act.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { codeText, hasText } from '../../i18n/say.ts';
import { useHubTime, usePresence, useStatus } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { useSayNotTaken } from '../../hall/use-say-not-taken.ts';

const releases = ['allOut', 'urgent', 'leaderSaid', 'quietNight'] as const;
const keeps = ['keepOneBack', 'leaderSaid'] as const;

export function UnitKept({ unit }: { readonly unit: UnitState }) {
  const { t } = useTranslation();
  const act = useAct();
  const say = useSayNotTaken();
  const may = useMay();
  const now = useHubTime();
  const offset = useOffset();
  const { zones } = useHall();
  const { id, reserve, reserveSaid, standsIn } = unit;
  const whys = reserve ? releases : keeps;
  const [why, setWhy] = useState<string>('');
  const chosen = whys.find((each) => each === why) ?? whys[0];
  const { user: own } = useStatus().status ?? {};
  const others = usePresence();
  // Who is not signed in anywhere has no name here.
  const nameOf = (user: string): string =>
    (user === own?.id ? own.name : others.find((each) => each.user === user)?.name) ?? user;
  const whyText = (code: string): string =>
    hasText('unitCard.reserveWhy', code) ? codeText(t, 'unitCard.reserveWhy', code) : code;
  return (
    <Section name="reserve" title={t('unitCard.reserve')}>
      <div className="steps__report">
        <span>{t(reserve ? 'unitCard.kept' : 'unitCard.notKept')}</span>
        {may.give('SetReserve') && (
          <>
            <select
              name="reserveWhy"
              aria-label={t('unitCard.reserve')}
              value={chosen}
              onChange={(event) => setWhy(event.target.value)}
            >
              {whys.map((each) => (
                <option key={each} value={each}>
                  {whyText(each)}
                </option>
              ))}
            </select>
            <button
              type="button"
              className="act"
              onClick={() => void act('SetReserve', { id, reserve: !reserve, why: chosen }, [`unit/${id}`]).then(say)}
            >
              {t(reserve ? 'unitCard.release' : 'unitCard.keep')}
            </button>
          </>
        )}
      </div>
      {reserveSaid !== null && (
        <p className="unit-run__hint">
          {t('unitCard.keptSaid', {
            time: timeText(reserveSaid.at, now, offset),
            user: nameOf(reserveSaid.user),
            why: whyText(reserveSaid.why),
          })}
        </p>
      )}
      {standsIn !== null && (
        <div className="steps__report">
          <span>
            {t('unitCard.standsInOf', {
              zone: zones.get(standsIn.zone)?.state.name ?? standsIn.zone,
              time: timeText(standsIn.since, now, offset),
            })}
          </span>
          {may.give('StandIn') && (
            <button
              type="button"
              className="act"
              onClick={() => void act('StandIn', { id, zone: null }, [`unit/${id}`]).then(say)}
            >
              {t('unitCard.back')}
            </button>
          )}
        </div>
      )}
    </Section>
  );
}
