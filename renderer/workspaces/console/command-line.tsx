/** The command line: what to do and with whom, in Chinese, pinyin or initials; it shows what Enter would do. */
import { useImperativeHandle, useRef, useState } from 'react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeptText } from '../../hall/kept.tsx';
import { useMay } from '../../hall/use-may.ts';
import type { Command } from './commands.ts';
import './command-line.css';

export interface CommandLineHandle {
  focus(): void;
}

interface Props {
  readonly ref: Ref<CommandLineHandle>;
  /** What the text stands for now, best first. */
  readonly read: (text: string) => readonly Command[];
  readonly onPreview: (command: Command | undefined) => void;
  readonly onRun: (command: Command) => void;
}

export function CommandLine({ ref, read, onPreview, onRun }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const commands = may.give('AssignUnit') && may.give('ReceiveIncident');
  const { text, type: setText } = useKeptText('commandLine');
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  useImperativeHandle(ref, () => ({ focus: () => input.current?.focus() }), []);
  const found = text.trim() === '' ? [] : read(text).slice(0, 8);
  const chosen = found[Math.min(at, found.length - 1)];
  // What was shown on the map: Enter runs that, and shows first what has taken its place meanwhile.
  const [shown, setShown] = useState<string>();
  const show = (command: Command | undefined): void => {
    setShown(command?.key);
    onPreview(command);
  };
  const write = (next: string): void => {
    setText(next);
    setAt(0);
    show(next.trim() === '' ? undefined : read(next)[0]);
  };
  const move = (by: number): void => {
    if (found.length === 0) return;
    const next = (Math.min(at, found.length - 1) + by + found.length) % found.length;
    setAt(next);
    show(found[next]);
  };
  return (
    <div className="command-line">
      {text.trim() !== '' && (
        <ul className="command-line__found" id="command-line-found" role="listbox" aria-label={t('commandLine.found')}>
          {found.length === 0 && (
            <li className="command-line__none" role="option" aria-selected="false">
              {t('commandLine.none')}
            </li>
          )}
          {found.map((command) => (
            <li
              key={command.key}
              id={`command-${command.key}`}
              role="option"
              aria-selected={command === chosen}
              className={command === chosen ? 'command-line__one command-line__one--chosen' : 'command-line__one'}
              data-command={command.key}
              onMouseDown={(event) => {
                event.preventDefault();
                onRun(command);
                write('');
              }}
            >
              <b>{command.title}</b>
              <span>{command.detail}</span>
            </li>
          ))}
        </ul>
      )}
      <input
        ref={input}
        className="command-line__input"
        value={text}
        placeholder={t(commands ? 'commandLine.hint' : 'commandLine.hintLook')}
        aria-label={t('commandLine.label')}
        role="combobox"
        aria-expanded={text.trim() !== ''}
        aria-controls="command-line-found"
        aria-activedescendant={chosen === undefined ? undefined : `command-${chosen.key}`}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            write('');
            input.current?.blur();
          } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
            event.preventDefault();
            move(event.key === 'ArrowDown' ? 1 : -1);
          } else if (event.key === 'Enter' && chosen !== undefined) {
            event.preventDefault();
            if (event.repeat) return;
            if (chosen.key !== shown) return show(chosen);
            onRun(chosen);
            write('');
            input.current?.blur();
          }
        }}
      />
    </div>
  );
}
