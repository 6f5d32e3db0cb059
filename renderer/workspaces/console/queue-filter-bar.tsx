/** Filters of the queue, their order, and the views one keeps of them: a row of fields, reached by V and walked with Tab. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { filterClaims, filterSorts, filterStages } from '../../../shared/wire/seat-api.ts';
import type { QueueFilter } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';
import { anyNoise } from '../../hall/queue-filter.ts';
import { codeText } from '../../i18n/say.ts';
import { useMay } from '../../hall/use-may.ts';
import type { QueueViews } from './use-queue-views.ts';
import { ViewEditor } from './view-editor.tsx';
import './queue-filter-bar.css';

interface Props {
  readonly queued: readonly IncidentState[];
  readonly views: QueueViews;
  readonly onClose: () => void;
}

interface Choice {
  readonly value: string;
  readonly text: string;
}

function Field({
  label,
  value,
  choices,
  onChoose,
  isFirst = false,
}: {
  readonly label: string;
  readonly value: string | null;
  readonly choices: readonly Choice[];
  readonly onChoose: (value: string | null) => void;
  readonly isFirst?: boolean;
}) {
  const { t } = useTranslation();
  const field = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (isFirst) field.current?.focus();
  }, [isFirst]);
  return (
    <label className="queue-filter__field">
      <span>{label}</span>
      <select
        ref={field}
        value={value ?? ''}
        onChange={(event) => onChoose(event.target.value === '' ? null : event.target.value)}
      >
        <option value="">{t('queueFilter.any')}</option>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What there is in the queue, and what is chosen, each once. */
const distinct = (values: readonly (string | null)[], chosen: string | null): readonly string[] =>
  [...new Set([...values, chosen])].filter((value): value is string => value !== null).sort();

export function QueueFilterBar({ queued, views, onClose }: Props) {
  const { t } = useTranslation();
  const { zones, squads } = useHall();
  const may = useMay();
  const { chosen: filter } = views;
  const set = (change: Partial<QueueFilter>): void => views.choose({ ...filter, ...change });
  const gone = (value: string): string => t('queueFilter.goneChoice', { value });
  const matters = [
    anyNoise,
    ...distinct(
      queued.map(({ matter }) => matter),
      filter.matter,
    ).filter((value) => value !== anyNoise),
  ];
  const sources = distinct(
    queued.map(({ source }) => source),
    filter.source,
  );
  const squadIds = distinct(
    queued.map(({ placing }) => placing.squad),
    filter.squad,
  );
  const zoneIds = distinct(
    queued.map(({ placing }) => placing.zone),
    filter.zone,
  );
  return (
    <form
      className="queue-filter"
      name="queueFilter"
      aria-label={t('queueFilter.title')}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        onClose();
      }}
    >
      <Field
        isFirst
        label={t('queueFilter.stage')}
        value={filter.stage}
        choices={filterStages.map((stage) => ({ value: stage, text: t(`queueFilter.stages.${stage}`) }))}
        onChoose={(value) => set({ stage: filterStages.find((stage) => stage === value) ?? null })}
      />
      <Field
        label={t('queueFilter.kind')}
        value={filter.matter}
        choices={matters.map((value) => ({
          value,
          text: value === anyNoise ? t('queueFilter.anyNoise') : codeText(t, 'matter', value),
        }))}
        onChoose={(matter) => set({ matter })}
      />
      <Field
        label={t('queueFilter.zone')}
        value={filter.zone}
        choices={zoneIds.map((value) => ({ value, text: zones.get(value)?.state.name ?? gone(value) }))}
        onChoose={(zone) => set({ zone })}
      />
      <Field
        label={t('queueFilter.squad')}
        value={filter.squad}
        choices={squadIds.map((value) => ({ value, text: squads.get(value)?.state.name ?? gone(value) }))}
        onChoose={(squad) => set({ squad })}
      />
      <Field
        label={t('queueFilter.source')}
        value={filter.source}
        choices={sources.map((value) => ({ value, text: codeText(t, 'source', value) }))}
        onChoose={(source) => set({ source })}
      />
      <Field
        label={t('claim.filter')}
        value={filter.claim}
        choices={filterClaims.map((value) => ({ value, text: t(`claim.filters.${value}`) }))}
        onChoose={(value) => set({ claim: filterClaims.find((each) => each === value) ?? null })}
      />
      <label className="queue-filter__field">
        <span>{t('queueFilter.sort')}</span>
        <select
          value={filter.sort}
          onChange={(event) => set({ sort: filterSorts.find((sort) => sort === event.target.value) ?? 'time' })}
        >
          {filterSorts.map((sort) => (
            <option key={sort} value={sort}>
              {t(`queueFilter.sorts.${sort}`)}
            </option>
          ))}
        </select>
      </label>
      <span className="queue-filter__checks">
        {(['late', 'fresh', 'mine', 'reply'] as const).map((mark) => (
          <label key={mark}>
            <input
              type="checkbox"
              checked={filter[mark]}
              onChange={(event) => set({ [mark]: event.target.checked } as Partial<QueueFilter>)}
            />
            {t(`queueFilter.${mark}`)}
          </label>
        ))}
      </span>
      {may.ask('savedViews') && <ViewEditor views={views} />}
    </form>
  );
}
