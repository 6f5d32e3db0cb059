/** The four levels of grids: streets by power diagram, area grids within each street, cells within each area grid. */
import type { GridLevel, Plates } from '../../shared/domain/district/events.ts';
import { must } from '../../shared/lib/must.ts';
import { outlineOf, toDegrees, toFlat } from './frame.ts';
import type { Frame } from './frame.ts';
import { area, centroid, divide, weld } from './power-diagram.ts';
import type { Ring, Vec } from './power-diagram.ts';
import { streets, zones } from './streets.ts';
import type { StreetFact } from './streets.ts';

type Grid = Plates['grids'][number];

interface Plot {
  readonly code: string;
  readonly level: GridLevel;
  readonly parent: string;
  readonly name: string;
  readonly squad: string;
  readonly ring: Ring;
}

/** Mulberry32: the same plots on every machine and in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A point of a convex ring: a mix of its corners. Pulled to the middle a little, which relaxing undoes; the ring of a
 * power cell is convex but for the outline's own dents.
 */
function pointIn(ring: Ring, random: () => number): Vec {
  const weights = ring.map(() => random() ** 3);
  const sum = weights.reduce((a, b) => a + b, 0);
  let x = 0;
  let y = 0;
  for (const [i, [px, py]] of ring.entries()) {
    x += (px * must(weights[i], 'weight')) / sum;
    y += (py * must(weights[i], 'weight')) / sum;
  }
  return [x, y];
}

/** Cuts a ring into plots of about the same size, with points moved to the centres of their plots a few times. */
function cut(ring: Ring, count: number, random: () => number): Vec[][] {
  let points = Array.from({ length: count }, () => pointIn(ring, random));
  let plots: Vec[][] = [];
  for (let round = 0; round < 8; round += 1) {
    plots = divide(
      ring,
      points.map((at) => ({ at, share: 1 })),
      60,
    );
    points = plots.map((plot, i) => (plot.length < 3 || area(plot) === 0 ? must(points[i], 'point') : centroid(plot)));
  }
  // From north to south, so that numbers read like lines of text.
  const north = (plot: Vec[]): number => centroid(plot)[1];
  return plots.filter((plot) => plot.length >= 3).sort((a, b) => north(b) - north(a));
}

const three = (n: number): string => String(n).padStart(3, '0');

/** What a district's grids are drawn from. */
export interface Drawing {
  readonly frame: Frame;
  /** On the board. */
  readonly outline: Ring;
  readonly streets: readonly StreetFact[];
  readonly zones: readonly { readonly code: string; readonly name: string }[];
}

function drawn({ frame, outline, streets }: Drawing): Plot[] {
  const rings = divide(
    outline,
    streets.map(({ centre, km2 }) => ({ at: frame.toFlat(centre), share: km2 })),
    3000,
  );
  const plots: Plot[] = streets.map(({ code, zone, name, squad }, i) => {
    return { code, level: 'responsibility', parent: zone, name, squad, ring: must(rings[i], name) };
  });
  for (const [i, { code, name, squad, committees }] of streets.entries()) {
    const random = seeded(Number(code));
    const short = name.replace(/(新村)?街道$|镇$/, '');
    const areas = cut(must(rings[i], name), Math.max(3, Math.round(committees / 6)), random);
    for (const [a, areaRing] of areas.entries()) {
      const areaCode = `${code}${three(a + 1)}`;
      const areaName = `${short}第${String(a + 1)}片区`;
      plots.push({ code: areaCode, level: 'area', parent: code, name: areaName, squad, ring: areaRing });
      for (const [c, ring] of cut(areaRing, 4 + Math.floor(random() * 3), random).entries()) {
        const name = `${areaName}${String(c + 1).padStart(2, '0')}格`;
        plots.push({ code: `${areaCode}${three(c + 1)}`, level: 'cell', parent: areaCode, name, squad, ring });
      }
    }
  }
  return plots;
}

/** Further than rounding can move a corner off an edge that it lies on, degrees. */
const onEdge = 2.5e-6;

/**
 * Puts every corner that lies on an edge of a ring into that edge. Where a small plot's corner meets the middle of a
 * neighbour's edge, rounding would otherwise leave a crack between them, or an overlap.
 */
function stitched(ring: readonly Vec[], corners: readonly Vec[]): Vec[] {
  return ring.flatMap((a, i) => {
    const b = must(ring[(i + 1) % ring.length], 'next corner');
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
    const length = Math.sqrt(dx * dx + dy * dy);
    const between = corners
      .filter((p) => p !== a && p !== b && Math.abs((p[0] - a[0]) * dy - (p[1] - a[1]) * dx) / length < onEdge)
      .map((p) => ({ p, t: ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / (length * length) }))
      .filter(({ t }) => t > 0 && t < 1)
      .sort((one, other) => one.t - other.t);
    return [a, ...between.map(({ p }) => p)];
  });
}

function closed(ring: readonly Vec[]): [number, number][] {
  return [...ring, must(ring[0], 'corner')].map(([lon, lat]) => [lon, lat]);
}

/** Zones from their streets, streets by their areas, and within them area grids and cells. */
export function drawGrids(drawing: Drawing): Grid[] {
  const plots = drawn(drawing);
  const rings = weld(
    plots.map(({ ring }) => ring.map(drawing.frame.toDegrees)),
    1e-6,
    6,
  );
  const corners = [...new Set(rings.flat())];
  const grids = plots.map(({ code, level, parent, name, squad }, i): Grid => ({
    code,
    level,
    parent,
    name,
    squad,
    shape: [[closed(stitched(must(rings[i], code), corners))]],
  }));
  const management = drawing.zones.map(({ code, name }): Grid => ({
    code,
    level: 'management',
    name,
    shape: grids.filter(({ parent }) => parent === code).flatMap(({ shape }) => shape),
  }));
  return [...management, ...grids];
}

export function makeGrids(): Grid[] {
  const outline = outlineOf(streets.reduce((sum, { km2 }) => sum + km2, 0));
  return drawGrids({ frame: { toFlat, toDegrees }, outline, streets, zones });
}
