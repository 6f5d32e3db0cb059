import { expect, test } from 'vitest';
import { wallScale } from './wall-scale.ts';

test.each([
  [1_920, 1_080, 24],
  [3_840, 2_160, 48],
  [5_120, 1_440, 32],
  [3_840, 1_080, 24],
])('on %d × %d px lettering of 12 px becomes %d px', (width, height, px) => {
  expect(12 * wallScale(width, height)).toBe(px);
});
