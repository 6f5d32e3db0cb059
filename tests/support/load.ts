/** A load of commands for a hub process, and the proof that nothing of it was lost or doubled. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import { verifyJournal } from '../../hub/journal/verify.ts';
import type { RandomSource } from '../../hub/ports.ts';
import { evolveDocument, scopeOf } from '../../shared/domain/catalog.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type {
  Actor,
  CommandAnswer,
  CommandEnvelope,
  DocumentRecord,
  EventEnvelope,
  Unavailable,
} from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { deferred } from './hub-process.ts';
import type { HubProcess } from './hub-process.ts';
import { boxCatalog } from './toy-domain.ts';

const clerk: Actor = { user: 'lin', seat: 'seat1', role: 'clerk' };
const boxes = 7;

/** Commands that are accepted, refused, asked of reactions and carry personal data, in a mix from chance. */
export function makeCommands(count: number, random: RandomSource): CommandEnvelope[] {
  return Array.from({ length: count }, () => {
    const [kind = 0, box = 0, amount = 0] = random.bytes(3);
    const id = uuidv7(Date.now(), random.bytes(10));
    const name = `box${box % boxes}`;
    const base = { id, basedOn: {}, madeAt: Date.now() };
    if (kind % 8 === 0) return { ...base, type: 'Put', data: { box: name, amount: 5_000 } };
    if (kind % 8 === 1)
      return { ...base, type: 'Move', data: { from: name, to: `box${(box + 1) % boxes}`, amount: amount % 20 } };
    const personal = kind % 8 < 4 ? { personal: { name: `caller ${id}`, phone: '13800000000' } } : {};
    // From 50 on a reaction answers with an event of its own.
    return { ...base, type: 'Put', data: { box: name, amount: 1 + (amount % 80), ...personal } };
  });
}

/** What a person at a seat gets to hear. */
export type Answer = CommandAnswer | Unavailable;

/** Speaks with a crash-hub: hands in commands, keeps the answers by id. */
export interface Conversation {
  readonly answers: Map<string, Answer>;
  send(commands: readonly CommandEnvelope[]): void;
  /** Resolves with true once so many answers came, with false where the process ended before. */
  answered(count: number): Promise<boolean>;
}

export function converse(hub: HubProcess): Conversation {
  const answers = new Map<string, Answer>();
  const waiting = new Set<{ readonly count: number; readonly resolve: (reached: boolean) => void }>();
  hub.onLine((line) => {
    const said = JSON.parse(line) as { readonly id?: string; readonly answer?: Answer; readonly error?: string };
    if (said.id === undefined) return;
    answers.set(said.id, must(said.answer, `an answer instead of ${said.error}`));
    for (const wish of waiting) if (answers.size >= wish.count) wish.resolve(true);
  });
  return {
    answers,
    send(commands) {
      for (const command of commands) hub.send({ command, by: clerk });
    },
    async answered(count) {
      if (answers.size >= count) return true;
      const { promise, resolve } = deferred<boolean>();
      const wish = { count, resolve };
      waiting.add(wish);
      const reached = await Promise.race([promise, hub.exited.then(() => answers.size >= count)]);
      waiting.delete(wish);
      return reached;
    },
  };
}

/** Opens the folder as the next hub would, looks, and closes it again. */
export async function inFolder<T>(dir: string, look: (folder: DataFolder) => T | Promise<T>): Promise<T> {
  expect(existsSync(join(dir, 'journal.sqlite'))).toBe(true);
  const folder = openDataFolder(dir, {
    kinds: [...boxCatalog.kinds.keys()],
    tables: [],
    newId: () => {
      throw new Error('the journal has its id already');
    },
  });
  try {
    return await look(folder);
  } finally {
    folder.close();
  }
}

const page = 1_000;

function eventsOf({ journal }: DataFolder): EventEnvelope[] {
  const events: EventEnvelope[] = [];
  for (;;) {
    const found = journal.eventsAfter(events.length, page);
    for (const { bytes } of found) events.push(JSON.parse(bytes) as EventEnvelope);
    if (found.length < page) return events;
  }
}

/** Every document as a full fold of the journal makes it, by stream. */
function refolded(events: readonly EventEnvelope[]): Map<string, DocumentRecord<unknown>> {
  const documents = new Map<string, DocumentRecord<unknown>>();
  for (const event of events) {
    const { stream, version, seq } = event;
    const state = evolveDocument(documents.get(stream)?.state, event, boxCatalog.kinds);
    documents.set(stream, { stream, version, seq, scope: scopeOf(stream, state, boxCatalog.kinds), state });
  }
  return documents;
}

/**
 * The chain holds, every answer given is borne out by exactly the events it speaks of, and every document is what its
 * events make it.
 */
export async function expectWhole(dir: string, answers: ReadonlyMap<string, Answer>): Promise<void> {
  await inFolder(dir, async (folder) => {
    expect(await verifyJournal(folder.journal)).toMatchObject({ ok: true });
    const events = eventsOf(folder);
    const byCause = new Map<string, EventEnvelope[]>();
    for (const event of events) byCause.set(event.cause, [...(byCause.get(event.cause) ?? []), event]);
    for (const [id, answer] of answers) {
      if (answer.status === 'unavailable') continue;
      const versions = (byCause.get(id) ?? []).map(({ stream, version }) => [stream, version] as const);
      const stated = answer.status === 'accepted' ? answer.versions : {};
      expect(Object.fromEntries(versions), id).toEqual(stated);
      // A move within one box writes twice to one stream; anything else more than once would be a doubled command.
      expect(new Set(versions.map((v) => v.join('@'))).size).toBe(versions.length);
      if (answer.status === 'accepted') expect(byCause.get(id)?.at(-1)?.seq, id).toBe(answer.seq);
    }
    for (const [id, caused] of byCause) {
      expect(caused.length, id).toBeLessThanOrEqual(2);
      const first = must(caused[0], 'an event').seq;
      expect(caused.map(({ seq }) => seq)).toEqual(caused.map((_, index) => first + index));
      expect(folder.journal.knownCommand(id)?.answer.status, id).toBe('accepted');
    }
    // Vault before journal: whatever an event speaks of is there.
    for (const { ref, erased } of folder.journal.vaultReferences())
      expect(folder.vault.get(ref) === undefined, ref).toBe(erased);
    const documents = folder.journal.documents('box');
    expect(canonicalJson(documents)).toBe(
      canonicalJson([...refolded(events).values()].sort((a, b) => (a.stream < b.stream ? -1 : 1))),
    );
  });
}

/** Puts that ask for an echo, and echoes. */
export function echoes(events: readonly EventEnvelope[]): { readonly asked: number; readonly given: number } {
  const large = ({ type, data }: EventEnvelope): boolean =>
    type === 'Put' && (data as { readonly amount: number }).amount >= 50;
  return { asked: events.filter(large).length, given: events.filter(({ type }) => type === 'Echoed').length };
}
