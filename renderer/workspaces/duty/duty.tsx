/** 勤务: which mode is in force since when and by whom, its switch, and the approvals it stands on. */
import { useMemo } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ApprovalState } from '../../../shared/domain/approval/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { useAnswer } from '../../office/office.ts';
import { useDocuments, useHubTime, useStatus } from '../../seat-client/hooks.ts';
import { CalendarLine, ReadyAhead } from './ahead.tsx';
import { Approvals } from './approvals.tsx';
import type { People } from './people.ts';
import { nameIn } from './people.ts';
import { SwitchMode } from './switch-mode.tsx';
import type { DutyAhead } from './use-duty-ahead.ts';
import { useDutyAhead } from './use-duty-ahead.ts';
import { ZoneCoverage } from './zone-cover.tsx';
import './duty.css';

function Mode({
  people,
  ahead,
  onRoster,
  onAttendance,
  onLog,
  onUrgent,
}: {
  readonly people: People;
  readonly ahead: DutyAhead | undefined;
  readonly onRoster: (() => void) | undefined;
  readonly onAttendance: (() => void) | undefined;
  readonly onLog: (() => void) | undefined;
  readonly onUrgent: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const { dutyMode } = useHall();
  const now = useHubTime();
  const offset = useOffset();
  return (
    <section className="detail-card" aria-label={t('duty.now')}>
      <h2 className="detail-card__title">{t('duty.now')}</h2>
      <p className="duty__mode">{dutyMode === undefined ? t('duty.none') : t(`dutyMode.${dutyMode.mode}`)}</p>
      {dutyMode !== undefined && (
        <ul className="duty__facts">
          <li>
            {t('duty.since', { time: timeText(dutyMode.since, now, offset) })} ·{' '}
            {dutyMode.cause === 'calendar'
              ? t('duty.byCalendar')
              : t('duty.byPerson', { name: nameIn(people, dutyMode.by) })}
          </li>
          {dutyMode.reportNight !== undefined && <li>{t('duty.night', { night: dutyMode.reportNight })}</li>}
          {dutyMode.reason !== '' && <li>{t('duty.reason', { reason: dutyMode.reason })}</li>}
        </ul>
      )}
      {ahead !== undefined && (
        <ul className="duty__facts">
          <CalendarLine calendar={ahead.calendar} />
        </ul>
      )}
      <div className="duty__doors">
        {onRoster !== undefined && <Button onClick={onRoster}>{t('duty.toRoster')}</Button>}
        {onAttendance !== undefined && <Button onClick={onAttendance}>{t('duty.toAttendance')}</Button>}
        {onLog !== undefined && <Button onClick={onLog}>{t('log.toLog')}</Button>}
        {onUrgent !== undefined && <Button onClick={onUrgent}>{t('urgent.open')}</Button>}
      </div>
    </section>
  );
}

const latest = ({ asked }: ApprovalState): number => asked.at;

export function Duty({
  onRoster,
  onAttendance,
  onLog,
  onUrgent,
}: {
  readonly onRoster: (() => void) | undefined;
  readonly onAttendance: (() => void) | undefined;
  readonly onLog: (() => void) | undefined;
  readonly onUrgent: (() => void) | undefined;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const user = useStatus().status?.user;
  const { documents } = useDocuments('approval');
  const { answer } = useAnswer({ ask: 'directory' });
  const people = useMemo<People>(() => (answer?.status === 'granted' ? answer.body.people : []), [answer]);
  const approvals = useMemo(
    () => documents.map(({ state }) => state).sort((a, b) => latest(b) - latest(a)),
    [documents],
  );
  const ahead = useDutyAhead(undefined);
  if (user === null || user === undefined) return null;
  return (
    <main className="duty">
      <h1 className="unseen">{t('nav.duty')}</h1>
      <div className="duty__column">
        <Mode {...{ people, ahead, onRoster, onAttendance, onLog, onUrgent }} />
        {may.give('SwitchDutyMode') && <SwitchMode approvals={approvals} own={user.id} people={people} />}
        <ZoneCoverage />
      </div>
      <div className="duty__column">
        <ReadyAhead ahead={ahead} />
        <Approvals approvals={approvals} user={user} people={people} />
      </div>
    </main>
  );
}
