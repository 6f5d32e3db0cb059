import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import { archiveOf, featuresOf, tileAt, vectorTile } from '../../../tests/support/archive.ts';
import { demoBasemapFacts, makeDemoBasemap } from '../demo-basemap.ts';
import { makeArchive } from '../../basemap/archive-make.ts';
import { makeDemoPack } from '../pack.ts';
import { makeDemoPlates } from '../plates.ts';
import { exampleCrossings, makeRoads } from '../roads.ts';
import { makeCity, toDistrict } from './city.ts';
import { halfWidth } from './main-roads.ts';
import { Near, segmentsOf } from './near.ts';
import {
  around,
  atDegrees,
  inRing,
  lineLength,
  meeting,
  middleOf,
  mix,
  signedArea,
  toLine,
  toSegment,
} from './plane.ts';
import type { Vec } from './plane.ts';
import { rimRing } from './network.ts';
import { builtUpAreas, isWet, outskirtRoads, sea } from './outskirts.ts';
import { creeks, riverRing } from './waters.ts';

const city = makeCity();
const ground = city.roads.filter(({ bridge, tunnel, elevated }) => !bridge && !tunnel && !elevated);

const nearestRim = (p: Vec): number => toLine(p, rimRing, true);
/** Metres to the edge of water; roads are cut at whole strides before it. */
const nearestBank = (p: Vec): number => toLine(p, sea, true);

/** Points every so many metres of a line, its ends among them. */
function along(line: readonly Vec[], step: number): Vec[] {
  return segmentsOf(line).flatMap(({ a, b }) => {
    const count = Math.max(1, Math.ceil(lineLength([a, b]) / step));
    return Array.from({ length: count + 1 }, (_, i) => mix(a, b, i / count));
  });
}

