/** 往日: what was before at the site, in the cell, and of the caller, with what repeats itself. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { civilDate } from '../../../shared/lib/time.ts';
import type { PastAnswer, PastIncident } from '../../../shared/wire/seat-api.ts';
import { useCaller } from '../../find/caller-past.tsx';
import { PastRow } from '../../find/past-rows.tsx';
import { minuteText, patternOf } from '../../find/pattern.ts';
import { usePast } from '../../find/use-find.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { useMay } from '../../hall/use-may.ts';
import { useUnansweredText } from '../../office/office.ts';
import { useHubNow, useStatus } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';

/** Rows shown before all are asked for. */
const firstRows = 4;

function Rows({ incidents, more }: PastAnswer) {
  const { t } = useTranslation();
  const hall = useHall();
  const { select } = useSelection();
  const [all, setAll] = useState(false);
  const shown = all ? incidents : incidents.slice(0, firstRows);
  return (
    <>
      <ul className="past__list">
        {shown.map((incident) => (
          <li key={incident.id} data-past={incident.number}>
            {hall.incidents.has(incident.id) ? (
              <PastRow incident={incident} onOpen={() => select({ kind: 'incident', id: incident.id })} />
            ) : (
              <PastRow incident={incident} />
            )}
          </li>
        ))}
      </ul>
      {!all && incidents.length > firstRows && (
        <button type="button" className="act act--quiet" onClick={() => setAll(true)}>
          {t('earlier.more', { count: incidents.length })}
        </button>
      )}
      {more && (all || incidents.length <= firstRows) && <p className="past__note">{t('earlier.first')}</p>}
    </>
  );
}

function PatternLine({ incidents }: { readonly incidents: readonly PastIncident[] }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useHubNow();
  const pattern = patternOf(incidents, now(), offset);
  if (pattern === undefined) return null;
  const { nights, count, after } = pattern;
  return (
    <p className="past__pattern">
      {after === null
        ? t('earlier.pattern', { nights, count })
        : t('earlier.patternAfter', { nights, count, time: minuteText(after) })}
    </p>
  );
}

function OfCaller({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const unanswered = useUnansweredText();
  const [reason, setReason] = useState('');
  const { answer, ask } = useCaller();
  if (typeof answer === 'object' && answer.status === 'granted') {
    const others = answer.body.incidents.filter(({ id }) => id !== incident.id);
    if (others.length === 0) return <p className="past__note">{t('earlier.callerNone')}</p>;
    return (
      <>
        <PatternLine incidents={answer.body.incidents} />
        <Rows incidents={others} more={answer.body.more} />
      </>
    );
  }
  return (
    <form
      className="past__ask"
      name="earlierOfCaller"
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== '') ask({ kind: 'incident', incident: incident.id }, reason.trim());
      }}
    >
      <input
        aria-label={t('earlier.reason')}
        placeholder={t('earlier.reason')}
        value={reason}
        maxLength={200}
        onChange={(event) => setReason(event.target.value)}
      />
      <button type="submit" className="act" disabled={reason.trim() === '' || answer === 'asking'}>
        {t('earlier.ask')}
      </button>
      {typeof answer === 'object' && (
        <span className="past__refused" role="alert">
          {unanswered(answer)}
        </span>
      )}
    </form>
  );
}

export function Earlier({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const may = useMay();
  const { status, connection } = useStatus();
  const isLive = connection === 'up' && status?.link === 'live';
  const { site, placing, personal } = incident;
  const cell = placing.grids?.cell ?? null;
  const atSite = usePast(site === null ? null : { kind: 'site', site });
  const inCell = usePast(cell === null ? null : { kind: 'cell', cell });
  const mayCaller = may.ask('readCaller') && personal !== null;
  const [chosen, setChosen] = useState<'site' | 'cell' | 'caller'>();
  if (site === null && cell === null && !mayCaller) return null;
  const kinds = (['site', 'cell', 'caller'] as const).filter(
    (kind) =>
      (kind === 'site' && site !== null) || (kind === 'cell' && cell !== null) || (kind === 'caller' && mayCaller),
  );
  const shown = chosen !== undefined && kinds.includes(chosen) ? chosen : kinds[0];
  const told = shown === 'site' ? atSite : shown === 'cell' ? inCell : undefined;
  const othersOf = (answer: PastAnswer | undefined) => (answer?.incidents ?? []).filter(({ id }) => id !== incident.id);
  const countOf = (of: typeof atSite): string =>
    of === undefined ? '…' : `${String(othersOf(of.answer).length)}${of.answer.more ? '+' : ''}`;
  const others = othersOf(told?.answer);
  return (
    <Section name="earlier" title={t('earlier.title')}>
      <div className="past__tabs" role="group" aria-label={t('earlier.title')}>
        {kinds.map((kind) => (
          <button
            key={kind}
            type="button"
            className={kind === shown ? 'act' : 'act act--quiet'}
            aria-pressed={kind === shown}
            data-earlier={kind}
            onClick={() => setChosen(kind)}
          >
            {kind === 'caller'
              ? t('earlier.caller')
              : t(`earlier.${kind}`, { figure: countOf(kind === 'site' ? atSite : inCell) })}
          </button>
        ))}
      </div>
      {shown === 'caller' ? (
        <OfCaller incident={incident} />
      ) : (
        <>
          {told !== undefined && <PatternLine incidents={told.answer.incidents} />}
          {told !== undefined && others.length === 0 && <p className="past__note">{t('earlier.none')}</p>}
          {others.length > 0 && <Rows incidents={others} more={told?.answer.more ?? false} key={shown} />}
          {told?.of === 'seat' && !isLive && (
            <p className="past__note">
              {told.from === null
                ? t('earlier.onlyHere')
                : t('earlier.onlyHereFrom', { date: civilDate(told.from, offset) })}
            </p>
          )}
        </>
      )}
    </Section>
  );
}
