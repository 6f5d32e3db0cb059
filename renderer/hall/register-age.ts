/** How old a register is, which says how much its silence is worth (F1). Pure. */
import { hour } from '../../shared/lib/time.ts';

export interface Aged {
  readonly provenance: {
    readonly source: string;
    readonly asOf: number;
    readonly how: 'import' | 'hand' | 'paste' | 'pack';
  };
  readonly withdrawn?: unknown;
}

export interface RegisterAge {
  /** The newest list as a whole; null: entries came one by one only. */
  readonly list: { readonly source: string; readonly asOf: number } | null;
  /** Newest word about any entry; null: there is none. */
  readonly newest: number | null;
  /** Entered one by one since the list. */
  readonly since: number;
  /** Older than the limit, or no list at all: what is missing has to be asked by telephone. */
  readonly stale: boolean;
}

/** @param maxAgeHours Of the pack's policy; undefined: nothing is called old. */
export function ageOf(entries: Iterable<Aged>, now: number, maxAgeHours: number | undefined): RegisterAge {
  let list: { source: string; asOf: number } | null = null;
  let newest: number | null = null;
  const all = [...entries];
  for (const { provenance } of all) {
    const { source, asOf, how } = provenance;
    newest = Math.max(newest ?? asOf, asOf);
    if ((how === 'import' || how === 'pack') && asOf >= (list?.asOf ?? -Infinity)) list = { source, asOf };
  }
  const listed: { source: string; asOf: number } | null = list;
  const from = listed === null ? -Infinity : (listed as { asOf: number }).asOf;
  const since = all.filter(
    ({ provenance: { how, asOf } }) => (how === 'hand' || how === 'paste') && asOf > from,
  ).length;
  return { list: listed, newest, since, stale: maxAgeHours !== undefined && now - from > maxAgeHours * hour };
}

/** Of one entry: whether it is older than the pack's limit. */
export const isStale = (asOf: number, now: number, maxAgeHours: number | undefined): boolean =>
  maxAgeHours !== undefined && now - asOf > maxAgeHours * hour;
