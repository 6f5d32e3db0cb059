import { expect, test } from 'vitest';
import type { IncidentState, OutcomeKind } from '../../shared/domain/incident/state.ts';
import type { DocumentReader } from '../../shared/domain/reads.ts';
import type { DocumentRecord } from '../../shared/lib/journal.ts';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import { Alarms } from './alarms.ts';

type Shown = Partial<Pick<IncidentState, 'joinedInto' | 'outcome' | 'reopened'>> & {
  readonly acknowledged: object | null;
  readonly next: { readonly limit: string; readonly at: number } | null;
};

const plain = { closed: null, joinedInto: null, outcome: null, reopened: [] };

function setUp(rate = 1) {
  const clock = new ManualClock(0);
  const open = new Map<string, Shown>();
  let reads = 0;
  let changed = 0;
  const documents: DocumentReader = {
    document: () => undefined,
    documents: (kind) => {
      reads += 1;
      expect(kind).toBe('incident');
      return [...open].map(([id, state]): DocumentRecord => {
        return { stream: `incident/${id}`, version: 1, seq: 1, scope: [], state: { id, ...plain, ...state } as never };
      });
    },
  };
  const time = { now: () => clock.now() * rate, rate };
  const alarms = new Alarms({
    ...{ documents, time, timers: clock, kinds: new Set(['incident']) },
    changed: () => (changed += 1),
  });
  return { clock, open, alarms, documents, time, changed: () => changed, reads: () => reads };
}

const by = { at: 0, user: 'lin' };

test('counts the open incidents nobody acknowledged, and those past a limit', () => {
  const { clock, open, alarms } = setUp();
  clock.advance(1_000);
  open.set('new', { acknowledged: null, next: { limit: 'acknowledge', at: 2_000 } });
  open.set('late', { acknowledged: null, next: { limit: 'acknowledge', at: 999 } });
  open.set('owed', { acknowledged: by, next: { limit: 'reply', at: 500 } });
  open.set('done', { acknowledged: by, next: null });
  expect(alarms.counts()).toEqual({ alarm: 0, late: 2, unacknowledged: 2 });
});

test('counts what the queue shows: who refuses to stop and what came back as alarms, joined ones not at all', () => {
  const { open, alarms } = setUp();
  const quiet = { acknowledged: by, next: null };
  const outcome = (kind: OutcomeKind, at: number) => ({ kind, at }) as IncidentState['outcome'];
  const again = (at: number) => [{ because: 'relapse', at }] as unknown as IncidentState['reopened'];
  open.set('refuses', { ...quiet, outcome: outcome('refusesToStop', 1) });
  open.set('back', { ...quiet, reopened: again(5), outcome: outcome('stopped', 4) });
  open.set('settled', { ...quiet, reopened: again(5), outcome: outcome('stopped', 6) });
  const late = { acknowledged: null, next: { limit: 'acknowledge', at: -1 } };
  open.set('joined', { ...late, joinedInto: { incident: 'back', number: '1' }, outcome: outcome('refusesToStop', 1) });
  expect(alarms.counts()).toEqual({ alarm: 2, late: 0, unacknowledged: 0 });
});

test('reads again only where an incident changed', () => {
  const { open, alarms, reads } = setUp();
  alarms.counts();
  alarms.committed(['unit/u1', 'site/s1']);
  expect([alarms.counts(), reads()]).toEqual([{ alarm: 0, late: 0, unacknowledged: 0 }, 1]);
  open.set('a', { acknowledged: null, next: null });
  alarms.committed(['unit/u1', 'incident/a']);
  expect([alarms.counts(), reads()]).toEqual([{ alarm: 0, late: 0, unacknowledged: 1 }, 2]);
});

test.each([1, 60])('says so when time alone makes one late, on a clock at rate %i too', (rate) => {
  const { clock, open, alarms, changed } = setUp(rate);
  open.set('a', { acknowledged: by, next: { limit: 'dispatch', at: 60_000 } });
  open.set('b', { acknowledged: by, next: { limit: 'dispatch', at: 600_000 } });
  expect(alarms.counts().late).toBe(0);
  clock.advance(60_000 / rate);
  expect([changed(), alarms.counts().late]).toEqual([0, 0]);
  clock.advance(1);
  expect([changed(), alarms.counts().late]).toEqual([1, 1]);
  alarms.stop();
  clock.advance(600_000);
  expect(changed()).toBe(1);
});

test('a seat that holds no incidents asks for none', () => {
  const { documents, time, clock, reads } = setUp();
  const alarms = new Alarms({ documents, time, timers: clock, kinds: new Set(['parcel']), changed: () => undefined });
  expect([alarms.counts(), reads()]).toEqual([{ alarm: 0, late: 0, unacknowledged: 0 }, 0]);
});
