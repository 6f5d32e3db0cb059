/** One open incident in a queue: what it is, how far, how long there is for the next step. */
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { minute } from '../../shared/lib/time.ts';
import { listed } from '../i18n/say.ts';
import { useOfHubTime } from '../seat-client/hooks.ts';
import { AssessmentTag } from './assessment-tag.tsx';
import { alarmOf, assessmentOf, isLate, presentUnits } from './incident-order.ts';
import { useOffset } from './offset.ts';
import type { Selection } from './selection.tsx';
import { spanText, stageText, timeText } from './words.ts';
import './queue.css';

type Select = Selection['select'];

/** A limit that is near, ms. */
const soonMs = 3 * minute;

function Timer({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const { next } = incident;
  const degree = useOfHubTime((now) =>
    next === null ? 'none' : next.at < now ? 'late' : next.at - now < soonMs ? 'soon' : 'calm',
  );
  const span = useOfHubTime((now) => (next === null ? '' : spanText(next.at - now, t)));
  if (next === null) return <span className="queue-row__timer queue-row__timer--none">{t('queue.noLimit')}</span>;
  return (
    <span className={`queue-row__timer queue-row__timer--${degree}`}>
      <span className="queue-row__limit">{t(`limit.${next.limit}`)}</span>
      {degree === 'late' ? t('queue.late', { span }) : span}
    </span>
  );
}

interface Props {
  readonly incident: IncidentState;
  readonly isSelected: boolean;
  /** What this seat has of it that the hub has not. */
  readonly isPending?: boolean;
  readonly isRefused?: boolean;
  /** Nobody has acknowledged it, and it was not looked at here. */
  readonly isFresh?: boolean;
  /** Account of whoever looks at the queue. */
  readonly user?: string;
  /** Names of who has it open elsewhere. */
  readonly others?: string;
  readonly onSelect: Select;
}

/** Draws by itself what time changes, so that a long queue is not drawn twice a second. */
export const QueueRow = memo(function QueueRow({
  incident,
  isSelected,
  isPending = false,
  isRefused = false,
  isFresh = false,
  user = '',
  others = '',
  onSelect,
}: Props) {
  const { t } = useTranslation();
  const offset = useOffset();
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isSelected) row.current?.scrollIntoView({ block: 'nearest' });
  }, [isSelected]);
  const late = useOfHubTime((now) => isLate(incident, now));
  const received = useOfHubTime((now) => timeText(incident.receivedAt, now, offset));
  const alarm = alarmOf(incident);
  const assessment = assessmentOf(incident);
  const units = presentUnits(incident);
  const marks = ['queue-row', isSelected ? 'queue-row--selected' : '', alarm === undefined ? '' : 'queue-row--alarm'];
  return (
    <li>
      <button
        ref={row}
        type="button"
        className={marks.join(' ')}
        aria-current={isSelected}
        data-incident={incident.number}
        data-stage={incident.stage}
        data-late={late}
        onClick={() => onSelect({ kind: 'incident', id: incident.id })}
      >
        <span className="queue-row__line">
          <span className="queue-row__number">{incident.number}</span>
          {isFresh && <span className="queue-row__new">{t('queue.new')}</span>}
          {alarm !== undefined && <span className="queue-row__alarm">{t(`queue.alarm.${alarm}`)}</span>}
          <span className="queue-row__headline">{incident.headline}</span>
          <Timer incident={incident} />
        </span>
        <span className="queue-row__line queue-row__line--second">
          <span className={`stage stage--${incident.stage}`}>{stageText(incident, t)}</span>
          {assessment !== undefined && <AssessmentTag kind={assessment.kind} stall={assessment.stall} />}
          <span className="queue-row__source">
            {t(`source.${incident.source}`)} {received}
          </span>
          {incident.tookIn.length > 0 && (
            <span className="queue-row__joined">{t('queue.joined', { count: incident.tookIn.length })}</span>
          )}
          {incident.supervisions.at(-1)?.reported === null && (
            <span className="queue-row__alarm">{t('queue.supervised')}</span>
          )}
          {incident.suspended !== null && <span className="queue-row__mark">{t('queue.suspended')}</span>}
          {incident.answeredBefore > 0 && <span className="queue-row__mark">{t('queue.rework')}</span>}
          {incident.confidential && <span className="queue-row__mark">{t('queue.confidential')}</span>}
          {isRefused && <span className="queue-row__refused">{t('queue.refused')}</span>}
          {isPending && <span className="queue-row__pending">{t('queue.pending')}</span>}
          {incident.claim !== null && (
            <span
              className={incident.claim.user === user ? 'queue-row__claim queue-row__claim--mine' : 'queue-row__claim'}
            >
              {incident.claim.user === user ? t('claim.rowMine') : t('claim.row', { name: incident.claim.name })}
            </span>
          )}
          {others !== '' && <span className="queue-row__others">{t('queue.open', { names: others })}</span>}
          <span className="queue-row__units">
            {units.length === 0
              ? ''
              : listed(
                  t,
                  units.map(({ unitName }) => unitName),
                )}
          </span>
        </span>
      </button>
    </li>
  );
});
