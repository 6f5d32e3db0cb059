/** The registers of the demo district: do they fit the commands, hang together, and keep away from the examples? */
import { describe, expect, test } from 'vitest';
import { makeDemoPack } from '../../build/demo-district/pack.ts';
import { makeDemoRegisters } from '../../build/demo-district/registers.ts';
import { callerOnLingling, exampleCrossings, siteA } from '../../build/demo-district/roads.ts';
import { commands } from '../../shared/domain/catalog.ts';
import { parseGbCode } from '../../shared/domain/video-point/gb-code.ts';
import { distance } from '../../shared/geo/point.ts';
import { shapeContains } from '../../shared/geo/shape.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { day, hour } from '../../shared/lib/time.ts';
import { demoDistrict } from '../support/demo-night.ts';
import { given, testNow } from '../support/given.ts';

const registers = makeDemoRegisters('2026-11-21');
const {
  squads,
  zones,
  sites,
  nightPermits,
  repairNotices,
  quietPeriods,
  units,
  videoPoints,
  posts,
  fences,
  stallPlaces,
} = registers;
const provenance = registers.provenance(testNow - 1.5 * hour);
const idsOf = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

test.each([
  ['RecordSquad', squads, 16],
  ['RecordZone', zones, 4],
  ['RecordSite', sites, 39],
  ['RecordNightPermit', nightPermits, 9],
  ['RecordRepairNotice', repairNotices, 1],
  ['RecordQuietPeriod', quietPeriods, 2],
  ['RecordUnit', units, 18],
  ['RecordVideoPoint', videoPoints, 60],
  ['RecordPost', posts, 20],
  ['RecordFence', fences, 10],
  ['RecordStallPlace', stallPlaces, 5],
] as const)('%s takes every entry; ids are distinct', (type, entries, count) => {
  const { schema } = must(commands.get(type), type);
  for (const { id, record } of entries) expect(() => schema.parse({ id, record, provenance }), id).not.toThrow();
  expect(new Set(idsOf(entries)).size).toBe(count);
  expect(entries).toHaveLength(count);
});

