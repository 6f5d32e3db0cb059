/** The pack: plates switched on, and whole packs taken in or not at all. */
import { describe, expect, test } from 'vitest';
import { given, testNow } from '../../../tests/support/given.ts';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { smallPack } from '../../../tests/support/small-pack.ts';
import { hour } from '../../lib/time.ts';
import { systemActor } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import { scopeOf } from '../catalog.ts';
import { indexPlates } from '../rules/district.ts';
import type { PackRegisters } from './commands.ts';

const pack = smallPack();
const hash = 'a'.repeat(64);
const other = 'b'.repeat(64);
const index = indexPlates(pack.plates);
const district = (wanted: string) =>
  wanted === hash || wanted === other ? { hash: wanted, plates: pack.plates, index } : undefined;
const around = { district };
const stream = 'pack/district' as const;

const activated = (plates: string, from: string | null): GivenEvent => ({
  stream,
  type: 'PackActivated',
  data: {
    ...{ name: pack.plates.name, schematic: true, utcOffset: 480, city: '上海市', plates },
    ...{ grids: pack.plates.grids.length, roads: pack.plates.roads.length, pack: from },
  },
});

describe('plates that are at hand', () => {
  test('are switched on once, and everybody in the hall sees which they are', () => {
    const outcome = given([], around).when({ type: 'ActivatePack', data: { plates: hash } });
    outcome.then([activated(hash, null)]);
    expect(outcome.state(stream)).toMatchObject({ plates: hash, name: pack.plates.name, by: 'lin', pack: null });
    expect(scopeOf(stream, outcome.state(stream))).toEqual(['frame']);
    given([activated(hash, null)], around)
      .when({ type: 'ActivatePack', data: { plates: hash } })
      .then([]);
    expect(given([activated(other, null)], around).reads.district()?.hash).toBe(other);
  });

  test('others are refused', () => {
    given([], around)
      .when({ type: 'ActivatePack', data: { plates: 'c'.repeat(64) } })
      .thenRefused('PlatesUnknown', { field: 'plates' });
  });
});

