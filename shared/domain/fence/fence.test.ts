/** Fences: areas with a rule about who is in them, and when. */
import { describe, expect, test } from 'vitest';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { minute } from '../../lib/time.ts';
import type { Json } from '../../lib/json.ts';
import { commands, scopeOf } from '../catalog.ts';
import { fenceDefaults, hysteresisOf, isFor } from '../rules/fence.ts';
import type { FenceRecord } from './events.ts';

const provenance = { source: '示例勤务方案', asOf: testNow - 90 * minute, how: 'import' as const };
const hours = [{ modes: ['night'], from: 19 * 60, to: 6 * 60 }];
type Members = { readonly [member: string]: Json };
const everybody = { units: [], squads: [], zones: [], kinds: [] };
const at = { lon: 121.4342, lat: 31.1945 };
const fence: Members = {
  ...{ name: '商圈岗围栏', kind: 'mustBeIn', shape: { kind: 'circle', at, radius: 80 }, hours },
  appliesTo: { ...everybody, units: ['u1'] },
  exempt: { onAssignment: true, pursuit: false },
};
const stream = 'fence/f1' as const;
const wish = (change: Members = {}) => ({
  type: 'RecordFence',
  data: { id: 'f1', record: { ...fence, ...change }, provenance },
});
const recorded = (change: Members = {}): GivenEvent => ({
  ...{ stream, type: 'FenceRecorded', data: { record: { ...fence, ...change }, provenance } },
});
const withdrawn: GivenEvent = { stream, type: 'FenceWithdrawn', data: { reason: '撤除', provenance } };
const end = { type: 'WithdrawFence', data: { id: 'f1', reason: '撤除', provenance } };

const register = (of: GivenEvent['stream'], type: string, record: Members): GivenEvent => ({
  ...{ stream: of, type, data: { record, provenance } },
});
const unit = {
  ...{ name: '岗 A', kind: 'post', squad: 'xujiahui', certified: 1, auxiliary: 2, devices: [], reserve: false },
  shift: { from: testNow, to: testNow + minute },
};
const others: readonly GivenEvent[] = [
  register('zone/z1', 'ZoneRecorded', { name: '一区', order: 1, squads: ['xujiahui'], neighbours: [] }),
  register('squad/xujiahui', 'SquadRecorded', { name: '徐家汇中队', kind: 'street', grids: [], zone: 'z1' }),
  register('squad/mobile', 'SquadRecorded', { name: '机动中队', kind: 'mobile', grids: [] }),
  register('unit/u1', 'UnitRecorded', { ...unit, zone: 'z1' }),
  register('unit/m1', 'UnitRecorded', { ...unit, squad: 'mobile' }),
];
const pack: GivenEvent = {
  ...{ stream: 'pack/district', type: 'PackActivated' },
  data: {
    ...{ name: '示例区', schematic: true, utcOffset: 480, city: '上海市', plates: demoDistrict.hash },
    ...{ grids: 1, roads: 1, pack: null },
  },
};
const district = (hash: string) => (hash === demoDistrict.hash ? demoDistrict : undefined);
const inDistrict = given([...others, pack], { district });

test('a fence is recorded once and withdrawn once, and everybody in the hall sees it', () => {
  const outcome = inDistrict.when(wish());
  outcome.then([recorded()]);
  expect(scopeOf(stream, outcome.state(stream))).toEqual(['hall']);
  given([...others, recorded()])
    .when(wish())
    .then([]);
  given([recorded()]).when(end).then([withdrawn]);
  given([recorded(), withdrawn]).when(end).then([]);
  given([]).when(end).thenRefused('FenceUnknown', { field: 'id', id: 'f1' });
  const { reads } = given([recorded(), withdrawn]);
  expect([reads.fences(), reads.fence('f1')?.withdrawn?.reason]).toEqual([[], '撤除']);
});

const ring = [
  [121.43, 31.19],
  [121.44, 31.19],
  [121.44, 31.2],
  [121.43, 31.2],
  [121.43, 31.19],
];
const line = [
  [121.4555, 31.1755],
  [121.4572, 31.152],
];

test('of every kind and shape', () => {
  const changes: readonly Members[] = [
    { kind: 'mustNotLeave', shape: { kind: 'polygon', ring } },
    { kind: 'notice', appliesTo: everybody, hysteresis: { dwellSeconds: 0 } },
    { kind: 'speed', limitKmh: 40, shape: { kind: 'corridor', line, width: 60 } },
  ];
  for (const change of changes) inDistrict.when(wish(change)).then([recorded(change)]);
});

