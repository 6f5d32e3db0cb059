/**
 * What it costs to judge 500 units at 1 Hz against 300 fences that are for all of them: CPU time of a minute of fixes as a
 * share of one core. All pairs are judged, and what comes out is compared with who is inside by the plain geometry.
 */
import type { FenceShape } from '../../shared/domain/fence/state.ts';
import { fenceDefaults } from '../../shared/domain/rules/fence.ts';
import { sideRule, unseen, withFix } from '../../shared/domain/rules/fence-side.ts';
import type { FenceFix, SideState } from '../../shared/domain/rules/fence-side.ts';
import { destination } from '../../shared/geo/point.ts';
import { depthIn } from '../../shared/geo/shape.ts';
import { must } from '../../shared/lib/must.ts';
import { pointsAround } from './cells.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, rounds } from './statistics.ts';
import { cpuMs } from './whole-hub.ts';

const unitCount = 500;
const fenceCount = 300;
const seconds = 60;
const roundCount = 5;
/** Share of one core. */
const goal = 0.1;

/** Circles, corridors of three corners, areas of twelve. */
function shapes(): readonly FenceShape[] {
  return pointsAround(fenceCount, 11).map((at, n): FenceShape => {
    const around = (metres: number, degrees: number): [number, number] => {
      const { lon, lat } = destination(at, metres, degrees);
      return [lon, lat];
    };
    if (n % 3 === 0) return { kind: 'circle', at, radius: 80 + (n % 5) * 40 };
    if (n % 3 === 1) return { kind: 'corridor', line: [around(300, 200), around(0, 0), around(300, 70)], width: 60 };
    const corners = Array.from({ length: 12 }, (_, i) => around(i % 2 === 0 ? 300 : 220, i * 30));
    return { kind: 'polygon', ring: [...corners, ...corners.slice(0, 1)] };
  });
}

export function fences(): Promise<Measured> {
  const rules = shapes().map((shape) => sideRule({ shape }, fenceDefaults));
  const homes = pointsAround(unitCount, 23);
  const minutes = homes.map((home, n) =>
    Array.from({ length: seconds }, (_, s): FenceFix => {
      // A vehicle's way; whoever is odd stands still.
      const { lon, lat } = destination(home, n % 2 === 0 ? s * 8 : 0, (n * 37) % 360);
      return { lon, lat, at: s * 1_000, accuracy: 8 };
    }),
  );
  const own: number[] = [];
  let judged = 0;
  let inside = 0;
  for (let round = 0; round <= roundCount; round += 1) {
    const states: SideState[][] = homes.map(() => rules.map(() => unseen));
    judged = 0;
    const started = cpuMs();
    for (let s = 0; s < seconds; s += 1)
      for (const [n, held] of states.entries()) {
        const fix = must(minutes[n]?.[s], 'fix');
        for (const [f, rule] of rules.entries()) {
          held[f] = withFix(must(held[f], 'state'), fix, rule);
          judged += 1;
        }
      }
    const share = (cpuMs() - started) / (seconds * 1_000);
    inside = 0;
    for (const [n, held] of states.entries())
      for (const [f, state] of held.entries()) {
        if (n % 2 === 0) continue;
        const depth = depthIn(must(rules[f], 'rule').shape, must(homes[n], 'home'));
        const truth = depth >= 0 ? 'inside' : depth <= -fenceDefaults.marginMetres ? 'outside' : 'unknown';
        check(state.side === truth, `unit ${n} at fence ${f}: ${state.side}, by the geometry ${truth}`);
        if (truth === 'inside') inside += 1;
      }
    check(judged === unitCount * fenceCount * seconds, `${judged} pairs were judged`);
    if (round > 0) own.push(share);
  }
  check(inside > 0, 'nobody who stands is inside any fence');
  const ratio = median(own);
  return Promise.resolve({
    row: {
      ...{ name: 'fences', ours: figure(ratio * 100, '% of a core'), yardstick: 'one core' },
      ...{ ratio, goal: `≤ ${goal * 100} % of one core`, pass: ratio <= goal },
    },
    notes: [
      `${unitCount} units at 1 Hz against ${fenceCount} fences, a third each circles, corridors, areas of 12 corners; every fence is for every unit: ${judged} judgements in ${seconds} s`,
      `of those who stand ${inside} pairs are inside; all agree with the plain geometry`,
      rounds('share of a core', own, 'core'),
    ],
  });
}
