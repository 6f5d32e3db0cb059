/** Huangpu and Xuhui as packs: taken in whole by the command that takes in any, and as the public articles tell of them. */
import { describe, expect, test } from 'vitest';
import { indexPlates } from '../shared/domain/rules/district.ts';
import { contains } from '../shared/geo/polygon.ts';
import { systemActor } from '../shared/lib/journal.ts';
import type { Json } from '../shared/lib/json.ts';
import { must } from '../shared/lib/must.ts';
import { parseIso } from '../shared/lib/time.ts';
import { packSchema } from '../shared/wire/pack.ts';
import { given } from '../tests/support/given.ts';
import { districtNamed, districtNames, districts } from './districts.ts';

const night = '2026-11-21';
const evening = must(parseIso(`${night}T20:30:00+08:00`), 'evening');

describe.each(['huangpu', 'xuhui'] as const)('%s', (name) => {
  const pack = districts[name].pack(night);
  const { plates, registers } = pack;
  const hash = 'a'.repeat(64);
  const around = { district: () => ({ hash, plates, index: indexPlates(plates) }) };

  test('given nothing, when its pack is imported, then every row is recorded and the plates are in force', () => {
    expect(packSchema.parse(JSON.parse(JSON.stringify(pack)))).toEqual(pack);
    const data = { plates: hash, pack: 'b'.repeat(64), registers, provenance: pack.provenance } as unknown as Json;
    const { decision } = given([], around).when({ type: 'ImportPack', by: systemActor, data, now: evening });
    expect(decision).not.toHaveProperty('refusal');
    const rows = Object.values(registers).reduce((sum, entries) => sum + (entries?.length ?? 0), 0);
    expect('events' in decision ? decision.events.length : 0).toBe(rows + 1);
  });

  test('is small, marked schematic, the same each time, and every place and post of it lies in it', () => {
    expect(plates.schematic).toBe(true);
    expect(plates.name).toContain('示意');
    expect(Buffer.byteLength(JSON.stringify(pack))).toBeLessThan(300_000);
    expect(districts[name].pack(night)).toEqual(pack);
    const whole = plates.grids.filter(({ level }) => level === 'management').flatMap(({ shape }) => shape);
    for (const { name: place, at, outside } of plates.places)
      if (outside === undefined) expect(contains(whole, { lon: at[0], lat: at[1] }), place).toBe(true);
    for (const { record } of registers.videoPoints) expect(contains(whole, record.at), record.name).toBe(true);
  });

  test('has four zones that help each other both ways, each with its cameras watched from the hall', () => {
    expect(registers.zones).toHaveLength(4);
    for (const { id, record } of registers.zones) {
      expect(record.neighbours.length).toBeGreaterThan(0);
      for (const other of record.neighbours)
        expect(registers.zones.find((zone) => zone.id === other)?.record.neighbours).toContain(id);
    }
    const watched = registers.posts?.filter(({ record }) => record.where.kind === 'camera') ?? [];
    expect(watched.map(({ record }) => record.zone)).toEqual(registers.zones.map(({ id }) => id));
  });
});

describe('Huangpu as the article of 2013 tells of it', () => {
  const { registers } = districts.huangpu.pack(night);
  const { squads, zones, units } = registers;

  test('has 17 squads: ten of streets, two of shopping streets, three of scenic areas, two mobile ones', () => {
    const count = (kind: string) => squads.filter(({ record }) => record.kind === kind).length;
    expect([squads.length, count('street'), count('area'), count('scenic'), count('mobile')]).toEqual([
      17, 10, 2, 3, 2,
    ]);
    const names = squads.map(({ record }) => record.name);
    for (const told of ['瑞金街道中队', '外滩街道中队', '豫园街道中队', '小东门街道中队'])
      expect(names).toContain(told);
  });

  test('puts three or four squads into each group, and the mobile ones into none', () => {
    const members = zones.flatMap(({ record }) => record.squads);
    expect(new Set(members).size).toBe(15);
    for (const { record } of zones) expect([3, 4]).toContain(record.squads.length);
    for (const { id, record } of squads) {
      expect(members.includes(id)).toBe(record.kind !== 'mobile');
      expect(record.zone === undefined).toBe(record.kind === 'mobile');
    }
  });

  test('has six or seven people of each squad on duty at a time', () => {
    for (const { id } of squads) {
      const people = units
        .filter(({ record }) => record.squad === id)
        .reduce((sum, { record }) => sum + record.certified + record.auxiliary, 0);
      expect([6, 7], id).toContain(people);
    }
    expect(new Set(units.map(({ id }) => id)).size).toBe(units.length);
    expect(new Set(units.flatMap(({ record }) => record.devices)).size).toBe(units.length);
  });
});

test('Xuhui has one mobile squad for the whole district, and squads of the riverside and the station', () => {
  const { squads } = districts.xuhui.pack(night).registers;
  expect(squads.filter(({ record }) => record.kind === 'mobile').map(({ record }) => record.zone)).toEqual([undefined]);
  const names = squads.map(({ record }) => record.name);
  for (const told of ['徐家汇中队', '滨江中队', '南站中队', '机动中队']) expect(names).toContain(told);
});

test('a district goes by its name, and by no other', () => {
  expect(districtNames).toEqual(['demo', 'xuhui', 'huangpu']);
  expect(districtNamed('huangpu')).toBe(districts.huangpu);
  expect(districtNamed('Huangpu')).toBeUndefined();
  expect(districtNamed('toString')).toBeUndefined();
});
