/** Tells whoever claimed an incident what others did about it, on whatever page they are. */
import { useEffect, useRef } from 'react';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { usePresence, useStatus } from '../seat-client/hooks.ts';
import { actText, newsOf } from './claims.ts';
import type { ClaimNews as News } from './claims.ts';
import { useHall } from './hall.tsx';

/** Seconds for which it stands. */
const shownFor = 10;

export function ClaimNews() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { incidents } = useHall();
  const others = usePresence();
  const user = useStatus().status?.user?.id ?? '';
  const before = useRef<ReadonlyMap<string, IncidentState>>(new Map());
  const say = useRef<(incident: IncidentState, news: News) => void>(() => undefined);
  useEffect(() => {
    say.current = ({ id, number }, news) => {
      const who = (of: string, seat: string): string => others.find((one) => one.user === of)?.name ?? seat;
      const text = {
        act: () =>
          news.kind === 'act'
            ? t('claim.told', { number, who: who(news.act.user, news.act.seat), what: actText(news.act, t) })
            : '',
        takenOver: () =>
          news.kind === 'takenOver'
            ? t('claim.lost', {
                ...{ number, name: news.claim.name },
                why: t(`claim.reason.${news.claim.from?.why ?? 'other'}`),
              })
            : '',
        ended: () => t('claim.ended', { number }),
        closed: () => t('claim.closed', { number }),
      }[news.kind]();
      void message.open({
        type: news.kind === 'act' ? 'info' : 'warning',
        ...{ content: text, key: `claim-${news.kind}-${id}`, duration: shownFor },
      });
    };
  });
  useEffect(() => {
    const mine = new Map<string, IncidentState>();
    for (const [id, held] of before.current) {
      const now = incidents.get(id)?.state;
      if (now !== undefined) for (const news of newsOf(held, now, user)) say.current(now, news);
    }
    for (const [id, { state }] of incidents) if (state.claim?.user === user) mine.set(id, state);
    before.current = mine;
  }, [incidents, user]);
  return null;
}
