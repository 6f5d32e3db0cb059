/** 补录表: what was written on paper during an outage, a row each, checked while typed and told with its own times. */
import { useRef, useState } from 'react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { refusalText } from '../../hall/words.ts';
import { useOffset } from '../../hall/offset.ts';
import type { TFunction } from '../../hall/types.ts';
import { clauses, codeText } from '../../i18n/say.ts';
import { useStatus } from '../../seat-client/hooks.ts';
import type { LateChecked, LateColumn, LateRow } from './late-rows.ts';
import { lateActs, lateColumns, lateDetails, pastedRows } from './late-rows.ts';
import type { LateState, LateTableOf } from './use-late.ts';
import { detailWords, mostLateRows, newRow, useLate } from './use-late.ts';
import './late.css';

/** Letters that a cell takes. */
const longest: { readonly [C in LateColumn]: number } = {
  ...{ at: 20, act: 20, incident: 20, unit: 40, detail: 40, place: 80, text: 500, writer: 30 },
};

function stateText(
  state: LateState | undefined,
  checked: LateChecked | undefined,
  invalid: string | undefined,
  t: TFunction,
  offset: number,
): { readonly text: string; readonly tone: 'ok' | 'bad' | 'waiting' | 'none' } {
  if (state?.is === 'waiting') return { text: t('late.state.waiting'), tone: 'waiting' };
  if (state?.is === 'heldBack') return { text: t('late.state.heldBack'), tone: 'bad' };
  const faults = (checked?.faults ?? []).map(({ column, code }) =>
    t(`late.fault.${code}`, { column: t(`late.column.${column}`) }),
  );
  if (faults.length > 0) return { text: clauses(t, ...faults), tone: 'bad' };
  if (state?.is === 'refused')
    return { text: t('late.state.refused', { reason: refusalText(state.refusal, t, offset) }), tone: 'bad' };
  if (invalid !== undefined) return { text: t('late.state.invalid', { field: invalid }), tone: 'bad' };
  return checked === undefined ? { text: '', tone: 'none' } : { text: t('late.state.ready'), tone: 'ok' };
}

interface RowProps {
  readonly row: LateRow;
  readonly index: number;
  readonly table: LateTableOf;
  /** The empty one at the end. */
  readonly isBlank: boolean;
  readonly onCell: (row: LateRow, column: LateColumn, text: string) => void;
  readonly onRemove: (row: LateRow) => void;
}

