/** The lists of the sheet: what came in, what is handed over, what the register permits. */
import { memo } from 'react';
import type { ReactNode } from 'react';
import type { TFunction } from '../../hall/types.ts';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import { owesReply } from '../../hall/owed.ts';
import { timeText, stageText } from '../../hall/words.ts';
import { codeText, listed } from '../../i18n/say.ts';
import type { HandedOver } from './duties.ts';
import type { PermittedHours } from './permits.ts';

interface When {
  /** Unix ms: times of another civil date are shown with theirs. */
  readonly day: number;
  readonly offset: number;
}

function Part({
  title,
  note,
  children,
}: {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="shift-part" aria-label={title}>
      <h2>
        {title}
        {note !== undefined && <span className="shift-part__note">{note}</span>}
      </h2>
      {children}
    </section>
  );
}

const Lines = ({ lines }: { readonly lines: readonly string[] }) =>
  lines.map((line, index) => (
    <span key={index} className="shift-line">
      {line}
    </span>
  ));

function unitLines({ units }: IncidentState, { day, offset }: When, t: TFunction): readonly string[] {
  if (units.length === 0) return [t('shift.dash')];
  return units.map(({ unitName, arrivedAt, why }) => {
    const left = why === 'withdrawn' || why === 'handedBack' ? t(`shift.${why}`) : t('shift.notArrived');
    return `${unitName} ${arrivedAt === null ? left : t('shift.arrivedAt', { time: timeText(arrivedAt, day, offset) })}`;
  });
}

function replyLines(incident: IncidentState, { day, offset }: When, t: TFunction): readonly string[] {
  if (incident.replies.length > 0)
    return incident.replies.map(({ at, way }) =>
      t('shift.replied', { time: timeText(at, day, offset), way: t(`shift.replyWay.${way}`) }),
    );
  if (owesReply(incident)) return [t('shift.reply.none')];
  if (incident.wantsReply === 'anonymous') return [t('shift.reply.anonymous')];
  return [incident.wantsReply === 'no' ? t('shift.reply.notWanted') : t('shift.dash')];
}

const columns = ['number', 'source', 'headline', 'assessment', 'units', 'outcome', 'reply', 'stage'] as const;

export const IncidentList = memo(function IncidentList({
  incidents,
  when,
}: {
  readonly incidents: readonly IncidentState[];
  readonly when: When;
}) {
  const { t } = useTranslation();
  return (
    <Part title={t('shift.list')}>
      {incidents.length === 0 ? (
        <p className="shift-none">{t('shift.empty')}</p>
      ) : (
        <table className="shift-table shift-table--list">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`shift.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {incidents.map((incident) => {
              const kind = incident.assessments.at(-1)?.kind;
              return (
                <tr key={incident.id} data-incident={incident.number}>
                  <th scope="row">
                    <Lines lines={[incident.number, timeText(incident.receivedAt, when.day, when.offset)]} />
                  </th>
                  <td>
                    <Lines
                      lines={[
                        t(`source.${incident.source}`),
                        incident.placing.outside ?? incident.placing.street ?? t('shift.dash'),
                      ]}
                    />
                  </td>
                  <td>{incident.headline}</td>
                  <td>{kind === undefined ? t('shift.dash') : t(`assessment.${kind}`)}</td>
                  <td>
                    <Lines lines={unitLines(incident, when, t)} />
                  </td>
                  <td>{incident.outcome === null ? t('shift.dash') : t(`outcome.${incident.outcome.kind}`)}</td>
                  <td>
                    <Lines lines={replyLines(incident, when, t)} />
                  </td>
                  <td>
                    {incident.joinedInto === null || incident.closed !== null
                      ? stageText(incident, t)
                      : t('shift.joinedInto', { number: incident.joinedInto.number })}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </Part>
  );
});

export const DutyList = memo(function DutyList({
  duties,
  now,
  when,
}: {
  readonly duties: readonly HandedOver[];
  readonly now: number;
  readonly when: When;
}) {
  const { t } = useTranslation();
  return (
    <Part title={t('shift.duties')} note={t('shift.dutiesNote')}>
      {duties.length === 0 ? (
        <p className="shift-none">{t('shift.dutiesNone')}</p>
      ) : (
        <ul className="shift-duties">
          {duties.map(({ incident, kind, at, who, since }) => {
            const time = at === null ? '' : timeText(at, when.day, when.offset);
            const what =
              kind === 'returnAwaited' ? codeText(t, 'returnReason', since?.what ?? '') : (since?.what ?? '');
            const from = since === undefined ? '' : timeText(since.at, when.day, when.offset);
            return (
              <li key={`${incident.id} ${kind}`} data-duty={kind}>
                <b>{incident.number}</b>
                <span>{incident.headline}</span>
                <span>{t(`shift.dutyKind.${kind}`, { time, who: listed(t, who), what, since: from })}</span>
                <span className={at !== null && at < now ? 'shift-duties__late' : ''}>
                  {at === null
                    ? ''
                    : at < now
                      ? t('shift.dutyLate')
                      : kind === 'reply'
                        ? ''
                        : t('shift.dutyBy', { time })}
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Part>
  );
});

export const PermitList = memo(function PermitList({
  permits,
  when,
}: {
  readonly permits: readonly PermittedHours[];
  readonly when: When;
}) {
  const { t } = useTranslation();
  const { sites } = useHall();
  const time = (at: number): string => timeText(at, when.day, when.offset);
  return (
    <Part title={t('shift.permits')} note={t('shift.permitsNote')}>
      {permits.length === 0 ? (
        <p className="shift-none">{t('shift.permitsNone')}</p>
      ) : (
        <table className="shift-table">
          <thead>
            <tr>
              {(['number', 'site', 'work', 'hours', 'source'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`shift.permitColumn.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {permits.map(({ permit, hours }) => (
              <tr key={permit.id}>
                <th scope="row">{permit.number}</th>
                <td>{sites.get(permit.site)?.state.name ?? t('shift.siteGone')}</td>
                <td>{permit.work}</td>
                <td>{t('shift.span', { from: time(hours.from), to: time(hours.to) })}</td>
                <td>
                  <Lines lines={[permit.provenance.source, time(permit.provenance.asOf)]} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Part>
  );
});
