/** What the wall says of nights played through the real decisions. */
import { expect, test } from 'vitest';
import type { AlarmState } from '../../../shared/domain/alarm/state.ts';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { SiteState } from '../../../shared/domain/site/state.ts';
import type { SquadState } from '../../../shared/domain/squad/state.ts';
import { must } from '../../../shared/lib/must.ts';
import { minute } from '../../../shared/lib/time.ts';
import { DemoNight } from '../../../tests/support/demo-night.ts';
import { forceOf } from '../../hall/force.ts';
import { openOnes } from '../../hall/incident-order.ts';
import { callsOf, lastEvents, saying, whereOf, whoseOf, zoneCards } from './wall-figures.ts';

const text = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';

const openOf = (night: DemoNight, ...ids: readonly string[]): readonly IncidentState[] =>
  openOnes(new Map(ids.map((id) => [id, { state: night.incident(id) }])));

function sitesOf(night: DemoNight): ReadonlyMap<string, { readonly state: SiteState }> {
  return new Map(
    night
      .world()
      .reads.sites()
      .map((state) => [state.id, { state }]),
  );
}
function squadsOf(night: DemoNight): ReadonlyMap<string, { readonly state: SquadState }> {
  return new Map(
    night
      .world()
      .reads.squads()
      .map((state) => [state.id, { state }]),
  );
}

test('calm, then one open with its road, late with whose it is, and calm again while the caller waits', () => {
  const night = new DemoNight();
  expect(saying([], night.at('22:00'))).toEqual({ kind: 'calm' });
  const id = night.receive({ text, source: '12345', time: '22:41' });
  const soon = saying(openOf(night, id), night.at('22:42'));
  expect(soon).toMatchObject({ kind: 'open', count: 1, answering: 0, about: { id } });
  expect(whereOf(night.incident(id), sitesOf(night))).toBe('斜土路');
  const later = saying(openOf(night, id), night.at('23:41'));
  expect(later).toMatchObject({ kind: 'late', troubles: [{ kind: 'late', those: [{ id }] }] });
  expect(whoseOf(night.incident(id), squadsOf(night))).toBe('枫林');

  const assignment = night.send(id, 'm1', '23:42');
  night.give('Arrive', { assignment, channel: 'radio' }, '23:50');
  night.give('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, '23:58');
  expect(saying(openOf(night, id), night.at('23:59'))).toEqual({ kind: 'answering', count: 1 });
  expect(lastEvents([night.incident(id)], 3).map(({ what }) => what)).toEqual(['outcome', 'arrived', 'sent']);
  expect(lastEvents([night.incident(id)], 9).at(-1)).toMatchObject({ what: 'received', source: '12345' });
});

test('who refuses to stop stands above what is late, and both are told', () => {
  const night = new DemoNight();
  const late = night.receive({ text: '漕宝路柳州路工地夜间吊装钢筋。', source: 'grid', time: '21:00' });
  const id = night.receive({ text, source: '12345', time: '22:41' });
  const assignment = night.send(id, 'm1', '22:43');
  night.give('Arrive', { assignment, channel: 'radio' }, '22:50');
  night.give('ReportOutcome', { assignment, kind: 'refusesToStop', channel: 'radio' }, '22:58');
  const says = saying(openOf(night, late, id), night.at('23:00'));
  expect(says).toMatchObject({
    ...{ kind: 'refusesToStop', about: { id } },
    troubles: [
      { kind: 'refusesToStop', those: [{ id }] },
      { kind: 'late', those: [{ id: late }] },
    ],
  });
});

test('the oldest is the oldest that still needs somebody', () => {
  const night = new DemoNight();
  const done = night.receive({ text, source: '12345', time: '22:00' });
  const assignment = night.send(done, 'm1', '22:01');
  night.give('Arrive', { assignment, channel: 'radio' }, '22:05');
  night.give('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, '22:10');
  const next = night.receive({ text: '宜山路近中山西路,混凝土车轰隆隆。', source: '12319', time: '22:11' });
  const says = saying(openOf(night, done, next), night.at('22:12'));
  expect(says).toMatchObject({ kind: 'open', count: 2, answering: 1, about: { id: next } });
});

test('of a caller’s own place no road is told', () => {
  const night = new DemoNight();
  const id = night.receive({
    ...{ text: '我住零陵路这边小区,窗户一震一震的。', source: 'phone', time: '22:49' },
    position: { lon: 121.452, lat: 31.19, of: 'caller' },
  });
  const incident: IncidentState = { ...night.incident(id), site: null };
  expect(whereOf(incident, new Map())).not.toContain('路口');
  const told: IncidentState = {
    ...incident,
    marks: ['placeOfCaller'],
    placing: { ...incident.placing, roads: ['零陵路'] },
  };
  expect(whereOf(told, new Map())).toBe(incident.placing.street);
});

test('cards, mobile groups and what has no zone add up to the whole', () => {
  const night = new DemoNight();
  const placed = night.receive({ text, source: '12345', time: '22:41' });
  const nowhere = night.receive({ text: '吵死了,快来管管。', source: 'phone', time: '22:42' });
  const { reads } = night.world();
  const now = night.at('23:30');
  const open = openOf(night, placed, nowhere);
  const { cards, unplaced, mobile } = zoneCards(open, reads.units(), reads.zones(), now);
  expect(cards.map(({ order }) => order)).toEqual([1, 2, 3, 4]);
  const sum = (of: (card: (typeof cards)[number]) => number): number => cards.reduce((all, card) => all + of(card), 0);
  expect(sum(({ open: n }) => n) + unplaced.open).toBe(2);
  expect(unplaced.open).toBe(1);
  const all = forceOf(reads.units(), now);
  expect(sum(({ duty }) => duty) + mobile.duty).toBe(all.duty);
  expect(sum(({ free }) => free) + mobile.free).toBe(all.free);
  expect(mobile).toEqual({ duty: 4, free: 4 });
  const unit = must(reads.unit('m1'), 'm1');
  expect(forceOf([unit], unit.shift.to)).toEqual({ duty: 0, free: 0 });
  expect(forceOf([unit], unit.shift.to - minute)).toEqual({ duty: 1, free: 1 });
});

test('calls for help that are not over, the latest first, with who goes and without a name of who has them', () => {
  const alarm = (id: string, at: number, more: Partial<AlarmState>): AlarmState =>
    ({
      id,
      at,
      kind: 'sos',
      stage: 'raised',
      unit: { id, name: `组${id}` },
      owner: null,
      support: [],
      ...more,
    }) as AlarmState;
  const goes = { unit: 'm2', name: '机动二组', metres: 420, sentAt: 1, sentBy: 'u', since: 1, saidBy: null };
  const owner = { user: 'u', name: '某人', since: 2 };
  const calls = callsOf([
    alarm('a', 1, {
      stage: 'taken',
      owner,
      support: [
        { ...goes, is: 'coming' },
        { ...goes, name: '去不了', is: 'cannot' },
      ],
    }),
    alarm('b', 2, { unit: null }),
    alarm('c', 3, { stage: 'cleared' }),
    alarm('d', 4, { kind: 'leftPost' }),
  ]);
  expect(calls).toEqual([
    { id: 'b', unit: '', since: 2, taken: false, helpers: [] },
    { id: 'a', unit: '组a', since: 1, taken: true, helpers: [{ name: '机动二组', is: 'coming' }] },
  ]);
  expect(JSON.stringify(calls)).not.toContain('某人');
});
