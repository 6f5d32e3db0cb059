/** One field of a register's form, by what it takes. */
import { useId, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import { timeField, typedInstant } from '../../hall/told-time.ts';
import type { AroundPlace } from './typed-parts.ts';
import type { Fault } from './values.ts';
import { aroundOf, cornersOf, placeOf } from './typed-parts.ts';
import type { Option } from './choices.tsx';
import { Choices } from './choices.tsx';
import type { Draft, Field } from './fields.ts';
import type { World } from './use-registers.ts';
import { codeText, codesOf } from '../../i18n/say.ts';
import type { Section } from '../../i18n/say.ts';
import { faultText } from './say.ts';

export interface FieldProps {
  readonly field: Field;
  readonly draft: Draft;
  readonly fault: Fault | undefined;
  readonly uncertain: boolean;
  readonly world: World;
  readonly readOnly: boolean;
  readonly onChange: (changed: Draft) => void;
  /** On the map. */
  readonly onDraw: (() => void) | undefined;
  readonly drawing: boolean;
}

const sectionOf = (of: string): Section => `registers.choice.${of}` as Section;
/** Kept through cameras that are chosen elsewhere: not offered for a new entry. */
const notByHand = 'camera';

type Part = FieldProps & { readonly id: string; readonly describedBy: string | undefined };

function usePlaces(world: World): readonly Option[] {
  return useMemo(() => world.places.map(({ name, at }) => ({ id: at.join(), name })), [world]);
}

function PlaceField({ id, describedBy, field, draft, fault, world, readOnly, onChange, onDraw, drawing }: Part) {
  const { t } = useTranslation();
  const places = usePlaces(world);
  const at = placeOf(draft['at']);
  const text = draft['place'] ?? '';
  const street = at === undefined ? '' : world.streetAt(at);
  const isNamed = at !== undefined && places.some((place) => place.name === text && place.id === draft['at']);
  if (readOnly) return <p className="register-field__said">{text === '' ? street : text}</p>;
  return (
    <div className="register-place">
      <div className="register-place__line">
        <span className="register-place__typed">
          <Choices
            {...{ id, describedBy }}
            name={field.name}
            text={text}
            options={places}
            chosen={isNamed}
            placeholder={t('registers.place.hint')}
            listName={t('registers.place.found')}
            invalid={fault !== undefined}
            onText={(typed) => onChange({ place: typed })}
            onChoose={(place) => onChange({ place: place.name, at: place.id })}
          />
        </span>
        <button
          type="button"
          className={drawing ? 'act act--main' : 'act'}
          aria-pressed={drawing}
          aria-keyshortcuts="Alt+M"
          onClick={onDraw}
        >
          {t('registers.place.pick')}
        </button>
      </div>
      <p className="register-field__hint" data-placed={at !== undefined}>
        {at === undefined
          ? t('registers.place.none')
          : t('registers.place.at', { street: street === '' ? t('registers.place.outside') : street })}
        {at !== undefined && ` · ${at.lon.toFixed(5)}, ${at.lat.toFixed(5)}`}
      </p>
    </div>
  );
}

function AroundField({ id, describedBy, field, draft, fault, world, onChange, onDraw, drawing }: Part) {
  const { t } = useTranslation();
  const places = usePlaces(world);
  const [text, setText] = useState('');
  const all = aroundOf(draft['around']);
  const set = (next: readonly AroundPlace[]): void =>
    onChange({ around: next.length === 0 ? '' : JSON.stringify(next) });
  return (
    <div className="register-place">
      <div className="register-place__line">
        <span className="register-place__typed">
          <Choices
            {...{ id, describedBy }}
            name={field.name}
            text={text}
            options={places}
            chosen={false}
            placeholder={t('registers.place.hint')}
            listName={t('registers.place.found')}
            invalid={fault !== undefined}
            onText={setText}
            onChoose={({ id: where, name }) => {
              const at = placeOf(where);
              if (at !== undefined) set([...all.filter((one) => one.name !== name), { name, at }]);
              setText('');
            }}
          />
        </span>
        <button type="button" className={drawing ? 'act act--main' : 'act'} aria-pressed={drawing} onClick={onDraw}>
          {t('registers.place.pick')}
        </button>
      </div>
      {all.length === 0 ? (
        <p className="register-field__hint">{t('registers.place.noAround')}</p>
      ) : (
        <ul className="register-place__all">
          {all.map(({ name }, i) => (
            <li key={`${name}${String(i)}`}>
              {name}
              <button
                type="button"
                className="link"
                aria-label={t('registers.place.remove', { name })}
                onClick={() => set(all.filter((_, other) => other !== i))}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function SiteField({ id, describedBy, field, draft, fault, world, onChange }: Part) {
  const { t } = useTranslation();
  const { sites } = useHall();
  const chosen = draft[field.name] ?? '';
  const site = sites.get(chosen)?.state;
  const typed = draft['siteText'] ?? '';
  const options = useMemo(
    () => world.sites.map(({ id: of, name }) => ({ id: of, name, detail: sites.get(of)?.state.address })),
    [world.sites, sites],
  );
  return (
    <Choices
      {...{ id, describedBy }}
      name={field.name}
      text={site === undefined ? typed : site.name}
      options={options}
      chosen={site !== undefined}
      placeholder={t('registers.lookup.siteHint')}
      listName={t('registers.lookup.sites')}
      empty={t('registers.lookup.none')}
      invalid={fault !== undefined}
      onText={(text) => onChange({ siteText: text, [field.name]: '' })}
      onChoose={(option) => onChange({ siteText: '', [field.name]: option.id })}
    />
  );
}

/** Several of a few: squads, streets. */
function SeveralField({ id, field, draft, readOnly, onChange }: Part) {
  const { t } = useTranslation();
  const { squads, plates } = useHall();
  const ofStreets = field.widget.is === 'streets';
  const all = ofStreets
    ? (plates?.grids ?? [])
        .filter(({ level }) => level === 'responsibility')
        .map(({ code, name }) => [code, name] as const)
    : Array.from(squads.values(), ({ state }) => [state.id, state.name] as const);
  const chosen = new Set((draft[field.name] ?? '').split(',').filter((one) => one !== ''));
  return (
    <div className="register-several" id={id} role="group">
      {!ofStreets && chosen.size === 0 && (
        <span className="register-field__hint">{t('registers.lookup.everybody')}</span>
      )}
      {all.map(([value, name]) => (
        <label key={value}>
          <input
            type="checkbox"
            name={`${field.name}-${value}`}
            checked={chosen.has(value)}
            disabled={readOnly}
            onChange={(event) => {
              if (event.target.checked) chosen.add(value);
              else chosen.delete(value);
              onChange({ [field.name]: [...chosen].join() });
            }}
          />
          {name}
        </label>
      ))}
    </div>
  );
}

function DrawnField({ field, draft, onDraw, drawing, fault, id, onChange, readOnly }: Part) {
  const { t } = useTranslation();
  const corners = cornersOf(draft['drawn']);
  const isRing = field.widget.is === 'drawn' && field.widget.shape === 'ring';
  const n = isRing ? Math.max(0, corners.length - 1) : corners.length;
  if (readOnly) return <p className="register-field__said">{t('registers.draw.drawn', { n })}</p>;
  return (
    <div className="register-place__line">
      <button
        type="button"
        id={id}
        name={field.name}
        className={drawing ? 'act act--main' : 'act'}
        aria-pressed={drawing}
        aria-invalid={fault !== undefined}
        onClick={onDraw}
      >
        {t('registers.draw.start')}
      </button>
      <span className="register-field__hint">
        {n === 0 ? t('registers.draw.nothing') : t('registers.draw.drawn', { n })}
      </span>
      {n > 0 && (
        <button type="button" className="link" onClick={() => onChange({ drawn: '' })}>
          {t('registers.draw.clear')}
        </button>
      )}
    </div>
  );
}

function ChoiceField({ id, describedBy, field, draft, onChange, readOnly }: Part) {
  const { t } = useTranslation();
  const { squads, zones } = useHall();
  const { widget } = field;
  const value = draft[field.name] ?? '';
  const held = widget.is === 'squad' ? [...squads.values()] : [...zones.values()];
  const of: readonly (readonly [string, string])[] =
    widget.is === 'choice'
      ? codesOf(sectionOf(widget.of))
          .filter((one) => one !== notByHand || value === notByHand)
          .map((one) => [one, codeText(t, sectionOf(widget.of), one)])
      : held.map(({ state }) => [state.id, state.name]);
  return (
    <select
      id={id}
      name={field.name}
      value={value}
      disabled={readOnly}
      aria-describedby={describedBy}
      onChange={(event) => onChange({ [field.name]: event.target.value })}
    >
      {widget.is !== 'choice' && <option value="">{t('registers.lookup.nobody')}</option>}
      {of.map(([one, name]) => (
        <option key={one} value={one}>
          {name}
        </option>
      ))}
    </select>
  );
}

/** What is understood of a time that was typed in another way than it is shown. */
function TimeSaid({ field, draft, world }: Pick<FieldProps, 'field' | 'draft' | 'world'>) {
  const typed = (draft[field.name] ?? '').trim();
  const after = field.name === 'to' ? typedInstant(draft['from'] ?? '', world.now, world.offset) : undefined;
  const at = typedInstant(typed, world.now, world.offset, after ?? undefined);
  if (at === null || at === undefined) return null;
  const shown = timeField(at, world.offset);
  return shown === typed ? null : <span className="register-field__hint">= {shown}</span>;
}

function TextField(props: Part) {
  const { t } = useTranslation();
  const { id, describedBy, field, draft, fault, readOnly, onChange } = props;
  const { widget, name } = field;
  const hints: { readonly [is: string]: string } = {
    ...{ time: name === 'asOf' ? t('registers.form.now') : t('registers.timeHint'), hours: t('registers.hoursHint') },
    dutyHours: t('registers.dutyHoursHint'),
    weekly: t('registers.weeklyHint'),
  };
  const hint =
    hints[widget.is] ?? (name === 'who' ? t('registers.whoHint') : name === 'roads' ? t('registers.roadsHint') : '');
  const common = {
    ...{ id, name, value: draft[name] ?? '', readOnly, 'aria-invalid': fault !== undefined, autoComplete: 'off' },
    'aria-describedby': describedBy,
    onChange: (event: { readonly target: { readonly value: string } }) => onChange({ [name]: event.target.value }),
  };
  if (widget.is === 'lines')
    return <textarea {...common} rows={2} placeholder={t('registers.conditionsHint')} maxLength={1_300} />;
  return (
    <>
      <input
        {...common}
        type="text"
        maxLength={240}
        placeholder={hint}
        inputMode={widget.is === 'figure' ? 'decimal' : 'text'}
      />
      {widget.is === 'time' && <TimeSaid {...props} />}
    </>
  );
}

export function FormField(props: FieldProps): ReactNode {
  const { t } = useTranslation();
  const { field, fault, uncertain, draft, readOnly, onChange } = props;
  const id = useId();
  const described = fault === undefined ? undefined : `${id}-fault`;
  const part: Part = { ...props, id, describedBy: described };
  const label = t(`registers.field.${field.label}`);
  const is = field.widget.is;
  if (is === 'tick')
    return (
      <label className="register-field register-field--tick" data-half={field.half}>
        <input
          type="checkbox"
          name={field.name}
          checked={draft[field.name] === 'yes'}
          disabled={readOnly}
          onChange={(event) => onChange({ [field.name]: event.target.checked ? 'yes' : '' })}
        />
        {label}
      </label>
    );
  const body =
    is === 'place' ? (
      <PlaceField {...part} />
    ) : is === 'around' ? (
      <AroundField {...part} />
    ) : is === 'site' ? (
      <SiteField {...part} />
    ) : is === 'squads' || is === 'streets' ? (
      <SeveralField {...part} />
    ) : is === 'drawn' ? (
      <DrawnField {...part} />
    ) : is === 'choice' || is === 'squad' || is === 'zone' ? (
      <ChoiceField {...part} />
    ) : (
      <TextField {...part} />
    );
  return (
    <div className="register-field field" data-half={field.half} data-field={field.name} data-uncertain={uncertain}>
      <label htmlFor={id}>
        {label}
        {field.required === true && <i aria-hidden="true"> *</i>}
        {uncertain && <em>{t('registers.form.uncertain')}</em>}
      </label>
      {body}
      {fault !== undefined && (
        <p className="register-field__fault" id={`${id}-fault`}>
          {faultText(fault, t, props.world.offset)}
        </p>
      )}
    </div>
  );
}