describe('the schematic city', () => {
  test('no road of the ground, and none above it, is in the river; bridges and tunnels cross it', () => {
    for (const { line, name } of city.roads.filter(({ bridge, tunnel }) => !bridge && !tunnel)) {
      const wet = along(line, 25).filter((p) => inRing(riverRing, p));
      // An end on the bank itself may be taken for either side.
      expect(
        wet.filter(
          (p) =>
            Math.min(...segmentsOf([...riverRing, around(riverRing, 0)]).map(({ a, b }) => toSegment(p, a, b))) > 1,
        ),
        name,
      ).toEqual([]);
    }
    const crossings = city.roads.filter(({ bridge, tunnel }) => bridge || tunnel);
    expect(crossings.map(({ name }) => name)).toEqual(['上中路隧道', '徐浦大桥', '卢浦大桥', '龙耀路隧道', '南浦大桥']);
    for (const { line } of crossings) {
      expect(along(line, 25).some((p) => inRing(riverRing, p))).toBe(true);
      expect([around(line, 0), around(line, -1)].some((p) => inRing(riverRing, p))).toBe(false);
    }
  });

  test('no building stands on a road or in water', () => {
    expect(city.buildings.length).toBeGreaterThan(15_000);
    const near = new Near([
      ...ground.flatMap(({ line, class: kind }) => segmentsOf(line).map((one) => ({ ...one, half: halfWidth[kind] }))),
      ...creeks.flatMap(({ line, half }) => segmentsOf(line).map((one) => ({ ...one, half }))),
    ]);
    const bad = city.buildings.filter((ring) => {
      if (ring.some((p) => inRing(riverRing, p))) return true;
      return near.some(middleOf(ring), 160, ({ a, b, half }) =>
        ring.some((p, i) => {
          // A hair less: houses may stand along the pavement.
          if (toSegment(p, a, b) < half - 0.05) return true;
          const [t, u] = meeting(a, b, p, around(ring, i + 1)) ?? [-1, -1];
          return t > 0 && t < 1 && u > 0 && u < 1;
        }),
      );
    });
    expect(bad).toEqual([]);
  });

  test('no two buildings share ground', () => {
    const squares = new Map<string, (readonly Vec[])[]>();
    const shared: unknown[] = [];
    for (const ring of city.buildings) {
      const [x, y] = middleOf(ring).map((value) => Math.floor(value / 150));
      for (let i = must(x, 'x') - 1; i <= must(x, 'x') + 1; i += 1) {
        for (let j = must(y, 'y') - 1; j <= must(y, 'y') + 1; j += 1) {
          for (const other of squares.get(`${String(i)} ${String(j)}`) ?? []) {
            if (ring.some((p) => inRing(other, p)) || other.some((p) => inRing(ring, p))) shared.push([ring, other]);
          }
        }
      }
      const key = `${String(x)} ${String(y)}`;
      squares.set(key, [...(squares.get(key) ?? []), ring]);
    }
    expect(shared).toEqual([]);
  });

  test('the named roads lie in it as in the plates', () => {
    const drawn = new Map(city.roads.filter(({ elevated }) => !elevated).map(({ name, line }) => [name ?? '', line]));
    for (const { name, line } of makeRoads()) {
      expect(drawn.get(name), name).toEqual(line.map(([lon, lat]) => atDegrees(must(lon, 'lon'), must(lat, 'lat'))));
    }
  });

  test('its streets hang together: from one, nearly all the others can be reached', () => {
    const lines = city.roads;
    const near = new Near(lines.flatMap(({ line }, road) => segmentsOf(line).map((one) => ({ ...one, road }))));
    const parent = lines.map((_, i) => i);
    const rootOf = (i: number): number => {
      let at = i;
      while (around(parent, at) !== at) at = around(parent, at);
      return at;
    };
    const join = (a: number, b: number): void => void (parent[rootOf(a)] = rootOf(b));
    for (const [i, { line }] of lines.entries()) {
      for (const end of [around(line, 0), around(line, -1)]) {
        near.some(end, 1, ({ a, b, road }) => {
          if (road !== i && toSegment(end, a, b) < 0.5) join(i, road);
          return false;
        });
      }
      // Main roads cross in their middle too.
      if (line.length < 3 && lineLength(line) < 700) continue;
      for (const { a, b } of segmentsOf(line)) {
        near.some(mix(a, b, 0.5), lineLength([a, b]) / 2, (other) => {
          const [t, u] = meeting(a, b, other.a, other.b) ?? [-1, -1];
          if (other.road !== i && t >= 0 && t <= 1 && u >= 0 && u <= 1) join(i, other.road);
          return false;
        });
      }
    }
    const lengths = new Map<number, number>();
    for (const [i, { line }] of lines.entries()) {
      lengths.set(rootOf(i), (lengths.get(rootOf(i)) ?? 0) + lineLength(line));
    }
    const all = [...lengths.values()].reduce((sum, metres) => sum + metres, 0);
    expect(Math.max(...lengths.values()) / all).toBeGreaterThan(0.99);
  });

  test('what the demo district has lies on land, and its building sites on ground without houses', () => {
    const { registers } = makeDemoPack('2026-01-01');
    const plates = makeDemoPlates();
    const places: Vec[] = [];
    const collect = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      const { lon, lat } = value as { readonly lon?: unknown; readonly lat?: unknown };
      if (typeof lon === 'number' && typeof lat === 'number') places.push(atDegrees(lon, lat));
      else for (const inner of Object.values(value)) collect(inner);
    };
    collect(registers);
    for (const { at } of plates.places) places.push(atDegrees(must(at[0], 'lon'), must(at[1], 'lat')));
    expect(places.length).toBeGreaterThan(150);
    expect(places.filter((p) => inRing(riverRing, p))).toEqual([]);
    const { A, B } = exampleCrossings;
    expect(toDistrict(atDegrees(...A.at)) + toDistrict(atDegrees(...B.at))).toBe(0);
    const sites = city.blocks.filter(({ use }) => use === 'site');
    expect(sites.length).toBeGreaterThan(4);
  });

  test('blocks are of many sizes and uses', () => {
    const sizes = city.blocks.map(({ ring }) => signedArea(ring)).sort((a, b) => a - b);
    const [small, large] = [0.1, 0.9].map((share) => must(sizes[Math.floor(sizes.length * share)], 'size'));
    expect(must(large, 'large') / must(small, 'small')).toBeGreaterThan(4);
    expect(new Set(city.blocks.map(({ use }) => use)).size).toBe(9);
  });
});

