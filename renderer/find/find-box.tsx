/** One box to find everything in: Chinese, pinyin, numbers; chosen with the arrows, opened with Enter, left with Escape. */
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { civilDate } from '../../shared/lib/time.ts';
import type { Found, FoundKind } from '../../shared/wire/seat-api.ts';
import { useOffset } from '../hall/offset.ts';
import type { TFunction } from '../hall/types.ts';
import { useMay } from '../hall/use-may.ts';
import { timeText } from '../hall/words.ts';
import { codeText } from '../i18n/say.ts';
import { useOfHubTime, useStatus } from '../seat-client/hooks.ts';
import { useBoxOpen } from '../ui/use-open-box.ts';
import { CallerPast } from './caller-past.tsx';
import type { Opens } from './opens.ts';
import { useFound } from './use-find.ts';
import './find.css';

/** What may be typed: what is pasted beyond it is cut off, and the answer says that only the beginning counts. */
const mostLetters = 2_000;

interface Props {
  readonly opensFor: (one: Found) => Opens;
  readonly onOpen: (opens: Opens) => void;
  readonly onClose: () => void;
}

type Row =
  | { readonly row: 'found'; readonly one: Found }
  | { readonly row: 'more'; readonly kind: FoundKind }
  | { readonly row: 'caller' };

const keyOf = (row: Row): string =>
  row.row === 'found' ? `${row.one.kind}/${row.one.id}` : row.row === 'more' ? `more/${row.kind}` : 'caller';

function stageOf({ kind, stage }: Found, t: TFunction): string {
  if (stage === null) return '';
  if (kind === 'incident') return codeText(t, 'stage', stage);
  return kind === 'unit' ? codeText(t, 'unitStatus', stage) : codeText(t, 'find.operationStage', stage);
}

function FoundLine({ one }: { readonly one: Found }) {
  const { t } = useTranslation();
  const offset = useOffset();
  const { name, detail, at, kind } = one;
  const time = useOfHubTime((now) => (at === null ? '' : timeText(at, now, offset)));
  const stage = stageOf(one, t);
  return (
    <>
      <span className="find__name">{name}</span>
      <span className="find__detail">{detail}</span>
      {time !== '' && (
        <span className="find__time">{kind === 'incident' ? time : t(`find.at.${kindOfTime(kind)}`, { time })}</span>
      )}
      {stage !== '' && <span className="find__stage">{stage}</span>}
    </>
  );
}

const kindOfTime = (kind: FoundKind): 'until' | 'planned' => (kind === 'jointOperation' ? 'planned' : 'until');

/** Where the answer comes from, where that is not the hub. */
function Whence({ from }: { readonly from: number | null }) {
  const { t } = useTranslation();
  const offset = useOffset();
  return (
    <p className="find__note find__note--here" role="status" data-find-of="seat">
      {from === null ? t('find.onlyHere') : t('find.onlyHereFrom', { date: civilDate(from, offset) })}
    </p>
  );
}

