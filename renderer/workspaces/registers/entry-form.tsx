/** An entry by hand: filled with the keyboard alone, checked at the door, saved in one key. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import type { RegisterKind } from '../../hall/told-labels.ts';
import { refusalText, timeText } from '../../hall/words.ts';
import { useHubNow } from '../../seat-client/hooks.ts';
import type { Checked } from './values.ts';
import { check } from './check.ts';
import type { AnyEntry } from './draft.ts';
import { draftOf } from './draft.ts';
import type { Draft, Field } from './fields.ts';
import { formFields, shownFields, sourceFields } from './fields.ts';
import { FormField } from './form-field.tsx';
import type { Drawing } from './map-pane.tsx';
import type { Form } from './use-form.ts';
import type { ById, World } from './use-registers.ts';
import { warningText } from './say.ts';
import type { NotSaved } from './use-save.ts';
import { isNotSaved, useSave } from './use-save.ts';
import { listed } from '../../i18n/say.ts';
import { zhCN } from '../../i18n/zh-cn.ts';

interface Props {
  readonly kind: RegisterKind;
  readonly form: Form;
  /** As it stands; its version is null where it is no entry of the register yet. */
  readonly held: { readonly version: number | null; readonly state: AnyEntry } | undefined;
  readonly entries: ById;
  readonly world: World;
  readonly readOnly: boolean;
  readonly drawing: Drawing | null;
  readonly onDraw: (drawing: Drawing | null) => void;
  /** Told what was said in its place, and by what name. */
  readonly onSaved: (outcome: 'done' | 'queued', name: string) => void;
  readonly onSkip: () => void;
  readonly onClose: () => void;
  readonly notes: ReactNode;
  readonly below: ReactNode;
}

/** Where an entry comes from stands in the journal, for everybody: in Chinese. */
const wayTexts: { readonly [way: string]: string } = zhCN.registers.choice.way;

/** What the form asks of the map for this field. */
export function drawingFor({ widget }: Field): Drawing | undefined {
  if (widget.is === 'place') return 'place';
  if (widget.is === 'around') return 'around';
  return widget.is === 'drawn' ? widget.shape : undefined;
}

const nameOf = (fields: Draft): string => fields['number'] ?? fields['name'] ?? '';

function useChecked(
  kind: RegisterKind,
  fields: Draft,
  held: Props['held'],
  entries: ById,
  world: World,
): () => Checked {
  const { sites } = useHall();
  const hubNow = useHubNow();
  return () =>
    check(kind, fields, {
      ...{ now: hubNow(), offset: world.offset, modes: world.modes, isOutside: world.isOutside },
      entries: Array.from(entries.values(), ({ state }) => state),
      sites: new Map(Array.from(sites, ([id, { state }]) => [id, state])),
      before: held?.state,
    });
}

/** Goes on to the next field; the last one leads to the button that saves. */
function focusNext(form: HTMLFormElement, from: EventTarget): void {
  const all = [
    ...form.querySelectorAll<HTMLElement>('input:not([type="checkbox"]), select, textarea, button[type="submit"]'),
  ];
  const at = all.indexOf(from as HTMLElement);
  const next = all[at + 1];
  next?.focus();
  if (next instanceof HTMLInputElement) next.select();
}

