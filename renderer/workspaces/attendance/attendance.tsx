/** 在岗: who stood where they should, by positions with their proof, what people corrected, and the posts of this moment. */
import { useState } from 'react';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { civilDate, day, startOfDate } from '../../../shared/lib/time.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { nightAt } from '../../hall/report-night.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { useDocuments, useHubTime } from '../../seat-client/hooks.ts';
import { Correct } from './correct.tsx';
import { DutyFacts, DutyList } from './duty-list.tsx';
import { PostsNow } from './posts-now.tsx';
import { useAttendance } from './use-attendance.ts';
import './attendance.css';

export function Attendance({ onDuty }: { readonly onDuty: (() => void) | undefined }) {
  const { t } = useTranslation();
  const may = useMay();
  const now = useHubTime();
  const offset = useOffset();
  const { plates } = useHall();
  const { documents, opened } = useDocuments('attendance');
  const [chosenNight, setNight] = useState<string>();
  const [chosen, setChosen] = useState<string>();
  const night = chosenNight ?? (plates === undefined ? undefined : nightAt(now, plates.calendars.dutyNight, offset));
  const told = useAttendance(night);
  if (night === undefined) return <main className="attendance" />;
  const go = (days: number): void => setNight(civilDate(startOfDate(night, offset) + days * day, offset));
  const duty = told?.duties.find(({ id }) => id === chosen);
  const version = documents.find(({ state }) => state.id === chosen)?.version;
  const missed = told?.duties.filter((one) => one.now === 'notKept').length ?? 0;
  return (
    <main className="attendance">
      <header className="attendance__head">
        <h1>{t('attendance.title')}</h1>
        <div className="attendance__nights">
          <button type="button" className="act" aria-label={t('roster.before')} onClick={() => go(-1)}>
            ‹
          </button>
          <label>
            <span className="unseen">{t('roster.night')}</span>
            <input
              type="date"
              name="attendance-night"
              value={night}
              onChange={(event) => event.target.value !== '' && setNight(event.target.value)}
            />
          </label>
          <button type="button" className="act" aria-label={t('roster.after')} onClick={() => go(1)}>
            ›
          </button>
        </div>
        {told !== undefined && (
          <p className="attendance__muted">
            {t('attendance.asOf', { time: timeText(told.at, now, offset), count: told.duties.length, missed })}
          </p>
        )}
        {onDuty !== undefined && (
          <Button className="attendance__back" onClick={onDuty}>
            {t('roster.toDuty')}
          </Button>
        )}
      </header>
      <div className="attendance__main">
        {told !== undefined && told.duties.length > 0 && (
          <DutyList duties={told.duties} chosen={chosen} onChoose={setChosen} />
        )}
        {told !== undefined && told.duties.length === 0 && opened && (
          <p className="attendance__muted">{t('attendance.none')}</p>
        )}
        <p className="attendance__muted">{t('attendance.note')}</p>
      </div>
      <aside className="attendance__side">
        {duty !== undefined && <DutyFacts duty={duty} />}
        {duty !== undefined && may.give('CorrectAttendance') && <Correct key={duty.id} duty={duty} version={version} />}
        {told !== undefined && <PostsNow posts={told.posts} />}
      </aside>
    </main>
  );
}
