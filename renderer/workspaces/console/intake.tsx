/**
 * Intake that can be typed while talking: place first. Site and assessment appear while typing, worked out by the hub's
 * own rules; what is entered is durable on this seat before it says so.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/domain/incident/state.ts';
import type { AnswerOf, RequestOf } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { reasonText, refusalText } from '../../hall/words.ts';
import { useSeat } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import { AssessmentTag } from './assessment-tag.tsx';
import { matching } from '../../hall/matching.ts';
import './intake.css';

const sources: readonly Source[] = [
  'phone',
  '12345',
  '12319',
  '110',
  'street',
  'leader',
  'property',
  'patrol',
  'video',
];
/** Typing pauses of this length ask for a new view, ms. */
const pauseMs = 250;
const offered = 6;

type Fields = Omit<RequestOf<'takeIn'>, 'id' | 'position' | 'actAt' | 'place'>;
const empty: Fields = {
  source: 'phone',
  externalId: null,
  text: '',
  wantsReply: 'yes',
  name: '',
  phone: '',
  address: '',
};

function draftOf(id: string, fields: Fields, place: string | null): RequestOf<'draft'> {
  const { source, externalId, text, wantsReply } = fields;
  return { id, source, externalId, text, wantsReply, place, position: null, actAt: null };
}

function Preview({ answer }: { readonly answer: AnswerOf<'draft'> | undefined }) {
  const { t } = useTranslation();
  const offset = useOffset();
  if (answer === undefined) return <p className="intake__hint">{t('intake.hint')}</p>;
  if (answer.status === 'noPack') return <p className="intake__hint">{t('intake.noPack')}</p>;
  if (answer.status === 'refused')
    return (
      <p className="intake__problem" role="alert">
        {refusalText({ code: answer.code, params: { field: answer.field } }, t, offset)}
      </p>
    );
  const { incident, recommendation } = answer;
  const assessment = incident.assessments.at(-1);
  const best = incident.match.candidates[0];
  return (
    <div className="intake__preview" aria-live="polite">
      <p>
        <b>{incident.headline}</b>
        {incident.placing.street !== null && <span className="intake__street">{incident.placing.street}</span>}
      </p>
      {assessment !== undefined && (
        <p>
          <AssessmentTag kind={assessment.kind} /> {t('assessmentCard.preliminary')}
        </p>
      )}
      <p>
        {t(`sourceOf.status.${incident.match.status}`)}
        {best !== undefined &&
          ` · ${best.name} ${t('sourceOf.figures', { score: Math.round(best.score), metres: Math.round(best.metres) })}`}
      </p>
      {incident.similar.map((each) => (
        <p key={each.incident} className="intake__similar">
          {t('intake.similar', { number: each.number, score: Math.round(each.score) })}
        </p>
      ))}
      {recommendation.questions.length > 0 && (
        <ol className="intake__questions">
          {recommendation.questions.map((reason) => (
            <li key={reason.code}>{reasonText(reason, t, offset)}</li>
          ))}
        </ol>
      )}
    </div>
  );
}

