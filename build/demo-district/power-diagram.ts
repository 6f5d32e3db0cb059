/**
 * Power diagrams: cuts an outline into cells around seeds so that each cell has the area asked for. Flat coordinates,
 * any unit. Corners where cells meet are the very same numbers in each of them.
 */
export type Vec = readonly [number, number];
export type Ring = readonly Vec[];

export interface Seed {
  readonly at: Vec;
  /** Share of the whole outline, of any scale. */
  readonly share: number;
}

export function area(ring: Ring): number {
  let sum = 0;
  for (let i = 0; i < ring.length; i += 1) {
    const [x1, y1] = ring[i] as Vec;
    const [x2, y2] = ring[(i + 1) % ring.length] as Vec;
    sum += x1 * y2 - x2 * y1;
  }
  return Math.abs(sum) / 2;
}

export function centroid(ring: Ring): Vec {
  let x = 0;
  let y = 0;
  let sum = 0;
  for (let i = 0; i < ring.length; i += 1) {
    const [x1, y1] = ring[i] as Vec;
    const [x2, y2] = ring[(i + 1) % ring.length] as Vec;
    const cross = x1 * y2 - x2 * y1;
    sum += cross;
    x += (x1 + x2) * cross;
    y += (y1 + y2) * cross;
  }
  return [x / (3 * sum), y / (3 * sum)];
}

/** Keeps the part of a ring where a·x + b·y ≤ c. */
function clip(ring: Ring, a: number, b: number, c: number): Vec[] {
  const kept: Vec[] = [];
  for (let i = 0; i < ring.length; i += 1) {
    const p = ring[i] as Vec;
    const q = ring[(i + 1) % ring.length] as Vec;
    const dp = a * p[0] + b * p[1] - c;
    const dq = a * q[0] + b * q[1] - c;
    if (dp <= 0) kept.push(p);
    if (dp < 0 === dq < 0 || dp === 0 || dq === 0) continue;
    const t = dp / (dp - dq);
    kept.push([p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])]);
  }
  return kept;
}

function cells(outline: Ring, seeds: readonly Seed[], weights: readonly number[]): Vec[][] {
  return seeds.map(({ at: [x, y] }, i) => {
    let ring: Vec[] = [...outline];
    for (const [
      j,
      {
        at: [u, v],
      },
    ] of seeds.entries()) {
      if (j === i) continue;
      const c = (u * u + v * v - (weights[j] ?? 0) - (x * x + y * y - (weights[i] ?? 0))) / 2;
      ring = clip(ring, u - x, v - y, c);
    }
    return ring;
  });
}

/** Rings closed on themselves, corners within `tolerance` made one. */
export function weld(rings: readonly Vec[][], tolerance: number, digits: number): Vec[][] {
  const corners: Vec[] = [];
  const weldOne = (p: Vec): Vec => {
    const known = corners.find((q) => Math.abs(q[0] - p[0]) < tolerance && Math.abs(q[1] - p[1]) < tolerance);
    if (known !== undefined) return known;
    const scale = 10 ** digits;
    const made: Vec = [Math.round(p[0] * scale) / scale, Math.round(p[1] * scale) / scale];
    corners.push(made);
    return made;
  };
  return rings.map((ring) => {
    const welded = ring.map(weldOne);
    return welded.filter((p, i) => p !== welded[(i + welded.length - 1) % welded.length]);
  });
}

/**
 * @param outline Simple ring, not closed; nearly convex.
 * @returns One ring per seed, not closed, together covering the outline.
 */
export function divide(outline: Ring, seeds: readonly Seed[], rounds = 400): Vec[][] {
  const whole = area(outline);
  const shares = seeds.reduce((sum, seed) => sum + seed.share, 0);
  const targets = seeds.map((seed) => (whole * seed.share) / shares);
  let weights = seeds.map(() => 0);
  let best = { error: Number.POSITIVE_INFINITY, rings: [] as Vec[][] };
  let step = 0.5;
  for (let round = 0; round < rounds; round += 1) {
    const rings = cells(outline, seeds, weights);
    const areas = rings.map((ring) => (ring.length < 3 ? 0 : area(ring)));
    const error = Math.max(...areas.map((a, i) => Math.abs(a / (targets[i] ?? 1) - 1)));
    if (error < best.error) best = { error, rings };
    if (error < 1e-4) break;
    weights = weights.map((w, i) => w + step * ((targets[i] ?? 0) - (areas[i] ?? 0)));
    step = Math.max(0.05, step * 0.995);
  }
  return best.rings;
}
