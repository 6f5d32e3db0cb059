/**
 * Folding the feed into a seat's cache: from checked batches to documents on disk and their digest. The yardstick writes
 * the same rows, already serialised, in the same batches into the same tables; it folds, compares and hashes nothing.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Connection } from '../../db/connection.ts';
import { Applier } from '../../seat/runtime/applier.ts';
import { digestOf } from '../../seat/runtime/digest-checks.ts';
import type { IncomingBatch } from '../../seat/runtime/incoming.ts';
import type { CachePlace } from '../../seat/runtime/ports.ts';
import { evolveDocument } from '../../shared/domain/catalog.ts';
import { digestParts } from '../../shared/lib/digest.ts';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import { genesisHash } from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { benchKinds, eventsPerIncident, hashAt, incidentTable, openAtOnce, shiftEvents } from './domain.ts';
import { inTempFolder } from './folders.ts';
import { foldKey, insertEvent, openCache, openRaw, settingsOf } from './raw-cache.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, rounds } from './statistics.ts';

const eventCount = 20_000;
const batchSize = 500;
const roundCount = 7;
const goal = 0.5;

type Value = string | number | null;

/** Rows of one batch, ready to be written. */
interface RawBatch {
  readonly events: readonly (readonly Value[])[];
  readonly documents: readonly (readonly Value[])[];
  readonly place: readonly Value[];
}

interface Outcome {
  readonly ms: number;
  readonly digest: string;
  readonly documents: number;
  /** Over the bytes of all events as they are read back. */
  readonly events: string;
}

const sha256 = (parts: Iterable<string>): string => {
  const sum = createHash('sha256');
  for (const part of parts) sum.update(part, 'utf8');
  return sum.digest('hex');
};

const firstPlace: CachePlace = {
  ...{ journalId: 'bench', epoch: 1, lastSeq: 0, lastHash: genesisHash, foldKey, labels: ['bureau'], user: 'bench' },
  ...{ asOf: 0, clock: { hub: 0, machine: 0, rate: 1 } },
};

function batchesOf(events: readonly EventEnvelope[]): readonly IncomingBatch[] {
  const batches: IncomingBatch[] = [];
  for (let from = 0; from < events.length; from += batchSize) {
    const items = events.slice(from, from + batchSize).map((event) => ({
      ...{ kind: 'event' as const, event },
      bytes: JSON.stringify(event),
    }));
    const seq = from + items.length;
    batches.push({ items, through: { seq, hash: hashAt(seq) }, hubTime: seq });
  }
  return batches;
}

/** As the product writes them, made beforehand. */
function rawBatches(batches: readonly IncomingBatch[]): readonly RawBatch[] {
  const applier = new Applier(benchKinds, () => ({ document: () => undefined }));
  let place = firstPlace;
  return batches.map((batch) => {
    const change = applier.change([batch], place);
    applier.keep(change);
    ({ place } = change);
    return {
      events: change.events.map(({ seq, stream, version, bytes }) => [seq, stream, version, bytes]),
      documents: change.put.map(({ stream, version, seq, state }) => [
        ...[stream, version, seq, 1, canonicalJson(state)],
        ...Object.values(incidentTable.columns).map((column) => column.of(state)),
      ]),
      place: [place.lastSeq, place.lastHash, place.asOf],
    };
  });
}

function readBack(db: Connection, ms: number): Outcome {
  type Document = { readonly stream: string; readonly version: number; readonly body: string };
  const documents = db
    .prepare<[], Document>('SELECT stream, version, body FROM document_complaint ORDER BY stream')
    .all();
  const bytes = db.prepare<[], { bytes: string }>('SELECT bytes FROM event ORDER BY seq').all();
  return {
    ms,
    digest: sha256(digestParts(documents)),
    documents: documents.length,
    events: sha256(bytes.map((row) => row.bytes)),
  };
}

function ours(file: string, batches: readonly IncomingBatch[]): Outcome {
  const store = openCache(file);
  const applier = new Applier(benchKinds, () => store);
  let place = firstPlace;
  const started = performance.now();
  for (const batch of batches) {
    const change = applier.change([batch], place);
    store.apply(change);
    applier.keep(change);
    ({ place } = change);
  }
  const own = digestOf(store, { sha256 });
  const ms = performance.now() - started;
  store.close();
  const db = openRaw(file);
  const outcome = readBack(db, ms);
  db.close();
  check(own.sha256 === outcome.digest && own.count === outcome.documents, 'the seat’s digest is that of the file');
  return outcome;
}