export function Intake({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const seat = useSeat();
  const { plates } = useHall();
  const { select } = useSelection();
  const [id, setId] = useState(() => crypto.randomUUID());
  const [fields, setFields] = useState(empty);
  const [placeText, setPlaceText] = useState('');
  const [place, setPlace] = useState<string | null>(null);
  const [preview, setPreview] = useState<AnswerOf<'draft'>>();
  const [problem, setProblem] = useState<string>();
  const placeInput = useRef<HTMLInputElement>(null);
  useEffect(() => placeInput.current?.focus(), []);

  const names = useMemo(() => plates?.places.map(({ name }) => name) ?? [], [plates]);
  const suggestions = place === null && placeText !== '' ? matching(placeText, names).slice(0, offered) : [];
  // What was typed as the place and not picked is part of the wording: the rules read it as such.
  const wording = place === null && placeText.trim() !== '' ? `${placeText}。${fields.text}` : fields.text;

  useEffect(() => {
    if (wording.trim() === '' && place === null) {
      setPreview(undefined);
      return undefined;
    }
    let alive = true;
    const timer = setTimeout(() => {
      seat.request('draft', { ...draftOf(id, fields, place), text: wording }).then(
        (answer) => {
          if (alive) setPreview(answer);
        },
        (error: unknown) => {
          if (!(error instanceof SeatLost)) throw error;
        },
      );
    }, pauseMs);
    return () => {
      alive = false;
      clearTimeout(timer);
    };
  }, [seat, id, fields, place, wording]);

  const change = (more: Partial<Fields>): void => setFields((before) => ({ ...before, ...more }));

  const takeIn = async (): Promise<void> => {
    setProblem(undefined);
    if (wording.trim() === '' && place === null) {
      setProblem(t('intake.nothing'));
      placeInput.current?.focus();
      return;
    }
    try {
      const body = {
        ...draftOf(id, fields, place),
        text: wording,
        name: fields.name,
        phone: fields.phone,
        address: fields.address,
      };
      const answer = await seat.request('takeIn', body);
      if (answer.status === 'queued') {
        select({ kind: 'incident', id });
        setId(crypto.randomUUID());
        setFields(empty);
        setPlaceText('');
        setPlace(null);
        onDone();
        return;
      }
      setProblem(answer.status === 'noPack' ? t('intake.noPack') : t(`intake.not.${answer.status}`));
    } catch (error) {
      if (!(error instanceof SeatLost)) throw error;
      setProblem(t('notTaken.SeatLost'));
    }
  };

  return (
    <form
      className="intake"
      aria-label={t('intake.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void takeIn();
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Escape') onDone();
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void takeIn();
      }}
    >
      <header className="intake__head">
        <h2>{t('intake.title')}</h2>
        <button type="button" className="act act--quiet" onClick={onDone}>
          {t('intake.cancel')}
        </button>
      </header>
      <div className="intake__body">
        <label className="field">
          <span>{t('intake.place')}</span>
          <input
            ref={placeInput}
            value={place ?? placeText}
            maxLength={80}
            autoComplete="off"
            placeholder={t('intake.placeHint')}
            onChange={(event) => {
              setPlace(null);
              setPlaceText(event.target.value);
            }}
            onKeyDown={(event) => {
              const [first] = suggestions;
              if (event.nativeEvent.isComposing || event.key !== 'Enter' || first === undefined) return;
              event.preventDefault();
              setPlace(first);
            }}
          />
        </label>
        {suggestions.length > 0 && (
          <ul className="intake__suggestions">
            {suggestions.map((name, index) => (
              <li key={name}>
                <button type="button" className={index === 0 ? 'act act--main' : 'act'} onClick={() => setPlace(name)}>
                  {name}
                </button>
              </li>
            ))}
          </ul>
        )}
        <label className="field">
          <span>{t('intake.text')}</span>
          <textarea
            value={fields.text}
            rows={4}
            maxLength={3900}
            onChange={(event) => change({ text: event.target.value })}
          />
        </label>
        <div className="intake__pair">
          <label className="field">
            <span>{t('intake.source')}</span>
            <select value={fields.source} onChange={(event) => change({ source: event.target.value as Source })}>
              {sources.map((source) => (
                <option key={source} value={source}>
                  {t(`source.${source}`)}
                </option>
              ))}
            </select>
          </label>
          <label className="field">
            <span>{t('intake.phone')}</span>
            <input
              value={fields.phone}
              maxLength={40}
              autoComplete="off"
              onChange={(event) => change({ phone: event.target.value })}
            />
          </label>
          <label className="field">
            <span>{t('intake.name')}</span>
            <input
              value={fields.name}
              maxLength={60}
              autoComplete="off"
              onChange={(event) => change({ name: event.target.value })}
            />
          </label>
          <label className="field">
            <span>{t('intake.wantsReply')}</span>
            <select
              value={fields.wantsReply}
              onChange={(event) => change({ wantsReply: event.target.value as Fields['wantsReply'] })}
            >
              {(['yes', 'no', 'anonymous'] as const).map((each) => (
                <option key={each} value={each}>
                  {t(`facts.reply.${each}`)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <label className="field">
          <span>{t('intake.address')}</span>
          <input
            value={fields.address}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => change({ address: event.target.value })}
          />
        </label>
        <Preview answer={preview} />
        {problem !== undefined && (
          <p className="intake__problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      <footer className="intake__foot">
        <button type="submit" className="act act--main">
          {t('intake.submit')}
        </button>
        <span className="intake__hint">{t('intake.submitHint')}</span>
      </footer>
    </form>
  );
}
