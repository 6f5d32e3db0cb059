/** 答复: wordings filled with the facts of the incident, what could not be filled, and by what way it was said. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { filledReply, fittingReplies, gapsIn, wordsToMind } from '../../../shared/domain/rules/replies.ts';
import { useAnswerDoor } from '../../hall/answer-door.tsx';
import { useHall } from '../../hall/hall.tsx';
import { useKeptText } from '../../hall/kept.tsx';
import { masked } from '../../hall/reply-facts.ts';
import type { CallerShown } from '../../hall/reply-facts.ts';
import { useQuietProof, useReplyValues } from '../../hall/use-reply-facts.ts';
import { useMay } from '../../hall/use-may.ts';
import { listed } from '../../i18n/say.ts';
import { useHubTime, useSeat } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import { LastAnswers } from './last-answers.tsx';
import { useDo } from './use-do.ts';
import { useNotRung } from './use-not-rung.ts';
import './reply-box.css';

const replyWays = ['spoken', 'message', 'hotline', 'notReached'] as const;
const mostTemplates = 6;

/** The key of the console: the first wording into an empty box, and to the first gap. */
export function focusReply(): void {
  const box = document.querySelector<HTMLTextAreaElement>('#reply-words');
  if (box === null) return;
  if (box.value === '') document.querySelector<HTMLButtonElement>('[data-reply-template]')?.click();
  box.scrollIntoView({ block: 'nearest' });
  box.focus();
}

/** `secret`: already masked by the hub, and stays so. */
type Asked = 'asking' | 'none' | (CallerShown & { readonly secret: boolean }) | undefined;

function useCallerShown(incident: IncidentState): { readonly asked: Asked; readonly ask: () => void } {
  const { t } = useTranslation();
  const seat = useSeat();
  const [asked, setAsked] = useState<Asked>();
  const ref = incident.personal?.ref;
  const ask = (): void => {
    if (ref === undefined) return;
    setAsked('asking');
    seat.request('personal', { ref, reason: t('answer.box.reason') }).then(
      (answer) => {
        const given = answer.status === 'content' ? (answer.content as { name?: unknown; phone?: unknown }) : {};
        const text = (value: unknown): string => (typeof value === 'string' ? value : '');
        const secret = answer.status === 'content' && answer.masked === true;
        const shown = { name: text(given.name), phone: text(given.phone), secret };
        setAsked(shown.name === '' && shown.phone === '' ? 'none' : shown);
      },
      (error: unknown) => {
        if (!(error instanceof SeatLost)) throw error;
        setAsked('none');
      },
    );
  };
  return { asked, ask };
}

