/**
 * Marks of one kind that would cover each other are drawn as one with their number. What is joined depends on zoom
 * alone, not on where the view is, so that nothing changes while the map is dragged.
 */
import { toWorld, worldSize } from './camera.ts';
import type { LonLat } from './types.ts';

export interface Joinable {
  readonly id: string;
  readonly at: LonLat;
  /** Always stands by itself: selected, under the pointer, or an alarm. */
  readonly apart: boolean;
  /** The weightiest lends the cluster its place. */
  readonly weight: number;
}

export interface Cluster<T> {
  /** The member at whose place it stands. */
  readonly head: T;
  /** Two at least, the head among them, weightiest first. */
  readonly members: readonly T[];
}

export interface Joined<T> {
  readonly alone: readonly T[];
  readonly clusters: readonly Cluster<T>[];
}

/** Whole picture pixels at a zoom: the coarser step, so that nothing that is told apart touches. */
export const zoomStep = (zoom: number): number => Math.floor(zoom * 4) / 4;

/**
 * Joins what lies within `room` pixels of a weightier one. Heads of clusters and those that stand alone without having
 * to are then at least `room` apart from each other.
 */
export function joined<T extends Joinable>(things: readonly T[], zoom: number, room: number): Joined<T> {
  const scale = worldSize(zoomStep(zoom));
  const alone: T[] = [];
  const spots: { readonly thing: T; readonly x: number; readonly y: number; readonly members: T[] }[] = [];
  const byCell = new Map<string, (typeof spots)[number][]>();
  const ordered = [...things].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  for (const thing of ordered) {
    if (thing.apart) {
      alone.push(thing);
      continue;
    }
    const [wx, wy] = toWorld(thing.at);
    const [x, y] = [wx * scale, wy * scale];
    const [cx, cy] = [Math.floor(x / room), Math.floor(y / room)];
    let near: (typeof spots)[number] | undefined;
    let best = room;
    for (let i = cx - 1; i <= cx + 1; i += 1) {
      for (let j = cy - 1; j <= cy + 1; j += 1) {
        for (const spot of byCell.get(`${String(i)}/${String(j)}`) ?? []) {
          const far = Math.hypot(spot.x - x, spot.y - y);
          if (far >= best) continue;
          near = spot;
          best = far;
        }
      }
    }
    if (near !== undefined) {
      near.members.push(thing);
      continue;
    }
    const spot = { thing, x, y, members: [thing] };
    spots.push(spot);
    const key = `${String(cx)}/${String(cy)}`;
    const there = byCell.get(key);
    if (there === undefined) byCell.set(key, [spot]);
    else there.push(spot);
  }
  const clusters: Cluster<T>[] = [];
  for (const { thing, members } of spots) {
    if (members.length === 1) alone.push(thing);
    else clusters.push({ head: thing, members });
  }
  return { alone, clusters };
}

/**
 * Whether they are still one sign at a zoom, where each needs so many pixels of room: at the largest zoom that there is, no
 * zoom tells them apart.
 */
export function areOne(places: readonly LonLat[], zoom: number, room: number): boolean {
  const things = places.map((at, i): Joinable => ({ id: String(i), at, apart: false, weight: 0 }));
  const { alone, clusters } = joined(things, zoom, room);
  return alone.length + clusters.length === 1;
}

/** What was joined last, by kind: panning and moving units join nothing anew. */
export class JoinedBefore {
  readonly #known = new Map<string, { readonly of: readonly unknown[]; readonly result: Joined<Joinable> }>();

  /** @param of All that decides, compared one by one. */
  get<T extends Joinable>(kind: string, of: readonly unknown[], make: () => Joined<T>): Joined<T> {
    const known = this.#known.get(kind);
    if (known?.of.length === of.length && known.of.every((one, i) => one === of[i])) return known.result as Joined<T>;
    const result = make();
    this.#known.set(kind, { of, result });
    return result;
  }
}
