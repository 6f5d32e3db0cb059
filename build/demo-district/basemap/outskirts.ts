/**
 * What lies around the schematic city, for a view of the whole region: the sea and the river on their way, the built-up
 * land, and great roads that go on from those of the city. Names are facts, all lines are ours and only about there.
 */
import { field, seedOf, seeded } from './chance.ts';
import { contours } from './contour.ts';
import type { MainRoad } from './main-roads.ts';
import { apart, around, atDegrees, band, dot, inRing, left, lineLength, minus, plus, smooth, unit } from './plane.ts';
import type { Vec } from './plane.ts';
import { riverHalf, riverPlaces } from './waters.ts';

type Place = readonly [lon: number, lat: number];
const places = (list: readonly Place[]): Vec[] => list.map(([lon, lat]) => atDegrees(lon, lat));

/** The city's own river, from the lake to the sea. */
const longRiver = smooth(
  places([
    [121.02, 31.075],
    [121.1, 31.02],
    [121.2, 30.985],
    [121.3, 30.975],
    [121.38, 30.965],
    ...riverPlaces,
    [121.607, 31.34],
    [121.619, 31.371],
  ]),
  3,
);
export const longRiverRing = band(longRiver, riverHalf);

const coast = smooth(
  places([
    [120.8, 31.9],
    [120.95, 31.72],
    [121.15, 31.57],
    [121.32, 31.5],
    [121.46, 31.435],
    [121.58, 31.385],
    [121.68, 31.35],
    [121.78, 31.28],
    [121.88, 31.18],
    [121.94, 31.05],
    [121.96, 30.93],
    [121.9, 30.855],
    [121.72, 30.83],
    [121.52, 30.805],
    [121.32, 30.72],
    [121.1, 30.64],
    [120.85, 30.56],
    [120.6, 30.45],
  ]),
  2,
);
export const sea: readonly Vec[] = [
  ...coast,
  ...places([
    [122.9, 30.45],
    [122.9, 31.9],
  ]),
].reverse();

/** Against the clock, through eight points about a middle. */
function oval(lon: number, lat: number, wide: number, high: number, tilt: Vec): Vec[] {
  const middle = atDegrees(lon, lat);
  const eighth = 0.7071;
  const corners = (
    [
      [1, 0],
      [eighth, eighth],
      [0, 1],
      [-eighth, eighth],
      [-1, 0],
      [-eighth, -eighth],
      [0, -1],
      [eighth, -eighth],
    ] as const
  ).map(([x, y]): Vec => {
    const far = 1 + 0.16 * field(lon * 1000 + x * 900, lat * 1000 + y * 900, 400, 9);
    return plus(plus(middle, tilt, x * wide * far), left(tilt), y * high * far);
  });
  // Begun between two corners, so that the seam is round too.
  const seam = plus(around(corners, -1), minus(around(corners, 0), around(corners, -1)), 0.5);
  return smooth([seam, ...corners, seam], 2).slice(0, -1);
}

export const islands: readonly (readonly Vec[])[] = [
  oval(121.7, 31.405, 11_000, 2_100, unit([1, -0.32])),
  oval(121.5, 31.62, 24_000, 6_500, unit([1, -0.3])),
];
export const lakes: readonly { readonly name: string; readonly ring: readonly Vec[] }[] = [
  { name: '淀山湖', ring: oval(120.955, 31.105, 4_200, 5_400, [1, 0]) },
];

const inSea = (p: Vec): boolean => inRing(sea, p);
/** Where no road goes and nobody builds. */
export const isWet = (p: Vec): boolean =>
  inSea(p) || inRing(longRiverRing, p) || lakes.some(({ ring }) => inRing(ring, p));

const middle = atDegrees(121.44, 31.19);

interface Town {
  readonly at: Vec;
  readonly reach: number;
}
const town = (lon: number, lat: number, km: number): Town => ({ at: atDegrees(lon, lat), reach: km * 1_000 });
const towns: readonly Town[] = [
  town(121.24, 31.38, 7),
  town(121.48, 31.39, 6),
  town(121.22, 31.03, 7),
  town(121.12, 31.15, 5),
  town(121.47, 30.92, 6),
  town(121.64, 31.2, 6),
  town(121.74, 31.05, 4),
  town(121.34, 30.75, 4),
  town(120.98, 31.38, 8),
  town(121.92, 30.9, 3),
  town(121.32, 31.25, 6),
];

/** Above zero where it is built up; the edge is uneven, with green wedges. */
function builtUp(p: Vec): number {
  if (inSea(p)) return -1;
  const uneven = 0.34 * field(p[0], p[1], 5_200, 41) + 0.16 * field(p[0], p[1], 1_700, 43);
  const near = (at: Vec, reach: number): number => 1 - apart(p, at) / reach;
  const best = Math.max(near(middle, 21_000), ...towns.map(({ at, reach }) => near(at, reach)));
  return best + uneven;
}

export function builtUpAreas(): Vec[][] {
  const board = { west: -62_000, south: -62_000, step: 500, columns: 248, rows: 248 };
  return contours(board, builtUp)
    .filter((ring) => ring.length > 12)
    .map((ring) => smooth([...ring, around(ring, 0)], 1).slice(0, -1));
}

