/** The rows of a late table as the seat keeps them for whoever types, and their way to the hub. */
import { useCallback, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Json } from '../../../shared/lib/json.ts';
import type { OutboxEntry, RequestOf } from '../../../shared/wire/seat-api.ts';
import { useHall } from '../../hall/hall.tsx';
import { useKept } from '../../hall/kept.tsx';
import { useOffset } from '../../hall/offset.ts';
import { codeText } from '../../i18n/say.ts';
import type { Section } from '../../i18n/say.ts';
import { useHubTime, useOutbox, useSeat } from '../../seat-client/hooks.ts';
import { SeatLost } from '../../seat-client/seat-client.ts';
import type { LateAct, LateAround, LateChecked, LateCommand, LateRow } from './late-rows.ts';
import { byTime, checkLate, emptyCells, lateActs, lateColumns } from './late-rows.ts';

export const mostLateRows = 60;
const draftName = 'shift:late';

/** Where the words of what more is said of an act stand. */
export const detailWords: { readonly [A in LateAct]?: Section } = {
  ...{ received: 'source', outcome: 'outcome', phoned: 'phoneResult', contacted: 'contactWay', replied: 'replyWay' },
};

export const newRow = (): LateRow => ({ id: crypto.randomUUID(), cells: emptyCells, entries: [] });

function keptRows(value: Json): readonly LateRow[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly Json[]).flatMap((one): LateRow[] => {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) return [];
    const { id, cells, entries } = one as Record<string, unknown>;
    if (typeof id !== 'string' || typeof cells !== 'object' || cells === null) return [];
    const typed = cells as Record<string, unknown>;
    const texts = lateColumns.map((column) => [column, typeof typed[column] === 'string' ? typed[column] : '']);
    const sent = Array.isArray(entries) ? entries.filter((entry): entry is string => typeof entry === 'string') : [];
    return [{ id, cells: Object.fromEntries(texts) as LateRow['cells'], entries: sent }];
  });
}

export type LateState =
  | { readonly is: 'typed' }
  | { readonly is: 'waiting' }
  | { readonly is: 'refused'; readonly refusal: NonNullable<OutboxEntry['refusal']> }
  | { readonly is: 'heldBack' }
  | { readonly is: 'done' };

/** What the seat shows no more is settled. */
const isTaken = (entry: OutboxEntry | undefined): boolean => entry === undefined || entry.state === 'acknowledged';

/** How far a row is; what the seat shows no more is settled. */
function stateOf({ entries }: LateRow, outbox: ReadonlyMap<string, OutboxEntry>): LateState {
  if (entries.length === 0) return { is: 'typed' };
  const own = entries.flatMap((id) => outbox.get(id) ?? []);
  const refusal = own.find(({ state }) => state === 'refused')?.refusal ?? null;
  if (refusal !== null) return { is: 'refused', refusal };
  if (own.some(({ state }) => state === 'heldBack')) return { is: 'heldBack' };
  return own.some(({ state }) => state === 'pending' || state === 'sending' || state === 'asking')
    ? { is: 'waiting' }
    : { is: 'done' };
}

export interface LateTableOf {
  readonly rows: readonly LateRow[];
  readonly checked: ReadonlyMap<string, LateChecked>;
  readonly states: ReadonlyMap<string, LateState>;
  /** Rows that can go now. */
  readonly ready: readonly LateChecked[];
  readonly faulty: number;
  readonly done: number;
  readonly note: ReactNode;
  readonly busy: boolean;
  /** What a row was not taken for at this seat, by row. */
  readonly invalid: ReadonlyMap<string, string>;
  readonly change: (rows: readonly LateRow[]) => void;
  readonly sort: () => void;
  readonly submit: () => Promise<void>;
}

