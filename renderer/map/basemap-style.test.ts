import { expect, test } from 'vitest';
import { mapPalettes } from '../theme/map-tokens.ts';
import { nameLayers } from './basemap-names.ts';
import { readings, schemaLayers } from './basemap-schema.ts';
import { landLayers, stepAt, stops, townLayers, valueOf } from './basemap-style.ts';
import { basemapLayers } from './basemap-webgl.ts';
import { atZoom } from './ground.ts';

const ground = [...landLayers, ...townLayers];

test('every layer and class of the schema is drawn', () => {
  for (const [of, classes] of Object.entries(schemaLayers)) {
    const drawn = ground.filter((layer) => layer.of === of);
    const named = nameLayers.filter((layer) => layer.of === of);
    expect(drawn.length + named.length, of).toBeGreaterThan(0);
    for (const name of classes) {
      const isDrawn = drawn.some((layer) => layer.kind === 'dot' || valueOf(layer.tone, name) !== undefined);
      const isNamed = named.some((layer) => layer.classes?.includes(name) ?? true);
      expect(isDrawn || isNamed, `${of}/${name}`).toBe(true);
    }
  }
});

test('ids are each used once', () => {
  const ids = [...ground, ...nameLayers].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('all classes of a line have their widths at the same zooms, and wider ones are drawn later', () => {
  for (const layer of townLayers) {
    if (layer.kind !== 'line' || !('each' in layer.width)) continue;
    const widths = Object.values(layer.width.each);
    const zooms = widths.map((one) => one.map(([zoom]) => zoom));
    for (const other of zooms) expect(other, layer.id).toEqual(zooms[0]);
    for (const zoom of [12, 15, 18]) {
      const px = widths.map((one) => atZoom(one, zoom));
      expect(px, `${layer.id} at ${String(zoom)}`).toEqual([...px].sort((a, b) => a - b));
    }
  }
});

test('steps hold until the next is reached', () => {
  const steps = stops(11, 2, 13, 5);
  expect([10, 11, 12.9, 13, 19].map((zoom) => stepAt(steps, zoom))).toEqual([2, 2, 2, 5, 5]);
});

const look = {
  layers: { zones: true, grids: null, roads: true },
  scale: 1,
  kind: 'vector',
  named: ['田林街道'],
} as const;

test('MapLibre gets each entry of the table for each layer of the archive that is read so, in the order of the table', () => {
  const { land, town, names } = basemapLayers({
    ...look,
    theme: 'dark',
    readings: readings(Object.keys(schemaLayers)),
  });
  const made = [...land, ...town].map(({ id }) => id);
  const own = ground.map(({ id, of }) => `${id}/${of}`);
  expect(made.filter((id) => own.includes(id))).toEqual(own);
  expect(names.map(({ id }) => id)).toEqual(expect.arrayContaining(nameLayers.map(({ id, of }) => `${id}/${of}`)));
  expect(new Set([...made, ...names.map(({ id }) => id)]).size).toBe(made.length + names.length);
});

test('at twice the scale it is all twice as large, one zoom step later', () => {
  const road = (scale: number) =>
    basemapLayers({ ...look, scale, theme: 'light', readings: readings(['road']) }).town.find(
      ({ id }) => id === 'base-road-casing/road',
    );
  expect([road(1)?.minzoom, road(2)?.minzoom]).toEqual([11, 12]);
  const widthAtFirst = (scale: number): unknown => {
    const width = (road(scale)?.paint as { readonly 'line-width': readonly unknown[] })['line-width'];
    return [width[3], (width[4] as readonly unknown[]).at(-2)];
  };
  const [[zoom, px], [zoom2, px2]] = [widthAtFirst(1), widthAtFirst(2)] as [[number, number], [number, number]];
  expect([zoom2 - zoom, px2 / px]).toEqual([1, 2]);
});

test('roads of the basemap go with the layer of roads', () => {
  const { town, names } = basemapLayers({
    ...look,
    layers: { ...look.layers, roads: false },
    theme: 'dark',
    readings: readings(['road', 'water', 'rail']),
  });
  for (const { id, layout } of [...town, ...names]) {
    const hidden = layout !== undefined && 'visibility' in layout && layout.visibility === 'none';
    expect(hidden, id).toBe(id.endsWith('/road'));
  }
});

test('a raster is one picture over the ground, the fainter by night', () => {
  const opacity = (theme: 'dark' | 'light'): unknown =>
    basemapLayers({ ...look, theme, kind: 'raster', readings: [] }).land[0]?.paint;
  expect(opacity('dark')).toMatchObject({ 'raster-opacity': 0.42 });
  expect(opacity('light')).toMatchObject({ 'raster-opacity': 0.85 });
});

/** Contrast of two colours (WCAG 2.2, 1.4.3). */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

const fills = [
  'residential',
  'commercial',
  'industrial',
  'publicBlock',
  'site',
  'park',
  'grass',
  'wood',
  'halo',
] as const;

test.each(Object.entries(mapPalettes))('%s: words can be read on what they stand on', (_, palette) => {
  for (const word of ['nameStrong', 'namePlace', 'nameMinor', 'nameRoad', 'nameStation'] as const)
    for (const fill of fills)
      expect(contrast(palette[word], palette[fill]), `${word} on ${fill}`).toBeGreaterThanOrEqual(4.5);
  for (const fill of [...fills, 'water'] as const)
    expect(contrast(palette.nameWater, palette[fill]), `nameWater on ${fill}`).toBeGreaterThanOrEqual(4.5);
  for (const fill of ['park', 'grass', 'wood', 'halo'] as const)
    expect(contrast(palette.nameGreen, palette[fill]), `nameGreen on ${fill}`).toBeGreaterThanOrEqual(4.5);
});

test.each(Object.entries(mapPalettes))(
  '%s: greater roads stand out more, and water from the land',
  (theme, palette) => {
    const land = palette.residential;
    const stand = (['lane', 'local', 'secondary', 'arterial', 'expressway'] as const).map((road) =>
      contrast(palette[road], land),
    );
    if (theme === 'dark') expect(stand).toEqual([...stand].sort((a, b) => a - b));
    expect(contrast(palette.water, land)).toBeGreaterThan(1.1);
  },
);
