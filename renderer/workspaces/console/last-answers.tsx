/** 上次怎么答的: the last answers at this site and in this cell, so that two shifts do not contradict each other. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { PastIncident } from '../../../shared/wire/seat-api.ts';
import { usePast } from '../../find/use-find.ts';
import { useOffset } from '../../hall/offset.ts';
import type { TFunction } from '../../hall/types.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { clauses, codeText, hasText } from '../../i18n/say.ts';
import { useOfHubTime, useSeat } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';

const mostRows = 3;

function surveyText({ survey }: PastIncident, t: TFunction): string {
  if (survey === null) return t('answer.last.noSurvey');
  const { satisfied, solved } = survey;
  const parts = [
    satisfied === null ? '' : t(satisfied ? 'surveySaid.satisfied' : 'surveySaid.dissatisfied'),
    solved === null ? '' : t(solved ? 'surveySaid.solved' : 'surveySaid.unsolved'),
  ];
  const said = parts.every((part) => part === '') ? t('surveySaid.noOpinion') : clauses(t, ...parts);
  return t('answer.last.survey', { said });
}

interface RowProps {
  readonly past: PastIncident;
  readonly onInsert: (words: string) => void;
}

function Row({ past, onInsert }: RowProps) {
  const { t } = useTranslation();
  const seat = useSeat();
  const offset = useOffset();
  const may = useMay();
  const [words, setWords] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const { number, reply, outcome } = past;
  const time = useOfHubTime((now) => timeText(reply?.at ?? past.receivedAt, now, offset));
  if (reply === null) return null;
  const { ref, way } = reply;
  const show = (): void => {
    if (ref === null) return;
    seat.request('personal', { ref, reason: t('answer.last.reason') }).then(
      (answer) => {
        if (answer.status !== 'content') return setRefused(t(`facts.refused.${answer.code}`));
        const { text } = answer.content as { readonly text?: unknown };
        setWords(typeof text === 'string' ? text : '');
      },
      (error: unknown) => {
        if (!(error instanceof SeatLost)) throw error;
        setRefused(t('facts.refused.Offline'));
      },
    );
  };
  return (
    <li data-last-answer={number}>
      <span className="last-answers__line">
        <span>{t('answer.last.of', { number, time })}</span>
        <span>{outcome === null ? codeText(t, 'stage', past.stage) : t(`outcome.${outcome}`)}</span>
        <span>{codeText(t, hasText('replyWay', way) ? 'replyWay' : 'facts.reply', way)}</span>
        <span className="last-answers__survey">{surveyText(past, t)}</span>
        {ref !== null && may.ask('readCaller') && words === undefined && (
          <button type="button" className="link" onClick={show}>
            {t('answer.last.show')}
          </button>
        )}
        {refused !== undefined && (
          <span className="vault-words__refused" role="alert">
            {refused}
          </span>
        )}
      </span>
      {words !== undefined && (
        <>
          <p className="last-answers__words">{words === '' ? t('vaultWords.none') : words}</p>
          {words !== '' && (
            <button type="button" className="act act--quiet" onClick={() => onInsert(words)}>
              {t('answer.last.insert')}
            </button>
          )}
        </>
      )}
    </li>
  );
}

export function LastAnswers({
  incident,
  onInsert,
}: {
  readonly incident: IncidentState;
  readonly onInsert: (words: string) => void;
}) {
  const { t } = useTranslation();
  const { site, placing, id, personal } = incident;
  const cell = placing.grids?.cell ?? null;
  const may = useMay();
  const atSite = usePast(site === null ? null : { kind: 'site', site });
  const inCell = usePast(cell === null ? null : { kind: 'cell', cell });
  if (site === null && cell === null) return null;
  const told = [...(atSite?.answer.incidents ?? []), ...(inCell?.answer.incidents ?? [])];
  const answered = [...new Map(told.map((past) => [past.id, past])).values()]
    .filter((past) => past.id !== id && past.reply !== null)
    .sort((a, b) => (b.reply?.at ?? 0) - (a.reply?.at ?? 0))
    .slice(0, mostRows);
  return (
    <div className="last-answers" role="group" aria-label={t('answer.last.title')}>
      <p className="last-answers__title">{t('answer.last.title')}</p>
      {answered.length === 0 ? (
        <p className="last-answers__note">{t('answer.last.none')}</p>
      ) : (
        <ul>
          {answered.map((past) => (
            <Row key={past.id} past={past} onInsert={onInsert} />
          ))}
        </ul>
      )}
      {may.ask('readCaller') && personal !== null && (
        <p className="last-answers__note">{t('answer.last.callerHint')}</p>
      )}
    </div>
  );
}