function useAround(): LateAround {
  const { t } = useTranslation();
  const now = useHubTime();
  const offset = useOffset();
  const { incidents, units, assignments } = useHall();
  return useMemo(
    () => ({
      ...{ now, offset },
      incidents: Array.from(incidents.values(), ({ state: { id, number, receivedAt } }) => ({
        id,
        number,
        receivedAt,
      })),
      units: Array.from(units.values(), ({ state: { id, name, jobs } }) => ({ id, name, isBusy: jobs.length > 0 })),
      assignments: Array.from(assignments.values(), ({ state }) => state)
        .sort((a, b) => a.assigned.at - b.assigned.at)
        .map(({ id, incident, unit }) => ({ id, incident, unit })),
      words: {
        act: Object.fromEntries(lateActs.map((act) => [act, t(`late.act.${act}`)])),
        detail: (act, code) => {
          const section = detailWords[act];
          return section === undefined ? code : codeText(t, section, code);
        },
      },
    }),
    [now, offset, incidents, units, assignments, t],
  );
}

export function useLate(): LateTableOf {
  const { t } = useTranslation();
  const seat = useSeat();
  const { draft, type, note } = useKept(draftName);
  const around = useAround();
  const entries = useOutbox();
  const [busy, setBusy] = useState(false);
  const [invalid, setInvalid] = useState<ReadonlyMap<string, string>>(new Map());
  const all = useMemo(() => keptRows(draft.value), [draft.value]);
  const outbox = useMemo(() => new Map(entries.map((entry) => [entry.id, entry])), [entries]);
  const states = useMemo(() => new Map(all.map((row) => [row.id, stateOf(row, outbox)])), [all, outbox]);
  const isDone = useCallback((row: LateRow) => states.get(row.id)?.is === 'done', [states]);
  const checked = useMemo(
    () => new Map(checkLate(all, around, (name) => t('late.writer', { name })).map((one) => [one.row.id, one])),
    [all, around, t],
  );
  const rows = all.filter((row) => !isDone(row));
  const isToGo = (one: LateChecked): boolean => states.get(one.row.id)?.is !== 'waiting' && !isDone(one.row);
  const open = [...checked.values()].filter(isToGo);
  const ready = open.filter(({ commands }) => commands.length > 0);

  /** Rows that are done stay, unseen, as others may speak of their orders; with the last of those they go. */
  const change = (next: readonly LateRow[]): void => {
    const done = rows.length === 0 ? [] : all.filter(isDone);
    const kept = [...done, ...next];
    type(kept.length === 0 ? null : (kept as unknown as Json));
  };

  async function give(
    command: LateCommand,
    lane: RequestOf<'submit'>['lane'],
  ): Promise<{ entry: string } | { wrong: string }> {
    const answer =
      command.as === 'takeIn'
        ? await seat.request('takeIn', command.body)
        : await seat.request('submit', {
            ...{ type: command.type, data: command.data as RequestOf<'submit'>['data'], basedOn: {} },
            ...(lane === undefined ? {} : { lane }),
          });
    if (answer.status === 'queued') return { entry: answer.entry };
    return { wrong: answer.status === 'invalid' ? answer.field : answer.status };
  }

  async function submit(): Promise<void> {
    setBusy(true);
    const wrong = new Map<string, string>();
    const sent = new Map<string, readonly string[]>();
    try {
      for (const { row, incident, commands } of ready) {
        const own: string[] = [];
        for (const [i, command] of commands.entries()) {
          const before = row.entries[i];
          // What the hub has is not told twice.
          if (before !== undefined && isTaken(outbox.get(before))) {
            own.push(before);
            continue;
          }
          if (before !== undefined) await seat.request('settle', { entry: before, how: 'discard' });
          // Rows of one incident leave one after the other: a row that is refused holds back those after it.
          const given = await give(command, `incident/${incident ?? ''}`);
          if ('wrong' in given) {
            wrong.set(row.id, given.wrong);
            break;
          }
          own.push(given.entry);
        }
        if (own.length > 0) sent.set(row.id, own);
        if (wrong.size > 0) break;
      }
    } catch (error) {
      if (!(error instanceof SeatLost)) throw error;
    } finally {
      setInvalid(wrong);
      type(all.map((row) => ({ ...row, entries: sent.get(row.id) ?? row.entries })) as unknown as Json);
      setBusy(false);
    }
  }

  return {
    ...{ rows, checked, states, ready, note, busy, invalid, change, submit },
    faulty: open.length - ready.length,
    done: all.length - rows.length,
    sort: () => change(byTime(rows, around)),
  };
}