function Row({ row, index, table, isBlank, onCell, onRemove }: RowProps) {
  const { t } = useTranslation();
  const offset = useOffset();
  const checked = table.checked.get(row.id);
  const state = table.states.get(row.id);
  const { text, tone } = stateText(state, checked, table.invalid.get(row.id), t, offset);
  const wrong = new Set(checked?.faults.map(({ column }) => column));
  const isWaiting = state?.is === 'waiting';
  const act = checked?.act ?? null;
  const details = act === null ? undefined : lateDetails[act];
  const section = act === null ? undefined : detailWords[act];
  return (
    <tr data-row={index + 1} data-state={tone}>
      <td className="late__number">{isBlank ? '' : index + 1}</td>
      {lateColumns.map((column) => (
        <td key={column}>
          <input
            name={`late-${column}-${index + 1}`}
            aria-label={`${t(`late.column.${column}`)} ${index + 1}`}
            aria-invalid={wrong.has(column)}
            className={`late__cell late__cell--${column}`}
            list={
              column === 'act'
                ? 'late-acts'
                : column === 'detail' && details !== undefined
                  ? `late-${row.id}`
                  : undefined
            }
            autoComplete="off"
            maxLength={longest[column]}
            readOnly={isWaiting}
            value={row.cells[column]}
            onChange={(event) => onCell(row, column, event.target.value)}
          />
        </td>
      ))}
      <td className={`late__state late__state--${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
        {text}
        {details !== undefined && section !== undefined && (
          <datalist id={`late-${row.id}`}>
            {details.map((code) => (
              <option key={code} value={codeText(t, section, code)} />
            ))}
          </datalist>
        )}
      </td>
      <td>
        {!isBlank && !isWaiting && (
          <button
            type="button"
            className="act act--quiet late__remove"
            aria-label={t('late.remove', { row: index + 1 })}
            onClick={() => onRemove(row)}
          >
            ×
          </button>
        )}
      </td>
    </tr>
  );
}

export function LateTable({ onBack }: { readonly onBack: () => void }) {
  const { t } = useTranslation();
  const table = useLate();
  const name = useStatus().status?.user?.name ?? '';
  const [blank, setBlank] = useState(newRow);
  const [cut, setCut] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const { rows, ready, faulty, done } = table;
  const isFull = rows.length >= mostLateRows;

  const onCell = (row: LateRow, column: LateColumn, text: string): void => {
    const next = { ...row, cells: { ...row.cells, [column]: text } };
    if (row.id !== blank.id) return table.change(rows.map((one) => (one.id === row.id ? next : one)));
    setBlank(newRow());
    table.change([...rows, next]);
  };
  const paste = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const names = Object.fromEntries(lateColumns.map((column) => [column, t(`late.column.${column}`)]));
    const pasted = pastedRows(text, names as Record<LateColumn, string>, () => crypto.randomUUID());
    const room = Math.max(0, mostLateRows - rows.length);
    setCut(Math.max(0, pasted.length - room));
    table.change([...rows, ...pasted.slice(0, room)]);
  };
  const move = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing || event.key !== 'Enter' || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      if (ready.length > 0 && !table.busy) void table.submit();
      return;
    }
    const cell = event.target.closest('td');
    const line = cell?.closest('tr');
    const to = event.shiftKey ? line?.previousElementSibling : line?.nextElementSibling;
    to?.querySelectorAll('td')[cell?.cellIndex ?? 1]?.querySelector('input')?.focus();
  };

  return (
    <main className="late">
      <header className="late__head">
        <button type="button" className="act act--quiet" onClick={onBack}>
          {t('late.back')}
        </button>
        <h1>{t('late.title')}</h1>
        <span className="late__by">{t('late.enteredBy', { name })}</span>
      </header>
      <p className="late__hint">{t('late.hint')}</p>
      <p className="late__hint">{t('late.labelHint')}</p>
      {/* Keys and pastes of all cells are taken here. */}
      <div className="late__grid" onPaste={paste} onKeyDown={move}>
        <table>
          <thead>
            <tr>
              <th aria-label="#" />
              {lateColumns.map((column) => (
                <th key={column} scope="col">
                  {t(`late.column.${column}`)}
                </th>
              ))}
              <th scope="col">{t('late.column.state')}</th>
              <th aria-label="×" />
            </tr>
          </thead>
          <tbody ref={body}>
            {[...rows, ...(isFull ? [] : [blank])].map((row, index) => (
              <Row
                key={row.id}
                {...{ row, index, table, onCell }}
                isBlank={row.id === blank.id}
                onRemove={(gone) => table.change(rows.filter(({ id }) => id !== gone.id))}
              />
            ))}
          </tbody>
        </table>
        <datalist id="late-acts">
          {lateActs.map((act) => (
            <option key={act} value={t(`late.act.${act}`)} />
          ))}
        </datalist>
      </div>
      <footer className="late__foot">
        <button type="button" className="act" disabled={rows.length < 2} onClick={table.sort}>
          {t('late.sort')}
        </button>
        <button
          type="button"
          className="act act--main"
          disabled={ready.length === 0 || table.busy}
          onClick={() => void table.submit()}
        >
          {ready.length === 0 ? t('late.nothing') : t('late.submit', { count: ready.length })}
        </button>
        {faulty > 0 && <span className="late__faulty">{t('late.faulty', { count: faulty })}</span>}
        {done > 0 && (
          <span className="late__done" role="status">
            {t('late.done', { count: done })}
          </span>
        )}
        {cut > 0 && <span role="alert">{t('late.full', { most: mostLateRows, cut })}</span>}
        {table.note}
      </footer>
    </main>
  );
}

/** Opens the table; says how many rows wait in it. */
export function LateButton({ onOpen }: { readonly onOpen: () => void }) {
  const { t } = useTranslation();
  const { rows } = useLate();
  return (
    <button type="button" className="act" onClick={onOpen}>
      {rows.length === 0 ? t('late.open') : t('late.openCount', { count: rows.length })}
    </button>
  );
}