describe('they hang together', () => {
  test('every street has one squad in one zone, and zones help their neighbours both ways', () => {
    const streets = demoDistrict.plates.grids.filter(({ level }) => level === 'responsibility');
    for (const { code, squad, parent } of streets) {
      const found = squads.filter(({ record }) => record.grids.includes(code));
      expect(found.map(({ record }) => record.name)).toEqual([squad]);
      const zone = zones.find(({ id }) => id === found[0]?.record.zone);
      expect(zone?.record.name).toBe(demoDistrict.plates.grids.find((grid) => grid.code === parent)?.name);
      expect(zone?.record.squads).toContain(found[0]?.id);
    }
    for (const { id, record } of zones)
      for (const other of record.neighbours)
        expect(zones.find((zone) => zone.id === other)?.record.neighbours).toContain(id);
    expect(zones.find(({ id }) => id === 'z1')?.record.neighbours).not.toContain('z4');
  });

  test('units name squads and zones there are; one of four groups is kept; devices are distinct', () => {
    for (const { id, record } of units) {
      expect(idsOf(squads), id).toContain(record.squad);
      if (record.zone !== undefined) expect(idsOf(zones), id).toContain(record.zone);
    }
    expect(units.filter(({ record }) => record.reserve).map(({ record }) => record.name)).toEqual(['机动四组']);
    const devices = units.flatMap(({ record }) => record.devices);
    expect(new Set(devices).size).toBe(units.length);
    for (const device of devices) expect(device).toMatch(/^jt808:[1-9]\d{10}$/);
    expect(units.filter(({ record }) => record.vehicle !== undefined).at(-1)?.record.vehicle).toBe('示警09');
  });

  test('permits are of sites there are; the fenced plot is on no list', () => {
    for (const { record } of nightPermits) expect(idsOf(sites)).toContain(record.site);
    const [lon, lat] = exampleCrossings.G.at;
    for (const { record } of sites) expect(distance(record.at, { lon, lat }), record.name).toBeGreaterThan(300);
  });

  test('posts of every kind in every zone, kept by squads of the zone or by the hall, through cameras there are', () => {
    const kinds = posts.map(({ record }) => record.where.kind);
    expect(new Set(kinds)).toEqual(new Set(['fixed', 'line', 'area', 'camera']));
    expect(new Set(posts.map(({ record }) => record.zone))).toEqual(new Set(['z1', 'z2', 'z3', 'z4']));
    for (const { id, record } of posts) {
      const squad = squads.find((one) => one.id === record.squad);
      if (record.where.kind === 'camera') {
        expect(record.squad).toBeUndefined();
        expect(record.where.videoPoints.length, id).toBeGreaterThan(1);
        for (const point of record.where.videoPoints)
          expect(videoPoints.find((one) => one.id === point)?.record.guard, point).toBe(true);
      } else expect(squad?.record.zone, id).toBe(record.zone);
    }
  });

  test('fences of every shape and kind, for units, zones and kinds of unit there are', () => {
    expect(new Set(fences.map(({ record }) => record.shape.kind))).toEqual(new Set(['polygon', 'circle', 'corridor']));
    const kinds = new Set(fences.map(({ record }) => record.kind));
    expect(kinds).toEqual(new Set(['mustBeIn', 'mustNotLeave', 'notice', 'speed']));
    const ofUnits = new Set<string>(units.map(({ record }) => record.kind));
    for (const { id, record } of fences) {
      for (const unit of record.appliesTo.units) expect(idsOf(units), id).toContain(unit);
      for (const zone of record.appliesTo.zones) expect(idsOf(zones), id).toContain(zone);
      for (const kind of record.appliesTo.kinds) expect(ofUnits, id).toContain(kind);
    }
  });

  test('whom a fence must hold stands in it: its post is where it is', () => {
    for (const { id, record } of fences.filter(({ record: { kind } }) => kind === 'mustBeIn')) {
      const [unit] = record.appliesTo.units;
      const { name } = must(
        units.find((one) => one.id === unit),
        id,
      ).record;
      const post = must(
        posts.find((one) => one.record.name === name),
        name,
      ).record.where;
      expect(post.kind, name).toBe('fixed');
      if (post.kind === 'fixed') expect(shapeContains(record.shape, post.at), name).toBe(true);
    }
  });

  test('cameras have codes of their own that nothing is odd about', () => {
    expect(new Set(videoPoints.map(({ record }) => record.channel)).size).toBe(videoPoints.length);
    for (const { record } of videoPoints) {
      expect(parseGbCode(record.channel, 'channel'), record.name).toMatchObject({ oddities: [] });
      expect(parseGbCode(record.device, 'device'), record.name).toMatchObject({ oddities: [] });
    }
  });

  test('the whole of it goes in as a pack, by the rules that any other pack goes by', () => {
    const pack = makeDemoPack('2026-11-21', testNow);
    const district = (hash: string) => (hash === demoDistrict.hash ? demoDistrict : undefined);
    const { registers: rows, provenance: source } = pack;
    const data = { plates: demoDistrict.hash, pack: demoDistrict.hash, registers: rows, provenance: source };
    const { decision } = given([], { district }).when({
      ...{ type: 'ImportPack', by: systemActor, data: data as unknown as Json },
    });
    const all = Object.values(rows).reduce((sum, list) => sum + (list?.length ?? 0), 0);
    expect('events' in decision ? decision.events.length : decision).toBe(all + 1);
  });

  test('sites lie in the district on roads of the plates, and none could be taken for that of an example', () => {
    const roads = new Set(demoDistrict.plates.roads.map(({ name }) => name));
    const examples = Object.values(exampleCrossings).map(({ at: [lon, lat] }) => ({ lon, lat }));
    for (const { id, record } of sites) {
      expect(demoDistrict.index.isOutside(record.at), id).toBe(false);
      for (const road of record.roads) expect(roads).toContain(road);
      if (!/^s\d/.test(id) || id === 's01') continue;
      for (const place of [...examples, siteA, callerOnLingling])
        expect(distance(record.at, place), id).toBeGreaterThan(750);
    }
  });
});

test('tonight moves along with the night, the examinations do not; the same night gives the same', () => {
  const next = makeDemoRegisters('2026-11-22');
  const of = (made: typeof registers, id: string) =>
    must(
      [...made.nightPermits, ...made.quietPeriods].find((one) => one.id === id),
      id,
    ).record;
  expect(of(next, 'p0117').from - of(registers, 'p0117').from).toBe(day);
  expect(of(next, 'p0301')).toEqual(of(registers, 'p0301'));
  expect(of(next, 'q2027-exams')).toEqual(of(registers, 'q2027-exams'));
  expect(must(next.repairNotices[0], 'notice').record.from - must(repairNotices[0], 'notice').record.from).toBe(day);
  expect(must(units[0], 'unit').record.shift).toEqual({ from: testNow - 4.5 * hour, to: testNow + 10.5 * hour });
  const plain = ({ provenance: _, ...rest }: typeof registers) => rest;
  expect(plain(makeDemoRegisters('2026-11-21'))).toEqual(plain(registers));
  // A notice cannot have come after it was recorded.
  const early = must(makeDemoRegisters('2026-11-21', testNow - 9 * hour).repairNotices[0], 'notice');
  expect(early.record.notifiedAt).toBe(testNow - 9 * hour);
  expect(() => makeDemoRegisters('tonight')).toThrow('civil date tonight');
});

test('hold no number that could be dialled, and nobody’s name', () => {
  for (const { record } of sites)
    if (record.nightContact !== undefined) {
      expect(record.nightContact.phone).toMatch(/^示例 021-0000-\d{4}$/);
      expect(record.nightContact.label).toBe('夜间值守');
    }
  expect(sites.some(({ record }) => record.nightContact === undefined)).toBe(true);
});
