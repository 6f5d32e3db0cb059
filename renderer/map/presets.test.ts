import { expect, test } from 'vitest';
import { layersFrom, presets } from './presets.ts';

const on = (mode: keyof typeof presets): string[] =>
  Object.entries(presets[mode])
    .filter(([, value]) => value === true)
    .map(([name]) => name)
    .sort();

test('the night begins with few layers: zones, units, open incidents, sites and posts', () => {
  expect(on('night')).toEqual(['finerGrids', 'incidents', 'posts', 'roads', 'sites', 'units', 'zones']);
});

test('every mode shows units and incidents, none heat or trails', () => {
  for (const mode of ['routine', 'night', 'holiday', 'emergency'] as const) {
    expect(on(mode)).toEqual(expect.arrayContaining(['incidents', 'units']));
    expect(on(mode).filter((name) => ['heat', 'trails'].includes(name))).toEqual([]);
  }
});

test('what was kept is read again; unknown names are dropped, missing ones are off, and other values refused', () => {
  const kept: unknown = JSON.parse(JSON.stringify({ ...presets.night, heat: true, grids: 'cell' }));
  expect(layersFrom(kept)).toEqual({ ...presets.night, heat: true, grids: 'cell' });
  expect(layersFrom({ zones: true, gone: true })).toMatchObject({ zones: true, posts: false, finerGrids: true });
  expect(layersFrom({ zones: true, gone: true })).not.toHaveProperty('gone');
  for (const bad of [null, 'night', 3, { zones: 'yes' }, { grids: 'province' }]) expect(layersFrom(bad)).toBeNull();
});