const stride = 400;

interface Limits {
  /** The edge of the drawn city: everything of these roads lies beyond it. */
  readonly rim: readonly Vec[];
  readonly farthest: number;
}

/** Whether a place is close to a line drawn before. */
class Drawn {
  readonly #cells = new Map<string, Vec[]>();
  static readonly #size = 1_500;

  add(line: readonly Vec[]): void {
    for (const p of line) {
      const key = Drawn.#key(p, 0, 0);
      this.#cells.set(key, [...(this.#cells.get(key) ?? []), p]);
    }
  }

  within(p: Vec, metres: number): boolean {
    for (const i of [-1, 0, 1])
      for (const j of [-1, 0, 1])
        if ((this.#cells.get(Drawn.#key(p, i, j)) ?? []).some((other) => apart(p, other) < metres)) return true;
    return false;
  }

  static #key([x, y]: Vec, i: number, j: number): string {
    return `${String(Math.floor(x / Drawn.#size) + i)} ${String(Math.floor(y / Drawn.#size) + j)}`;
  }
}

/** On from a road's end at the rim, outwards, as far as its kind goes. */
function onward(end: Vec, before: Vec, far: number, drawn: Drawn, { rim }: Limits): Vec[] {
  const line: Vec[] = [end];
  let heading = unit(minus(end, before));
  for (let at = end; lineLength(line) < far;) {
    const out = unit(minus(at, middle));
    const sway = 0.07 * field(at[0], at[1], 12_000, 61);
    heading = unit(plus(plus(heading, out, 0.08), left(heading), sway));
    // A road that turned back is none that goes on.
    if (dot(heading, out) < 0.1) break;
    at = plus(at, heading, stride);
    if (isWet(at) || inRing(rim, at)) break;
    if (line.length > 3 && drawn.within(at, 900)) break;
    line.push(at);
  }
  return line;
}

/** A rounded frame about the rim, `off` metres away from it. */
function frame(rim: readonly Vec[], off: number): Vec[] {
  const ring: Vec[] = [];
  for (const [i, a] of rim.entries()) {
    const b = around(rim, i + 1);
    const along = unit(minus(b, a));
    // Against the clock the outside is to the right.
    const right = left(along).map((value) => -value) as unknown as Vec;
    ring.push(plus(plus(a, right, off), along, 0.2 * off), plus(plus(b, right, off), along, -0.2 * off));
  }
  const closed = smooth([...ring, around(ring, 0)], 3);
  return closed.flatMap((b, i) => {
    const a = around(closed, i - 1);
    if (i === 0) return [];
    const count = Math.max(1, Math.round(apart(a, b) / stride));
    return Array.from({ length: count }, (_, n) => plus(a, minus(b, a), (n + 1) / count));
  });
}

/**
 * @param cityRoads Those that end at the rim go on from there.
 * @param rim Edge of the drawn city, against the clock.
 */
export function outskirtRoads(cityRoads: readonly MainRoad[], rim: readonly Vec[]): MainRoad[] {
  const roads: MainRoad[] = [];
  const drawn = new Drawn();
  const limits: Limits = { rim, farthest: 46_000 };
  const push = (kind: 'expressway' | 'arterial', line: readonly Vec[]): void => {
    if (line.length < 4) return;
    drawn.add(line);
    roads.push({ class: kind, line: smooth(line, 1) });
  };
  const sides = rim.map((a, i) => [a, around(rim, i + 1)] as const);
  const atRim = (p: Vec): boolean =>
    !inRing(rim, p) || sides.some(([a, b]) => Math.abs(dot(left(unit(minus(b, a))), minus(p, a))) < 1);
  for (const kind of ['expressway', 'arterial'] as const)
    for (const { class: own, line } of cityRoads) {
      if (own !== kind) continue;
      for (const [end, before] of [
        [around(line, 0), around(line, 1)],
        [around(line, -1), around(line, -2)],
      ] as const) {
        if (!atRim(end) || isWet(end)) continue;
        const chance = seeded(seedOf(end))();
        const isGreat = kind === 'expressway' || chance > 0.72;
        const far = isGreat ? limits.farthest : 9_000 + chance * 30_000;
        push(isGreat ? 'expressway' : kind, onward(end, before, far, drawn, limits));
      }
    }
  for (const [i, off] of [1_900, 4_300, 7_200, 10_800, 15_500, 21_500, 29_000].entries()) {
    let run: Vec[] = [];
    const kind = i === 2 || i === 5 ? 'expressway' : 'arterial';
    for (const p of frame(rim, off)) {
      const at = plus(p, [field(p[0], p[1], 16_000, 71 + i), field(p[0], p[1], 16_000, 81 + i)], 0.13 * off + 300);
      // The farther out, the fewer go through.
      const goes = kind === 'expressway' || field(at[0], at[1], 9_000, 91 + i) > -0.7 + off / 32_000;
      if (goes && !isWet(at) && !inRing(rim, at)) run.push(at);
      else {
        if (run.length > 8) push(kind, run);
        run = [];
      }
    }
    if (run.length > 8) push(kind, run);
  }
  return roads;
}
