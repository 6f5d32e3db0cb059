/** One matter that is reported upwards: what is owed by when, and what was reported to whom. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { UrgentReportState } from '../../../shared/domain/urgent-report/state.ts';
import { lastWritten, urgentOwed } from '../../../shared/domain/urgent-report/state.ts';
import { useUrgentDoor } from '../../hall/urgent-door.tsx';
import { useMay } from '../../hall/use-may.ts';
import { useOffset } from '../../hall/offset.ts';
import { agoText, spanText, timeText } from '../../hall/words.ts';
import { clauses } from '../../i18n/say.ts';
import { useGiven } from '../../office/said.tsx';
import { useHubTime } from '../../seat-client/hooks.ts';
import { SendReport } from './send-report.tsx';

interface Props {
  readonly report: UrgentReportState;
  readonly version: number | undefined;
  readonly to: string;
  /** Whether this person has the console. */
  readonly hasConsole: boolean;
}

function Drop({ report, version }: Pick<Props, 'report' | 'version'>) {
  const { t } = useTranslation();
  const { busy, give, said, forget } = useGiven();
  const [reason, setReason] = useState('');
  const drop = async (): Promise<void> => {
    const subject = { id: report.id, kind: 'urgentReport', ...(version === undefined ? {} : { version }) } as const;
    await give('DropUrgentReport', { report: report.id, reason: reason.trim() }, subject);
  };
  return (
    <details className="urgent__drop">
      <summary>{t('urgent.drop.open')}</summary>
      <label>
        {t('urgent.drop.reason')}
        <input
          name="urgent-drop"
          value={reason}
          maxLength={200}
          onChange={(event) => {
            forget();
            setReason(event.target.value);
          }}
        />
      </label>
      <button type="button" className="act" disabled={busy || reason.trim() === ''} onClick={() => void drop()}>
        {t('urgent.drop.save')}
      </button>
      {said}
    </details>
  );
}

export function ReportDetail({ report, version, to, hasConsole }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const may = useMay();
  const { toIncident } = useUrgentDoor();
  const { kindName, headline, incident, knownAt, name, at, sent, overdue, endedAt, dropped } = report;
  const owed = urgentOwed(report);
  return (
    <>
      <section className="detail-card" aria-label={t('urgent.detail')}>
        <h2 className="urgent__title">
          <span className="urgent__kind">{kindName}</span> {headline}
        </h2>
        <p className="urgent__muted">
          {clauses(
            t,
            t('urgent.known', { time: timeText(knownAt, now, offset), ago: agoText(now - knownAt, t) }),
            t('urgent.begunBy', { name, time: timeText(at, now, offset) }),
          )}
          {incident !== null &&
            (hasConsole ? (
              <button type="button" className="act act--quiet" onClick={() => toIncident(incident.id)}>
                {t('urgent.toIncident', { number: incident.number })}
              </button>
            ) : (
              ` · ${incident.number}`
            ))}
        </p>
        {owed.length > 0 && (
          <ul className="urgent__owed" aria-label={t('urgent.owed')}>
            {owed.map((due) => {
              const left = due.at - now;
              return (
                <li key={due.stage} data-late={left < 0}>
                  <b>{t(`urgent.stage.${due.stage}`)}</b>
                  <span>{t('urgent.by', { time: timeText(due.at, now, offset) })}</span>
                  <span>{t(left < 0 ? 'urgent.late' : 'urgent.left', { span: spanText(left, t) })}</span>
                </li>
              );
            })}
          </ul>
        )}
        {endedAt !== null && (
          <p className="urgent__ended" role="status">
            {dropped === null
              ? t('urgent.ended', { time: timeText(endedAt, now, offset) })
              : t('urgent.dropped', {
                  ...{ time: timeText(dropped.at, now, offset), name: dropped.name, reason: dropped.reason },
                })}
          </p>
        )}
        {endedAt === null && owed.length === 0 && <p className="urgent__muted">{t('urgent.whenNews')}</p>}
        {sent.length > 0 && (
          <ol className="urgent__sent" aria-label={t('urgent.sent')}>
            {sent.map((one, index) => {
              const { stage, to: office, receiver, channel, signedBy, text } = one;
              return (
                <li key={`${one.at}-${index}`}>
                  <p>
                    <time>{timeText(one.at, now, offset)}</time> <b>{t(`urgent.stage.${stage}`)}</b>{' '}
                    {t('urgent.given', { to: office, receiver, channel: t(`urgent.channel.${channel}`) })}
                  </p>
                  <p className="urgent__muted">
                    {clauses(
                      t,
                      signedBy === null ? '' : t('urgent.signed', { name: signedBy }),
                      t('urgent.enteredBy', { name: one.name }),
                    )}
                  </p>
                  {text !== '' && (
                    <details open={index === sent.length - 1}>
                      <summary>{t('urgent.wording')}</summary>
                      <p className="urgent__text">{text}</p>
                    </details>
                  )}
                </li>
              );
            })}
          </ol>
        )}
        {overdue.length > 0 && (
          <ul className="urgent__overdue">
            {overdue.map(({ stage, dueAt }) => (
              <li key={`${stage}-${dueAt}`}>
                {t('urgent.wasLate', { stage: t(`urgent.stage.${stage}`), time: timeText(dueAt, now, offset) })}
              </li>
            ))}
          </ul>
        )}
      </section>
      {endedAt === null && may.give('SendUrgentReport') && (
        <SendReport key={`${report.id}-${sent.length}`} report={report} version={version} to={to} />
      )}
      {endedAt === null && may.give('DropUrgentReport') && lastWritten(report) === undefined && (
        <Drop report={report} version={version} />
      )}
    </>
  );
}
