/**
 * Where moving units were seen by this screen in the last minutes: what was shown already, and nothing that was asked
 * for. Who is off duty leaves no trail.
 */
import { distance } from '../../shared/geo/point.ts';
import { minute, second } from '../../shared/lib/time.ts';
import type { LonLat, MapUnit } from './types.ts';

export const trailMs = 10 * minute;
/** Closer than this it stood, metres. */
const stepMetres = 8;
/** Longer without a fix nobody knows the way between, ms. */
const gapMs = minute;
/** More units than this have a spot no more often than that. */
const manyUnits = 1_000;
const sparseMs = 30 * second;
/** More stretches than this are no picture any more. */
const mostLines = 20_000;

/** Clocks of seat and hub are this close, ms. */
const aheadMs = 5_000;

interface Spot {
  readonly at: LonLat;
  readonly fixAt: number;
  /** The last fix that found it there still. */
  heardAt: number;
}

export interface SeenLine {
  readonly unit: string;
  readonly from: LonLat;
  readonly to: LonLat;
  /** Age of its end, 0 new to 1 about to be forgotten. */
  readonly faded: number;
}

export class SeenTrails {
  readonly #spots = new Map<string, Spot[]>();

  /** Takes what is shown now; who is not among them is forgotten. */
  see(units: Iterable<MapUnit>, now: number): void {
    const here = new Set<string>();
    for (const { id, at, fixAt, status } of units) {
      if (at === null || fixAt === null || status === 'offDuty') continue;
      here.add(id);
      this.saw(id, at[0], at[1], fixAt, now);
    }
    for (const id of this.#spots.keys()) if (!here.has(id)) this.#spots.delete(id);
  }

  /** Takes where a single one on duty is now. */
  saw(id: string, lon: number, lat: number, fixAt: number, now: number): void {
    let spots = this.#spots.get(id);
    // In a replay that was moved back what was seen lies ahead.
    while ((spots?.at(-1)?.fixAt ?? now) > now + aheadMs) spots?.pop();
    const last = spots?.at(-1);
    // Of very many a spot now and then is enough, and all that there is room for.
    const leastMs = this.#spots.size > manyUnits ? sparseMs : 0;
    if (last !== undefined && (fixAt <= last.fixAt || fixAt < last.fixAt + leastMs || !far(last.at, [lon, lat]))) {
      last.heardAt = Math.max(last.heardAt, fixAt);
      return;
    }
    spots ??= [];
    while (spots[0] !== undefined && spots[0].heardAt < now - trailMs) spots.shift();
    spots.push({ at: [lon, lat], fixAt, heardAt: fixAt });
    this.#spots.set(id, spots);
  }

  lines(now: number): readonly SeenLine[] {
    const lines: SeenLine[] = [];
    for (const [unit, spots] of this.#spots) {
      for (let i = 1; i < spots.length; i += 1) {
        const [a, b] = [spots[i - 1], spots[i]];
        if (a === undefined || b === undefined || b.fixAt - a.heardAt > gapMs) continue;
        const faded = (now - b.fixAt) / trailMs;
        if (faded < 1 && lines.length < mostLines)
          lines.push({ unit, from: a.at, to: b.at, faded: Math.max(0, faded) });
      }
    }
    return lines;
  }
}

function far(a: LonLat, b: LonLat): boolean {
  return distance({ lon: a[0], lat: a[1] }, { lon: b[0], lat: b[1] }) >= stepMetres;
}
