/** The last two hours, from what this seat keeps: works without the hub, asks no reason, and gives no command. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { civilDate, clockTime, hour } from '../../../shared/lib/time.ts';
import { useOffset } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { PastHall } from '../../past/past-hall.tsx';
import { replayRefusalText } from '../../past/refusal.ts';
import { useHubNow } from '../../seat-client/hooks.ts';
import { useReplay } from '../../seat-client/use-replay.ts';
import './look-back.css';

const backMs = 2 * hour;
/** Back from now: what the seat is being told at this moment is not the past yet, ms. */
const edgeMs = 1_000;

export function LookBack({ onEnd }: { readonly onEnd: () => void }) {
  const { t } = useTranslation();
  const hubNow = useHubNow();
  const offset = useOffset();
  const { selected } = useSelection();
  const { replay, refused, open } = useReplay();
  useEffect(() => {
    const to = hubNow() - edgeMs;
    const wish = { from: to - backMs, to, of: 'seat' as const, units: [], reason: null, asFarAsKept: true };
    void open(wish, 'end');
  }, [open, hubNow]);
  useEffect(() => {
    if (replay !== undefined) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' || event.key === 'b' || event.key === 'B') onEnd();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [replay, onEnd]);
  const back = (
    <button type="button" className="act" onClick={onEnd}>
      {t('lookBack.end')} <kbd>B</kbd>
    </button>
  );
  if (replay === undefined)
    return (
      <div className="look-back">
        <p role={refused === null ? 'status' : 'alert'}>
          {refused === null ? t('lookBack.opening') : replayRefusalText(refused, t)}
        </p>
        {back}
      </div>
    );
  const { from } = replay.opened;
  return (
    <PastHall
      replay={replay}
      title={t('lookBack.banner')}
      note={t('lookBack.note', { from: `${civilDate(from, offset).slice(5)} ${clockTime(from, offset)}` })}
      reason={null}
      first={selected}
      onEnd={onEnd}
      ways={back}
    />
  );
}
