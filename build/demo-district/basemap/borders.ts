/** Borders of the streets as lines, each drawn once: what two streets share is theirs, what one has alone is the district's. */
import type { Plates } from '../../../shared/domain/district/events.ts';
import type { Degrees } from '../../basemap/features.ts';

export interface Border {
  readonly level: 'district' | 'street';
  readonly line: readonly Degrees[];
}

const keyOf = ([lon, lat]: Degrees): string => `${String(lon)} ${String(lat)}`;

/** Edges joined end to end where only two meet. */
function chains(edges: readonly (readonly [Degrees, Degrees])[]): Degrees[][] {
  const at = new Map<string, number[]>();
  for (const [i, ends] of edges.entries()) {
    for (const end of ends) at.set(keyOf(end), [...(at.get(keyOf(end)) ?? []), i]);
  }
  const used = new Set<number>();
  const walk = (from: Degrees, start: number): Degrees[] => {
    const line = [from];
    let edge: number | undefined = start;
    while (edge !== undefined) {
      used.add(edge);
      const here: Degrees = line.at(-1) ?? from;
      const ends = edges[edge];
      if (ends === undefined) break;
      const next: Degrees = keyOf(ends[0]) === keyOf(here) ? ends[1] : ends[0];
      line.push(next);
      const meeting: readonly number[] = at.get(keyOf(next)) ?? [];
      edge = meeting.length === 2 ? meeting.find((other) => !used.has(other)) : undefined;
    }
    return line;
  };
  const lines: Degrees[][] = [];
  const isEnd = (p: Degrees): boolean => at.get(keyOf(p))?.length !== 2;
  // From the ends first; what is left are rings.
  for (const anywhere of [false, true]) {
    for (const [i, [a, b]] of edges.entries()) {
      if (used.has(i)) continue;
      if (anywhere || isEnd(a)) lines.push(walk(a, i));
      else if (isEnd(b)) lines.push(walk(b, i));
    }
  }
  return lines;
}

export function bordersOf(grids: Plates['grids']): Border[] {
  const edges = new Map<string, { ends: readonly [Degrees, Degrees]; count: number }>();
  for (const { level, shape } of grids) {
    if (level !== 'responsibility') continue;
    for (const ring of shape.flat()) {
      for (const [i, b] of ring.entries()) {
        const a = ring[i - 1];
        if (a === undefined) continue;
        const key = [keyOf(a), keyOf(b)].sort().join(' ');
        const known = edges.get(key);
        if (known === undefined) edges.set(key, { ends: [a, b], count: 1 });
        else known.count += 1;
      }
    }
  }
  const of = (level: Border['level'], count: number): Border[] =>
    chains([...edges.values()].filter((edge) => edge.count === count).map(({ ends }) => ends)).map((line) => ({
      level,
      line,
    }));
  return [...of('district', 1), ...of('street', 2)];
}
