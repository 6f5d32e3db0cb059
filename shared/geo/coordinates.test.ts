import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gcj02ToBd09, gcj02ToWgs84, toWgs84, wgs84ToGcj02 } from './coordinates.ts';
import { distance } from './point.ts';

const inChina = fc.record({
  lon: fc.double({ min: 80, max: 130, noNaN: true }),
  lat: fc.double({ min: 20, max: 50, noNaN: true }),
});

test('a place comes back through every system to within a centimetre', () => {
  fc.assert(
    fc.property(inChina, (p) => {
      const gcj = wgs84ToGcj02(p);
      expect(distance(gcj02ToWgs84(gcj), p)).toBeLessThan(0.01);
      expect(distance(toWgs84(gcj02ToBd09(gcj), 'BD09'), p)).toBeLessThan(0.01);
    }),
  );
});

test('in Shanghai the shift is some hundred metres, outside China there is none', () => {
  const shanghai = { lon: 121.45, lat: 31.19 };
  expect(distance(wgs84ToGcj02(shanghai), shanghai)).toBeGreaterThan(300);
  expect(distance(wgs84ToGcj02(shanghai), shanghai)).toBeLessThan(700);
  const newYork = { lon: -73.98, lat: 40.75 };
  expect(wgs84ToGcj02(newYork)).toEqual(newYork);
});

test('WGS84 and CGCS2000 pass unchanged', () => {
  const p = { lon: 121.45, lat: 31.19 };
  expect(toWgs84(p, 'WGS84')).toBe(p);
  expect(toWgs84(p, 'CGCS2000')).toBe(p);
});
