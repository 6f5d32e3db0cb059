import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import { genesisHash } from '../../shared/lib/journal.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { seal } from './seal.ts';
import type { EventRow, JournalHead } from './store.ts';
import { verifyJournal } from './verify.ts';

const by = { user: 'lin', seat: 'seat1', role: 'clerk' };
const envelope = (seq: number, stream: 'box/a' | 'box/b', version: number, at = seq): EventEnvelope => ({
  seq,
  id: `id${seq}`,
  stream,
  version,
  type: 'Put',
  schema: 1,
  data: { text: '夜市占道', seq },
  at,
  occurredAt: at,
  by,
  cause: 'c',
});

/** A journal with sealed events; even a wrong one has a chain that holds. */
function journalOf(envelopes: readonly EventEnvelope[]) {
  const events: EventRow[] = [];
  let hash = genesisHash;
  for (const one of envelopes) {
    const sealed = seal(hash, one);
    const { seq, id, stream, version, at } = one;
    events.push({ seq, id, stream, version, at, ...sealed });
    hash = sealed.hash;
  }
  const last = envelopes.at(-1);
  const head: JournalHead = { seq: last?.seq ?? 0, hash, at: last?.at ?? 0 };
  return {
    events,
    head: () => head,
    rowsAfter: (seq: number, limit: number) => events.filter((event) => event.seq > seq).slice(0, limit),
  };
}

const good = (): EventEnvelope[] => [
  envelope(1, 'box/a', 1),
  envelope(2, 'box/b', 1),
  envelope(3, 'box/a', 2, 2),
  envelope(4, 'box/a', 3, 9),
];

test('the hash binds the bytes of both: 32 bytes before, then UTF-8', () => {
  const { bytes, hash } = seal('ab'.repeat(32), envelope(1, 'box/a', 1));
  const before = Buffer.alloc(32, 0xab);
  expect(hash).toBe(
    createHash('sha256')
      .update(Buffer.concat([before, Buffer.from(bytes, 'utf8')]))
      .digest('hex'),
  );
  expect(bytes).toBe(canonicalJson(JSON.parse(bytes)));
});

test('a whole journal holds, in pages of any size; an empty one too', async () => {
  const journal = journalOf(good());
  for (const pageSize of [1, 2, 3, 4, 100]) {
    expect(await verifyJournal(journal, { pageSize })).toEqual({ ok: true, events: 4, head: journal.head() });
  }
  expect(await verifyJournal(journalOf([]))).toMatchObject({ ok: true, events: 0 });
});

test('any single changed byte, anywhere, is found at its event', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(3), fc.nat(), fc.constantFrom('0', 'x', '"', '夜'), async (index, where, letter) => {
      const journal = journalOf(good());
      const event = must(journal.events[index], 'event');
      const at = where % event.bytes.length;
      const bytes = event.bytes.slice(0, at) + letter + event.bytes.slice(at + 1);
      fc.pre(bytes !== event.bytes);
      journal.events[index] = { ...event, bytes };
      expect(await verifyJournal(journal)).toMatchObject({ ok: false, seq: index + 1 });
    }),
  );
});

test.each<[string, (events: EventEnvelope[]) => EventEnvelope[], number, string]>([
  ['a gap in the versions', (e) => e.map((x) => (x.seq === 3 ? { ...x, version: 3 } : x)), 3, 'versionNotDense'],
  ['a repeated version', (e) => e.map((x) => (x.seq === 3 ? { ...x, version: 1 } : x)), 3, 'versionNotDense'],
  ['time that goes back', (e) => e.map((x) => (x.seq === 3 ? { ...x, at: 1 } : x)), 3, 'timeWentBack'],
  ['a gap in the sequence', (e) => e.map((x) => (x.seq === 4 ? { ...x, seq: 5 } : x)), 4, 'seqNotDense'],
  ['a missing event, chained anew', (e) => e.filter((x) => x.seq !== 2), 2, 'seqNotDense'],
])('%s is found though the chain holds', async (_name, change, seq, reason) => {
  expect(await verifyJournal(journalOf(change(good())))).toEqual({ ok: false, seq, reason });
});

test.each([{ id: 'id9' }, { stream: 'box/zzz' }, { version: 7 }, { at: 3 }])(
  'a column that is not what the bytes say is found: %j',
  async (change) => {
    const journal = journalOf(good());
    journal.events[1] = { ...must(journal.events[1], 'event'), ...change };
    expect(await verifyJournal(journal)).toEqual({ ok: false, seq: 2, reason: 'columnMismatch' });
  },
);

test('rows that are not what their bytes say, other forms of JSON, lost ends', async () => {
  const row = (change: (event: EventRow) => EventRow) => {
    const journal = journalOf(good());
    journal.events[1] = change(must(journal.events[1], 'event'));
    return verifyJournal(journal);
  };
  const chained = (event: EventRow, bytes: string): EventRow => ({
    ...event,
    bytes,
    hash: createHash('sha256')
      .update(Buffer.from(seal(genesisHash, envelope(1, 'box/a', 1)).hash, 'hex'))
      .update(bytes)
      .digest('hex'),
  });
  expect(await row((event) => ({ ...event, hash: genesisHash }))).toMatchObject({ seq: 2, reason: 'hashMismatch' });
  expect(await row((event) => chained(event, ` ${event.bytes}`))).toMatchObject({ seq: 2, reason: 'notCanonical' });
  expect(await row((event) => chained(event, '7'))).toMatchObject({ seq: 2, reason: 'notJson' });
  expect(await row((event) => chained(event, '{'))).toMatchObject({ seq: 2, reason: 'notJson' });
  expect(
    await row((event) => chained(event, event.bytes.replace('"seq":2,"stream"', '"seq":1,"stream"'))),
  ).toMatchObject({
    seq: 2,
    reason: 'seqNotDense',
  });
  const cut = journalOf(good());
  cut.events.pop();
  expect(await verifyJournal(cut)).toEqual({ ok: false, seq: 4, reason: 'seqNotDense' });
  const lying = { ...journalOf(good()), head: () => ({ seq: 4, hash: genesisHash, at: 9 }) };
  expect(await verifyJournal(lying)).toEqual({ ok: false, seq: 4, reason: 'headMismatch' });
});