export function FindBox({ opensFor, onOpen, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const may = useMay();
  const { status, connection } = useStatus();
  const isLive = connection === 'up' && status?.link === 'live';
  const [text, setText] = useState('');
  const [only, setOnly] = useState<FoundKind | null>(null);
  const [at, setAt] = useState(0);
  const [note, setNote] = useState<string>();
  const [caller, setCaller] = useState<string>();
  /** Enter was pressed before there was anything to open. */
  const [entered, setEntered] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLElement>(null);
  const told = useFound(text, only);
  const groups = text.trim() === '' ? [] : (told?.answer.groups ?? []);
  // Not before it is known what else there is: Enter would lead there whoever types quickly.
  const mayLookForCallers = may.ask('readCaller') && text.trim() !== '' && told?.current === true;
  const rows: readonly Row[] = [
    ...groups.flatMap(({ kind, found, more }): Row[] => [
      ...found.map((one): Row => ({ row: 'found', one })),
      ...(more && only === null ? [{ row: 'more', kind } as const] : []),
    ]),
    ...(mayLookForCallers ? [{ row: 'caller' } as const] : []),
  ];
  const chosen = Math.min(at, rows.length - 1);
  useBoxOpen();
  useEffect(() => {
    if (caller === undefined) input.current?.focus();
  }, [caller]);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen, text]);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.isComposing) return;
      // It is this that is left, nothing below it; one step at a time.
      event.stopImmediatePropagation();
      event.preventDefault();
      if (caller !== undefined) setCaller(undefined);
      else if (only !== null) setOnly(null);
      else onClose();
    };
    const onPress = (event: MouseEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) === true) return;
      onClose();
    };
    window.addEventListener('keydown', onKey, { capture: true });
    window.addEventListener('mousedown', onPress, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
      window.removeEventListener('mousedown', onPress, { capture: true });
    };
  }, [caller, only, onClose]);

  const choose = (row: Row | undefined): void => {
    if (row === undefined) return;
    if (row.row === 'caller') return setCaller(text.trim());
    if (row.row === 'more') {
      setOnly(row.kind);
      setAt(0);
      return;
    }
    const opens = opensFor(row.one);
    if (opens.does === 'nothing') setNote(t(`find.${opens.why}`));
    else onOpen(opens);
  };
  const isCurrent = told?.current === true;
  useEffect(() => {
    if (!entered || !isCurrent) return;
    setEntered(false);
    const [first] = rows;
    if (first?.row === 'found') choose(first);
    // The rows are those of the answer that has just come.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [entered, isCurrent]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const last = rows.length - 1;
    if (event.key === 'Enter') {
      // The rows on screen may still be those of what was typed before: it counts for those that come.
      if (told?.current === true) choose(rows[chosen]);
      else setEntered(text.trim() !== '');
    } else if (event.key === 'ArrowDown') setAt(Math.min(chosen + 1, last));
    else if (event.key === 'ArrowUp') setAt(Math.max(chosen - 1, 0));
    else if (event.key === 'PageDown') setAt(Math.min(chosen + 8, last));
    else if (event.key === 'PageUp') setAt(Math.max(chosen - 8, 0));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const type = (typed: string): void => {
    setText(typed.slice(0, mostLetters));
    setOnly(null);
    setAt(0);
    setNote(undefined);
    setEntered(false);
  };

  if (caller !== undefined)
    return (
      <section className="find" ref={box} role="dialog" aria-label={t('find.caller.title')}>
        <CallerPast typed={caller} onBack={() => setCaller(undefined)} opensFor={opensFor} onOpen={onOpen} />
      </section>
    );

  const isNothing = told?.current === true && groups.length === 0;
  const optionId = (index: number): string => `${id}-${String(index)}`;
  let index = -1;
  const option = (row: Row, content: React.ReactNode, mark: string) => {
    index += 1;
    const mine = index;
    return (
      <div
        key={keyOf(row)}
        id={optionId(mine)}
        role="option"
        aria-selected={mine === chosen}
        className={`find__row find__row--${row.row}`}
        data-find={mark}
        // The field keeps the focus.
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => choose(row)}
      >
        {content}
      </div>
    );
  };
  return (
    <section className="find" ref={box} role="dialog" aria-label={t('find.title')}>
      <div className="find__line">
        <input
          ref={input}
          role="combobox"
          aria-expanded={rows.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={rows.length > 0 ? optionId(chosen) : undefined}
          aria-autocomplete="list"
          aria-label={t('find.label')}
          placeholder={t('find.hint')}
          autoComplete="off"
          spellCheck={false}
          maxLength={mostLetters}
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="find__close" aria-label={t('find.close')} onClick={onClose}>
          <span aria-hidden="true">×</span>
        </button>
      </div>
      {text.trim() !== '' && told?.current === true && told.answer.looked === 'short' && (
        <p className="find__note" role="status">
          {t('find.short')}
        </p>
      )}
      {text.trim() !== '' && told?.answer.looked === 'beginning' && (
        <p className="find__note" role="status">
          {t('find.beginning')}
        </p>
      )}
      {isNothing && told.answer.looked !== 'short' && (
        <p className="find__note" role="status">
          {t('find.nothing')}
        </p>
      )}
      {groups.length > 0 && told?.of === 'seat' && !isLive && <Whence from={told.from} />}
      {note !== undefined && (
        <p className="find__note find__note--why" role="alert">
          {note}
        </p>
      )}
      {rows.length > 0 && (
        <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('find.results')} className="find__list">
          {groups.map(({ kind, found, more }) => (
            <div key={kind} role="group" aria-labelledby={`${id}-${kind}`}>
              <div id={`${id}-${kind}`} className="find__kind">
                {t(`find.kind.${kind}`)}
                {more && only !== null && <span> · {t('find.first', { count: found.length })}</span>}
              </div>
              {found.map((one) => option({ row: 'found', one }, <FoundLine one={one} />, one.kind))}
              {more && only === null && option({ row: 'more', kind }, t('find.more'), 'more')}
            </div>
          ))}
          {mayLookForCallers &&
            option({ row: 'caller' }, t('find.caller.offer', { typed: text.trim().slice(0, 24) }), 'caller')}
        </div>
      )}
      <p className="find__keys">{t('find.keys')}</p>
    </section>
  );
}