function yardstick(file: string, batches: readonly RawBatch[]): Outcome & { readonly settings: string } {
  const db = openRaw(file);
  db.exec(`INSERT INTO scope_set (id, labels) VALUES (1, '["bureau"]')`);
  db.exec(`INSERT INTO place VALUES (1, 'bench', 1, 0, '', '["bureau"]', 'bench', 0, 0, 0, 1)`);
  const event = db.prepare<Value[]>(insertEvent);
  const names = ['stream', 'version', 'seq', 'scope_id', 'body', ...Object.keys(incidentTable.columns)];
  const document = db.prepare<Value[]>(
    `INSERT INTO document_complaint (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})
    ON CONFLICT (stream) DO UPDATE SET ${names
      .slice(1)
      .map((name) => `${name} = excluded.${name}`)
      .join(', ')}`,
  );
  const place = db.prepare<Value[]>('UPDATE place SET last_seq = ?, last_hash = ?, as_of = ?');
  const started = performance.now();
  for (const batch of batches) {
    db.transaction(() => {
      for (const row of batch.events) event.run(...row);
      for (const row of batch.documents) document.run(...row);
      place.run(...batch.place);
    }).immediate();
  }
  const ms = performance.now() - started;
  const outcome = { ...readBack(db, ms), settings: settingsOf(db) };
  db.close();
  return outcome;
}

/** What the documents must be, by folding every event and nothing else. */
function expected(events: readonly EventEnvelope[]): Omit<Outcome, 'ms'> {
  const held = new Map<string, { readonly stream: string; readonly version: number; readonly state: unknown }>();
  for (const event of events) {
    const { stream, version } = event;
    held.set(stream, { stream, version, state: evolveDocument(held.get(stream)?.state, event, benchKinds) });
  }
  const documents = [...held.values()]
    .sort((a, b) => (a.stream < b.stream ? -1 : 1))
    .map(({ stream, version, state }) => ({ stream, version, body: canonicalJson(state) }));
  return {
    digest: sha256(digestParts(documents)),
    documents: documents.length,
    events: sha256(events.map((event) => JSON.stringify(event))),
  };
}

export function seatApply(): Promise<Measured> {
  return inTempFolder((folder) => {
    const events = shiftEvents(eventCount);
    const batches = batchesOf(events);
    const raw = rawBatches(batches);
    const right = expected(events);
    const own: number[] = [];
    const least: number[] = [];
    let settings = '';
    // One round more than counted: the first compiles.
    for (let round = 0; round <= roundCount; round += 1) {
      const mine = ours(join(folder, `ours-${round}.sqlite`), batches);
      const bare = yardstick(join(folder, `yardstick-${round}.sqlite`), raw);
      for (const [side, outcome] of [['ours', mine] as const, ['yardstick', bare] as const]) {
        check(outcome.documents === right.documents, `${side}: ${outcome.documents} documents`);
        check(outcome.digest === right.digest, `${side}: the digest of the documents`);
        check(outcome.events === right.events, `${side}: the events read back`);
      }
      ({ settings } = bare);
      if (round === 0) continue;
      own.push(eventCount / (mine.ms / 1_000));
      least.push(eventCount / (bare.ms / 1_000));
    }
    const ratio = median(own.map((rate, round) => rate / (least[round] ?? Infinity)));
    const bytes = (rows: readonly (readonly Value[])[], column: number): number =>
      rows.reduce((sum, row) => sum + Buffer.byteLength(String(row[column])), 0) / rows.length;
    const documents = raw.flatMap((batch) => batch.documents);
    const row = {
      ...{ name: 'seat-apply', ours: figure(median(own), 'events/s'), yardstick: figure(median(least), 'events/s') },
      ...{ ratio, goal: `≥ ${goal} of it`, pass: ratio >= goal },
    };
    return {
      row,
      notes: [
        `${eventCount} events in batches of ${batchSize}, ${eventsPerIncident} to a document, ${openAtOnce} documents open at once`,
        `${documents.length} document rows written, ${right.documents} in the end; ratio: median of the rounds’ ratios`,
        `mean event ${bytes(
          raw.flatMap((batch) => batch.events),
          3,
        ).toFixed(0)} B, mean document ${bytes(documents, 4).toFixed(0)} B`,
        `both: ${settings}`,
        rounds('ours', own, 'events/s'),
        rounds('yardstick', least, 'events/s'),
      ],
    };
  });
}
