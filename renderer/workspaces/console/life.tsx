/** Limits that run, what stands on the incident besides its path, and the steps of that (流程). */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState, OpenLimit } from '../../../shared/domain/incident/state.ts';
import { lifeCycleOf } from '../../../shared/domain/rules/life-cycle.ts';
import { useHall } from '../../hall/hall.tsx';
import { useKeptText } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { useMay } from '../../hall/use-may.ts';
import { spanText, timeText } from '../../hall/words.ts';
import { clauses, codeText } from '../../i18n/say.ts';
import { useHubTime, useStatus } from '../../seat-client/hooks.ts';
import { Section } from '../../ui/section.tsx';
import { lifeStepsOf } from './life-steps.ts';
import type { LifeField, LifeStep } from './life-steps.ts';
import { lifeStates } from './life-states.ts';
import { useDo } from './use-do.ts';
import './life.css';

/** The steps offered for it now; none without a pack. */
export function useLifeSteps(incident: IncidentState | undefined): readonly LifeStep[] {
  const { plates, incidents } = useHall();
  const user = useStatus().status?.user;
  const now = useHubTime();
  const may = useMay();
  if (plates === undefined || incident === undefined) return [];
  const joined = incident.tookIn
    .flatMap((one) => incidents.get(one.incident)?.state ?? [])
    .filter(({ closed }) => closed === null);
  const roles = (user?.roles ?? []).map(({ role }) => role);
  return lifeStepsOf(incident, may, { now, user: user?.id, roles, lifeCycle: lifeCycleOf(plates), joined });
}

function degreeOf({ at, warnAt, paused }: OpenLimit, now: number): 'late' | 'warn' | 'calm' | 'paused' {
  if (paused === true) return 'paused';
  if (at < now) return 'late';
  return warnAt !== undefined && warnAt <= now ? 'warn' : 'calm';
}

function Limits({ incident }: { readonly incident: IncidentState }) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { open, terms } = incident;
  if (open.length === 0) return <p className="life__state">{t('life.none')}</p>;
  return (
    <ul className="life__limits" aria-label={t('life.limits')}>
      {open.map((one) => {
        const term = terms.find(({ limit }) => limit === one.limit);
        const degree = degreeOf(one, now);
        const left = t(degree === 'late' ? 'life.late' : 'life.left', { span: spanText(one.at - now, t) });
        const mark = degree === 'paused' ? t('life.paused') : degree === 'warn' ? t('life.warn') : '';
        return (
          <li key={one.limit} className={`life__limit life__limit--${degree}`} data-limit={one.limit}>
            <span>{t(`limit.${one.limit}`)}</span>
            <span className="life__kind">{term === undefined ? '' : t(`life.kind.${term.kind}`)}</span>
            <span className="life__left">
              {clauses(t, timeText(one.at, now, offset), degree === 'paused' ? '' : left, mark)}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Choice({
  field,
  value,
  onChange,
}: {
  readonly field: LifeField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation();
  const { name, options, texts, names } = field;
  const wordOf = (option: string): string =>
    names?.[option] ?? (texts === undefined ? t('life.days', { days: option }) : codeText(t, texts, option));
  return (
    <label className="life__field">
      {t(`lifeField.${name}`)}
      <select name={name} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {wordOf(option)}
          </option>
        ))}
      </select>
    </label>
  );
}

function Form({
  incident,
  step,
  onDone,
}: {
  readonly incident: IncidentState;
  readonly step: LifeStep;
  readonly onDone: () => void;
}) {
  const { t } = useTranslation();
  const doIt = useDo(incident);
  const now = useHubTime();
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  const { text, type: setText, note } = useKeptText(`life:${incident.id}:${step.type}`);
  const valueOf = ({ name, options }: LifeField): string => {
    const said = values[name];
    return said !== undefined && options.includes(said) ? said : (options[0] ?? '');
  };
  const give = async (): Promise<void> => {
    const chosen = Object.fromEntries(step.fields.map((field) => [field.name, valueOf(field)]));
    const words = step.words !== false && text.trim() !== '' ? { personal: { text: text.trim() } } : {};
    if (!(await doIt(step.type, { ...step.data(chosen, now), ...words }))) return;
    setText('');
    onDone();
  };
  return (
    <form
      className="life__form"
      aria-label={codeText(t, 'command', step.type)}
      onSubmit={(event) => {
        event.preventDefault();
        void give();
      }}
    >
      {step.fields.map((field) => (
        <Choice
          key={field.name}
          field={field}
          value={valueOf(field)}
          onChange={(value) => setValues((all) => ({ ...all, [field.name]: value }))}
        />
      ))}
      {step.words !== false && (
        <textarea
          name="words"
          rows={2}
          value={text}
          maxLength={2000}
          required={step.words === 'needed'}
          aria-label={t('life.words')}
          placeholder={t('life.words')}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {step.words !== false && note}
      <button type="submit" className="act act--main">
        {codeText(t, 'command', step.type)}
      </button>
      <button type="button" className="act act--quiet" onClick={onDone}>
        {t('life.cancel')}
      </button>
    </form>
  );
}

interface Props {
  readonly incident: IncidentState;
  /** The step whose form is open; null: none. */
  readonly step: string | null;
  readonly onStep: (type: string | null) => void;
}

const lifeStepId = 'life-step';

/** To the choice of steps, where it is on the screen. */
export function focusLife(): void {
  const choice = window.document.getElementById(lifeStepId);
  choice?.scrollIntoView({ block: 'nearest' });
  choice?.focus();
}

export function Life({ incident, step, onStep }: Props) {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const steps = useLifeSteps(incident);
  const open = steps.find(({ type }) => type === step);
  return (
    <Section name="life" title={t('life.title')} note={steps.length > 0 ? t('life.hint') : undefined}>
      <Limits incident={incident} />
      {lifeStates(incident, t, now, offset).map(({ text, isAlarm }) => (
        <p key={text} className={isAlarm ? 'life__state life__state--alarm' : 'life__state'}>
          {text}
        </p>
      ))}
      {steps.length > 0 && (
        <label className="life__field">
          {t('life.step')}
          <select
            id={lifeStepId}
            name="life-step"
            value={open?.type ?? ''}
            onChange={(event) => onStep(event.target.value === '' ? null : event.target.value)}
          >
            <option value="">{t('life.choose')}</option>
            {steps.map(({ type }) => (
              <option key={type} value={type}>
                {codeText(t, 'command', type)}
              </option>
            ))}
          </select>
        </label>
      )}
      {open !== undefined && (
        <Form key={`${incident.id} ${open.type}`} incident={incident} step={open} onDone={() => onStep(null)} />
      )}
    </Section>
  );
}