export function EntryForm(props: Props) {
  const { kind, form, held, entries, world, readOnly, drawing, onDraw, onSaved, onSkip, onClose, notes, below } = props;
  const { t } = useTranslation();
  const { form: state } = form;
  const { fields } = state;
  const save = useSave();
  const element = useRef<HTMLFormElement>(null);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<NotSaved>();
  const checkNow = useChecked(kind, fields, held, entries, world);
  const checked = checkNow();
  const faults = tried ? checked.faults : [];
  const shown = useMemo(() => shownFields(kind, fields), [kind, fields]);
  const changedSince = form.typed && held !== undefined && state.version !== held.version && held.version !== null;

  const focusFirst = (): void => {
    const first = element.current?.querySelector<HTMLElement>('input, select, textarea');
    first?.focus();
    if (first instanceof HTMLInputElement) first.select();
  };
  useEffect(() => {
    setTried(false);
    setFailed(undefined);
    focusFirst();
  }, [state.id]);

  const drew = useRef<Drawing | null>(null);
  useEffect(() => {
    const before = drew.current;
    drew.current = drawing;
    if (before === null || drawing !== null) return;
    // The map had the keyboard: back to the field it was for, from where Ctrl+Enter saves.
    const name = before === 'place' ? 'place' : before === 'around' ? 'around' : 'drawn';
    element.current?.querySelector<HTMLElement>(`[data-field="${name}"] :is(input, button)`)?.focus();
  }, [drawing]);

  const change = (changed: Draft): void => {
    setFailed(undefined);
    form.set({
      ...state,
      fields: { ...fields, ...changed },
      uncertain: state.uncertain.filter((name) => !(name in changed)),
    });
  };

  const submit = async (): Promise<void> => {
    if (busy || readOnly) return;
    setTried(true);
    const { record, asOf, faults: wrong } = checkNow();
    if (record === undefined || changedSince) {
      const [first] = wrong;
      const at =
        first === undefined
          ? null
          : element.current?.querySelector<HTMLElement>(
              `[data-field="${first.field}"] input, [data-field="${first.field}"] select, [data-field="${first.field}"] textarea, [data-field="${first.field}"] button`,
            );
      at?.focus();
      return;
    }
    const way = wayTexts[fields['way'] ?? ''] ?? '';
    const who = (fields['who'] ?? '').trim();
    const source = (who === '' ? way : t('registers.sourceOf', { way, who })).slice(0, 80);
    setBusy(true);
    const provenance = { source, asOf, how: state.how };
    const outcome = await save({
      kind,
      id: state.id,
      how: 'record',
      data: { record, provenance },
      version: state.version,
    });
    setBusy(false);
    if (isNotSaved(outcome)) setFailed(outcome);
    else onSaved(outcome.status, nameOf(fields));
  };

  const onKey = (event: KeyboardEvent<HTMLFormElement>): void => {
    if (event.nativeEvent.isComposing) return;
    const { key, target } = event;
    const field =
      target instanceof HTMLElement ? target.closest<HTMLElement>('[data-field]')?.dataset['field'] : undefined;
    if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      if (!event.repeat) void submit();
    } else if (key === 'Enter' && !(target instanceof HTMLTextAreaElement) && !(target instanceof HTMLButtonElement)) {
      event.preventDefault();
      if (!event.repeat && element.current !== null) focusNext(element.current, target);
    } else if (key === 'Escape') onClose();
    else if (event.altKey && event.code === 'KeyM') {
      event.preventDefault();
      const wanted = shown.find((one) => one.name === field && drawingFor(one) !== undefined);
      const any = wanted ?? shown.find((one) => drawingFor(one) !== undefined);
      if (any !== undefined) onDraw(drawingFor(any) ?? null);
    }
  };

  const takeTheirs = (): void => form.clear();
  const keepMine = (): void => form.set({ ...state, version: held?.version ?? null });
  const heldDraft = changedSince ? draftOf(kind, held.state, world) : undefined;
  const differs = formFields[kind].filter(
    ({ name }) => heldDraft !== undefined && (heldDraft[name] ?? '') !== (fields[name] ?? ''),
  );
  const isLast = state.queue.length === 0;
  const title =
    held === undefined
      ? t('registers.form.new', { kind: t(`registers.kind.${kind}`) })
      : t('registers.form.edit', { name: 'number' in held.state ? held.state.number : held.state.name });

  const part = (field: Field): ReactNode => {
    const wanted = drawingFor(field);
    return (
      <FormField
        key={`${field.name}-${field.label}`}
        field={field}
        draft={fields}
        fault={faults.find((one) => one.field === field.name)}
        uncertain={state.uncertain.includes(field.name)}
        world={world}
        readOnly={readOnly}
        onChange={change}
        onDraw={wanted === undefined ? undefined : () => onDraw(drawing === wanted ? null : wanted)}
        drawing={wanted !== undefined && drawing === wanted}
      />
    );
  };
  const sources = new Set(sourceFields.map(({ name }) => name));

  return (
    <form
      ref={element}
      className="register-form"
      name="register-entry"
      aria-label={title}
      data-kind={kind}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={onKey}
    >
      <header className="register-form__head">
        <h2 className="register-form__title">{title}</h2>
        {state.of > 1 && (
          <span className="register-form__of">{t('registers.form.ofMany', { at: state.at, n: state.of })}</span>
        )}
        <button type="button" className="act act--quiet" onClick={onClose}>
          {t('registers.close')}
        </button>
      </header>
      <div className="register-form__body">
        {notes}
        {form.note}
        {changedSince && (
          <div className="register-form__note" role="alert">
            <p>
              {t('registers.form.changed', {
                source: held.state.provenance.source,
                time: timeText(held.state.provenance.asOf, world.now, world.offset),
              })}
            </p>
            <p>
              {t('registers.form.changedFields', {
                fields: listed(t, [...new Set(differs.map(({ label }) => t(`registers.field.${label}`)))]),
              })}
            </p>
            <button type="button" className="act" onClick={takeTheirs}>
              {t('registers.form.takeTheirs')}
            </button>{' '}
            <button type="button" className="act" onClick={keepMine}>
              {t('registers.form.keepMine')}
            </button>
          </div>
        )}
        {state.rest.length > 0 && (
          <div className="register-form__rest" role="note">
            <b>{t('registers.form.rest')}</b>
            {state.rest.map((line, i) => (
              <p key={`${String(i)}${line}`}>{line}</p>
            ))}
          </div>
        )}
        <div className="register-form__fields">{shown.filter(({ name }) => !sources.has(name)).map(part)}</div>
        {!readOnly && (
          <fieldset className="register-form__source">
            <legend>{t('registers.form.source')}</legend>
            <div className="register-form__fields">{shown.filter(({ name }) => sources.has(name)).map(part)}</div>
          </fieldset>
        )}
        {below}
      </div>
      {!readOnly && (
        <footer className="register-form__foot">
          {faults.length > 0 && (
            <p className="register-field__fault" role="alert">
              {t('registers.form.check', { n: faults.length })}{' '}
              {listed(
                t,
                faults.map(({ label }) => t(`registers.field.${label}`)),
              )}
            </p>
          )}
          {failed !== undefined && (
            <p className="register-field__fault" role="alert">
              {failed.status === 'refused'
                ? t('registers.form.notTaken', { why: refusalText(failed.refusal, t, world.offset) })
                : t(`notTaken.${failed.code}`, { field: failed.field })}
            </p>
          )}
          {checked.warnings.length > 0 && (
            <ul className="register-form__warnings" aria-label={t('registers.form.warnings')}>
              {checked.warnings.map((warning) => (
                <li key={warning.code} data-warning={warning.code}>
                  {warningText(warning, t)}
                </li>
              ))}
            </ul>
          )}
          <div className="register-form__acts">
            <button type="submit" className="act act--main" disabled={busy}>
              {t(isLast ? 'registers.form.save' : 'registers.form.saveNext')}
            </button>
            {state.of > 1 && (
              <button type="button" className="act" onClick={onSkip}>
                {t('registers.form.skip')}
              </button>
            )}
            <span className="register-field__hint">{t('registers.form.hint')}</span>
          </div>
        </footer>
      )}
    </form>
  );
}