describe('what lies around it', () => {
  test('great roads go on from those of the city, and none is in the sea, the lake, the river or the city itself', () => {
    const roads = outskirtRoads(city.roads, rimRing);
    const starts = roads.filter(({ line }) =>
      city.roads.some((own) =>
        own.line.some(([x, y]) => Math.hypot(x - around(line, 0)[0], y - around(line, 0)[1]) < 1),
      ),
    );
    expect(starts.length).toBeGreaterThan(15);
    const points = roads.flatMap(({ line }) => along(line, 100));
    expect(points.filter((p) => isWet(p) && nearestBank(p) > 120)).toEqual([]);
    expect(points.filter((p) => inRing(rimRing, p) && nearestRim(p) > 60)).toEqual([]);
  });

  test('the built-up land holds the district, and is not in the sea', () => {
    const areas = builtUpAreas();
    expect(areas.every((ring) => signedArea(ring) > 0)).toBe(true);
    expect(areas.filter((ring) => inRing(ring, atDegrees(121.4315, 31.1655))).length).toBe(1);
    expect(areas.flat().filter((p) => inRing(sea, p) && toLine(p, sea, true) > 500)).toEqual([]);
  });

  test('no two made-up names are the same, and none is that of a road of the plates', () => {
    const names = city.roads.filter(({ class: kind, name }) => kind === 'local' && name?.endsWith('支路'));
    expect(names.length).toBeGreaterThan(100);
    expect(new Set(names.map(({ name }) => name)).size).toBe(names.length);
    const known = new Set(makeRoads().map(({ name }) => name));
    expect(names.filter(({ name }) => known.has(name ?? ''))).toEqual([]);
  });
});

describe('its archive', () => {
  const made = makeDemoBasemap();

  test('is the same each time, small, and says that it is schematic', async () => {
    const again = makeArchive(city.layers, demoBasemapFacts);
    const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
    expect(hash(again.bytes)).toBe(hash(made.bytes));
    expect(made.bytes.length).toBeLessThan(6_000_000);
    expect([...made.tiled.dropped]).toEqual([]);
    expect(await archiveOf(made.bytes).getMetadata()).toMatchObject({ schematic: true, format: 'lianqin-1' });
    expect(made.header).toMatchObject({ kind: 'vector', minZoom: 8, maxZoom: 14, schematic: true });
    expect(made.header.attribution.length).toBeLessThanOrEqual(200);
  });

  test('holds every layer of the schema where the district is', async () => {
    const archive = archiveOf(made.bytes);
    const names = new Set<string>();
    for (const [lon, lat] of [
      [121.436, 31.194],
      [121.4645, 31.157],
      [121.4295, 31.155],
      [121.4442, 31.1465],
      [121.4288, 31.1762],
      [121.4155, 31.1805],
    ] as const) {
      const tile = await vectorTile(archive, 14, ...tileAt(14, lon, lat));
      for (const name of Object.keys(tile?.layers ?? {})) names.add(name);
    }
    expect([...names].sort()).toEqual([
      'block',
      'boundary',
      'building',
      'green',
      'label',
      'rail',
      'road',
      'station',
      'water',
      'waterway',
    ]);
    const far = await vectorTile(archive, 10, ...tileAt(10, 121.436, 31.17));
    expect(featuresOf(far, 'road').map(({ properties }) => properties['class'])).toContain('arterial');
    expect(featuresOf(far, 'building')).toEqual([]);
    const near = await vectorTile(archive, 14, ...tileAt(14, 121.436, 31.194));
    expect(featuresOf(near, 'road').map(({ properties }) => properties['name'])).toContain('漕溪北路');
  });
});
