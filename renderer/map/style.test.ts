import { expect, test } from 'vitest';
import { groundLayers } from './style.ts';

const layers = { zones: true, grids: null, roads: true } as const;
const layer = (id: string, scale: number) => {
  const found = groundLayers({ theme: 'dark', layers, scale }).find((one) => one.id === id);
  if (found === undefined) throw new Error(`no layer ${id}`);
  return found;
};

test('at twice the scale lines and names are twice as large, and detail comes one zoom step later', () => {
  const places = (scale: number) => layer('places', scale);
  expect(places(1)).toMatchObject({ minzoom: 13.2, layout: { 'text-size': 12 } });
  expect(places(2)).toMatchObject({ minzoom: 14.2, layout: { 'text-size': 24 } });
  expect(layer('outline', 2).paint).toMatchObject({ 'line-width': 3.6 });
  expect(layer('roads', 2).paint).toMatchObject({
    'line-width': ['interpolate', ['linear'], ['zoom'], 11, 1.6, 14, 4, 17, 12, 20, 36],
  });
});
