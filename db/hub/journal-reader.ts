/** What can be asked of the journal file through one connection. */
import type {
  CommandAnswer,
  DocumentHead,
  DocumentRecord,
  Due,
  StoredEvent,
  StreamId,
} from '../../shared/lib/journal.ts';
import { genesisHash } from '../../shared/lib/journal.ts';
import type { Wanted } from '../../shared/lib/search-words.ts';
import { must } from '../../shared/lib/must.ts';
import type { Statements } from '../connection.ts';
import type { DocumentQuery } from '../../shared/domain/reads.ts';
import type { DocumentTables, DocumentText } from '../documents/document-store.ts';
import { DocumentStore, labelsOf } from '../documents/document-store.ts';

export interface JournalIdentity {
  readonly journalId: string;
  readonly epoch: number;
}

export interface JournalHead {
  readonly seq: number;
  readonly hash: string;
  readonly at: number;
}

export interface KnownCommand {
  readonly fingerprint: string;
  readonly answer: CommandAnswer;
}

export interface ScopeStep {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface FeedRow extends StoredEvent {
  readonly stream: StreamId;
  readonly version: number;
  readonly scope: ScopeStep;
}

export interface EventRow extends StoredEvent {
  readonly id: string;
  readonly stream: string;
  readonly version: number;
  readonly at: number;
}

export interface DueRow extends Due {
  readonly stream: StreamId;
}

interface FeedColumns extends StoredEvent {
  readonly stream: StreamId;
  readonly version: number;
  readonly before: string | null;
  readonly after: string | null;
}

/** The reads of the journal port; they see what an open transaction of the same connection has written so far. */
export class JournalReader {
  protected readonly statements: Statements;
  protected readonly documentStore: DocumentStore;

  constructor(statements: Statements, tables: DocumentTables) {
    this.statements = statements;
    this.documentStore = new DocumentStore(statements, tables);
  }

  identity(): JournalIdentity {
    const row = this.statements.of<[], JournalIdentity>('SELECT journal_id AS journalId, epoch FROM meta').get();
    return must(row, 'identity of the journal');
  }

  /** Whether the file was made for demonstration or training, where the clock may be set. */
  isDemo(): boolean {
    return this.statements.of<[], { demo: number }>('SELECT demo FROM meta').get()?.demo === 1;
  }

  head(): JournalHead {
    const row = this.statements.of<[], JournalHead>('SELECT seq, hash, at FROM event ORDER BY seq DESC LIMIT 1').get();
    return row ?? { seq: 0, hash: genesisHash, at: 0 };
  }

  streamVersion(stream: StreamId): number {
    const row = this.statements
      .of<[string], { version: number | null }>(
        'SELECT max(version) AS version FROM event WHERE stream = CAST(? AS TEXT)',
      )
      .get(stream);
    return row?.version ?? 0;
  }

  eventsAfter(seq: number, limit: number): readonly StoredEvent[] {
    return this.statements
      .of<[number, number], StoredEvent>(
        'SELECT seq, bytes, hash FROM event WHERE seq > ? ORDER BY seq LIMIT CAST(? AS INTEGER)',
      )
      .all(seq, limit);
  }

  rowsAfter(seq: number, limit: number): readonly EventRow[] {
    return this.statements
      .of<[number, number], EventRow>(
        `SELECT seq, id, stream, version, at, bytes, hash FROM event WHERE seq > ? ORDER BY seq
        LIMIT CAST(? AS INTEGER)`,
      )
      .all(seq, limit);
  }

