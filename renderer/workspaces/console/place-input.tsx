/** The place of the intake: names of the pack are offered, and taken only when they were typed whole or chosen. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useHall } from '../../hall/hall.tsx';
import { isWhole, matching } from '../../hall/matching.ts';

const offered = 6;

interface Props {
  readonly text: string;
  /** A name of the pack that was chosen. */
  readonly place: string | null;
  readonly readOnly: boolean;
  readonly onText: (raw: string) => void;
  readonly onPlace: (name: string) => void;
}

export function PlaceInput({ text, place, readOnly, onText, onPlace }: Props) {
  const { t } = useTranslation();
  const { plates } = useHall();
  const [at, setAt] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const names = useMemo(() => plates?.places.map(({ name }) => name) ?? [], [plates]);
  const found = useMemo(
    () => (place === null && text !== '' ? matching(text, names).slice(0, offered) : []),
    [place, text, names],
  );
  const chosen = found[at];
  const choose = (name: string): void => {
    setAt(-1);
    onPlace(name);
    input.current?.focus();
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || found.length === 0) return;
    const { key } = event;
    const numbered = event.altKey ? found[Number(/^Digit([1-9])$/.exec(event.code)?.[1] ?? 0) - 1] : undefined;
    if (numbered !== undefined) {
      event.preventDefault();
      choose(numbered);
    } else if (key === 'ArrowDown' || key === 'ArrowUp') {
      event.preventDefault();
      // Beyond either end nothing is chosen: what was typed stands.
      const places = found.length + 1;
      setAt(((at + 1 + (key === 'ArrowDown' ? 1 : -1) + places) % places) - 1);
    } else if (key === 'Enter' && !event.ctrlKey && !event.metaKey) {
      // The form goes on to the next field; a vague word goes on as it was typed.
      const name = chosen ?? found.find((each) => isWhole(text, each));
      if (name !== undefined) onPlace(name);
      setAt(-1);
    }
  };
  return (
    <>
      <label className="field">
        <span>{t('intake.place')}</span>
        <input
          ref={input}
          value={place ?? text}
          autoComplete="off"
          placeholder={t('intake.placeHint')}
          readOnly={readOnly}
          role="combobox"
          aria-expanded={found.length > 0}
          aria-controls="intake-places"
          aria-activedescendant={chosen === undefined ? undefined : `intake-place-${at}`}
          onChange={(event) => {
            setAt(-1);
            onText(event.target.value);
          }}
          onKeyDown={onKey}
        />
      </label>
      {found.length > 0 && (
        <>
          <ul className="intake__suggestions" id="intake-places" role="listbox" aria-label={t('intake.places')}>
            {found.map((name, index) => (
              <li
                key={name}
                id={`intake-place-${index}`}
                role="option"
                aria-selected={index === at}
                className={index === at ? 'act act--main' : 'act'}
                onMouseDown={(event) => {
                  event.preventDefault();
                  choose(name);
                }}
              >
                <kbd>{index + 1}</kbd> {name}
              </li>
            ))}
          </ul>
          <p className="intake__hint">{t('intake.placesHint')}</p>
        </>
      )}
    </>
  );
}
