/**
 * Intake that can be typed while talking: place first. Site and assessment appear while typing, worked out by the hub's
 * own rules; what is entered is durable on this seat before it says so.
 */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/domain/incident/state.ts';
import type { AnswerOf, RequestOf } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';
import { newDraft, useIntakeDraft } from '../../hall/intake-draft.tsx';
import type { IntakeFields } from '../../hall/intake-draft.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { reasonText, refusalText } from '../../hall/words.ts';
import { useSeat, useStatus } from '../../seat-client/hooks.ts';
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

/** Sources whose orders bear a number of their own: with it, the order is not taken in twice. */
const numbered: ReadonlySet<Source> = new Set(['12345', '12319', '110', 'street']);

function draftOf(id: string, fields: IntakeFields, place: string | null): RequestOf<'draft'> {
  const { source, text, wantsReply } = fields;
  const number = numbered.has(source) ? (fields.externalId ?? '').trim() : '';
  const externalId = number === '' ? null : number;
  return { id, source, externalId, text, wantsReply, place, position: null, actAt: null };
}

/** What the rules made of what was typed, and of which typing: older than what stands there now, it is greyed. */
interface Worked {
  readonly answer: AnswerOf<'draft'> | 'lost';
  readonly of: string;
}

function Preview({ worked, isOld }: { readonly worked: Worked | undefined; readonly isOld: boolean }) {
  const { t } = useTranslation();
  const offset = useOffset();
  if (worked === undefined) return <p className="intake__hint">{t('intake.hint')}</p>;
  const { answer } = worked;
  if (answer === 'lost') return <p className="intake__hint">{t('intake.previewLost')}</p>;
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
    <div
      className={isOld ? 'intake__preview intake__preview--old' : 'intake__preview'}
      aria-live="polite"
      aria-busy={isOld}
    >
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

/** Names of what can be wrong, as the form has them. */
const named = ['text', 'source', 'externalId', 'phone', 'name', 'address', 'place', 'wantsReply'] as const;

/** Enter goes on to the next field: only Ctrl+Enter and the button take in. */
function toNext(field: HTMLElement): void {
  const fields = [...(field.closest('form')?.querySelectorAll<HTMLElement>('input, select, textarea') ?? [])];
  fields[fields.indexOf(field) + 1]?.focus();
}

export function Intake() {
  const { t } = useTranslation();
  const seat = useSeat();
  const { connection } = useStatus();
  const { plates } = useHall();
  const { select } = useSelection();
  const { draft, change: keep } = useIntakeDraft();
  const { id, fields, placeText, place } = draft;
  const [worked, setWorked] = useState<Worked>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  // Two presses within one drawing are one too.
  const taking = useRef(false);
  const placeInput = useRef<HTMLInputElement>(null);
  useEffect(() => placeInput.current?.focus(), []);

  const names = useMemo(() => plates?.places.map(({ name }) => name) ?? [], [plates]);
  const suggestions = place === null && placeText !== '' ? matching(placeText, names).slice(0, offered) : [];
  // What was typed as the place and not picked is part of the wording: the rules read it as such.
  const wording = place === null && placeText.trim() !== '' ? `${placeText}。${fields.text}` : fields.text;
  const isEmpty = wording.trim() === '' && place === null;
  // Name and number of the caller are not asked about.
  const asked = JSON.stringify({ ...draftOf(id, fields, place), text: wording });

  useEffect(() => {
    if (isEmpty) {
      setWorked(undefined);
      return undefined;
    }
    if (connection !== 'up') {
      setWorked({ answer: 'lost', of: asked });
      return undefined;
    }
    let alive = true;
    const timer = setTimeout(() => {
      seat.request('draft', JSON.parse(asked) as RequestOf<'draft'>).then(
        (answer) => {
          if (alive) setWorked({ answer, of: asked });
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
  }, [seat, connection, asked, isEmpty]);

  const change = (more: Partial<IntakeFields>): void => keep({ fields: { ...fields, ...more } });
  const fold = (): void => keep({ open: false });

  const takeIn = async (): Promise<void> => {
    if (taking.current) return;
    setProblem(undefined);
    if (isEmpty) {
      setProblem(t('intake.nothing'));
      placeInput.current?.focus();
      return;
    }
    taking.current = true;
    setBusy(true);
    try {
      const { name, phone, address } = fields;
      const body = { ...draftOf(id, fields, place), text: wording, name, phone, address };
      const answer = await seat.request('takeIn', body);
      if (answer.status === 'queued') {
        select({ kind: 'incident', id });
        keep(newDraft(false));
        return;
      }
      if (answer.status === 'noPack') return setProblem(t('intake.noPack'));
      if (answer.status !== 'invalid') return setProblem(t(`intake.not.${answer.status}`));
      const field = named.find((each) => answer.field.split('.').includes(each));
      setProblem(t('intake.not.invalid', { field: field === undefined ? answer.field : t(`intake.${field}`) }));
    } catch (error) {
      if (!(error instanceof SeatLost)) throw error;
      setProblem(t('notTaken.SeatLost'));
    } finally {
      taking.current = false;
      setBusy(false);
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
        const { key, target } = event;
        if (key === 'Escape') {
          // It is the form that is folded, nothing else.
          event.nativeEvent.stopImmediatePropagation();
          fold();
        } else if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault();
          void takeIn();
        } else if (key === 'Enter' && (target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) {
          event.preventDefault();
          toNext(target);
        }
      }}
    >
      <header className="intake__head">
        <h2>{t('intake.title')}</h2>
        <button type="button" className="act act--quiet" onClick={fold}>
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
            readOnly={busy}
            onChange={(event) => keep({ place: null, placeText: event.target.value })}
            onKeyDown={(event) => {
              const [first] = suggestions;
              const isEnter = event.key === 'Enter' && !event.ctrlKey && !event.metaKey;
              if (event.nativeEvent.isComposing || !isEnter || first === undefined) return;
              keep({ place: first });
            }}
          />
        </label>
        {suggestions.length > 0 && (
          <ul className="intake__suggestions">
            {suggestions.map((name, index) => (
              <li key={name}>
                <button
                  type="button"
                  className={index === 0 ? 'act act--main' : 'act'}
                  onClick={() => keep({ place: name })}
                >
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
            readOnly={busy}
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
          {numbered.has(fields.source) && (
            <label className="field">
              <span>{t('intake.externalId')}</span>
              <input
                value={fields.externalId ?? ''}
                readOnly={busy}
                maxLength={80}
                autoComplete="off"
                placeholder={t('intake.externalIdHint')}
                onChange={(event) => change({ externalId: event.target.value })}
              />
            </label>
          )}
          <label className="field">
            <span>{t('intake.phone')}</span>
            <input
              value={fields.phone}
              readOnly={busy}
              maxLength={40}
              autoComplete="off"
              onChange={(event) => change({ phone: event.target.value })}
            />
          </label>
          <label className="field">
            <span>{t('intake.name')}</span>
            <input
              value={fields.name}
              readOnly={busy}
              maxLength={60}
              autoComplete="off"
              onChange={(event) => change({ name: event.target.value })}
            />
          </label>
          <label className="field">
            <span>{t('intake.wantsReply')}</span>
            <select
              value={fields.wantsReply}
              onChange={(event) => change({ wantsReply: event.target.value as IntakeFields['wantsReply'] })}
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
            readOnly={busy}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => change({ address: event.target.value })}
          />
        </label>
        <Preview worked={worked} isOld={worked !== undefined && worked.of !== asked} />
        {problem !== undefined && (
          <p className="intake__problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      <footer className="intake__foot">
        <button type="submit" className="act act--main" disabled={busy}>
          {t('intake.submit')}
        </button>
        <span className="intake__hint">{t('intake.submitHint')}</span>
      </footer>
    </form>
  );
}
