/** The reply list of a night as a workbook, one source at a time, under the names that its own list gave the columns. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SheetData } from 'write-excel-file/universal';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { TFunction } from '../../hall/types.ts';
import { useDocuments, useSeat } from '../../seat-client/hooks.ts';
import type { SeatClient } from '../../seat-client/seat-client.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import { saveBlob } from '../../ui/save-file.ts';
import { ordersOf, quotedRefs, replyColumns, replyRow } from './reply-list.ts';
import type { ReplyColumn, ReplyRow } from './reply-list.ts';

interface Props {
  readonly incidents: readonly IncidentState[];
  /** `2026-11-21` */
  readonly night: string;
  readonly offset: number;
  /** Whether the person may read what callers were told. */
  readonly mayRead: boolean;
}

type Source = IncidentState['source'];

interface Done {
  readonly source: Source;
  readonly rows: number;
  readonly unread: number;
}

/** Looks at a time: each is noted at the hub, and others want answers too. */
const lookedAtOnce = 4;
/** Characters of a column; what is longer goes on in further lines of its cell. */
const widths: { readonly [C in ReplyColumn]?: number } = { headline: 34, replyText: 60, returned: 24 };

/** What callers were told, as far as it may be read; null where not. */
async function wordsOf(seat: SeatClient, refs: readonly string[], reason: string): Promise<Map<string, string | null>> {
  const words = new Map<string, string | null>();
  const look = async (ref: string): Promise<void> => {
    const answer = await seat.request('personal', { ref, reason }).catch((error: unknown) => {
      if (error instanceof SeatLost) return undefined;
      throw error;
    });
    const text = answer?.status === 'content' ? (answer.content as { readonly text?: unknown }).text : undefined;
    words.set(ref, answer?.status === 'content' ? (typeof text === 'string' ? text : '') : null);
  };
  for (let at = 0; at < refs.length; at += lookedAtOnce) await Promise.all(refs.slice(at, at + lookedAtOnce).map(look));
  return words;
}

/** Every cell a text: a number of twenty digits stays what it is, and nothing in it is ever taken for a formula. */
function sheetOf(rows: readonly ReplyRow[], heads: { readonly [C in ReplyColumn]: string }): SheetData {
  const text = (value: string) => ({ value, type: String, wrap: true, alignVertical: 'top' as const });
  return [
    replyColumns.map((column) => ({ value: heads[column], type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => replyColumns.map((column) => (row[column] === '' ? null : text(row[column])))),
  ];
}

async function save(name: string, sheet: string, data: SheetData): Promise<void> {
  // Of use to one button: not of the first screen's weight.
  const { default: write } = await import('write-excel-file/universal');
  const columns = replyColumns.map((column) => ({ width: widths[column] ?? 18 }));
  const blob = await write(data, { sheet, columns, stickyRowsCount: 1 }).toBlob();
  saveBlob(name, blob);
}

function headsOf(t: TFunction, own: Readonly<Record<string, string | undefined>>): { [C in ReplyColumn]: string } {
  const heads = Object.fromEntries(replyColumns.map((column) => [column, t(`shift.replyList.column.${column}`)]));
  // The hotline finds its rows again by the names it gave them.
  const { externalId, receivedAt } = own;
  return { ...heads, ...(externalId && { externalId }), ...(receivedAt && { receivedAt }) } as {
    [C in ReplyColumn]: string;
  };
}

export function ReplyExport({ incidents, night, offset, mayRead }: Props) {
  const { t, i18n } = useTranslation();
  const seat = useSeat();
  const { documents } = useDocuments('import');
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Done>();
  const sources = [...new Set(incidents.filter(({ externalId }) => externalId !== null).map(({ source }) => source))];
  if (sources.length === 0) return null;

  const make = async (source: Source): Promise<void> => {
    const chinese = i18n.getFixedT('zh-CN');
    const orders = ordersOf(incidents, source);
    const refs = mayRead ? quotedRefs(orders) : [];
    const words = await wordsOf(seat, refs, chinese('shift.replyList.reason'));
    const rows = orders.map((incident) => replyRow(incident, words, offset, chinese));
    const own = documents.find(({ state }) => state.id === 'orders')?.state.runs[0]?.columns ?? {};
    const name = chinese(`source.${source}`);
    const title = chinese('shift.replyList.file', { source: name, night });
    await save(`${title}.xlsx`, name, sheetOf(rows, headsOf(chinese, own)));
    const unread = quotedRefs(orders).filter((ref) => typeof words.get(ref) !== 'string').length;
    setDone({ source, rows: rows.length, unread });
  };

  return (
    <div className="shift__replies">
      {sources.map((source) => (
        <button
          key={source}
          type="button"
          className="act"
          disabled={busy}
          onClick={() => {
            setBusy(true);
            setDone(undefined);
            void make(source).finally(() => setBusy(false));
          }}
        >
          {t('shift.replyList.export', { source: t(`source.${source}`), rows: ordersOf(incidents, source).length })}
        </button>
      ))}
      {done !== undefined && (
        <span role="status">
          {t(done.unread === 0 ? 'shift.replyList.done' : 'shift.replyList.doneUnread', {
            source: t(`source.${done.source}`),
            rows: done.rows,
            unread: done.unread,
          })}
        </span>
      )}
    </div>
  );
}
