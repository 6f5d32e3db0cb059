import { expect, test } from 'vitest';
import { toWgs84 } from '../../shared/geo/coordinates.ts';
import { distance } from '../../shared/geo/point.ts';
import { coordinatesOf, placeLines } from './place-text.ts';

test('each system leads back to the same place, to half a metre', () => {
  const at = [121.437, 31.19] as const;
  const all = coordinatesOf(at);
  expect(all.WGS84).toBe('121.437000, 31.190000');
  for (const [name, crs] of [
    ['GCJ-02', 'GCJ02'],
    ['BD-09', 'BD09'],
  ] as const) {
    const [lon = 0, lat = 0] = all[name].split(',').map(Number);
    expect(distance(toWgs84({ lon, lat }, crs), { lon: at[0], lat: at[1] })).toBeLessThan(0.5);
    // Not the same figures: that would be the mistake this is for.
    expect(distance({ lon, lat }, { lon: at[0], lat: at[1] })).toBeGreaterThan(300);
  }
});

test('lines to paste name the place and its grid, and leave out what is not known', () => {
  const lines = placeLines([121.437, 31.19], '斜土路×小木桥路', '310104-01-02').split('\n');
  expect(lines.slice(0, 2)).toEqual(['斜土路×小木桥路', '310104-01-02']);
  expect(lines.slice(2).map((line) => line.split(' ')[0])).toEqual(['WGS84', 'GCJ-02', 'BD-09']);
  expect(placeLines([121.437, 31.19], '', '').split('\n')).toHaveLength(3);
});
