/** Measurements of noise of an incident, and the form for one more; what it comes to shows while it is typed. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { Json } from '../../shared/lib/json.ts';
import { measure, standardAt } from '../../shared/domain/rules/measure.ts';
import { useHall } from '../hall/hall.tsx';
import { useKept } from '../hall/kept.tsx';
import { useOffset } from '../hall/offset.ts';
import { useMay } from '../hall/use-may.ts';
import { timeText } from '../hall/words.ts';
import { clauses, listed } from '../i18n/say.ts';
import { fromField, toField } from '../office/instant-field.ts';
import { useHubNow, useHubTime } from '../seat-client/hooks.ts';
import { useDo } from '../workspaces/console/use-do.ts';
import type { MeasureFields, MeasureText } from './measure-words.ts';
import { measureTexts, readMeasure, resultText, standardText } from './measure-words.ts';

const skies = ['fair', 'rain', 'snow', 'thunder'] as const;
const longest = 120;

function emptyFields(now: number, offset: number): MeasureFields {
  return {
    ...{
      at: toField(now, offset),
      minutes: '20',
      level: '',
      background: '',
      peak: '',
      before: '',
      after: '',
      wind: '',
    },
    ...{
      instrument: '',
      number: '',
      verifiedTo: '',
      point: '',
      persons: '',
      area: 'boundary',
      indoors: false,
      sky: 'fair',
    },
  };
}

/** What was kept is of this form, or of none. */
function keptFields(kept: Json, empty: MeasureFields): MeasureFields {
  const value: Readonly<Record<string, unknown>> = typeof kept === 'object' && kept !== null ? { ...kept } : {};
  const text = (name: MeasureText | 'area'): string => {
    const one = value[name];
    return typeof one === 'string' ? one : empty[name];
  };
  const texts = Object.fromEntries(measureTexts.map((name) => [name, text(name)])) as Record<MeasureText, string>;
  const sky = skies.find((one) => one === value['sky']) ?? 'fair';
  return { ...texts, area: text('area'), indoors: value['indoors'] === true, sky };
}

const typeOf: { readonly [K in MeasureText]?: string } = { at: 'datetime-local', verifiedTo: 'date' };
const isFigure: ReadonlySet<MeasureText> = new Set([
  ...(['minutes', 'level', 'background', 'peak', 'before', 'after', 'wind'] as const),
]);

function Form({ incident, onDone }: { readonly incident: IncidentState; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const now = useHubNow();
  const { plates } = useHall();
  const doIt = useDo(incident);
  const { draft, type, note } = useKept(`measure:${incident.id}`);
  const [empty] = useState(() => emptyFields(now(), offset));
  const [tried, setTried] = useState(false);
  const fields = keptFields(draft.value, empty);
  const change = (more: Partial<MeasureFields>): void => type({ ...fields, ...more });
  const read = readMeasure(fields, offset);
  const at = fromField(fields.at, offset);
  const areas = plates === undefined || at === undefined ? [] : (standardAt(at, plates)?.limits ?? []);
  const field = (name: MeasureText, hint?: string) => (
    <label key={name} className={name === 'point' || name === 'persons' ? 'measure__wide' : undefined}>
      {t(`measure.${name}`)}
      <input
        name={name}
        type={typeOf[name] ?? 'text'}
        inputMode={isFigure.has(name) ? 'decimal' : undefined}
        autoComplete="off"
        maxLength={longest}
        placeholder={hint}
        value={fields[name]}
        aria-invalid={tried && 'wrong' in read && read.wrong.includes(name)}
        onChange={(event) => change({ [name]: event.target.value })}
      />
    </label>
  );
  const record = async (): Promise<void> => {
    setTried(true);
    if (!('said' in read)) return;
    const { said } = read;
    if (!(await doIt('RecordMeasurement', { said }))) return;
    type(null);
    onDone();
  };
  return (
    <form
      className="measure__form"
      name="measure"
      onSubmit={(event) => {
        event.preventDefault();
        void record();
      }}
    >
      {note !== null && <div className="measure__wide">{note}</div>}
      {field('at')}
      {field('minutes')}
      {field('level')}
      {field('background', t('measure.backgroundHint'))}
      {field('peak', t('measure.backgroundHint'))}
      <label>
        {t('measure.area')}
        <select name="area" value={fields.area} onChange={(event) => change({ area: event.target.value })}>
          {areas.map(({ area, name }) => (
            <option key={area} value={area}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {field('before')}
      {field('after')}
      <label>
        {t('measure.sky')}
        <select
          name="sky"
          value={fields.sky}
          onChange={(event) => change({ sky: skies.find((one) => one === event.target.value) ?? 'fair' })}
        >
          {skies.map((one) => (
            <option key={one} value={one}>
              {t(`measure.skies.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {field('wind')}
      {field('instrument')}
      {field('number')}
      {field('verifiedTo')}
      <label className="measure__tick">
        <input
          type="checkbox"
          name="indoors"
          checked={fields.indoors}
          onChange={(event) => change({ indoors: event.target.checked })}
        />
        {t('measure.indoors')}
      </label>
      {field('point', t('measure.pointHint'))}
      {field('persons', t('measure.personsHint'))}
      {'said' in read && plates !== undefined && (
        <p className="measure__wide" role="status" data-preview>
          {t('measure.preview', { said: resultText(measure(read.said, plates), t) })}
        </p>
      )}
      {tried && 'wrong' in read && (
        <p className="measure__wide" role="alert">
          {t('measure.wrong', {
            fields: listed(
              t,
              read.wrong.map((name) => t(`measure.${name}`)),
            ),
          })}
        </p>
      )}
      <p className="measure__wide papers__row">
        <button type="submit" className="act act--main">
          {t('measure.record')}
        </button>
        <button type="button" className="act act--quiet" onClick={onDone}>
          {t('measure.cancel')}
        </button>
      </p>
    </form>
  );
}

export function Measurements({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const mayRecord = may.give('RecordMeasurement');
  const { measurements } = incident;
  if (measurements.length === 0 && !mayRecord) return null;
  return (
    <div className="measure" data-section="measure">
      {measurements.length > 0 && (
        <ul className="measure__list" aria-label={t('measure.title')}>
          {measurements.map(({ said, result }, index) => (
            <li key={`${String(said.at)} ${String(index)}`} className="measure__one" data-verdict={result.verdict}>
              <span className="measure__verdict">{resultText(result, t)}</span>
              <div className="measure__note">
                {clauses(
                  t,
                  timeText(said.at, now, offset),
                  said.point,
                  t('measure.levels', { level: said.level, background: said.background ?? t('measure.notMeasured') }),
                  standardText(result, t),
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {mayRecord && !open && (
        <button type="button" className="act act--quiet" onClick={() => setOpen(true)}>
          {t('measure.open')}
        </button>
      )}
      {open && <Form incident={incident} onDone={() => setOpen(false)} />}
    </div>
  );
}
