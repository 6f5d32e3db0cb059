/**
 * A call for help that nobody has, over everything on every seat until one takes it; and one that was told upwards, for those
 * that it was told to, while nobody was sent. The focus stays where it is, so that
 * nothing that is being typed is lost and no Enter takes it by chance: it is taken by F2 or a press.
 */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { NearCameras, useNearCameras } from '../hall/near-cameras.tsx';
import { useMay } from '../hall/use-may.ts';
import { useGiven } from '../office/said.tsx';
import { AlarmFacts } from './alarm-facts.tsx';
import { SosSteps, SosSupport } from './sos-support.tsx';

export function SosCall({
  alarm,
  version,
  onPutAside,
}: {
  readonly alarm: AlarmState;
  readonly version: number;
  readonly onPutAside: () => void;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const { busy, give, said } = useGiven();
  const { id, unit, owner, place } = alarm;
  const mayWatch = may.ask('watchVideo');
  const near = useNearCameras(place ?? undefined);
  // Somebody has it: to have it one says why, in the list.
  const mayTake = may.give('TakeAlarm') && owner === null;
  const take = useRef<() => void>(() => undefined);
  useEffect(() => {
    take.current = () => {
      if (mayTake && !busy) void give('TakeAlarm', { alarm: id }, { id, kind: 'alarm', version });
    };
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'F2' || event.repeat) return;
      event.preventDefault();
      take.current();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
  return (
    <div className="sos-call" role="alertdialog" aria-label={t('alarms.kind.sos')} data-sos={unit?.id ?? ''}>
      <div className="sos-call__card">
        <p className="sos-call__what">
          {t('alarms.kind.sos')} <b>{unit?.name ?? ''}</b>
        </p>
        <AlarmFacts alarm={alarm} />
        <SosSteps alarm={alarm} />
        <SosSupport alarm={alarm} version={version} byKey />
        {mayTake && (
          <button
            type="button"
            className="sos-call__take"
            disabled={busy}
            // What is typed beneath keeps the focus.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take.current()}
          >
            {t('alarms.takeSos')} <kbd>F2</kbd>
          </button>
        )}
        {owner !== null && (
          <button
            type="button"
            className="act act--quiet"
            onMouseDown={(event) => event.preventDefault()}
            onClick={onPutAside}
          >
            {t('alarms.putAside')}
          </button>
        )}
        {said}
        {mayWatch && near.length > 0 && (
          <section className="sos-call__cameras" aria-label={t('sosCameras.near')}>
            <NearCameras of={id} near={near} />
          </section>
        )}
      </div>
    </div>
  );
}
