/** What rules on a seat read: the answers of all documents gone through, without holding all of them. Over a real cache. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { SqliteCacheStore } from '../../db/seat/cache-store.ts';
import { DeskHelp } from '../../seat/runtime/desk-help.ts';
import { HeldDocuments } from '../../seat/runtime/held-documents.ts';
import type { HubReads } from '../../shared/domain/catalog.ts';
import { kinds, scopeOf } from '../../shared/domain/catalog.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { DocumentReader } from '../../shared/domain/reads.ts';
import { readsOf, selectDocuments } from '../../shared/domain/reads.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { minute } from '../../shared/lib/time.ts';
import type { RequestOf } from '../../shared/wire/seat-api.ts';
import { change } from '../contract/seat-cache-store.contract.ts';
import { testNow } from '../support/given.ts';
import { hall, incidentOf, played, receive } from '../support/incident-scene.ts';
import { around, crossing, sceneDistrict } from '../support/night-scene.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const night = played(receive());
const model = incidentOf(night);
const registers: readonly StreamId[] = [...new Set(hall.map(({ stream }) => stream))];

function record(stream: StreamId, state: unknown, version: number, seq: number): DocumentRecord {
  return { stream, version, seq, scope: scopeOf(stream, state, kinds), state: state as Json };
}

function openCache(): SqliteCacheStore {
  const file = join(temporaryFolder(), 'cache.sqlite');
  const store = new SqliteCacheStore(file, { kinds: [...kinds.keys()], foldKey: 'fold' });
  onTestFinished(() => store.close());
  return store;
}

/** All of them in memory, gone through one by one. */
const plainly = (all: ReadonlyMap<string, DocumentRecord>): DocumentReader => ({
  document: (stream) => all.get(stream),
  documents: (kind, query) =>
    selectDocuments(
      [...all.values()].filter(({ stream }) => splitStream(stream).kind === kind),
      query,
    ),
});

const uuid = (n: number): string => `019aa000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

function incident(n: number, more: Partial<IncidentState>): [StreamId, IncidentState] {
  return [`incident/${uuid(n)}`, { ...model, id: uuid(n), running: n, number: `1121-${n}`, ...more }];
}

const closed = { at: testNow - minute, user: 'lin', result: 'handled' } as const;

test('a draft over a year of closed incidents says the same and holds few of them', { timeout: 180_000 }, () => {
  const states: [StreamId, unknown][] = registers.map((stream) => [stream, night.world.state(stream)]);
  for (let n = 0; n < 20_000; n += 1) {
    // The youngest are of the last day, the oldest of a year ago; a few are open.
    const receivedAt = testNow - (n + 1) * 25 * minute;
    const site = n % 3 === 0 ? 'a' : n % 3 === 1 ? 'b' : null;
    states.push(incident(n, { receivedAt, actAt: receivedAt, site, closed: n % 1_000 === 999 ? null : closed }));
  }
  const put = states.map(([stream, state], index) => record(stream, state, 1, index + 1));
  const store = openCache();
  store.apply(change(put.length, { put }));
  let parsed = 0;
  const held = new HeldDocuments(() => ({
    document: (stream) => store.document(stream),
    documents(kind, query) {
      const found = store.documents(kind, query);
      parsed += found.length;
      return found;
    },
    documentHeads: (kind, query) => store.documentHeads(kind, query),
  }));
  const helpOver = (documents: DocumentReader): DeskHelp => {
    const { district = () => undefined, position = () => undefined } = around();
    const random = { bytes: (count: number) => new Uint8Array(count) };
    return new DeskHelp({ documents, around: { district, position }, now: () => testNow, random, user: () => 'lin' });
  };
  const draft: RequestOf<'draft'> = {
    id: uuid(50_000),
    source: 'phone',
    externalId: null,
    text: '斜土路小木桥路工地打桩',
    place: '斜土路×小木桥路',
    position: { ...crossing, of: 'caller' },
    actAt: null,
    wantsReply: 'no',
  };
  const help = helpOver(held);
  const answer = help.draft(draft);
  expect(answer).toMatchObject({ status: 'worked', incident: { match: { site: 'a' } } });
  expect(answer).toEqual(helpOver(plainly(new Map(put.map((one) => [one.stream, one])))).draft(draft));
  expect(held.size).toBeGreaterThan(registers.length / 2);
  expect(held.size).toBeLessThan(200);
  expect(parsed).toBeLessThan(200);
  // With the next key nothing is parsed anew.
  parsed = 0;
  expect(help.draft(draft)).toEqual(answer);
  expect(parsed).toBe(0);
});

const incidents = 10;
const id = fc.nat(incidents - 1);
const stepArbitrary = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      what: fc.constant('put' as const),
      id,
      receivedAt: fc.nat(20),
      night: fc.constantFrom('2026-11-20', '2026-11-21'),
      site: fc.constantFrom('a', 'b', null),
      externalId: fc.constantFrom('GD-1', 'GD-2', null),
      closed: fc.constantFrom(closed, null),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('remove' as const), id }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('ask' as const), at: fc.nat(20), limit: fc.nat(8) }) },
);

function answers(reads: HubReads, at: number, limit: number): unknown {
  return [
    ...Array.from({ length: incidents }, (_, n) => reads.incident(uuid(n))),
    reads.incidentByExternalId(model.source, 'GD-1'),
    reads.openIncidents(),
    reads.incidentsSince(at, limit),
    reads.incidentsOfSite('a', limit),
    reads.lastRunning('2026-11-21'),
    ...[reads.sites(), reads.units(), reads.squads(), reads.zones(), reads.nightPermitsOf('a'), reads.repairNotices()],
  ];
}

test('whatever came and went, the reads answer as if all documents were gone through', { timeout: 180_000 }, () => {
  const steps = fc.array(stepArbitrary, { maxLength: 60 });
  fc.assert(
    fc.property(steps, fc.constantFrom(2, 12, 8_000), (steps, most) => {
      const store = openCache();
      const held = new HeldDocuments(() => store, most);
      const all = new Map<string, DocumentRecord>();
      const reads = readsOf(held, { district: () => sceneDistrict, position: () => undefined });
      const expected = readsOf(plainly(all));
      let seq = 0;
      const commit = (put: readonly DocumentRecord[], removed: readonly StreamId[]): void => {
        store.apply(change(seq, { put, removed }));
        held.committed(put, removed);
        for (const one of put) all.set(one.stream, one);
        for (const stream of removed) all.delete(stream);
      };
      commit(
        registers.map((stream) => record(stream, night.world.state(stream), 1, (seq += 1))),
        [],
      );
      for (const step of steps) {
        if (step.what === 'put') {
          const { what: _, id, ...more } = step;
          const [stream, state] = incident(id, more);
          commit([record(stream, state, (all.get(stream)?.version ?? 0) + 1, (seq += 1))], []);
        } else if (step.what === 'remove') commit([], [`incident/${uuid(step.id)}`]);
        else {
          const { at, limit } = step;
          expect(answers(reads, at, limit)).toEqual(answers(expected, at, limit));
          expect(held.size).toBeLessThanOrEqual(most);
        }
      }
      store.close();
    }),
    { numRuns: 40 },
  );
});
