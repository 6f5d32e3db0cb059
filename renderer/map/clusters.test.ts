import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maxZoom, toWorld, worldSize } from './camera.ts';
import type { Joinable } from './clusters.ts';
import { areOne, joined, JoinedBefore, zoomStep } from './clusters.ts';
import type { LonLat } from './types.ts';

const things: fc.Arbitrary<Joinable[]> = fc
  .array(
    fc.record({
      // Some at the very same place, most near each other.
      lon: fc.integer({ min: 0, max: 400 }),
      lat: fc.integer({ min: 0, max: 400 }),
      apart: fc.boolean(),
      weight: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 120 },
  )
  .map((all) =>
    all.map(({ lon, lat, apart, weight }, i) => ({
      id: `thing-${String(i)}`,
      at: [121.4 + lon / 10_000, 31.1 + lat / 10_000] as const,
      apart: apart && weight === 3,
      weight,
    })),
  );
const zoom = fc.double({ min: 9, max: 19, noNaN: true });
const room = fc.integer({ min: 10, max: 90 });

test('every thing stands alone or is in one cluster, once; the counts add up', () => {
  fc.assert(
    fc.property(things, zoom, room, (all, z, px) => {
      const { alone, clusters } = joined(all, z, px);
      const shown = [...alone, ...clusters.flatMap(({ members }) => members)].map(({ id }) => id).sort();
      expect(shown).toEqual(all.map(({ id }) => id).sort());
      for (const { head, members } of clusters) {
        expect(members.length).toBeGreaterThan(1);
        expect(members).toContain(head);
      }
    }),
  );
});

test('what must stand apart is in no cluster', () => {
  fc.assert(
    fc.property(things, zoom, room, (all, z, px) => {
      const { alone, clusters } = joined(all, z, px);
      expect(clusters.flatMap(({ members }) => members).filter(({ apart }) => apart)).toEqual([]);
      expect(alone.filter(({ apart }) => apart)).toHaveLength(all.filter(({ apart }) => apart).length);
    }),
  );
});

test('what is drawn does not cover what is drawn, but for those that must stand apart', () => {
  fc.assert(
    fc.property(things, zoom, room, (all, z, px) => {
      const { alone, clusters } = joined(all, z, px);
      const heads = [...alone.filter(({ apart }) => !apart), ...clusters.map(({ head }) => head)];
      const scale = worldSize(zoomStep(z));
      for (const [i, a] of heads.entries())
        for (const b of heads.slice(i + 1)) {
          const [[ax, ay], [bx, by]] = [toWorld(a.at), toWorld(b.at)];
          expect(Math.hypot(ax - bx, ay - by) * scale).toBeGreaterThanOrEqual(px - 1e-6);
        }
    }),
  );
});

test('the order in which things are told does not matter, and the weightiest lends its place', () => {
  fc.assert(
    fc.property(things, zoom, room, (all, z, px) => {
      const plain = (of: readonly Joinable[]): unknown =>
        joined(of, z, px).clusters.map(({ head, members }) => [head.id, members.map(({ id }) => id)]);
      expect(plain([...all].reverse())).toEqual(plain(all));
      for (const { head, members } of joined(all, z, px).clusters)
        expect(head.weight).toBe(Math.max(...members.map(({ weight }) => weight)));
    }),
  );
});

test('what lies some metres apart is one sign even at the largest zoom, as far as its room reaches', () => {
  const metres = (east: number): readonly LonLat[] => [
    [121.4, 31.1],
    [121.4 + east / 95_300, 31.1],
  ];
  expect(areOne([], maxZoom, 30)).toBe(false);
  expect(areOne(metres(0), maxZoom, 30)).toBe(true);
  // A pixel of zoom 19 is 0.128 m at this latitude: 30 of them are 3.8 m.
  expect(areOne(metres(3), maxZoom, 30)).toBe(true);
  expect(areOne(metres(3), maxZoom, 22)).toBe(false);
  expect(areOne(metres(4.5), maxZoom, 30)).toBe(false);
  expect(areOne(metres(4.5), maxZoom - 1, 30)).toBe(true);
});

test('what was joined is kept until one of the things that decide changes', () => {
  const before = new JoinedBefore();
  const list: Joinable[] = [];
  let made = 0;
  const make = () => {
    made += 1;
    return joined(list, 12, 20);
  };
  before.get('site', [list, 48], make);
  before.get('site', [list, 48], make);
  expect(made).toBe(1);
  before.get('site', [list, 49], make);
  before.get('post', [list, 49], make);
  expect(made).toBe(3);
});
