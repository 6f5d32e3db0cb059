/**
 * What is found by words: of each kind that has something to be found by, the texts of its documents and an index of
 * their words, in the same file and written in the same transaction as the documents. Like these it is derived and may be
 * dropped and made again.
 *
 * The index holds no positions: it names candidates, and the texts say whether they hold what was typed. Scope labels are
 * words of it too, or a squad would wait while everybody else's candidates are gone through; that a document is in scope
 * is then asked of its scope itself.
 */
import type { Searched } from '../../shared/domain/rules/searched.ts';
import { holdsWhole } from '../../shared/domain/rules/labels.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import type { Wanted } from '../../shared/lib/search-words.ts';
import { normalised, spokenWords, wordsOf } from '../../shared/lib/search-words.ts';
import type { Statements } from '../connection.ts';
import { spokenOf, withFigures } from './spelling.ts';

const entries = (kind: string): string => `"search_${kind}"`;
const index = (kind: string): string => `"search_words_${kind}"`;

/** Makes the tables of a kind where there are none. */
export function createSearchTables(statements: Statements, kind: string): void {
  statements.db.exec(`
    CREATE TABLE IF NOT EXISTS ${entries(kind)} (
      id INTEGER PRIMARY KEY,
      stream TEXT NOT NULL UNIQUE,
      scope_id INTEGER NOT NULL REFERENCES scope_set (id),
      text TEXT NOT NULL
    ) STRICT;
    CREATE VIRTUAL TABLE IF NOT EXISTS ${index(kind)}
      USING fts5(words, content='', contentless_delete=1, detail=none, tokenize='ascii');
  `);
}

export function dropSearchTables(statements: Statements, kind: string): void {
  statements.db.exec(`DROP TABLE IF EXISTS ${entries(kind)}; DROP TABLE IF EXISTS ${index(kind)}`);
}

/** A sign that no word of a text has: they are letters and digits only. */
const labelSign = '§';

/** A label as a word. Two labels may become one: what is found is held against the scope itself. */
const labelWord = (label: string): string => labelSign + label.replace(/[^A-Za-z0-9]/g, '_').replaceAll('_', 'zz');

/** Spellings are made for each commit that touches a document, and most of them again. */
const mostFields = 20_000;

interface Field {
  readonly lines: readonly string[];
  readonly words: readonly string[];
}

const fields = new Map<string, Field>();

function nameField(name: string): Field {
  const known = fields.get(name);
  if (known !== undefined) return known;
  const plain = normalised(name);
  const figures = normalised(withFigures(name));
  const spoken = spokenOf(name);
  const words = wordsOf(plain);
  if (figures !== plain) wordsOf(figures, words);
  const lines = figures === plain ? [plain] : [plain, figures];
  if (spoken !== undefined) {
    spokenWords(spoken, words);
    lines.push(spoken.initials, spoken.syllables.join(''));
  }
  const made = { lines, words: [...words] };
  if (fields.size >= mostFields) fields.clear();
  fields.set(name, made);
  return made;
}

const said = (values: readonly (string | null | undefined)[]): string[] => [
  ...new Set(values.filter((value) => typeof value === 'string' && value !== '') as string[]),
];

/** Lines that are looked through, and the words they are found by. */
export function entryOf({ texts, names }: Searched): { readonly text: string; readonly words: Set<string> } {
  const words = new Set<string>();
  const lines = new Set<string>();
  for (const text of said(texts)) {
    const plain = normalised(text);
    lines.add(plain);
    wordsOf(plain, words);
  }
  for (const name of said(names)) {
    const field = nameField(name);
    for (const line of field.lines) lines.add(line);
    for (const word of field.words) words.add(word);
  }
  lines.delete('');
  return { text: [...lines].join('\n'), words };
}

interface EntryRow {
  readonly id: number;
  readonly scopeId: number;
  readonly text: string;
}