export function ReplyBox({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const may = useMay();
  const notRung = useNotRung(useHubTime());
  const { plates } = useHall();
  const { open } = useAnswerDoor();
  const box = useRef<HTMLTextAreaElement>(null);
  const { text, type: setText, note } = useKeptText(`reply:${incident.id}`);
  const { asked, ask } = useCallerShown(incident);
  const [inFull, setInFull] = useState(false);
  const known = typeof asked === 'object' ? asked : undefined;
  const caller = known === undefined ? undefined : inFull || known.secret ? known : masked(known);
  const values = useReplyValues(incident, useQuietProof(incident), { caller });
  const kind = incident.assessments.at(-1)?.kind ?? 'unknown';
  const templates = fittingReplies(plates?.policy, kind, incident.outcome?.kind ?? 'none').slice(0, mostTemplates);
  const gaps = gapsIn(text);
  const { promise, accuse } = wordsToMind(text, incident.findings.length > 0);

  const select = (from: number, to: number): void => {
    const field = box.current;
    if (field === null) return;
    field.focus();
    field.setSelectionRange(from, to);
  };
  const put = (words: string): void => {
    setText(words);
    // After it was drawn: only then is there something to select.
    const [gap] = gapsIn(words);
    requestAnimationFrame(() => select(gap?.from ?? words.length, gap?.to ?? words.length));
  };
  const nextGap = (): void => {
    const at = box.current?.selectionEnd ?? 0;
    const gap = gaps.find(({ from }) => from >= at) ?? gaps[0];
    if (gap !== undefined) select(gap.from, gap.to);
  };
  const send = async (way: (typeof replyWays)[number]): Promise<void> => {
    const words = text.trim();
    const personal = words === '' || way === 'notReached' ? {} : { personal: { text: words } };
    if ((await doIt('RecordReply', { way, ...personal })) && way !== 'notReached') setText('');
  };
  return (
    <div className="actions__group reply-box" role="group" aria-label={t('actions.reply')}>
      <p className="actions__say">
        <b>{t('actions.reply')}</b> {t('actions.replyHint')}
        {notRung !== undefined && <span className="actions__owed"> {notRung}</span>}
      </p>
      <div className="actions__row" role="group" aria-label={t('answer.box.templates')}>
        <span className="reply-box__key">{t('answer.box.key')}</span>
        {templates.map((template) => (
          <button
            key={template.id}
            type="button"
            className="act"
            data-reply-template={template.id}
            onClick={() => put(filledReply(template.text, values))}
          >
            {template.name}
          </button>
        ))}
      </div>
      <textarea
        ref={box}
        id="reply-words"
        className="reply-box__words"
        rows={text === '' ? 2 : 6}
        value={text}
        maxLength={2000}
        aria-label={t('answer.box.words')}
        placeholder={t('answer.box.words')}
        onChange={(event) => setText(event.target.value)}
      />
      {note}
      {gaps.length > 0 && (
        <p className="reply-box__gaps" role="status">
          {t('answer.box.gaps', {
            count: gaps.length,
            names: listed(
              t,
              gaps.map((gap) => gap.name),
            ),
          })}{' '}
          <button type="button" className="act act--quiet" onClick={nextGap}>
            {t('answer.box.nextGap')}
          </button>
        </p>
      )}
      {promise.length > 0 && (
        <p className="reply-box__mind" role="alert">
          {t('answer.box.promise', { words: listed(t, promise) })}
        </p>
      )}
      {accuse.length > 0 && (
        <p className="reply-box__mind" role="alert">
          {t('answer.box.accuse', { words: listed(t, accuse) })}
        </p>
      )}
      <div className="actions__row">
        {replyWays.map((way) => (
          <button
            key={way}
            type="button"
            className={way === 'hotline' ? 'act act--main' : 'act'}
            disabled={(way === 'spoken' && notRung !== undefined) || (way !== 'notReached' && gaps.length > 0)}
            onClick={() => void send(way)}
          >
            {t(`replyWay.${way}`)}
          </button>
        ))}
        {text !== '' && (
          <button type="button" className="act act--quiet" onClick={() => setText('')}>
            {t('answer.box.clear')}
          </button>
        )}
      </div>
      <div className="actions__row">
        {may.ask('readCaller') && incident.personal !== null && known === undefined && (
          <button type="button" className="act act--quiet" disabled={asked === 'asking'} onClick={ask}>
            {t('answer.box.caller')}
          </button>
        )}
        {asked === 'none' && <span className="reply-box__key">{t('answer.box.noCaller')}</span>}
        {known !== undefined && (
          <button
            type="button"
            className="act act--quiet"
            aria-pressed={inFull && !known.secret}
            disabled={known.secret}
            onClick={() => setInFull((before) => !before)}
          >
            {caller?.name} · {t(known.secret ? 'answer.box.secret' : inFull ? 'answer.box.full' : 'answer.box.mask')}
          </button>
        )}
        {incident.externalId !== null && may.ask('answersPage') && (
          <button type="button" className="act act--quiet" onClick={() => open(incident.id)}>
            {t('answer.box.toForm')}
          </button>
        )}
      </div>
      <LastAnswers
        incident={incident}
        onInsert={(words) => put(text.trim() === '' ? words : `${text.trimEnd()}\n${words}`)}
      />
    </div>
  );
}
