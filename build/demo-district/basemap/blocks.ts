/** From faces to blocks between streets, and to the parcels between the lanes of a block. */
import { seedOf, seeded } from './chance.ts';
import type { Face, Side } from './faces.ts';
import { parks, sizes, useAt } from './land-use.ts';
import type { Park, Use } from './land-use.ts';
import { halfWidth } from './main-roads.ts';
import type { MainRoad } from './main-roads.ts';
import { apart, around, inRing, middleOf, minus, plus, signedArea, unit } from './plane.ts';
import type { Vec } from './plane.ts';
import { halve, straighten, within } from './subdivide.ts';
import type { Cut } from './subdivide.ts';

export interface Block {
  readonly use: Use;
  readonly park?: Park;
  /** What the streets leave of it; convex. */
  readonly ring: readonly Vec[];
  /** What its lanes leave, for buildings; convex each. */
  readonly parcels: readonly (readonly Vec[])[];
}

export interface Blocks {
  readonly blocks: readonly Block[];
  readonly roads: readonly MainRoad[];
}

const isRoad = ({ kind }: Side): boolean => Object.hasOwn(halfWidth, kind);

/** A street along a cut; it ends where water or rails begin. None where it would hang between two of these. */
function roadOf({ line: [a, b], at: [from, to] }: Cut, kind: 'local' | 'lane'): MainRoad | undefined {
  if (!isRoad(from) && !isRoad(to)) return undefined;
  const along = unit(minus(b, a));
  const start = isRoad(from) ? a : plus(a, along, from.half);
  const end = isRoad(to) ? b : plus(b, along, -to.half);
  return apart(start, end) < 15 || (end[0] - start[0]) * along[0] + (end[1] - start[1]) * along[1] < 15
    ? undefined
    : { class: kind, line: [start, end] };
}

/** Whether a ring holds a building site of the register: the ground there is one, without buildings. */
export type Holds = (ring: readonly Vec[]) => boolean;

const localSide: Side = { kind: 'local', half: halfWidth.local };
const laneSide: Side = { kind: 'lane', half: halfWidth.lane };
/** A border between parcels without a way. */
const fence: Side = { kind: 'fence', half: 1.5 };

interface Cutting {
  readonly side: Side;
  readonly class: 'local' | 'lane';
  readonly target: number;
  readonly random: () => number;
}

/** Whether what is left of a bent face is so little that it must be cut at its bend. */
function bent(face: Face): boolean {
  const area = signedArea(face.ring);
  if (area < 2500) return false;
  const round = within(face);
  const loss = face.sides.reduce((sum, { half }, i) => {
    return sum + half * apart(around(face.ring, i), around(face.ring, i + 1));
  }, 0);
  return (round.length < 3 ? 0 : signedArea(round)) < (area - loss) * 0.8;
}

function cutDown(face: Face, cutting: Cutting, roads: MainRoad[], done: (face: Face) => boolean): Face[] {
  const large = signedArea(face.ring) > cutting.target * (0.75 + cutting.random() * 0.7);
  if (done(face) || (!large && !bent(face))) return [face];
  const cut =
    (large ? undefined : straighten(face, cutting.side)) ??
    (large ? halve(face, cutting.random, cutting.side) : undefined);
  if (cut === undefined) return [face];
  const road = roadOf(cut, cutting.class);
  if (road !== undefined) roads.push(road);
  const parts = road === undefined ? cut.parts.map((part) => fenced(part, cutting.side)) : cut.parts;
  return parts.flatMap((part) => cutDown(part, cutting, roads, done));
}

/** The new side of a cut without a street is a fence. */
function fenced({ ring, sides }: Face, side: Side): Face {
  return { ring, sides: sides.map((one, i) => (one === side && i === sides.length - 1 ? fence : one)) };
}

function parkOf(ring: readonly Vec[]): Park | undefined {
  const middle = middleOf(ring);
  return parks.find(({ at, reach }) => apart(middle, at) < reach * 0.85 || inRing(ring, at));
}

/**
 * @param fine Whether a face is near enough to get lanes and buildings.
 */
export function makeBlocks(faces: readonly Face[], fine: (at: Vec) => boolean, site: Holds): Blocks {
  const blocks: Block[] = [];
  const roads: MainRoad[] = [];
  for (const face of faces) {
    const middle = middleOf(face.ring);
    const random = seeded(seedOf(middle));
    const use = useAt(middle, random);
    const target = fine(middle) ? sizes[use][0] : 240_000;
    const leaf = ({ ring }: Face): boolean => {
      const park = parks.find(({ at, reach }) => inRing(ring, at) || apart(middleOf(ring), at) < reach * 0.85);
      return park !== undefined && signedArea(ring) < park.reach * park.reach * Math.PI * 1.25;
    };
    const small = parks.find(({ at }) => inRing(face.ring, at));
    const size = small === undefined ? target : Math.min(target, small.reach * small.reach * Math.PI);
    for (const part of cutDown(face, { side: localSide, class: 'local', target: size, random }, roads, leaf)) {
      const ring = within(part);
      if (ring.length < 3 || signedArea(ring) < 120) continue;
      const green = parkOf(part.ring);
      if (green !== undefined) {
        blocks.push({ use: 'park', park: green, ring, parcels: [] });
        continue;
      }
      const area = signedArea(ring);
      const own = random() < 0.22 ? useAt(middleOf(part.ring), random) : use;
      if (area < 1100) {
        blocks.push({ use: 'park', ring, parcels: [] });
        continue;
      }
      if (!fine(middle)) {
        blocks.push({ use: own, ring, parcels: [] });
        continue;
      }
      const lanes = { side: laneSide, class: 'lane', target: sizes[own][1], random } as const;
      const parcels = cutDown(part, lanes, roads, () => false)
        .map((parcel) => within(parcel, 2.5))
        .filter((parcel) => parcel.length >= 3 && signedArea(parcel) > 150);
      blocks.push({ use: own, ring, parcels: parcels.filter((parcel) => !site(parcel)) });
      for (const parcel of parcels.filter(site)) blocks.push({ use: 'site', ring: parcel, parcels: [] });
    }
  }
  return { blocks, roads };
}