describe('is refused with the field that is wrong', () => {
  const applies = (change: Members): Members => ({ appliesTo: { ...everybody, ...change } });
  const refusals: readonly (readonly [string, Members, Members])[] = [
    ['SpeedLimitMissing', { kind: 'speed' }, { field: 'record.limitKmh' }],
    ['SpeedLimitNotMeant', { limitKmh: 40 }, { field: 'record.limitKmh', kind: 'mustBeIn' }],
    ['UnitUnknown', applies({ units: ['u1', 'u9'] }), { field: 'record.appliesTo.units.1', id: 'u9' }],
    ['SquadUnknown', applies({ squads: ['ghost'] }), { field: 'record.appliesTo.squads.0', id: 'ghost' }],
    ['ZoneUnknown', applies({ zones: ['z9'] }), { field: 'record.appliesTo.zones.0', id: 'z9' }],
    [
      ...(['PeriodReversed', { period: { from: testNow, to: testNow - 1 } }] as const),
      { field: 'record.period.to', from: testNow, to: testNow - 1 },
    ],
    ['HoursOverlap', { hours: [...hours, ...hours] }, { field: 'record.hours.1', mode: 'night' }],
    [
      'PlaceOutsideDistrict',
      { shape: { kind: 'circle', at: { lon: 121.5, lat: 31.19 }, radius: 80 } },
      { field: 'record.shape.at', lon: 121.5, lat: 31.19, margin: 1_000 },
    ],
    [
      ...(['LineTooShort', { shape: { kind: 'corridor', line: [line[0] ?? [], line[0] ?? []], width: 60 } }] as const),
      { field: 'record.shape.line', metres: 0, least: 10 },
    ],
    ['RingNotClosed', { shape: { kind: 'polygon', ring: ring.slice(0, 4) } }, { field: 'record.shape.ring.3' }],
  ];
  test.each(refusals)('%s', (code, change, params) => {
    inDistrict.when(wish(change)).thenRefused(code, params);
  });

  test('RingCrossesItself', () => {
    const [a = [], b = [], c = [], d = []] = ring;
    const { decision } = inDistrict.when(wish({ shape: { kind: 'polygon', ring: [a, c, b, d, a] } }));
    expect(decision).toMatchObject({
      refusal: { code: 'RingCrossesItself', params: { field: 'record.shape.ring.2' } },
    });
  });
});

test.each([
  [['shape', 'radius'], { shape: { kind: 'circle', at, radius: 9 } }],
  [['shape', 'radius'], { shape: { kind: 'circle', at, radius: 20_001 } }],
  [['shape', 'width'], { shape: { kind: 'corridor', line, width: 9 } }],
  [['limitKmh'], { kind: 'speed', limitKmh: 4 }],
  [['hysteresis', 'gapSeconds'], { hysteresis: { gapSeconds: 9 } }],
  [['appliesTo', 'kinds'], { appliesTo: { ...everybody, kinds: ['foot', 'foot'] } }],
])('bounds of %s', (path, change) => {
  const parsed = commands.get('RecordFence')?.schema.safeParse(wish(change as Members).data);
  expect(parsed?.error?.issues[0]?.path).toEqual(['record', ...path]);
});

test('whose work it reaches: of all whom it is for, before and after; a fence for everybody the whole bureau’s', () => {
  const reaches = commands.get('RecordFence')?.reaches;
  const { state } = given([...others, recorded({ appliesTo: { ...everybody, units: ['m1'] } })]);
  const of = (appliesTo: Members, id = 'new') =>
    reaches?.({ ...wish({ appliesTo: { ...everybody, ...appliesTo } }).data, id }, state);
  expect(of({ units: ['u1'] }, 'f1')).toEqual([
    ['bureau', 'squad:xujiahui', 'zone:z1'],
    ['bureau', 'squad:mobile'],
  ]);
  expect(of({ squads: ['xujiahui'], zones: ['z1'] })).toEqual([
    ['bureau', 'squad:xujiahui', 'zone:z1'],
    ['bureau', 'zone:z1'],
  ]);
  expect([of({ kinds: ['foot'] }), of({ units: ['ghost'] })]).toEqual([[['bureau']], [['bureau']]]);
  expect(commands.get('WithdrawFence')?.reaches?.(end.data, state)).toEqual([['bureau', 'squad:mobile']]);
});

test('its own figures come before those of the policy, and these before the defaults', () => {
  const { policy } = demoDistrict.plates;
  const ofPack = { dwellSeconds: 45, marginMetres: 25, poorFixMetres: 60, gapSeconds: 240 };
  expect(hysteresisOf({ hysteresis: { marginMetres: 0 } }, { ...policy, fence: ofPack })).toEqual({
    ...ofPack,
    marginMetres: 0,
  });
  const { fence: _, ...without } = policy;
  expect(hysteresisOf({}, without)).toEqual(fenceDefaults);
});

test('whom it is for', () => {
  const someone = { id: 'u1', squad: 'xujiahui', kind: 'foot' } as const;
  const zoneOf = (squad: string): string | undefined => (squad === 'xujiahui' ? 'z1' : undefined);
  const isForThem = (change: Partial<FenceRecord['appliesTo']>, who: Parameters<typeof isFor>[1] = someone): boolean =>
    isFor({ appliesTo: { ...{ units: [], squads: [], zones: [], kinds: [] }, ...change } }, who, zoneOf);
  expect(isForThem({})).toBe(true);
  expect([isForThem({ units: ['u1'] }), isForThem({ units: ['u2'] })]).toEqual([true, false]);
  expect([isForThem({ squads: ['xujiahui'] }), isForThem({ squads: ['mobile'] })]).toEqual([true, false]);
  expect([isForThem({ zones: ['z1'] }), isForThem({ zones: ['z2'] })]).toEqual([true, false]);
  expect(isForThem({ zones: ['z1'] }, { ...someone, zone: 'z2' })).toBe(false);
  expect(isForThem({ zones: ['z1'] }, { ...someone, squad: 'mobile' })).toBe(false);
  expect([isForThem({ kinds: ['foot'] }), isForThem({ kinds: ['vehicle'] })]).toEqual([true, false]);
  expect(isForThem({ units: ['u1'], kinds: ['vehicle'] })).toBe(false);
  expect(isForThem({ units: ['u2'], squads: ['xujiahui'] })).toBe(true);
});
