/** A unit on scene that was asked whether all is well and does not say: its answer, or a call for help in its name. */
import { useTranslation } from 'react-i18next';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { useHall } from '../hall/hall.tsx';
import { useMay } from '../hall/use-may.ts';
import { useGiven } from '../office/said.tsx';
import { useDocuments } from '../seat-client/hooks.ts';
import { useRaiseCall } from './use-raise-call.ts';

const channels = ['radio', 'phone'] as const;

export function SilentUnit({ alarm }: { readonly alarm: AlarmState }) {
  const { t } = useTranslation();
  const may = useMay();
  const { assignments } = useHall();
  const { busy, give, said } = useGiven();
  const raiseFor = useRaiseCall(give);
  const { documents } = useDocuments('alarm');
  const { unit, cause } = alarm;
  if (cause?.code !== 'silentOnScene' || unit === null) return null;
  const { assignment } = cause.params;
  const called = documents.some(
    ({ state }) => state.kind === 'sos' && state.cleared === null && state.unit?.id === unit.id,
  );
  const version = assignments.get(assignment)?.version;
  const subject = { id: assignment, kind: 'assignment', ...(version === undefined ? {} : { version }) } as const;
  return (
    <>
      <p className="alarm__facts">{t('alarms.silent.ask')}</p>
      <p className="alarm__steps">
        {may.give('ConfirmSafety') &&
          channels.map((channel) => (
            <button
              key={channel}
              type="button"
              className="act"
              disabled={busy}
              onClick={() => void give('ConfirmSafety', { assignment, channel }, subject)}
            >
              {t('alarms.silent.well')}
              {` · ${t(`alarms.silent.by.${channel}`)}`}
            </button>
          ))}
        {may.give('RaiseAlarm') && !called && (
          <button type="button" className="act" disabled={busy} onClick={() => void raiseFor(unit.id, alarm)}>
            {t('alarms.silent.call')}
          </button>
        )}
      </p>
      {said}
    </>
  );
}
