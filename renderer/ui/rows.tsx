/**
 * A table of rows, by page where they are many. A plain one: antd's own measures scroll bars with a style that the policy
 * of the page does not let in.
 */
import { useState } from 'react';
import type { ReactNode } from 'react';
import { Pagination } from 'antd';
import { useTranslation } from 'react-i18next';
import './rows.css';

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => ReactNode;
  /** Figures stand at the right. */
  readonly right?: boolean;
  /** The title is for those who listen to the page alone. */
  readonly untitled?: boolean;
}

interface Props<T> {
  /** Undefined: not told yet. */
  readonly rows: readonly T[] | undefined;
  readonly idOf: (row: T) => string | number;
  readonly columns: readonly Column<T>[];
  readonly empty: string;
  readonly pageSize?: number;
  readonly chosen?: string | number | undefined;
  readonly onPick?: (row: T) => void;
}

export function Rows<T>({ rows, idOf, columns, empty, pageSize = 20, chosen, onPick }: Props<T>) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(1);
  const all = rows ?? [];
  const page = Math.min(wanted, Math.max(1, Math.ceil(all.length / pageSize)));
  const shown = all.slice((page - 1) * pageSize, page * pageSize);
  return (
    <div className="rows">
      <table className="rows__table" aria-busy={rows === undefined}>
        <thead>
          <tr>
            {columns.map(({ title, right, untitled }) => (
              <th key={title} scope="col" className={right === true ? 'rows__right' : ''}>
                {untitled === true ? <span className="unseen">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const id = idOf(row);
            return (
              <tr
                key={id}
                className={id === chosen ? 'rows__row rows__row--chosen' : 'rows__row'}
                onClick={onPick === undefined ? undefined : () => onPick(row)}
              >
                {columns.map(({ title, of, right }) => (
                  <td key={title} className={right === true ? 'rows__right' : ''}>
                    {of(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {all.length === 0 && (
            <tr>
              <td colSpan={columns.length} className="rows__empty">
                {rows === undefined ? t('system.waiting') : empty}
              </td>
            </tr>
          )}
        </tbody>
      </table>
      {all.length > pageSize && (
        <Pagination
          size="small"
          current={page}
          pageSize={pageSize}
          total={all.length}
          showSizeChanger={false}
          onChange={setWanted}
        />
      )}
    </div>
  );
}
