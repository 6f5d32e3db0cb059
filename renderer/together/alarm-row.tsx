/** One alarm: who, where, since when and why, whose it is, and what can be done with it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { minute } from '../../shared/lib/time.ts';
import { useOffset } from '../hall/offset.ts';
import { useMay } from '../hall/use-may.ts';
import { agoText, reasonText, timeText } from '../hall/words.ts';
import { clauses } from '../i18n/say.ts';
import { useGiven } from '../office/said.tsx';
import { useHubNow, useHubTime } from '../seat-client/hooks.ts';

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

function Facts({ alarm }: Pick<Props, 'alarm'>) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { since, seenAt, accuracy, cause, proposal, owner, shelved, stage } = alarm;
  return (
    <>
      <p className="alarm__facts">
        {clauses(
          t,
          t('alarms.since', { time: timeText(since, now, offset), ago: agoText(now - since, t) }),
          cause === null ? t('alarms.noCause') : reasonText(cause, t, offset),
          seenAt === null
            ? t('alarms.notSeen')
            : t(accuracy === null ? 'alarms.seen' : 'alarms.seenWithin', {
                ...{ ago: agoText(now - seenAt, t), metres: Math.round(accuracy ?? 0) },
              }),
        )}
      </p>
      {proposal !== null && (
        <p className="alarm__facts">{t('alarms.proposal', { unit: proposal.name, metres: proposal.metres })}</p>
      )}
      <p className="alarm__owner">
        {owner === null ? t('alarms.nobody') : t('alarms.owner', { name: owner.name })}
        {stage === 'shelved' && shelved !== null && (
          <>
            {' · '}
            {t('alarms.shelvedUntil', { time: timeText(shelved.until, now, offset), reason: shelved.reason })}
          </>
        )}
      </p>
    </>
  );
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
      <Facts alarm={alarm} />
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
