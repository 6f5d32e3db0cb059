/** Posts: points, lines, areas and cameras that are kept. */
import { describe, expect, test } from 'vitest';
import { acrossTheBorder } from '../../../build/demo-district/roads.ts';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { minute } from '../../lib/time.ts';
import type { Json } from '../../lib/json.ts';
import { commands, scopeOf } from '../catalog.ts';

const provenance = { source: '示例勤务方案', asOf: testNow - 90 * minute, how: 'import' as const };
const at = { lon: 121.4342, lat: 31.1945 };
const hours = [{ modes: ['night'], from: 19 * 60, to: 6 * 60 }];
type Members = { readonly [member: string]: Json };
const post: Members = {
  ...{ name: '徐家汇商圈岗 A', where: { kind: 'fixed', at, radius: 60 }, squad: 'xujiahui', zone: 'z1', hours },
  staff: { persons: 3, certified: 1 },
};
const stream = 'post/p1' as const;
const wish = (change: Members = {}) => ({
  type: 'RecordPost',
  data: { id: 'p1', record: { ...post, ...change }, provenance },
});
const recorded = (change: Members = {}): GivenEvent => ({
  ...{ stream, type: 'PostRecorded', data: { record: { ...post, ...change }, provenance } },
});
const withdrawn: GivenEvent = { stream, type: 'PostWithdrawn', data: { reason: '撤岗', provenance } };
const end = { type: 'WithdrawPost', data: { id: 'p1', reason: '撤岗', provenance } };

