/** One alarm: who, where, since when and why, whose it is, and what can be done with it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { minute } from '../../shared/lib/time.ts';
import { useMay } from '../hall/use-may.ts';
import { clauses } from '../i18n/say.ts';
import { useGiven } from '../office/said.tsx';
import { useHubNow } from '../seat-client/hooks.ts';
import { AlarmFacts } from './alarm-facts.tsx';
import { SilentUnit } from './silent-unit.tsx';
import { SosSteps, SosSupport } from './sos-support.tsx';

/** For so long it can be put out of the way, minutes. */
const shelvings = [30, 60, 120] as const;
/** How a person ends it; `returned` and `relieved` are also what the hub sees by itself. */
const endings = ['returned', 'relieved', 'ordered', 'resolved', 'falseAlarm'] as const;
type Step = 'take' | 'shelve' | 'clear';

interface Props {
  readonly alarm: AlarmState;
  readonly version: number;
  /** Account of whoever sits here. */
  readonly user: string;
}

export function AlarmRow({ alarm, version, user }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const hubNow = useHubNow();
  const { busy, give, said, forget } = useGiven();
  const [step, setStep] = useState<Step>();
  const [reason, setReason] = useState('');
  const { id, kind, unit, fence, owner, stage } = alarm;
  const isOthers = owner !== null && owner.user !== user;
  const subject = { id, kind: 'alarm', version } as const;
  const send = async (type: 'TakeAlarm' | 'HandOverAlarm' | 'ShelveAlarm' | 'ClearAlarm', data: object) => {
    const { status } = await give(type, { alarm: id, ...data } as never, subject);
    if (status !== 'done' && status !== 'queued') return;
    setStep(undefined);
    setReason('');
  };
  const choose = (next: Step): void => {
    forget();
    setStep(step === next ? undefined : next);
  };
  const given = reason.trim();
  const button = (label: string, onClick: () => void, disabled = busy) => (
    <button key={label} type="button" className="act act--quiet" disabled={disabled} onClick={onClick}>
      {label}
    </button>
  );
  return (
    <li className="alarm" data-alarm={kind} data-stage={stage}>
      <p className="alarm__what">
        <b>{t(`alarms.kind.${kind}`)}</b> {clauses(t, unit?.name ?? '', fence?.name ?? '')}
      </p>
      <AlarmFacts alarm={alarm} />
      {kind === 'sos' && <SosSteps alarm={alarm} />}
      {kind === 'sos' && <SosSupport alarm={alarm} version={version} byKey={false} />}
      <p className="alarm__steps">
        {may.give('TakeAlarm') &&
          (isOthers
            ? may.give('HandOverAlarm') && button(t('alarms.takeOver'), () => choose('take'))
            : stage !== 'taken' && button(t('alarms.take'), () => void send('TakeAlarm', {})))}
        {may.give('ShelveAlarm') &&
          kind !== 'sos' &&
          stage !== 'shelved' &&
          button(t('alarms.shelve'), () => choose('shelve'))}
        {may.give('ClearAlarm') && button(t('alarms.clear'), () => choose('clear'))}
      </p>
      {/* Below: what an Enter by chance presses is never that somebody is well. */}
      {kind === 'noAnswer' && <SilentUnit alarm={alarm} />}
      {step !== undefined && (
        <div className="alarm__form">
          <label>
            {t(step === 'clear' ? 'alarms.note' : 'alarms.reason')}
            <input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} />
          </label>
          <p className="alarm__steps">
            {step === 'take' &&
              button(
                t('alarms.takeOver'),
                () => void send('HandOverAlarm', { to: user, reason: given }),
                busy || given === '',
              )}
            {step === 'shelve' &&
              shelvings.map((minutes) =>
                button(
                  t('alarms.shelveFor', { minutes }),
                  () => void send('ShelveAlarm', { until: hubNow() + minutes * minute, reason: given }),
                  busy || given === '',
                ),
              )}
            {step === 'clear' &&
              endings.map((as) =>
                button(
                  t(`alarms.as.${as}`),
                  () => void send('ClearAlarm', { as, reason: given === '' ? null : given }),
                ),
              )}
          </p>
        </div>
      )}
      {said}
    </li>
  );
}
