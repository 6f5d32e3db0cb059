/** 答复与回传: how far each reply has come on its way back to its source, and the helper for typing one in by hand. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswerDoor } from '../../hall/answer-door.tsx';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import type { PostRow } from '../../hall/postings.ts';
import { isStillOut, postRowOf, postRowsOf } from '../../hall/postings.ts';
import type { TFunction } from '../../hall/types.ts';
import { useMay } from '../../hall/use-may.ts';
import { timeText } from '../../hall/words.ts';
import { clauses, codeText, hasText } from '../../i18n/say.ts';
import { useOfHubTime } from '../../seat-client/hooks.ts';
import { FormHelper } from './form-helper.tsx';
import { useAnswerAct } from './use-answer-act.ts';
import './answers.css';

/** The time of a minute is enough for dates. */
const wholeHour = (now: number): number => Math.floor(now / 3_600_000) * 3_600_000;

function stateText({ state, posting }: PostRow, t: TFunction, time: (at: number) => string): string {
  if (posting === undefined || state === 'none') return t('answer.posts.state.none');
  if (state === 'posted' || state === 'byHand') return t(`answer.posts.state.${state}`, { time: time(posting.at) });
  return t(`answer.posts.state.${state}`);
}

function moreText({ state, posting, reply, incident }: PostRow, t: TFunction): string {
  if (reply === null) return t('answer.posts.noReply');
  if (posting === undefined) return incident.replies[reply]?.personal === null ? t('answer.posts.noWords') : '';
  const { to, why, tries, receipt } = posting;
  const reason =
    why === null
      ? ''
      : codeText(t, hasText('answer.posts.failure', why) ? 'answer.posts.failure' : 'answer.posts.hand', why);
  return clauses(
    t,
    reason,
    tries > 0 && state !== 'posted' && state !== 'byHand' ? t('answer.posts.tries', { count: tries }) : '',
    state === 'posted' && receipt !== null ? t('answer.posts.receipt', { receipt }) : '',
    to === null || state === 'byHand' ? '' : t('answer.posts.to', { to }),
  );
}

interface RowProps {
  readonly row: PostRow;
  readonly current: boolean;
  readonly onFill: () => void;
}

function Row({ row, current, onFill }: RowProps) {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useOfHubTime(wholeHour);
  const may = useMay();
  const act = useAnswerAct(row.incident.id);
  const { incident, reply, state, posting } = row;
  const time = (at: number): string => timeText(at, now, offset);
  const said = reply === null ? undefined : incident.replies[reply];
  const way =
    said === undefined ? '' : codeText(t, hasText('replyWay', said.way) ? 'replyWay' : 'facts.reply', said.way);
  const mayAgain =
    may.give('SendReplyAgain') && typeof posting?.posting === 'string' && (state === 'failed' || state === 'waiting');
  return (
    <tr data-post={incident.number} data-state={state} className={current ? 'answers__row--current' : undefined}>
      <th scope="row">
        <span className="answers__order">{incident.externalId}</span>
        <span className="answers__sub">
          {incident.number} · {t(`source.${incident.source}`)}
        </span>
      </th>
      <td>
        <span className="answers__headline">{incident.headline}</span>
        <span className="answers__sub">{said === undefined ? '' : `${way} ${time(said.at)}`}</span>
      </td>
      <td>
        <span className={`answers__state answers__state--${state}`}>{stateText(row, t, time)}</span>
        <span className="answers__sub">{moreText(row, t)}</span>
      </td>
      <td className="answers__acts">
        <button type="button" className="act" onClick={onFill}>
          {t('answer.posts.fill')}
        </button>
        {mayAgain && reply !== null && (
          <button type="button" className="act" onClick={() => void act('SendReplyAgain', { reply })}>
            {t('answer.posts.again')}
          </button>
        )}
      </td>
    </tr>
  );
}

export function Answers({ ownWindow }: { readonly ownWindow: boolean }) {
  const { t } = useTranslation();
  const { incidents, opened } = useHall();
  const { incident: wanted, show } = useAnswerDoor();
  const [all, setAll] = useState(false);
  const list = useRef<HTMLTableSectionElement>(null);
  const rows = useMemo(() => postRowsOf(Array.from(incidents.values(), ({ state }) => state)), [incidents]);
  const shown = all ? rows : rows.filter(isStillOut);
  const chosen = wanted === null ? undefined : incidents.get(wanted)?.state;
  const row = chosen === undefined ? undefined : postRowOf(chosen);
  const toList = (): void => {
    show(null);
    requestAnimationFrame(() => list.current?.querySelector('button')?.focus());
  };
  useEffect(() => {
    if (ownWindow) document.title = t('answer.form.title');
  }, [ownWindow, t]);
  return (
    <div className={`answers${row === undefined ? '' : ' answers--form'}`}>
      <main className="answers__list">
        <header className="answers__head">
          <h1>{t('answer.posts.title')}</h1>
          <label className="answers__filter">
            {t('answer.posts.filter')}
            <select value={all ? 'all' : 'open'} onChange={(event) => setAll(event.target.value === 'all')}>
              <option value="open">{t('answer.posts.filters.open')}</option>
              <option value="all">{t('answer.posts.filters.all')}</option>
            </select>
          </label>
        </header>
        <p className="answers__lead">{t('answer.posts.lead')}</p>
        {shown.length === 0 ? (
          <p className="answers__none">{opened ? t('answer.posts.none') : '…'}</p>
        ) : (
          <table>
            <thead>
              <tr>
                <th scope="col">{t('answer.posts.column.order')}</th>
                <th scope="col">{t('answer.posts.column.reply')}</th>
                <th scope="col">{t('answer.posts.column.state')}</th>
                <td />
              </tr>
            </thead>
            <tbody ref={list}>
              {shown.map((each) => (
                <Row
                  key={each.incident.id}
                  row={each}
                  current={each.incident.id === wanted}
                  onFill={() => show(each.incident.id)}
                />
              ))}
            </tbody>
          </table>
        )}
      </main>
      <aside className="answers__form">
        {row === undefined ? (
          <p className="answers__none">{t('answer.form.choose')}</p>
        ) : (
          <FormHelper key={row.incident.id} row={row} ownWindow={ownWindow} onBack={toList} />
        )}
      </aside>
    </div>
  );
}