/** Reads and writes the search tables through one connection. */
export class SearchIndex {
  readonly #statements: Statements;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** @param searched Null: the document is not to be found, or no longer. */
  put(kind: string, stream: StreamId, searched: Searched | null, scopeId: number, labels: readonly string[]): void {
    if (searched === null) {
      this.remove(kind, stream);
      return;
    }
    const { text, words } = entryOf(searched);
    const before = this.#entry(kind, stream);
    // Most of what happens to a document changes no word of it.
    if (before?.text === text && before.scopeId === scopeId) return;
    const id = this.#setEntry(kind, stream, scopeId, text, before);
    this.#statements
      .of<[number, string]>(`INSERT OR REPLACE INTO ${index(kind)} (rowid, words) VALUES (?, ?)`)
      .run(id, [...words, ...labels.map(labelWord)].join(' '));
  }

  /** No error where it was not to be found. */
  remove(kind: string, stream: StreamId): void {
    const before = this.#entry(kind, stream);
    if (before === undefined) return;
    this.#statements.of<[number]>(`DELETE FROM ${index(kind)} WHERE rowid = ?`).run(before.id);
    this.#statements.of<[number]>(`DELETE FROM ${entries(kind)} WHERE id = ?`).run(before.id);
  }

  clear(kind: string): void {
    this.#statements.of<[string]>(`INSERT INTO ${index(kind)} (${index(kind)}) VALUES (?)`).run('delete-all');
    this.#statements.of<[]>(`DELETE FROM ${entries(kind)}`).run();
  }

  /**
   * Streams of documents that hold all that is wanted, those that came last first.
   * @param labels Only documents whose scope meets them; null: whatever this file holds is for who asks.
   */
  find(kind: string, wanted: Wanted, labels: readonly string[] | null, limit: number): readonly StreamId[] {
    const ours = labels === null || holdsWhole(kind, labels) ? [] : labels;
    if (labels?.length === 0) return [];
    const match = wanted.words.map((word) => `"${word}"`);
    if (ours.length > 0) match.unshift(`(${ours.map((label) => `"${labelWord(label)}"`).join(' OR ')})`);
    const holds = wanted.terms.map(() => 'AND instr(e.text, ?) > 0').join(' ');
    const scope =
      labels === null
        ? ''
        : `AND e.scope_id IN (SELECT l.set_id FROM scope_label AS l WHERE l.label IN (SELECT value FROM json_each(?)))`;
    return this.#statements
      .of<(string | number)[], { stream: StreamId }>(
        `SELECT e.stream AS stream FROM ${index(kind)} AS w CROSS JOIN ${entries(kind)} AS e ON e.id = w.rowid
        WHERE ${index(kind)} MATCH ? ${holds} ${scope} ORDER BY w.rowid DESC LIMIT CAST(? AS INTEGER)`,
      )
      .all(match.join(' AND '), ...wanted.terms, ...(labels === null ? [] : [JSON.stringify(labels)]), limit)
      .map(({ stream }) => stream);
  }

  #entry(kind: string, stream: StreamId): EntryRow | undefined {
    return this.#statements
      .of<[string], EntryRow>(`SELECT id, scope_id AS scopeId, text FROM ${entries(kind)} WHERE stream = ?`)
      .get(stream);
  }

  #setEntry(kind: string, stream: StreamId, scopeId: number, text: string, before: EntryRow | undefined): number {
    if (before === undefined) {
      const added = this.#statements
        .of<[string, number, string]>(`INSERT INTO ${entries(kind)} (stream, scope_id, text) VALUES (?, ?, ?)`)
        .run(stream, scopeId, text);
      return Number(added.lastInsertRowid);
    }
    this.#statements
      .of<[number, string, number]>(`UPDATE ${entries(kind)} SET scope_id = ?, text = ? WHERE id = ?`)
      .run(scopeId, text, before.id);
    return before.id;
  }
}
