/** What a stopped hub of the product has left, held against what it had answered. */
import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import { verifyJournal } from '../../hub/journal/verify.ts';
import { catalog, evolveDocument, scopeOf } from '../../shared/domain/catalog.ts';
import { meets } from '../../shared/domain/rules/labels.ts';
import { digestParts } from '../../shared/lib/digest.ts';
import type { CommandAnswer, DocumentRecord, EventEnvelope } from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { Digest } from '../../shared/wire/hub-protocol.ts';

/** Labels of who works for the whole bureau: dispatchers, night desk, shift lead. */
export const bureauLabels = ['approvals', 'bureau', 'frame', 'hall', 'log', 'staff:bureau'];

const page = 1_000;

function eventsOf({ journal }: DataFolder): EventEnvelope[] {
  const events: EventEnvelope[] = [];
  for (;;) {
    const found = journal.eventsAfter(events.length, page);
    for (const { bytes } of found) events.push(JSON.parse(bytes) as EventEnvelope);
    if (found.length < page) return events;
  }
}

/** Every document as a full fold of the events makes it, by stream. */
function refold(events: readonly EventEnvelope[]): readonly DocumentRecord<unknown>[] {
  const documents = new Map<string, DocumentRecord<unknown>>();
  for (const event of events) {
    const { stream, version, seq } = event;
    const state = evolveDocument(documents.get(stream)?.state, event);
    documents.set(stream, { stream, version, seq, scope: scopeOf(stream, state), state });
  }
  return [...documents.values()].sort((a, b) => (a.stream < b.stream ? -1 : 1));
}

const openNight = (dir: string): DataFolder =>
  openDataFolder(dir, {
    kinds: [...catalog.kinds.keys()],
    demo: true,
    newId: () => {
      throw new Error('the journal has its id already');
    },
  });

/** The hub's own documents. */
function storedIn({ journal }: DataFolder): readonly DocumentRecord[] {
  const kept = [...catalog.kinds.keys()].flatMap((kind) => journal.documents(kind));
  return kept.toSorted((a, b) => (a.stream < b.stream ? -1 : 1));
}

/** Of what these labels open, folded from the events up to a place. */
export function refoldedDigest(events: readonly EventEnvelope[], through: number, labels = bureauLabels): Digest {
  const documents = refold(events.slice(0, through)).filter(({ scope }) => meets(scope, labels));
  const hash = createHash('sha256');
  const bodies = documents.map(({ stream, version, state }) => ({ stream, version, body: canonicalJson(state) }));
  for (const part of digestParts(bodies)) hash.update(part, 'utf8');
  return { count: documents.length, sha256: hash.digest('hex') };
}

/** The same look, for tests of another runner: throws where the chain breaks or a document is not what its events make. */
export async function readWholeNight(
  dir: string,
  commands: readonly string[],
): Promise<{
  readonly events: readonly EventEnvelope[];
  /** To each of the commands that the hub knows. */
  readonly answers: ReadonlyMap<string, CommandAnswer>;
}> {
  const folder = openNight(dir);
  try {
    const verified = await verifyJournal(folder.journal);
    if (!verified.ok) throw new Error(`the chain: ${JSON.stringify(verified)}`);
    const events = eventsOf(folder);
    if (canonicalJson(storedIn(folder)) !== canonicalJson(refold(events)))
      throw new Error('documents differ from a fold');
    const known = commands.flatMap((id) => {
      const answer = folder.journal.knownCommand(id)?.answer;
      return answer === undefined ? [] : [[id, answer] as const];
    });
    return { events, answers: new Map(known) };
  } finally {
    folder.close();
  }
}

/**
 * Opens the folder as the next hub would: the chain verifies, the hub's documents are what a full fold makes, and each
 * of these commands stands in the journal as accepted with exactly one event.
 *
 * @param once Ids of acknowledged commands that bring one event each. Returns all events.
 */
export async function expectWholeNight(dir: string, once: readonly string[]): Promise<readonly EventEnvelope[]> {
  const folder = openNight(dir);
  try {
    expect(await verifyJournal(folder.journal)).toMatchObject({ ok: true });
    const events = eventsOf(folder);
    expect(canonicalJson(storedIn(folder))).toBe(canonicalJson(refold(events)));
    const causes = new Map<string, number>();
    for (const { cause } of events) causes.set(cause, (causes.get(cause) ?? 0) + 1);
    for (const id of once) {
      expect(folder.journal.knownCommand(id)?.answer.status, id).toBe('accepted');
      expect(causes.get(id), id).toBe(1);
    }
    return events;
  } finally {
    folder.close();
  }
}
