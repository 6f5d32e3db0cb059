import { expect, test } from 'vitest';
import { blit } from './crowd-canvas.ts';
import { crowdSize } from './crowd.ts';

const opaque = 0xff_00_00_ff;
const full = (size: number) => ({ size, pixels: new Uint32Array(size * size).fill(opaque) });
const drawn = (picture: Uint32Array): number[] =>
  [...picture.entries()].flatMap(([i, pixel]) => (pixel === 0 ? [] : [i]));

test('a sign stands about its pixel, and is cut off at the edges of the picture', () => {
  const picture = new Uint32Array(5 * 4);
  blit(picture, 5, 4, full(3), 2, 1);
  expect(drawn(picture)).toEqual([1, 2, 3, 6, 7, 8, 11, 12, 13]);
  picture.fill(0);
  blit(picture, 5, 4, full(3), 0, 0);
  blit(picture, 5, 4, full(3), 4, 3);
  blit(picture, 5, 4, full(3), 9, 1);
  blit(picture, 5, 4, full(3), 2, -7);
  expect(drawn(picture)).toEqual([0, 1, 5, 6, 13, 14, 18, 19]);
});

test('what is half seen through is mixed with what lies beneath, and alone stays as it is', () => {
  const half = { size: 1, pixels: Uint32Array.of(0x80_00_00_ff) };
  const picture = Uint32Array.of(0, 0xff_ff_00_00);
  blit(picture, 2, 1, half, 0, 0);
  blit(picture, 2, 1, half, 1, 0);
  expect(picture[0]).toBe(0x80_00_00_ff);
  const [alpha, blue, red] = [(picture[1] ?? 0) >>> 24, ((picture[1] ?? 0) >>> 16) & 0xff, (picture[1] ?? 0) & 0xff];
  expect([alpha, blue > 120 && blue < 135, red > 120 && red < 135]).toEqual([255, true, true]);
});

test('the more there are, the smaller their signs', () => {
  const sizes = [300, 900, 2_000, 5_000, 20_000].map(crowdSize);
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
  expect(new Set(sizes).size).toBeGreaterThan(3);
});
