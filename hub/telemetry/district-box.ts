/** The box around the district whose plates are in force. */
import type { District } from '../../shared/domain/district/state.ts';
import type { Box } from './plausible.ts';

/** @param district Asked for each fix; what comes of it is reckoned once for each set of plates. */
export function districtBox(district: () => Pick<District, 'hash' | 'plates'> | undefined): () => Box | undefined {
  let hash: string | undefined;
  let box: Box | undefined;
  return () => {
    const present = district();
    if (present === undefined) return undefined;
    if (present.hash !== hash) {
      hash = present.hash;
      box = boxOf(present.plates.grids);
    }
    return box;
  };
}

/** Undefined where there is no grid: then there is no outside. */
function boxOf(grids: District['plates']['grids']): Box | undefined {
  const points = grids.flatMap(({ shape }) => shape.flat(2));
  if (points.length === 0) return undefined;
  const edge = (of: 0 | 1, choose: (a: number, b: number) => number): number =>
    points.map((point) => point[of]).reduce((chosen, value) => choose(chosen, value));
  return { west: edge(0, Math.min), south: edge(1, Math.min), east: edge(0, Math.max), north: edge(1, Math.max) };
}