const register = (of: GivenEvent['stream'], type: string, record: Members): GivenEvent => ({
  ...{ stream: of, type, data: { record, provenance } },
});
const camera = { name: '示例路口', at, heading: 90, fov: 60, guard: true };
const others: readonly GivenEvent[] = [
  register('zone/z1', 'ZoneRecorded', { name: '一区', order: 1, squads: ['xujiahui'], neighbours: [] }),
  register('squad/xujiahui', 'SquadRecorded', { name: '徐家汇中队', kind: 'street', grids: [], zone: 'z1' }),
  register('videoPoint/v1', 'VideoPointRecorded', camera),
  register('videoPoint/v2', 'VideoPointRecorded', camera),
  { stream: 'videoPoint/v2', type: 'VideoPointWithdrawn', data: { reason: '拆除', provenance } },
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

test('a post is recorded once and withdrawn once, and everybody in the hall sees it', () => {
  const outcome = inDistrict.when(wish());
  outcome.then([recorded()]);
  expect(scopeOf(stream, outcome.state(stream))).toEqual(['hall']);
  given([...others, recorded()])
    .when(wish())
    .then([]);
  given([...others, recorded()])
    .when(end)
    .then([withdrawn]);
  given([...others, recorded(), withdrawn])
    .when(end)
    .then([]);
  given([]).when(end).thenRefused('PostUnknown', { field: 'id', id: 'p1' });
  const { reads } = given([recorded(), withdrawn]);
  expect([reads.posts(), reads.post('p1')?.withdrawn?.reason]).toEqual([[], '撤岗']);
});

const line = [
  [121.4335, 31.1958],
  [121.443, 31.1986],
];
const ring = [
  [121.43, 31.19],
  [121.44, 31.19],
  [121.44, 31.2],
  [121.43, 31.2],
  [121.43, 31.19],
];

test('of every kind', () => {
  const places: readonly Members[] = [
    { kind: 'line', line, margin: 40, by: 'vehicle', passes: 4 },
    { kind: 'area', ring, minutesPerHour: 30 },
    { kind: 'camera', videoPoints: ['v1'], everyMinutes: 15 },
  ];
  for (const where of places) inDistrict.when(wish({ where })).then([recorded({ where })]);
});

describe('is refused with the field that is wrong', () => {
  const refusals: readonly (readonly [string, Members, string, Members])[] = [
    ['squad', { squad: 'ghost' }, 'SquadUnknown', { field: 'record.squad', squad: 'ghost' }],
    ['zone', { zone: 'z9' }, 'ZoneUnknown', { field: 'record.zone', zone: 'z9' }],
    [
      ...(['more certified than there are', { staff: { persons: 1, certified: 2 } }, 'CertifiedAboveStaff'] as const),
      { field: 'record.staff.certified', persons: 1, certified: 2 },
    ],
    [
      ...(['hours', { hours: [{ modes: ['night'], from: 60, to: 60 }] }, 'PeriodReversed'] as const),
      { field: 'record.hours.0.to', from: 60, to: 60 },
    ],
    [
      'hours twice',
      { hours: [...hours, { modes: ['routine', 'night'], from: 300, to: 400 }] },
      ...(['HoursOverlap', { field: 'record.hours.1', mode: 'night' }] as const),
    ],
    [
      ...(['period', { period: { from: testNow, to: testNow } }, 'PeriodReversed'] as const),
      { field: 'record.period.to', from: testNow, to: testNow },
    ],
    [
      'outside',
      { where: { kind: 'fixed', at: { lon: 121.5, lat: 31.19 }, radius: 30 } },
      ...(['PlaceOutsideDistrict', { field: 'record.where.at', lon: 121.5, lat: 31.19, margin: 200 }] as const),
    ],
    [
      'a line that leaves the district',
      { where: { kind: 'line', line: [...line, [121.6, 31.2]], margin: 40, by: 'foot', passes: 1 } },
      ...(['PlaceOutsideDistrict', { field: 'record.where.line.2', lon: 121.6, lat: 31.2, margin: 200 }] as const),
    ],
    [
      'an area that is not closed',
      { where: { kind: 'area', ring: ring.slice(0, 4), minutesPerHour: 30 } },
      ...(['RingNotClosed', { field: 'record.where.ring.3' }] as const),
    ],
    [
      'cameras',
      { where: { kind: 'camera', videoPoints: ['v1', 'v2'], everyMinutes: 15 } },
      ...(['VideoPointUnknown', { field: 'record.where.videoPoints.1', id: 'v2' }] as const),
    ],
  ];
  test.each(refusals)('%s', (_name, change, code, params) => {
    inDistrict.when(wish(change)).thenRefused(code, params);
  });

  test('an area that crosses itself, with the place', () => {
    const [a = [], b = [], c = [], d = []] = ring;
    const where = { kind: 'area', ring: [a, b, d, c, a], minutesPerHour: 30 };
    const { decision } = inDistrict.when(wish({ where }));
    expect(decision).toMatchObject({
      refusal: {
        code: 'RingCrossesItself',
        params: { field: 'record.where.ring.3', lon: expect.closeTo(121.435, 9), lat: expect.closeTo(31.195, 9) },
      },
    });
  });

  test('a line with no length', () => {
    const where = { kind: 'line', line: [line[0] ?? [], line[0] ?? []], margin: 40, by: 'foot', passes: 1 };
    inDistrict.when(wish({ where })).thenRefused('LineTooShort', { field: 'record.where.line', metres: 0, least: 10 });
  });
});

test('a post beside the border street is no fault; without plates nobody knows where the border is', () => {
  const [lon, lat] = acrossTheBorder;
  expect(demoDistrict.index.isOutside({ lon, lat })).toBe(true);
  const where = { kind: 'fixed', at: { lon, lat }, radius: 30 };
  inDistrict.when(wish({ where })).then([recorded({ where })]);
  const far = { kind: 'fixed', at: { lon: 100, lat: 20 }, radius: 30 };
  given(others)
    .when(wish({ where: far }))
    .then([recorded({ where: far })]);
});

test.each([
  [['where', 'radius'], { where: { kind: 'fixed', at, radius: 4 } }],
  [['where', 'radius'], { where: { kind: 'fixed', at, radius: 501 } }],
  [['where', 'margin'], { where: { kind: 'line', line, margin: 4, by: 'foot', passes: 1 } }],
  [['where', 'passes'], { where: { kind: 'line', line, margin: 5, by: 'foot', passes: 0 } }],
  [['where', 'minutesPerHour'], { where: { kind: 'area', ring, minutesPerHour: 61 } }],
  [['where', 'videoPoints'], { where: { kind: 'camera', videoPoints: ['v1', 'v1'], everyMinutes: 5 } }],
  [['hours'], { hours: [] }],
  [['hours', 0, 'modes'], { hours: [{ modes: [], from: 0, to: 60 }] }],
  [['staff', 'persons'], { staff: { persons: 0, certified: 0 } }],
  [['name'], { name: ' ' }],
])('bounds of %s', (path, change) => {
  const parsed = commands.get('RecordPost')?.schema.safeParse(wish(change as Members).data);
  expect(parsed?.error?.issues[0]?.path).toEqual(['record', ...path]);
});

test('whose work it reaches: its squad’s and by night that of the squad’s zone, before and after', () => {
  const reaches = commands.get('RecordPost')?.reaches;
  const { state } = given([...others, recorded({ squad: 'tianping' })]);
  expect(reaches?.(wish().data, state)).toEqual([
    ['bureau', 'squad:xujiahui', 'zone:z1'],
    ['bureau', 'squad:tianping'],
  ]);
  const { squad: _, ...ofTheZone } = post;
  expect(reaches?.({ ...wish().data, id: 'new', record: ofTheZone }, state)).toEqual([['bureau', 'zone:z1']]);
  const { zone: _zone, ...ofTheHall } = ofTheZone;
  expect(reaches?.({ ...wish().data, id: 'new', record: ofTheHall }, state)).toEqual([['bureau']]);
  expect(commands.get('WithdrawPost')?.reaches?.(end.data, state)).toEqual([['bureau', 'squad:tianping']]);
});
