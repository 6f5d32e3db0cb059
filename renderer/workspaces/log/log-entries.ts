/** The duty log as a list: what wrote itself and what people wrote, the newest first, remarks under the line they speak of. Pure. */
import type { RemarkState } from '../../../shared/domain/remark/state.ts';
import type { LogGroup } from '../../../shared/domain/rules/duty-log.ts';
import { logGroupOf } from '../../../shared/domain/rules/duty-log.ts';
import { linesOf } from '../../hall/timeline-lines.ts';
import type { Line, Told } from '../../hall/timeline-lines.ts';

export type Shown = 'all' | LogGroup | 'remarks';

export type LogEntry =
  | {
      readonly is: 'line';
      readonly key: string;
      readonly at: number;
      readonly line: Line;
      readonly remarks: readonly RemarkState[];
    }
  | { readonly is: 'remark'; readonly key: string; readonly at: number; readonly remark: RemarkState };

/** @param remarks Of this night. */
export function entriesOf(events: readonly Told[], remarks: readonly RemarkState[], shown: Shown): readonly LogEntry[] {
  const ofLine = new Map<string, RemarkState[]>();
  const alone: RemarkState[] = [];
  const there = new Set(events.map(({ id }) => id));
  for (const remark of remarks.toSorted((a, b) => a.at - b.at)) {
    const event = remark.about?.kind === 'line' ? remark.about.event : undefined;
    // What it speaks of may not be here, or not for this person: what was written stands all the same.
    if (event === undefined || !there.has(event)) alone.push(remark);
    else ofLine.set(event, [...(ofLine.get(event) ?? []), remark]);
  }
  const lines = linesOf(events).map((line): LogEntry => ({
    is: 'line',
    key: line.id,
    at: line.occurredAt,
    line,
    remarks: ofLine.get(line.id) ?? [],
  }));
  const own = alone.map((remark): LogEntry => ({ is: 'remark', key: remark.id, at: remark.at, remark }));
  const isShown = (entry: LogEntry): boolean => {
    if (shown === 'all') return true;
    if (entry.is === 'remark') return shown === 'remarks';
    return shown === 'remarks' ? entry.remarks.length > 0 : logGroupOf(entry.line.type) === shown;
  };
  return [...lines, ...own].filter(isShown).sort((a, b) => b.at - a.at || (a.key < b.key ? 1 : -1));
}
