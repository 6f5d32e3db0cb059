/** Filters of the queue, their order, and those one keeps: a row of fields, reached by V and walked with Tab. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { useHall } from '../../hall/hall.tsx';
import {
  filterClaims,
  filterSorts,
  filterStages,
  isFiltering,
  longestName,
  mostSaved,
  noFilter,
} from '../../hall/queue-filter.ts';
import { useSavedFilters } from '../../hall/queue-filter.ts';
import type { QueueFilter } from '../../hall/queue-filter.ts';
import { codeText } from '../../i18n/say.ts';
import { useStatus } from '../../seat-client/hooks.ts';
import './queue-filter-bar.css';

interface Props {
  readonly queued: readonly IncidentState[];
  readonly filter: QueueFilter;
  readonly onFilter: (filter: QueueFilter) => void;
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

export function QueueFilterBar({ queued, filter, onFilter, onClose }: Props) {
  const { t } = useTranslation();
  const { zones, squads } = useHall();
  const user = useStatus().status?.user?.id ?? '';
  const { saved, keep } = useSavedFilters(user);
  const [name, setName] = useState('');
  const set = (change: Partial<QueueFilter>): void => onFilter({ ...filter, ...change });
  const matters = distinct(
    queued.map(({ matter }) => matter),
    filter.matter,
  );
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
      onSubmit={(event) => {
        event.preventDefault();
        const plain = name.trim();
        if (plain === '') return;
        keep([{ name: plain, filter }, ...saved.filter((one) => one.name !== plain)]);
        setName('');
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
        event.stopPropagation();
        onClose();
      }}
    >
      {saved.length > 0 && (
        <div className="queue-filter__saved" role="group" aria-label={t('queueFilter.views')}>
          {saved.map((one) => (
            <span key={one.name}>
              <button type="button" className="act" onClick={() => onFilter(one.filter)}>
                {one.name}
              </button>
              <button
                type="button"
                className="queue-filter__remove"
                aria-label={t('queueFilter.remove', { name: one.name })}
                onClick={() => keep(saved.filter((each) => each !== one))}
              >
                <span aria-hidden="true">×</span>
              </button>
            </span>
          ))}
        </div>
      )}
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
        choices={matters.map((value) => ({ value, text: codeText(t, 'matter', value) }))}
        onChoose={(matter) => set({ matter })}
      />
      <Field
        label={t('queueFilter.zone')}
        value={filter.zone}
        choices={zoneIds.map((value) => ({ value, text: zones.get(value)?.state.name ?? value }))}
        onChoose={(zone) => set({ zone })}
      />
      <Field
        label={t('queueFilter.squad')}
        value={filter.squad}
        choices={squadIds.map((value) => ({ value, text: squads.get(value)?.state.name ?? value }))}
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
        {(['late', 'fresh', 'mine'] as const).map((mark) => (
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
      <span className="queue-filter__keep">
        <input
          aria-label={t('queueFilter.saveName')}
          placeholder={t('queueFilter.saveName')}
          title={t('queueFilter.kept', { count: mostSaved })}
          value={name}
          maxLength={longestName}
          onChange={(event) => setName(event.target.value)}
        />
        <button type="submit" className="act act--quiet" disabled={name.trim() === ''}>
          {t('queueFilter.save')}
        </button>
        <button
          type="button"
          className="act act--quiet"
          disabled={!isFiltering(filter) && filter.sort === 'time'}
          onClick={() => onFilter(noFilter)}
        >
          {t('queueFilter.clear')}
        </button>
      </span>
    </form>
  );
}
