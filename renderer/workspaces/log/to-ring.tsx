/** 提醒清单: whom to ring before anybody complains, why, on which number, and who has rung. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RemarkState } from '../../../shared/domain/remark/state.ts';
import type { Reminder } from '../../../shared/domain/rules/before-night.ts';
import { beforeNight } from '../../../shared/domain/rules/before-night.ts';
import { minute } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useRepeats } from '../../hall/use-repeats.ts';
import type { TFunction } from '../../hall/types.ts';
import { timeText } from '../../hall/words.ts';
import { listed } from '../../i18n/say.ts';
import { useGiven } from '../../office/said.tsx';
import { useHubNow, useHubTime, useOfHubTime } from '../../seat-client/hooks.ts';

/** The list is of this minute. */
const thisMinute = (now: number): number => Math.floor(now / minute) * minute;

/** Whom to ring, as of this minute, of what this seat holds. */
export function useToRing() {
  const { sites, nightPermits, plates } = useHall();
  const repeats = useRepeats();
  const at = useOfHubTime(thisMinute);
  return useMemo(() => {
    if (plates === undefined) return [];
    const of = { sites: Array.from(sites.values(), ({ state }) => state), repeats, plates, at };
    return beforeNight({ ...of, permits: Array.from(nightPermits.values(), ({ state }) => state) });
  }, [sites, nightPermits, repeats, plates, at]);
}

function whyText(why: Reminder, now: number, offset: number, t: TFunction): string {
  switch (why.code) {
    case 'permitEnded':
      return t('log.ring.permitEnded', { number: why.number, time: timeText(why.to, now, offset) });
    case 'comesBack':
      return t('log.ring.comesBack', { nights: why.nights, times: why.times, after: why.after });
    case 'pours':
      return t('log.ring.pours', { number: why.number, to: timeText(why.to, now, offset) });
  }
}

interface Props {
  readonly night: string;
  /** Of this night. */
  readonly remarks: readonly RemarkState[];
  readonly mayNote: boolean;
}

export function ToRing({ night, remarks, mayNote }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const list = useToRing();
  const { busy, give, said } = useGiven();
  const hubNow = useHubNow();
  const rung = new Map(remarks.flatMap((one) => (one.about?.kind === 'site' ? [[one.about.id, one] as const] : [])));
  const note = (id: string, name: string, why: string): void => {
    const remark = crypto.randomUUID();
    const about = { kind: 'site', id, name };
    const text = t('log.ring.noted', { name, why });
    void give('NoteRemark', { id: remark, night, text, about, happenedAt: hubNow() }, { id: remark, kind: 'remark' });
  };
  const left = list.filter(({ site }) => !rung.has(site.id)).length;
  return (
    <section className="detail-card" aria-label={t('log.ring.title')}>
      <h2 className="detail-card__title">
        {t('log.ring.title')}
        {list.length > 0 && <span className="log__muted">{t('log.ring.left', { left, all: list.length })}</span>}
      </h2>
      {list.length === 0 && <p className="log__muted">{t('log.ring.none')}</p>}
      <ul className="log__ring">
        {list.map(({ site, why }) => {
          const done = rung.get(site.id);
          const reasons = listed(
            t,
            why.map((one) => whyText(one, now, offset, t)),
          );
          const { nightContact } = site;
          return (
            <li key={site.id} data-rung={done !== undefined}>
              <strong>{site.name}</strong>
              <span>{reasons}</span>
              <span className="log__muted">
                {nightContact === undefined
                  ? t('log.ring.noPhone')
                  : t('log.ring.phone', { label: nightContact.label, checked: nightContact.checkedOn })}
              </span>
              {nightContact !== undefined && <span className="log__phone">{nightContact.phone}</span>}
              {done !== undefined && (
                <span className="log__done">
                  {t('log.ring.done', { name: done.name, time: timeText(done.at, now, offset) })}
                </span>
              )}
              {done === undefined && mayNote && (
                <button type="button" className="act" disabled={busy} onClick={() => note(site.id, site.name, reasons)}>
                  {t('log.ring.note')}
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {said}
    </section>
  );
}
