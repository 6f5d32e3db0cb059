/** 回填助手: the fields of the source's form in its order, each copied by one key; at the end the order is marked. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filledReply, gapsIn, replyFormOf } from '../../../shared/domain/rules/replies.ts';
import { popUpAnswers } from '../../hall/answer-door.tsx';
import { useHall } from '../../hall/hall.tsx';
import type { PostRow } from '../../hall/postings.ts';
import { useQuietProof, useReplyValues } from '../../hall/use-reply-facts.ts';
import { useMay } from '../../hall/use-may.ts';
import { useSeat } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import { useAnswerAct } from './use-answer-act.ts';

const handReasons = ['noInterface', 'interfaceDown', 'notAccepted', 'sourceAsked'] as const;

interface Props {
  readonly row: PostRow;
  readonly ownWindow: boolean;
  readonly onBack: () => void;
}

/** Puts words into the clipboard; where the browser keeps it shut, by way of a field that is selected. */
async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    const focus = document.activeElement;
    field.select();
    // The one way there is where a page of plain HTTP is not let at the clipboard.
    const done = document.execCommand('copy');
    field.remove();
    if (focus instanceof HTMLElement) focus.focus();
    return done;
  }
}

export function FormHelper({ row, ownWindow, onBack }: Props) {
  const { t } = useTranslation();
  const seat = useSeat();
  const may = useMay();
  const { plates } = useHall();
  const { incident, reply, state } = row;
  const act = useAnswerAct(incident.id);
  const [words, setWords] = useState<string>();
  const [refused, setRefused] = useState<string>();
  const [done, setDone] = useState<ReadonlySet<number>>(new Set());
  const [failed, setFailed] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const values = useReplyValues(incident, useQuietProof(incident), { words });
  const ref = reply === null ? undefined : incident.replies[reply]?.personal?.ref;
  const fields = replyFormOf(plates?.policy).map(({ label, text }) => {
    const filled = filledReply(text, values);
    return { label, text: gapsIn(filled).length > 0 ? '' : filled };
  });
  const focusOn = (at: number): void => {
    const buttons = list.current?.querySelectorAll<HTMLButtonElement>('button[data-field]') ?? [];
    const last = list.current?.parentElement?.querySelector<HTMLButtonElement>('[data-hand]');
    (at < buttons.length ? buttons[Math.max(0, at)] : last)?.focus();
  };
  useEffect(() => focusOn(0), []);
  // Of the window: once the order is marked the button that had the focus is gone.
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.isComposing) onBack();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [onBack]);
  const read = (): void => {
    if (ref === undefined) return;
    seat.request('personal', { ref, reason: t('answer.form.reason') }).then(
      (answer) => {
        if (answer.status !== 'content') return setRefused(t(`facts.refused.${answer.code}`));
        const { text } = answer.content as { readonly text?: unknown };
        setWords(typeof text === 'string' ? text : '');
        setRefused(undefined);
      },
      (error: unknown) => {
        if (!(error instanceof SeatLost)) throw error;
        setRefused(t('facts.refused.Offline'));
      },
    );
  };
  const copy = async (at: number): Promise<void> => {
    const text = fields[at]?.text ?? '';
    const isThere = text === '' || (await copied(text));
    setFailed(!isThere);
    if (!isThere) return;
    setDone((before) => new Set([...before, at]));
    focusOn(at + 1);
  };
  const left = fields.filter(({ text }, at) => text !== '' && !done.has(at)).length;
  const isMarked = state === 'byHand';
  return (
    <section className="form-helper" aria-label={t('answer.form.title')}>
      <header className="form-helper__head">
        <h2>{t('answer.form.title')}</h2>
        <span>{incident.externalId ?? incident.number}</span>
        {!ownWindow && (
          <button type="button" className="act act--quiet" onClick={() => popUpAnswers(incident.id)}>
            {t('answer.form.popUp')}
          </button>
        )}
      </header>
      <p className="form-helper__keys">{t('answer.form.keys')}</p>
      {ref !== undefined && words === undefined && may.ask('readCaller') && (
        <p>
          <button type="button" className="act" onClick={read}>
            {t('answer.form.read')}
          </button>
          {refused !== undefined && (
            <span role="alert" className="form-helper__refused">
              {refused}
            </span>
          )}
        </p>
      )}
      {failed && (
        <p role="alert" className="form-helper__refused">
          {t('answer.form.failed')}
        </p>
      )}
      <ol
        ref={list}
        onKeyDown={(event) => {
          const at = Number((event.target as HTMLElement).dataset['field'] ?? Number.NaN);
          if (Number.isNaN(at) || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
          event.preventDefault();
          focusOn(event.key === 'ArrowDown' ? at + 1 : at - 1);
        }}
      >
        {fields.map(({ label, text }, at) => (
          <li key={label} data-copied={done.has(at)}>
            <span className="form-helper__label">{label}</span>
            <span className={text === '' ? 'form-helper__empty' : 'form-helper__text'}>
              {text === '' ? t('answer.form.empty') : text}
            </span>
            <button
              type="button"
              className="act"
              data-field={at}
              onClick={() => void copy(at)}
              aria-label={`${t(text === '' ? 'answer.form.skip' : 'answer.form.copy')} ${label}`}
            >
              {t(text === '' ? 'answer.form.skip' : done.has(at) ? 'answer.form.copied' : 'answer.form.copy')}
            </button>
          </li>
        ))}
      </ol>
      {reply !== null && incident.externalId !== null && may.give('MarkReplyPosted') && state !== 'posted' && (
        <div className="form-helper__mark" role="group" aria-label={t('answer.posts.byHand')}>
          {isMarked ? (
            <p role="status">{t('answer.form.marked')}</p>
          ) : (
            <>
              <p>{left === 0 ? t('answer.form.done') : t('answer.form.left', { count: left })}</p>
              <div className="form-helper__reasons">
                <span>{t('answer.posts.byHand')}</span>
                {handReasons.map((why) => (
                  <button
                    key={why}
                    type="button"
                    className="act"
                    data-hand={why}
                    onClick={() => void act('MarkReplyPosted', { reply, why })}
                  >
                    {t(`answer.posts.hand.${why}`)}
                  </button>
                ))}
              </div>
            </>
          )}
        </div>
      )}
      {done.size > 0 && (
        <button
          type="button"
          className="act act--quiet"
          onClick={() => {
            setDone(new Set());
            focusOn(0);
          }}
        >
          {t('answer.form.again')}
        </button>
      )}
    </section>
  );
}