  feedAfter(seq: number, limit: number): readonly FeedRow[] {
    const rows = this.statements
      .of<[number, number], FeedColumns>(
        `SELECT e.seq AS seq, e.stream AS stream, e.version AS version, e.bytes AS bytes, e.hash AS hash,
          b.labels AS before, a.labels AS after
        FROM event AS e
        LEFT JOIN event_scope AS s ON s.seq = e.seq
        LEFT JOIN scope_set AS b ON b.id = s.before_id
        LEFT JOIN scope_set AS a ON a.id = s.after_id
        WHERE e.seq > ? ORDER BY e.seq LIMIT CAST(? AS INTEGER)`,
      )
      .all(seq, limit);
    return rows.map(({ before, after, ...event }) => ({
      ...event,
      scope: {
        // An event without its scopes must stop the feed: left out, seats would miss it for ever.
        before: labelsOf(must(before, `scope before event ${event.seq}`)),
        after: labelsOf(must(after, `scope after event ${event.seq}`)),
      },
    }));
  }

  eventsOfStream(
    stream: StreamId,
    afterVersion: number,
    through: number = Number.MAX_SAFE_INTEGER,
  ): readonly StoredEvent[] {
    return this.statements
      .of<[string, number, number], StoredEvent>(
        `SELECT seq, bytes, hash FROM event WHERE stream = CAST(? AS TEXT) AND version > ? AND seq <= (? + 0)
        ORDER BY version`,
      )
      .all(stream, afterVersion, through);
  }

  hashAt(seq: number): string | undefined {
    return this.statements.of<[number], { hash: string }>('SELECT hash FROM event WHERE seq = ?').get(seq)?.hash;
  }

  knownCommand(id: string): KnownCommand | undefined {
    const row = this.statements
      .of<[string], { fingerprint: string; answer: string }>(
        'SELECT fingerprint, answer FROM command_answer WHERE id = ?',
      )
      .get(id);
    if (row === undefined) return undefined;
    return { fingerprint: row.fingerprint, answer: JSON.parse(row.answer) as CommandAnswer };
  }

  document(stream: StreamId): DocumentRecord | undefined {
    return this.documentStore.get(stream);
  }

  documents(kind: string, query: DocumentQuery = {}): readonly DocumentRecord[] {
    return this.documentStore.query(kind, query);
  }

  documentHeads(kind: string, query: DocumentQuery = {}): readonly DocumentHead[] {
    return this.documentStore.heads(kind, query);
  }

  findDocuments(kind: string, wanted: Wanted, labels: readonly string[], limit: number): readonly DocumentRecord[] {
    return this.documentStore.find(kind, wanted, labels, limit);
  }

  documentsInScope(labels: readonly string[], after: string, limit: number): readonly DocumentRecord[] {
    return this.documentStore.inScope(labels, after, limit);
  }

  documentTextsInScope(labels: readonly string[], after: string, limit: number): readonly DocumentText[] {
    return this.documentStore.textsInScope(labels, after, limit);
  }

  dueUntil(at: number, limit: number): readonly DueRow[] {
    return this.statements
      .of<[number, number], DueRow>(
        'SELECT stream, rule, at FROM due WHERE at <= ? ORDER BY at, stream, rule LIMIT CAST(? AS INTEGER)',
      )
      .all(at, limit);
  }

  nextDueAt(): number | undefined {
    return this.statements.of<[], { at: number }>('SELECT at FROM due ORDER BY at LIMIT 1').get()?.at;
  }

  reactionCursor(): number {
    const row = this.statements.of<[], { cursor: number }>('SELECT reaction_cursor AS cursor FROM meta').get();
    return must(row, 'reaction cursor').cursor;
  }

  /** What the journal knows of one reference; undefined where it never made it. */
  vaultReference(ref: string): { readonly stream: StreamId; readonly erased: boolean } | undefined {
    const row = this.statements
      .of<[string], { stream: StreamId; erased: number }>('SELECT stream, erased FROM vault_reference WHERE ref = ?')
      .get(ref);
    return row && { stream: row.stream, erased: row.erased === 1 };
  }

  /** In the order of the references. */
  vaultReferences(): readonly { readonly ref: string; readonly erased: boolean }[] {
    return this.statements
      .of<[], { ref: string; erased: number }>('SELECT ref, erased FROM vault_reference ORDER BY ref')
      .all()
      .map(({ ref, erased }) => ({ ref, erased: erased === 1 }));
  }
}
