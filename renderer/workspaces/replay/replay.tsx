/** 回放: a period is chosen, and the whole hall is shown as it was. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { listed } from '../../i18n/say.ts';
import { civilDate, clockTime } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { PastHall } from '../../past/past-hall.tsx';
import type { ReplayWish } from '../../seat-client/replay.ts';
import { useReplay } from '../../seat-client/use-replay.ts';
import { Choose } from './choose.tsx';
import './replay.css';

export function Replay() {
  const { t } = useTranslation();
  const { units } = useHall();
  const offset = useOffset();
  const { replay, opening, refused, open, close } = useReplay();
  const [wish, setWish] = useState<ReplayWish>();
  if (replay === undefined || wish === undefined)
    return (
      <Choose
        opening={opening}
        refused={refused}
        onOpen={(next) => {
          setWish(next);
          void open(next);
        }}
      />
    );
  const time = (at: number): string => `${civilDate(at, offset).slice(5)} ${clockTime(at, offset)}`;
  const names = wish.units === 'all' ? [] : wish.units.map((id) => units.get(id)?.state.name ?? id);
  const whose =
    wish.units === 'all' ? t('replay.whose.all') : names.length === 0 ? t('replay.whose.none') : listed(t, names);
  const note = [
    t('past.span', { from: time(wish.from), to: time(wish.to) }),
    whose,
    ...(wish.reason === null ? [] : [t('replay.reason', { reason: wish.reason })]),
  ].join(' · ');
  return (
    <PastHall
      key={replay.opened.replay}
      replay={replay}
      title={t('replay.banner')}
      note={note}
      reason={wish.reason}
      first={null}
      onEnd={close}
      ways={
        <button type="button" className="act" onClick={close}>
          {t('replay.end')} <kbd>B</kbd>
        </button>
      }
    />
  );
}
