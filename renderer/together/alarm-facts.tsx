/** Since when, why, where seen last and how sure that is, who could go there, and whose it is. */
import { useTranslation } from 'react-i18next';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { useOffset } from '../hall/offset.ts';
import { agoText, reasonText, timeText } from '../hall/words.ts';
import { clauses } from '../i18n/say.ts';
import { useHubTime } from '../seat-client/hooks.ts';

export function AlarmFacts({ alarm }: { readonly alarm: AlarmState }) {
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
          cause === null ? (alarm.kind === 'sos' ? '' : t('alarms.noCause')) : reasonText(cause, t, offset),
          seenAt === null
            ? t('alarms.notSeen')
            : t(accuracy === null ? 'alarms.seen' : 'alarms.seenWithin', {
                ...{ ago: agoText(now - seenAt, t), metres: Math.round(accuracy ?? 0) },
              }),
        )}
      </p>
      {proposal !== null && (
        <p className="alarm__facts">
          {t(alarm.kind === 'sos' ? 'alarms.nearest' : 'alarms.proposal', {
            unit: proposal.name,
            metres: proposal.metres,
          })}
        </p>
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
