/** The duty log of a night, out of the journal: what a log tells, of streams whose timeline the person may read. */
import { loggedTypes } from '../../shared/domain/rules/duty-log.ts';
import { meets } from '../../shared/domain/rules/labels.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import { enteredWithin } from '../../shared/wire/duty-log.ts';
import type { LogLine } from '../../shared/wire/duty-log.ts';
import type { Rights } from '../accounts/rights.ts';
import { seqAt } from '../as-of/as-of.ts';
import type { JournalReads } from '../journal/store.ts';
import type { ReadEvent } from '../journal/upcast.ts';
import type { LogAsk, OfficeHandlers } from './port.ts';
import { granted } from './port.ts';

export interface LogDeps {
  readonly journal: Pick<JournalReads, 'head' | 'rowsAfter' | 'document'>;
  readonly readEvent: ReadEvent;
  readonly rights: Pick<Rights, 'labelsTo'>;
}

/** Events looked at for one answer: some twenty milliseconds, in which nothing else is done. */
const slice = 1_000;

export function logHandlers({ journal, readEvent, rights }: LogDeps): Pick<OfficeHandlers, LogAsk> {
  return {
    dutyLog({ from, to, after }, { account }) {
      const labels = rights.labelsTo(account.id, 'history');
      const known = new Map<StreamId, boolean>();
      const isTheirs = (stream: StreamId): boolean => {
        const held = known.get(stream);
        if (held !== undefined) return held;
        const document = journal.document(stream);
        const theirs = document !== undefined && meets(document.scope, labels);
        known.set(stream, theirs);
        return theirs;
      };
      const start = Math.max(after, seqAt(journal, from - 1));
      const rows = journal.rowsAfter(start, slice);
      const lines: LogLine[] = [];
      for (const row of rows) {
        if (row.at >= to + enteredWithin) return granted({ lines, through: row.seq - 1, done: true });
        const event = readEvent(row);
        const isOfIt = loggedTypes.has(event.type) && event.occurredAt >= from && event.occurredAt < to;
        if (!isOfIt || !isTheirs(event.stream)) continue;
        const { id, seq, stream, type, at, occurredAt, by, cause } = event;
        lines.push({ id, seq, stream, type, at, occurredAt, by, cause, data: event.data as LogLine['data'] });
      }
      return granted({ lines, through: rows.at(-1)?.seq ?? start, done: rows.length < slice });
    },
  };
}
