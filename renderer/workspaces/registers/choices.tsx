/** A field in which one types to find: a site, a place. What fits best is shown, Enter takes it. */
import { useId, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { isWhole, likenessTo } from '../../hall/matching.ts';

const offered = 6;

export interface Option {
  readonly id: string;
  readonly name: string;
  readonly detail?: string | undefined;
}

interface Props {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly options: readonly Option[];
  /** Something is chosen: nothing is offered until it is typed over. */
  readonly chosen: boolean;
  readonly placeholder: string;
  readonly listName: string;
  readonly empty?: string | undefined;
  readonly invalid: boolean;
  readonly describedBy?: string | undefined;
  readonly onText: (text: string) => void;
  readonly onChoose: (option: Option) => void;
}

export function Choices(props: Props) {
  const { id, name, text, options, chosen, placeholder, listName, empty, invalid, describedBy, onText, onChoose } =
    props;
  const list = useId();
  const [at, setAt] = useState(-1);
  const [open, setOpen] = useState(false);
  const found = useMemo(() => {
    if (chosen || text.trim() === '') return [];
    const fit = likenessTo(text);
    return options
      .map((option) => ({ option, score: fit(option.name) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score || a.option.name.length - b.option.name.length)
      .slice(0, offered)
      .map(({ option }) => option);
  }, [chosen, text, options]);
  const choose = (option: Option): void => {
    setAt(-1);
    onChoose(option);
  };
  const onKey = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || found.length === 0 || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setAt(at < 0 && by < 0 ? found.length - 1 : (at + by + found.length) % found.length);
    } else if (event.key === 'Enter') {
      const option = found[at] ?? found.find((each) => isWhole(text, each.name));
      // A vague word only shows what would be taken; the next Enter takes it and goes on.
      if (option === undefined) {
        event.preventDefault();
        event.stopPropagation();
        setAt(0);
      } else choose(option);
    }
  };
  return (
    <>
      <input
        id={id}
        name={name}
        value={text}
        autoComplete="off"
        placeholder={placeholder}
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={at < 0 ? undefined : `${list}-${at}`}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onChange={(event) => {
          setAt(-1);
          setOpen(true);
          onText(event.target.value);
        }}
        onKeyDown={onKey}
      />
      {found.length > 0 && open && (
        <ul className="register-choices" id={list} role="listbox" aria-label={listName}>
          {found.map((option, index) => (
            <li
              key={option.id}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === at}
              onMouseDown={(event) => {
                event.preventDefault();
                choose(option);
              }}
            >
              {option.name}
              {option.detail !== undefined && <span>{option.detail}</span>}
            </li>
          ))}
        </ul>
      )}
      {open && !chosen && text.trim() !== '' && found.length === 0 && empty !== undefined && (
        <p className="register-field__hint">{empty}</p>
      )}
    </>
  );
}
