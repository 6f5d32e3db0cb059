import { splitStream } from '../../lib/journal.ts';
import type { Kind } from '../kernel.ts';
import { importEvents } from './events.ts';
import type { ImportEvent, ImportedThing } from './events.ts';
import type { ImportState } from './state.ts';

const keptRuns = 100;

export const importKind: Kind<ImportState, ImportEvent> = {
  kind: 'import',
  fold: 1,
  events: importEvents,
  evolve(state, { data, meta }) {
    const run = { ...data, id: meta.id, at: meta.occurredAt, by: { user: meta.by.user, seat: meta.by.seat } };
    const id = splitStream(meta.stream).id as ImportedThing;
    return { id, runs: [run, ...(state?.runs ?? [])].slice(0, keptRuns) };
  },
  scope: () => ['imports'],
  dues: () => [],
};
