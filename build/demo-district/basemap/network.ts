/** The network of the city's greater streets: main and named roads, a warped grid between them, and no loose ends. */
import { field } from './chance.ts';
import type { Stroke } from './faces.ts';
import { groundRoads, halfWidth, namedRoads, raisedRoads } from './main-roads.ts';
import type { MainRoad, RoadClass } from './main-roads.ts';
import { Near, segmentsOf } from './near.ts';
import type { Segment } from './near.ts';
import { apart, around, atDegrees, dot, inRing, lineLength, meeting, minus, plus, toSegment, unit } from './plane.ts';
import type { Vec } from './plane.ts';
import { banks, creeks, railway, river, riverHalf, riverRing } from './waters.ts';

export interface Reaches {
  /** Whether a place gets streets of the finer grid. */
  readonly inCity: (p: Vec) => boolean;
  /** Whether it gets arterials of the wide one. */
  readonly inReach: (p: Vec) => boolean;
}

export interface Network {
  /** Roads to draw; those over and under others last. */
  readonly roads: readonly MainRoad[];
  /** Everything that faces lie between. */
  readonly strokes: readonly Stroke[];
}

/** The edge of the drawn city. */
export const rimRing: readonly Vec[] = [
  atDegrees(121.275, 31.015),
  atDegrees(121.595, 31.015),
  atDegrees(121.595, 31.295),
  atDegrees(121.275, 31.295),
];

const westmost = Math.min(...river.map(([x]) => x));

/** Everything across the river, as far as the drawing goes. */
const eastOfRiver: readonly Vec[] = [...river, atDegrees(121.7, 31.4), atDegrees(121.7, 30.9)];

interface Obstacle extends Segment {
  /** Whether a road may end here. */
  readonly stops: boolean;
  /** Direction it runs in. */
  readonly along: Vec;
}

const obstaclesOf = (line: readonly Vec[], stops: boolean): Obstacle[] =>
  segmentsOf(line).map(({ a, b }) => ({ a, b, stops, along: unit(minus(b, a)) }));

const middleOfRiver = new Near(segmentsOf(river));

/** A part of the city whose finer streets run one way: metres between them, and how they lie. */
interface Quarter {
  readonly spacing: number;
  readonly seed: number;
  /** Cosine and sine of its tilt. */
  readonly tilt: Vec;
  readonly holds: (p: Vec) => boolean;
}

const reach = 14_000;
const step = 60;

/** Two families of lines at about a right angle, bent by a gentle field. */
function gridLines({ spacing, seed, tilt }: Quarter): Vec[][] {
  const lines: Vec[][] = [];
  const bend = 0.4 * spacing;
  const size = spacing * 4.2;
  for (const family of [0, 1]) {
    for (let k = Math.floor(-reach / spacing); k <= reach / spacing; k += 1) {
      const line: Vec[] = [];
      for (let along = -reach; along <= reach; along += step) {
        const [u, v] = family === 0 ? [k * spacing, along] : [along, k * spacing];
        const p = u + bend * field(u, v, size, seed + family);
        const q = v + bend * field(u, v, size, seed + 2 + family);
        line.push([p * tilt[0] - q * tilt[1], p * tilt[1] + q * tilt[0]]);
      }
      lines.push(line);
    }
  }
  return lines;
}

interface Fit {
  /** How far it keeps from roads that run the same way. */
  readonly clear: number;
  readonly shortest: number;
  /** Share of it that is left out here and there, so that not every street goes through. */
  readonly gaps: number;
}

/** The runs of a line that fit: in their quarter, off the water, and not beside a road that already goes there. */
function fitting(line: readonly Vec[], obstacles: Near<Obstacle>, quarter: Quarter, fit: Fit): Vec[][] {
  const runs: Vec[][] = [[]];
  for (const [i, p] of line.entries()) {
    const along = unit(minus(line[i + 1] ?? p, line[i - 1] ?? p));
    const blocked =
      !quarter.holds(p) ||
      field(p[0] + along[0] * 9000, p[1] + along[1] * 9000, 480, quarter.seed + 7) > 1 - fit.gaps ||
      middleOfRiver.some(p, riverHalf + 110, ({ a, b }) => toSegment(p, a, b) < riverHalf + 110) ||
      obstacles.some(p, fit.clear, ({ a, b, along: other }) => {
        return Math.abs(dot(along, other)) > 0.72 && toSegment(p, a, b) < fit.clear;
      });
    if (blocked) runs.push([]);
    else runs.at(-1)?.push(p);
  }
  return runs.filter((run) => run.length > 2 && lineLength(run) >= fit.shortest);
}

/** Turned by so much: cosine and sine, so that no machine has to work them out. */
const turns: readonly (readonly [cosine: number, sine: number, cost: number])[] = [
  [1, 0, 1],
  [0.94, 0.342, 1.25],
  [0.94, -0.342, 1.25],
  [0.766, 0.643, 1.7],
  [0.766, -0.643, 1.7],
  [0.342, 0.94, 3],
  [0.342, -0.94, 3],
];

