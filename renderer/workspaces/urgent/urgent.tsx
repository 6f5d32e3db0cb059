/** 紧急信息报送: what has to go upwards and by when, from when the hall knew; a person reports, here it is kept. */
import { Button } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { day } from '../../../shared/lib/time.ts';
import type { UrgentReportState } from '../../../shared/domain/urgent-report/state.ts';
import { urgentOwed } from '../../../shared/domain/urgent-report/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useUrgentDoor } from '../../hall/urgent-door.tsx';
import { useMay } from '../../hall/use-may.ts';
import { spanText, timeText } from '../../hall/words.ts';
import { clauses } from '../../i18n/say.ts';
import { useDocuments, useHubTime } from '../../seat-client/hooks.ts';
import { BeginReport } from './begin-report.tsx';
import { ReportDetail } from './report-detail.tsx';
import './urgent.css';

/** What ended so long ago is still listed, ms; all of it stands in the duty logs. */
const listedFor = 30 * day;

/** What is owed soonest first, then what is owed nothing for now, then what ended, the newest first. */
export function inOrder(reports: readonly UrgentReportState[], now: number): readonly UrgentReportState[] {
  const dueOf = (report: UrgentReportState): number => urgentOwed(report)[0]?.at ?? Number.MAX_SAFE_INTEGER;
  return reports
    .filter(({ endedAt }) => endedAt === null || endedAt > now - listedFor)
    .toSorted(
      (a, b) =>
        Number(a.endedAt !== null) - Number(b.endedAt !== null) ||
        (a.endedAt === null ? dueOf(a) - dueOf(b) : 0) ||
        b.knownAt - a.knownAt ||
        (a.id < b.id ? -1 : 1),
    );
}

function Row({
  report,
  chosen,
  onChoose,
}: {
  readonly report: UrgentReportState;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const [due] = urgentOwed(report);
  const left = due === undefined ? 0 : due.at - now;
  const state = (): string => {
    if (report.dropped !== null) return t('urgent.is.dropped');
    if (report.endedAt !== null) return t('urgent.is.ended');
    if (due === undefined) return t('urgent.is.open');
    return clauses(
      t,
      t(`urgent.stage.${due.stage}`),
      t(left < 0 ? 'urgent.late' : 'urgent.left', { span: spanText(left, t) }),
    );
  };
  return (
    <li>
      <button type="button" className="urgent__row" aria-current={chosen} onClick={onChoose}>
        <span className="urgent__kind">{report.kindName}</span>
        <span>{report.headline}</span>
        <span className="urgent__muted">{t('urgent.knownShort', { time: timeText(report.knownAt, now, offset) })}</span>
        <span className="urgent__state" data-late={due !== undefined && left < 0}>
          {state()}
        </span>
      </button>
    </li>
  );
}

export function Urgent({
  onDuty,
  hasConsole,
}: {
  readonly onDuty: (() => void) | undefined;
  readonly hasConsole: boolean;
}) {
  const { t } = useTranslation();
  const may = useMay();
  const now = useHubTime();
  const { plates } = useHall();
  const { shown, show } = useUrgentDoor();
  const { documents, opened } = useDocuments('urgentReport');
  const reports = useMemo(() => documents.map(({ state }) => state), [documents]);
  const listed = inOrder(reports, now);
  const kinds = plates?.policy.urgentReports ?? [];
  const mayBegin = may.give('BeginUrgentReport');
  const chosen = shown?.is === 'report' ? reports.find(({ id }) => id === shown.id) : undefined;
  // A report that is on its way to the hub is not there yet: then the first of the list stands for it.
  const seen = shown?.is === 'new' ? undefined : (chosen ?? listed[0]);
  const version = documents.find(({ state }) => state.id === seen?.id)?.version;
  return (
    <main className="urgent">
      <header className="urgent__head">
        <h1>{t('urgent.title')}</h1>
        <p className="urgent__muted">{t('urgent.note')}</p>
        {onDuty !== undefined && (
          <Button className="urgent__back" onClick={onDuty}>
            {t('roster.toDuty')}
          </Button>
        )}
      </header>
      <nav className="urgent__list" aria-label={t('urgent.list')}>
        {mayBegin && kinds.length > 0 && (
          <Button type="primary" onClick={() => show({ is: 'new', incident: null })}>
            {t('urgent.begin.open')}
          </Button>
        )}
        {opened && listed.length === 0 && <p className="urgent__muted">{t('urgent.none')}</p>}
        <ul>
          {listed.map((report) => (
            <Row
              key={report.id}
              report={report}
              chosen={report.id === seen?.id}
              onChoose={() => show({ is: 'report', id: report.id })}
            />
          ))}
        </ul>
      </nav>
      <div className="urgent__main">
        {plates !== undefined && kinds.length === 0 && mayBegin && (
          <p className="urgent__away" role="status">
            {t('urgent.noKinds')}
          </p>
        )}
        {shown?.is === 'new' && mayBegin && kinds.length > 0 && (
          <BeginReport
            key={shown.incident ?? 'new'}
            kinds={kinds}
            incident={shown.incident}
            onBegun={(id) => show({ is: 'report', id })}
          />
        )}
        {seen !== undefined && (
          <ReportDetail
            key={seen.id}
            report={seen}
            version={version}
            to={kinds.find(({ code }) => code === seen.code)?.to ?? ''}
            hasConsole={hasConsole}
          />
        )}
        {seen === undefined && shown?.is !== 'new' && opened && kinds.length > 0 && (
          <p className="urgent__muted">{t('urgent.empty')}</p>
        )}
      </div>
    </main>
  );
}