describe('a whole pack', () => {
  const wish = (change: Partial<PackRegisters> = {}, asOf = pack.provenance.asOf, from = other) => ({
    type: 'ImportPack',
    by: systemActor,
    data: {
      ...{ plates: hash, pack: from, registers: { ...pack.registers, ...change } },
      provenance: { ...pack.provenance, asOf },
    } as unknown as Json,
  });
  const drafts = (decision: ReturnType<ReturnType<typeof given>['when']>['decision']): readonly GivenEvent[] =>
    'events' in decision ? decision.events : [];

  test('brings an event for each row, permits of its own sites among them, and the plates', () => {
    const outcome = given([], around).when(wish());
    expect(drafts(outcome.decision).map(({ type }) => type)).toEqual([
      ...['ZoneRecorded', 'SquadRecorded', 'SiteRecorded', 'NightPermitRecorded', 'RepairNoticeRecorded'],
      ...['QuietPeriodRecorded', 'UnitRecorded', 'VideoPointRecorded', 'PackActivated'],
    ]);
    expect(outcome.state('site/site-a')).toMatchObject({ provenance: { source: '示例登记', how: 'pack' } });
  });

  test('the same again brings nothing; one changed row brings that row and the pack', () => {
    const before = drafts(given([], around).when(wish()).decision);
    given(before, around).when(wish()).then([]);
    const [unit] = pack.registers.units;
    if (unit === undefined) throw new Error('no unit');
    const units = [{ ...unit, record: { ...unit.record, certified: 3 } }];
    const after = given(before, around).when(wish({ units }, pack.provenance.asOf, 'c'.repeat(64)));
    expect(drafts(after.decision).map(({ stream: of }) => of)).toEqual(['unit/u1', stream]);
  });

  test('rows of which the hub has a newer word stay as they are', () => {
    const before = drafts(given([], around).when(wish()).decision);
    const held = before.find(({ type }) => type === 'ZoneRecorded');
    const newer = { source: '值班员', asOf: testNow, how: 'hand' };
    const said: GivenEvent = {
      ...{ stream: 'zone/z1', type: 'ZoneRecorded' },
      data: { ...(held?.data as object), provenance: newer } as Json,
    };
    given([...before, said], around)
      .when(wish())
      .then([]);
  });

  test('a permit of a site that was withdrawn since is refused with its row', () => {
    const gone: GivenEvent = {
      ...{ stream: 'site/site-a', type: 'SiteWithdrawn' },
      data: { reason: '完工', provenance: { source: '值班员', asOf: testNow, how: 'hand' } },
    };
    const before = drafts(given([], around).when(wish()).decision);
    const [permit] = pack.registers.nightPermits;
    if (permit === undefined) throw new Error('no permit');
    const nightPermits = [{ ...permit, record: { ...permit.record, work: '吊装' } }];
    given([...before, gone], around)
      .when(wish({ nightPermits }))
      .thenRefused('SiteUnknown', {
        ...{ site: 'site-a', register: 'nightPermits', id: 'permit-a' },
        field: 'registers.nightPermits.0.record.site',
      });
  });

  const hours = [{ modes: ['night' as const], from: 19 * 60, to: 6 * 60 }];
  const post = {
    ...{ name: '示例守点', where: { kind: 'camera' as const, videoPoints: ['v1'], everyMinutes: 15 } },
    ...{ squad: 'fenglin', zone: 'z1', hours, staff: { persons: 1, certified: 0 } },
  };
  const fence = {
    ...{ name: '示例围栏', kind: 'notice' as const, hours, exempt: { onAssignment: true, pursuit: false } },
    shape: { kind: 'circle' as const, at: { lon: 121.4586, lat: 31.1936 }, radius: 50 },
    appliesTo: { units: ['u1'], squads: ['fenglin'], zones: ['z1'], kinds: [] },
  };

  test('posts and fences of it name the squads, zones, units and video points that come with it', () => {
    const full = { posts: [{ id: 'p1', record: post }], fences: [{ id: 'f1', record: fence }] };
    const made = drafts(given([], around).when(wish(full)).decision);
    expect(made.map(({ type }) => type).slice(-3)).toEqual(['PostRecorded', 'FenceRecorded', 'PackActivated']);
    given(made, around).when(wish(full)).then([]);
    // A pack from before there were any leaves those that stand.
    const after = given(made, around).when(wish());
    expect([after.decision, given(made, around).reads.posts()]).toMatchObject([{ events: [] }, [{ id: 'p1' }]]);
  });

  test('posts and fences are measured against the plates that come with them', () => {
    const far = { ...fence.shape, at: { lon: 121.6, lat: 31.19 } };
    const { decision } = given([], around).when(wish({ fences: [{ id: 'f1', record: { ...fence, shape: far } }] }));
    expect(decision).toMatchObject({
      refusal: {
        code: 'PlaceOutsideDistrict',
        params: { register: 'fences', id: 'f1', field: 'registers.fences.0.record.shape.at' },
      },
    });
  });

  test.each([
    ['posts', { ...post, squad: 'ghost' }, 'squad'],
    ['posts', { ...post, zone: 'ghost' }, 'zone'],
    [
      ...(['posts', { ...post, where: { ...post.where, videoPoints: ['v1', 'ghost'] } }] as const),
      'where.videoPoints.1',
    ],
    ['fences', { ...fence, appliesTo: { ...fence.appliesTo, units: ['ghost'] } }, 'appliesTo.units.0'],
    ['fences', { ...fence, appliesTo: { ...fence.appliesTo, squads: ['ghost'] } }, 'appliesTo.squads.0'],
    ['fences', { ...fence, appliesTo: { ...fence.appliesTo, zones: ['ghost'] } }, 'appliesTo.zones.0'],
  ] as const)('a row of %s that names nobody is refused: %#', (register, record, field) => {
    const { decision } = given([], around).when(wish({ [register]: [{ id: 'x', record }] }));
    expect(decision).toMatchObject({
      refusal: {
        code: 'ReferenceUnknown',
        params: { register, id: 'x', field: `registers.${register}.0.record.${field}` },
      },
    });
  });

  test('a camera that was withdrawn since cannot be watched any more', () => {
    const before = drafts(given([], around).when(wish()).decision);
    const gone: GivenEvent = {
      ...{ stream: 'videoPoint/v1', type: 'VideoPointWithdrawn' },
      data: { reason: '拆除', provenance: { source: '值班员', asOf: testNow, how: 'hand' } },
    };
    const { decision } = given([...before, gone], around).when(wish({ posts: [{ id: 'p1', record: post }] }));
    expect(decision).toMatchObject({ refusal: { code: 'VideoPointUnknown', params: { register: 'posts', id: 'p1' } } });
  });

  test('codes of cameras may change places, and none stands twice', () => {
    const [one = { id: '', record: undefined }] = pack.registers.videoPoints;
    const code = (n: number): string => `3101040108132600000${n}`;
    const cameras = (...codes: readonly number[]) =>
      codes.map((n, i) => ({ id: `v${i + 1}`, record: { ...one.record, channel: code(n) } })) as never;
    const before = drafts(given([], around).when(wish({ videoPoints: cameras(1, 2) })).decision);
    const swapped = given(before, around).when(wish({ videoPoints: cameras(2, 1) }));
    expect(drafts(swapped.decision).map(({ stream: of }) => of)).toEqual(['videoPoint/v1', 'videoPoint/v2']);
    given([], around)
      .when(wish({ videoPoints: cameras(1, 1) }))
      .thenRefused('GbCodeTaken', {
        ...{ channel: code(1), other: 'v1', register: 'videoPoints', id: 'v2' },
        field: 'registers.videoPoints.1.record.channel',
      });
    const [, taken] = cameras(3, 1) as readonly { readonly id: string; readonly record: object }[];
    given(before, around)
      .when(wish({ videoPoints: [{ id: 'v3', record: taken?.record }] as never }))
      .thenRefused('GbCodeTaken', {
        ...{ channel: code(1), other: 'v1', register: 'videoPoints', id: 'v3' },
        field: 'registers.videoPoints.0.record.channel',
      });
  });

  test('is refused whole with register, row and field', () => {
    const { squads, zones, units, quietPeriods } = pack.registers;
    const [squad, zone, unit, quiet] = [squads[0], zones[0], units[0], quietPeriods[0]];
    if (squad === undefined || zone === undefined || unit === undefined || quiet === undefined) throw new Error('rows');
    const refused = (change: Partial<PackRegisters>, code: string, register: string, id: string, field: string) => {
      const { decision } = given([], around).when(wish(change));
      expect(decision).toMatchObject({ refusal: { code, params: { register, id, field } } });
    };
    const unknown = 'ReferenceUnknown';
    refused(
      { squads: [{ ...squad, record: { ...squad.record, grids: ['310104', 'nowhere'] } }] },
      ...([unknown, 'squads', 'fenglin', 'registers.squads.0.record.grids.0'] as const),
    );
    refused(
      { zones: [{ ...zone, record: { ...zone.record, squads: ['fenglin', 'ghost'] } }] },
      ...([unknown, 'zones', 'z1', 'registers.zones.0.record.squads.1'] as const),
    );
    refused(
      { units: [unit, { id: 'u2', record: { ...unit.record, squad: 'ghost' } }] },
      ...([unknown, 'units', 'u2', 'registers.units.1.record.squad'] as const),
    );
    refused(
      { units: [{ ...unit, record: { ...unit.record, zone: 'ghost' } }] },
      ...([unknown, 'units', 'u1', 'registers.units.0.record.zone'] as const),
    );
    refused({ sites: [] }, ...([unknown, 'nightPermits', 'permit-a', 'registers.nightPermits.0.record.site'] as const));
    refused({ units: [unit, unit] }, ...(['RegisterIdTwice', 'units', 'u1', 'registers.units.1.id'] as const));
    refused(
      { quietPeriods: [{ ...quiet, record: { ...quiet.record, to: quiet.record.from } }] },
      ...(['PeriodReversed', 'quietPeriods', 'quiet-a', 'registers.quietPeriods.0.record.to'] as const),
    );
    given([], around)
      .when(wish({}, testNow + hour))
      .thenRefused('TimeInFuture', { field: 'provenance.asOf', at: testNow + hour });
  });
});