/** The nearest road or bank ahead of a loose end, within `far` metres. */
function ahead(end: Vec, straight: Vec, far: number, obstacles: Iterable<Obstacle>): Vec | undefined {
  let best: { readonly cost: number; readonly to: Vec } | undefined;
  const rays = turns.map(([cosine, sine, cost]) => {
    const direction: Vec = [straight[0] * cosine - straight[1] * sine, straight[0] * sine + straight[1] * cosine];
    return { to: plus(end, direction, far), cost };
  });
  for (const { a, b, stops } of obstacles) {
    if (!stops) continue;
    for (const { to, cost } of rays) {
      const [t, u] = meeting(end, to, a, b) ?? [-1, -1];
      if (t <= 0 || t > 1 || u < 0 || u > 1) continue;
      if (best === undefined || t * cost < best.cost) best = { cost: t * cost, to: plus(end, minus(to, end), t) };
    }
  }
  return best?.to;
}

/** From a loose end on to the nearest road or bank; undefined where it touches one already. */
function extension(line: readonly Vec[], [end, before]: readonly [Vec, Vec], near: Near<Obstacle>): Vec[] | undefined {
  const own = (one: Obstacle): boolean => line.includes(one.a) && line.includes(one.b);
  if (near.some(end, 1, (one) => one.stops && !own(one) && toSegment(end, one.a, one.b) < 0.3)) return undefined;
  for (const far of [700, 2500, 9000]) {
    const to = ahead(
      end,
      unit(minus(end, before)),
      far,
      [...near.within(end, far)].filter((one) => !own(one)),
    );
    if (to !== undefined) return [end, to];
  }
  return undefined;
}

const [north, south, east]: readonly Vec[] = [
  [0.966, 0.259],
  [0.998, -0.0632],
  [0.981, -0.194],
];
/** South of the southern station the streets lie straighter; across the river they follow it. */
const southOf = atDegrees(121.43, 31.152)[1];

function quarters({ inCity, inReach }: Reaches): readonly (readonly [RoadClass, Quarter, Fit])[] {
  const onMap = (p: Vec): boolean => inRing(rimRing, p);
  const across = (p: Vec): boolean => p[0] > westmost && inRing(eastOfRiver, p);
  const wide = { clear: 700, shortest: 1400, gaps: 0 };
  const fine = { clear: 185, shortest: 400, gaps: 0.42 };
  const city = (test: (p: Vec) => boolean) => (p: Vec) => test(p) && inCity(p) && onMap(p);
  return [
    ['arterial', { spacing: 1900, seed: 1900, tilt: north ?? [1, 0], holds: (p) => onMap(p) && inReach(p) }, wide],
    [
      'secondary',
      { spacing: 540, seed: 540, tilt: north ?? [1, 0], holds: city((p) => p[1] > southOf && !across(p)) },
      fine,
    ],
    [
      'secondary',
      { spacing: 600, seed: 31, tilt: south ?? [1, 0], holds: city((p) => p[1] <= southOf && !across(p)) },
      fine,
    ],
    ['secondary', { spacing: 640, seed: 77, tilt: east ?? [1, 0], holds: city(across) }, fine],
  ];
}

export function makeNetwork(reaches: Reaches): Network {
  const roads: MainRoad[] = [];
  const hidden: Stroke[] = [];
  const obstacles = new Near<Obstacle>([
    ...banks.flatMap((bank) => obstaclesOf(bank, true)),
    ...obstaclesOf([...rimRing, around(rimRing, 0)], true),
    ...creeks.flatMap(({ line }) => obstaclesOf(line, false)),
    ...obstaclesOf(railway, false),
  ]);
  const add = (road: MainRoad): void => {
    roads.push(road);
    for (const one of obstaclesOf(road.line, true)) obstacles.add(one);
  };
  const raisedEnds = raisedRoads
    .filter(({ elevated }) => elevated !== true)
    .flatMap(({ line }) => [line[0], line.at(-1)]);
  const joinUp = (road: MainRoad): void => {
    const { line } = road;
    for (const [end, before] of [
      [around(line, 0), around(line, 1)],
      [around(line, -1), around(line, -2)],
    ] as const) {
      if (!inRing(rimRing, end)) continue;
      const on = extension(line, [end, before], obstacles);
      if (on === undefined) continue;
      // Where a bridge or a tunnel takes over, the ground is parted up to the water, but there is no road.
      const crossing = raisedEnds.some((at) => at !== undefined && apart(at, end) < 1);
      if (crossing) hidden.push({ kind: 'hidden', half: halfWidth[road.class], line: on });
      else add({ class: road.class === 'expressway' ? 'arterial' : road.class, line: on });
    }
  };

  const main = [...namedRoads(), ...groundRoads];
  for (const road of main) add(road);
  for (const road of main) joinUp(road);
  for (const [kind, quarter, fit] of quarters(reaches)) {
    const fresh = gridLines(quarter).flatMap((line) =>
      fitting(line, obstacles, quarter, fit).map((run): MainRoad => ({ class: kind, line: run })),
    );
    for (const road of fresh) add(road);
    for (const road of fresh) joinUp(road);
  }

  const strokes: Stroke[] = [
    ...roads.map(({ class: kind, line }) => ({ kind, half: halfWidth[kind], line })),
    ...hidden,
    ...banks.map((line) => ({ kind: 'bank', half: 48, line })),
    ...creeks.map(({ line, half }) => ({ kind: 'creek', half: half + 9, line })),
    { kind: 'rail', half: 22, line: railway },
    { kind: 'rim', half: 0, line: [...rimRing, around(rimRing, 0)] },
  ];
  return { roads: [...roads, ...raisedRoads], strokes };
}

export function inRiver(p: Vec): boolean {
  return inRing(riverRing, p);
}
