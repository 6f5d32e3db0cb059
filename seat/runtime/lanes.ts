/** Which entries of the outbox wait for which: entries of one lane leave one after the other, lanes wait for nobody. */
import type { CommandEnvelope } from '../../shared/lib/journal.ts';
import type { OutboxRow } from './ports.ts';

/** The lane of a command whose sender names none: the first stream it was based on, or one of its own. */
export function laneOf(command: Pick<CommandEnvelope, 'id' | 'basedOn'>): string {
  return Object.keys(command.basedOn)[0] ?? `entry/${command.id}`;
}

/** What one another waits for: lanes of two people are two. */
export function laneKey({ user, lane }: Pick<OutboxRow, 'user' | 'lane'>): string {
  return `${user} ${lane}`;
}

/** Whether the entry is still to leave. */
export function isOpen(row: OutboxRow): boolean {
  return row.state === 'pending' || row.state === 'asking';
}

/**
 * Entries that were made in the belief that this one would be carried out: later ones of the same lane that are still to
 * leave and are based on a stream that it, or one of them, is based on. A command based on nothing says nothing about
 * what it depends on, and counts as depending.
 * @param rows In the order they were made.
 */
export function dependents(rows: readonly OutboxRow[], entry: OutboxRow): readonly OutboxRow[] {
  const at = rows.findIndex(({ id }) => id === entry.id);
  const key = laneKey(entry);
  const chain = new Set(Object.keys(entry.command.basedOn));
  const found: OutboxRow[] = [];
  for (const row of rows.slice(at + 1)) {
    if (!isOpen(row) || laneKey(row) !== key) continue;
    const streams = Object.keys(row.command.basedOn);
    if (streams.length > 0 && chain.size > 0 && !streams.some((stream) => chain.has(stream))) continue;
    for (const stream of streams) chain.add(stream);
    found.push(row);
  }
  return found;
}
