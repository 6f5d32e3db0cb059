/** Counts of what a picture shows, said on its canvas: for whoever cannot see it. */
import type { Drawn } from './paint-marks.ts';
import type { Scene } from './scene.ts';

export interface Counted {
  readonly drawn: readonly Drawn[];
  readonly scene: Scene;
  /** Complaints in the heat, and units with a trail. */
  readonly heat: number;
  readonly seen: number;
  /** Units in sight, where they are drawn as a crowd. */
  readonly units: number | null;
}

/** `name=count` of what there is, by name, with a blank between. */
export function countsTold({ drawn, scene, heat, seen, units }: Counted): string {
  const counts = new Map<string, number>();
  const add = (name: string, by = 1): void => void counts.set(name, (counts.get(name) ?? 0) + by);
  for (const { mark, label } of drawn) {
    const { symbol, thing } = mark;
    if (symbol?.type === 'cluster') add(`${symbol.of}-cluster`);
    else if (symbol?.type === 'incident' && symbol.area === true) add('incident-area');
    else if (thing.kind !== 'area') add(thing.kind);
    if (label !== undefined) add('label');
  }
  // The way or area of a post, beside its flag.
  for (const { kind } of scene.areas.painted) add(kind === 'post' ? 'post-area' : kind);
  add('circle', scene.circles.length);
  add('sector', scene.sectors.length);
  add('heat', heat);
  add('trail', seen);
  if (units !== null) counts.set('unit', units);
  const said = [...counts].filter(([, count]) => count > 0).map(([name, count]) => `${name}=${String(count)}`);
  return said.sort().join(' ');
}
