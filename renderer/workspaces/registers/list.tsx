/** A register as a list: found by what is typed, filtered, and drawn only where one looks. */
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { RegisterKind } from '../../hall/told-labels.ts';
import type { Waiting } from './use-registers.ts';
import type { Filter, Row } from './rows.ts';
import { chosenRows, filtersOf } from './rows.ts';

/** Height of a line, px; the style sheet has the same. */
const lineHeight = 54;
/** Lines drawn beyond either edge. */
const beyond = 6;

export type ListRow = Row & { readonly waiting?: Waiting['state'] };

interface Props {
  readonly kind: RegisterKind;
  readonly rows: readonly ListRow[];
  readonly chosen: string | undefined;
  readonly onOpen: (row: ListRow) => void;
  readonly search: RefObject<HTMLInputElement | null>;
  readonly mayAdd: boolean;
}

/** Which part of a list of so many lines is in sight. */
function useInSight(count: number): {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly from: number;
  readonly to: number;
} {
  const box = useRef<HTMLDivElement>(null);
  const [sight, setSight] = useState({ top: 0, height: 1_000 });
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const look = (): void => setSight({ top: element.scrollTop, height: element.clientHeight });
    look();
    element.addEventListener('scroll', look, { passive: true });
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      watch.disconnect();
    };
  }, []);
  const first = Math.max(0, Math.floor(sight.top / lineHeight) - beyond);
  const last = Math.ceil((sight.top + sight.height) / lineHeight) + beyond;
  return { box, from: Math.min(first, count), to: Math.min(last, count) };
}

export function RegisterList({ kind, rows, chosen, onOpen, search, mayAdd }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [wantedFilter, setFilter] = useState<Filter>('standing');
  const wanted = useDeferredValue(typed);
  const offered = filtersOf(kind);
  const filter = offered.includes(wantedFilter) ? wantedFilter : 'standing';
  const shown = useMemo(() => chosenRows(rows, filter, wanted) as readonly ListRow[], [rows, filter, wanted]);
  const { box, from, to } = useInSight(shown.length);
  const [at, setAt] = useState(-1);
  const current = Math.min(at, shown.length - 1);
  const move = (by: number): void => {
    const next = Math.max(0, Math.min(shown.length - 1, current + by));
    setAt(next);
    const element = box.current;
    if (element === null) return;
    if (next * lineHeight < element.scrollTop) element.scrollTop = next * lineHeight;
    const below = (next + 1) * lineHeight - element.clientHeight;
    if (below > element.scrollTop) element.scrollTop = below;
  };
  const place = chosen === undefined ? -1 : shown.findIndex(({ id }) => id === chosen);
  useEffect(() => {
    const element = box.current;
    if (element === null || place < 0) return;
    if (place * lineHeight < element.scrollTop) element.scrollTop = place * lineHeight;
    const below = (place + 1) * lineHeight - element.clientHeight;
    if (below > element.scrollTop) element.scrollTop = below;
  }, [box, place]);
  const standing = useMemo(() => rows.filter((row) => row.standing).length, [rows]);
  return (
    <section className="register-list" aria-label={t('registers.list')}>
      <div className="register-list__tools">
        <input
          ref={search}
          type="search"
          name="register-search"
          value={typed}
          autoComplete="off"
          placeholder={t('registers.search')}
          aria-label={t('registers.search')}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(-1);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
              event.preventDefault();
              move(event.key === 'ArrowDown' ? 1 : -1);
            } else if (event.key === 'Enter') {
              // What opens takes the keyboard: the rest of this press must not reach it and send the form.
              event.preventDefault();
              const row = shown[Math.max(0, current)];
              if (row !== undefined && !event.repeat) onOpen(row);
            }
          }}
        />
        <div className="register-list__filters" role="group" aria-label={t('registers.filters')}>
          {offered.map((one) => (
            <button
              key={one}
              type="button"
              className="act act--quiet"
              aria-pressed={one === filter}
              onClick={() => {
                setFilter(one);
                setAt(-1);
              }}
            >
              {t(kind === 'contact' && one === 'soon' ? 'registers.filter.unchecked' : `registers.filter.${one}`)}
            </button>
          ))}
          <span className="register-list__count">
            {t('registers.count', {
              shown: shown.length,
              all: filter === 'withdrawn' ? rows.length - standing : standing,
            })}
          </span>
        </div>
      </div>
      <div className="register-list__box" ref={box} tabIndex={-1}>
        {shown.length === 0 ? (
          <p className="register-list__none">
            {t(rows.length > 0 ? 'registers.noneFound' : mayAdd ? 'registers.none' : 'registers.noneFound')}
          </p>
        ) : (
          <ul style={{ height: shown.length * lineHeight }} aria-label={t('registers.list')}>
            {shown.slice(from, to).map((row, i) => (
              <li key={row.id} style={{ transform: `translateY(${(from + i) * lineHeight}px)` }}>
                <button
                  type="button"
                  className="register-row"
                  data-entry={row.id}
                  data-standing={row.standing}
                  aria-current={row.id === chosen}
                  data-at={from + i === current}
                  onClick={() => {
                    setAt(from + i);
                    onOpen(row);
                  }}
                >
                  <span className="register-row__line">
                    <b className="register-row__title">{row.title}</b>
                    {row.waiting !== undefined && (
                      <span className={`register-tag register-tag--${row.waiting === 'refused' ? 'alarm' : 'warn'}`}>
                        {t(`registers.row.${row.waiting}`)}
                      </span>
                    )}
                    {row.tags.map(({ text, tone }) => (
                      <span key={text} className={`register-tag register-tag--${tone}`}>
                        {text}
                      </span>
                    ))}
                    <span className="register-row__source" data-stale={row.stale}>
                      {row.source}
                    </span>
                  </span>
                  <span className="register-row__detail">{row.detail}</span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
