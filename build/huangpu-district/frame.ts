/** The drawing board of Huangpu: an outline sketched by hand, and a frame around its middle. Nobody's border. */
import { frameAround, shrunk } from '../demo-district/frame.ts';
import type { Ring, Vec } from '../demo-district/power-diagram.ts';

export const frame = frameAround([121.478, 31.218]);

/** From north-west clockwise: the creek in the north, the river's bend in the east and south. */
const sketch: readonly Vec[] = [
  [121.4585, 31.2405],
  [121.468, 31.2435],
  [121.479, 31.245],
  [121.4905, 31.2455],
  [121.494, 31.237],
  [121.4985, 31.23],
  [121.506, 31.2245],
  [121.5075, 31.214],
  [121.502, 31.205],
  [121.4965, 31.1985],
  [121.487, 31.193],
  [121.476, 31.1895],
  [121.4685, 31.192],
  [121.465, 31.2],
  [121.4625, 31.2065],
  [121.4545, 31.211],
  [121.452, 31.2185],
  [121.4525, 31.2255],
  [121.4575, 31.2305],
];

export const outlineOf = (km2: number): Ring => shrunk(sketch, km2, frame);
