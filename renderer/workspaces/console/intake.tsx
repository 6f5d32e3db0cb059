/**
 * Intake that can be typed while talking: place first. Site and assessment appear while typing, worked out by the hub's
 * own rules; what is entered is durable on this seat before it says so.
 */
import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Source } from '../../../shared/domain/incident/state.ts';
import type { AnswerOf, RequestOf } from '../../../shared/wire/seat-api.ts';
import { newDraft, useIntakeDraft } from '../../hall/intake-draft.tsx';
import type { IntakeFields } from '../../hall/intake-draft.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useSelection } from '../../hall/selection.tsx';
import { reasonText, refusalText } from '../../hall/words.ts';
import { useSeat, useStatus } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import { filesOf } from '../../files/file-words.ts';
import { IntakeFiles, useIntakeFiles } from '../../files/intake-files.tsx';
import { AssessmentTag } from '../../hall/assessment-tag.tsx';
import { isPhone, plainFigures, typed } from '../../hall/typed.ts';
import { PlaceInput } from './place-input.tsx';
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

/** Letters that are kept of each field. */
const most = { place: 80, text: 3900, externalId: 80, phone: 40, name: 60, address: 200 } as const;
type Limited = keyof typeof most;
/** From here on the room that is left is told. */
const nearlyFull = 0.9;

/** Sources whose orders bear a number of their own: with it, the order is not taken in twice. */
const numbered: ReadonlySet<Source> = new Set(['12345', '12319', '110', 'street']);

function draftOf(id: string, fields: IntakeFields, place: string | null): RequestOf<'draft'> {
  const { source, text, wantsReply, secret } = fields;
  const number = numbered.has(source) ? (fields.externalId ?? '').trim() : '';
  const externalId = number === '' ? null : number;
  const told = { id, source, externalId, text, wantsReply, place, position: null, actAt: null };
  return secret === undefined ? told : { ...told, secret };
}

function withSecret({ secret: _, ...fields }: IntakeFields, secret: boolean): IntakeFields {
  return secret ? { ...fields, secret } : fields;
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
          <AssessmentTag kind={assessment.kind} stall={assessment.stall} /> {t('assessmentCard.preliminary')}
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
  const fields = [
    ...(field.closest('form')?.querySelectorAll<HTMLElement>('input:not([type="file"]), select, textarea') ?? []),
  ];
  fields[fields.indexOf(field) + 1]?.focus();
}

export function Intake() {
  const { t } = useTranslation();
  const seat = useSeat();
  const { connection } = useStatus();
  const { select } = useSelection();
  const { draft, change: keep, note } = useIntakeDraft();
  const { id, fields, placeText, place } = draft;
  const [worked, setWorked] = useState<Worked>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(false);
  // Two presses within one drawing are one too.
  const taking = useRef(false);
  const phoneInput = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const files = useIntakeFiles();
  /** Letters of each field that had no room. */
  const [cuts, setCuts] = useState<Partial<Record<Limited, number>>>({});
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
  /** As much of it as is kept; what is cut off is told, never dropped in silence. */
  const taken = (field: Limited, raw: string): string => {
    const { text, cut } = typed(raw, most[field]);
    setCuts((before) => ({ ...before, [field]: cut }));
    return text;
  };
  const room = (field: Limited, value: string): ReactNode => {
    const cut = cuts[field] ?? 0;
    const left = most[field] - value.length;
    if (cut === 0 && value.length < most[field] * nearlyFull) return null;
    return (
      <p
        className={cut > 0 ? 'intake__problem' : 'intake__hint'}
        role={cut > 0 ? 'alert' : undefined}
        data-room={field}
      >
        {cut > 0
          ? t('intake.cut', { field: t(`intake.${field}`), most: most[field], cut })
          : t('intake.left', { left })}
      </p>
    );
  };
  const fold = (): void => keep({ open: false });

  const takeIn = async (): Promise<void> => {
    if (taking.current) return;
    setProblem(undefined);
    if (isEmpty) {
      setProblem(t('intake.nothing'));
      form.current?.querySelector('input')?.focus();
      return;
    }
    if (!isPhone(fields.phone)) {
      setProblem(t('intake.phoneWrong'));
      phoneInput.current?.focus();
      return;
    }
    taking.current = true;
    setBusy(true);
    try {
      const { name, phone, address } = fields;
      const body = { ...draftOf(id, fields, place), text: wording, name, phone, address };
      const answer = await seat.request('takeIn', body);
      if (answer.status === 'queued') {
        files.sendTo(id);
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
      ref={form}
      className="intake"
      aria-label={t('intake.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void takeIn();
      }}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        const dropped = filesOf(event.dataTransfer);
        if (dropped.length === 0) return;
        event.preventDefault();
        files.bring(dropped);
      }}
      onPaste={(event) => {
        const pasted = filesOf(event.clipboardData);
        if (pasted.length === 0) return;
        event.preventDefault();
        files.bring(pasted);
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
        {note}
        <PlaceInput
          text={placeText}
          place={place}
          readOnly={busy}
          onText={(raw) => keep({ place: null, placeText: taken('place', raw) })}
          onPlace={(name) => keep({ place: name })}
        />
        {room('place', placeText)}
        <label className="field">
          <span>{t('intake.text')}</span>
          <textarea
            value={fields.text}
            rows={4}
            readOnly={busy}
            onChange={(event) => change({ text: taken('text', event.target.value) })}
          />
          {room('text', fields.text)}
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
                autoComplete="off"
                placeholder={t('intake.externalIdHint')}
                onChange={(event) => change({ externalId: taken('externalId', event.target.value) })}
              />
              {room('externalId', fields.externalId ?? '')}
            </label>
          )}
          <label className="field">
            <span>{t('intake.phone')}</span>
            <input
              ref={phoneInput}
              value={fields.phone}
              inputMode="tel"
              readOnly={busy}
              autoComplete="off"
              onChange={(event) => change({ phone: taken('phone', plainFigures(event.target.value)) })}
            />
            {room('phone', fields.phone)}
          </label>
          <label className="field">
            <span>{t('intake.name')}</span>
            <input
              value={fields.name}
              readOnly={busy}
              autoComplete="off"
              onChange={(event) => change({ name: taken('name', event.target.value) })}
            />
            {room('name', fields.name)}
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
        <label className="intake__tick">
          <input
            type="checkbox"
            name="secret"
            checked={fields.secret === true}
            disabled={busy}
            onChange={({ target: { checked } }) => keep({ fields: withSecret(fields, checked) })}
          />{' '}
          {t('intake.secret')}
        </label>
        <label className="field">
          <span>{t('intake.address')}</span>
          <input
            value={fields.address}
            readOnly={busy}
            autoComplete="off"
            onChange={(event) => change({ address: taken('address', event.target.value) })}
          />
          {room('address', fields.address)}
        </label>
        <IntakeFiles held={files} />
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
