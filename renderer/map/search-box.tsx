/** Finding things on the map: typed in Chinese or pinyin, chosen with the arrows, flown to with Enter. */
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Findable } from './search.ts';
import { Finder, mostFound } from './search.ts';

interface Props {
  readonly all: readonly Findable[];
  readonly onChoose: (one: Findable) => void;
  readonly onClose: () => void;
}

export function SearchBox({ all, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const finder = useMemo(() => new Finder(all), [all]);
  const { groups, total } = useMemo(() => finder.find(text), [finder, text]);
  const rows = groups.flatMap(({ found }) => found);
  const chosen = Math.min(at, rows.length - 1);
  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, text]);
  const choose = (one: Findable | undefined): void => {
    if (one !== undefined) onChoose(one);
  };
  let index = -1;
  return (
    <div className="map-panel map-search" data-corner="passing">
      <div className="map-search__line">
        <input
          ref={input}
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={rows.length > 0 ? `${id}-${String(chosen)}` : undefined}
          aria-autocomplete="list"
          aria-label={t('mapSearch.label')}
          placeholder={t('mapSearch.hint')}
          autoComplete="off"
          maxLength={60}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Escape') onClose();
            else if (event.key === 'Enter') choose(rows[chosen]);
            else if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, rows.length - 1));
            else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <button type="button" className="map-panel__close" aria-label={t('mapSearch.close')} onClick={onClose}>
          <span aria-hidden="true">×</span>
        </button>
      </div>
      {text.trim() !== '' && rows.length === 0 && (
        <p className="map-search__nothing" role="status">
          {t('mapSearch.nothing')}
        </p>
      )}
      {rows.length > 0 && (
        <div
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label={t('mapSearch.results')}
          className="map-search__list"
        >
          {groups.map(({ kind, found }) => (
            <div key={kind} role="group" aria-labelledby={`${id}-${kind}`}>
              <div id={`${id}-${kind}`} className="map-search__kind">
                {t(`mapSearch.kind.${kind}`)}
              </div>
              {found.map((one) => {
                index += 1;
                const mine = index;
                const [name = '', other] = one.names;
                return (
                  <div
                    key={`${one.kind}/${one.id}`}
                    id={`${id}-${String(mine)}`}
                    role="option"
                    aria-selected={mine === chosen}
                    className="map-search__row"
                    data-find={one.kind}
                    // The field keeps the focus.
                    onPointerDown={(event) => event.preventDefault()}
                    onClick={() => choose(one)}
                  >
                    <span>{name}</span>
                    <span className="map-search__detail">
                      {one.at === null ? t('mapSearch.noPlace') : one.detail === '' ? other : one.detail}
                    </span>
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      )}
      {total > rows.length && (
        <p className="map-search__nothing" role="status">
          {t('mapSearch.more', { n: total, shown: Math.min(mostFound, rows.length) })}
        </p>
      )}
    </div>
  );
}
