import { expect, test } from 'vitest';
import { classOf, colourOf, deckOf, nameOf, rankOf, readings, schemaLayers } from './basemap-schema.ts';

const reading = (name: string) => {
  const [found] = readings([name]);
  if (found === undefined) throw new Error(`no reading of ${name}`);
  return found;
};

test('our own layers and classes stand for themselves', () => {
  for (const [layer, classes] of Object.entries(schemaLayers)) {
    if (layer === 'other') continue;
    expect(reading(layer).as).toBe(layer);
    for (const name of classes) expect(classOf(reading(layer), { class: name }), `${layer}/${name}`).toBe(name);
  }
  expect(classOf(reading('boundary'), { level: 'street' })).toBe('street');
});

test('no value means two classes of one layer', () => {
  const names = [...Object.keys(schemaLayers), 'transportation', 'landuse', 'landcover', 'water_polygons', 'places'];
  for (const { from, classes } of readings(names)) {
    const values = Object.values(classes).flat();
    expect(new Set(values).size, from).toBe(values.length);
  }
});

test.each([
  ['streets', 'boundary', {}, 'street'],
  ['street_label', 'label', { name: '田林街道' }, 'street'],
  ['metro', 'rail', { layer: 'metro_line' }, 'metro'],
  ['elevated', 'road', { kind: 'urban' }, 'expressway'],
  ['station', 'station', {}, 'metro'],
  ['transportation', 'road', { class: 'motorway' }, 'expressway'],
  ['transportation', 'road', { class: 'minor' }, 'local'],
  ['roads', 'road', { kind: 'major_road' }, 'arterial'],
  ['landuse', 'block', { class: 'school' }, 'public'],
  ['landcover', 'green', { class: 'wood' }, 'wood'],
  ['water', 'water', { class: 'ocean' }, 'river'],
  ['Buildings', 'building', {}, ''],
  ['place', 'label', { class: 'suburb' }, 'street'],
  ['poi', 'label', {}, 'landmark'],
  ['noise_cells', 'other', { class: 'x' }, ''],
])('the layer %s of others is read as %s', (name, as, properties, asClass) => {
  expect(reading(name).as).toBe(as);
  expect(classOf(reading(name), properties)).toBe(asClass);
});

test('where a line lies is said by flags, or by its layer', () => {
  const [road, elevated] = [reading('road'), reading('elevated')];
  expect(deckOf(road, {})).toBe('ground');
  expect(deckOf(road, { bridge: true })).toBe('bridge');
  expect(deckOf(road, { elevated: true })).toBe('bridge');
  expect(deckOf(road, { brunnel: 'bridge' })).toBe('bridge');
  expect(deckOf(road, { bridge: 'no' })).toBe('ground');
  expect(deckOf(road, { tunnel: 1, bridge: true })).toBe('tunnel');
  expect(deckOf(elevated, {})).toBe('bridge');
});

test('names are Chinese first, ranks 1 to 9, and a colour is six hex digits', () => {
  expect(nameOf({ name: 'Xuhui', 'name:zh': '徐汇' })).toBe('徐汇');
  expect(nameOf({ name: '  ' })).toBe('');
  expect([rankOf({ rank: 1 }), rankOf({}), rankOf({ rank: 40 }), rankOf({ rank: '2' })]).toEqual([1, 5, 9, 5]);
  expect(colourOf({ colour: '#E3002B' })).toBe('#E3002B');
  expect(colourOf({ colour: 'red' })).toBeUndefined();
});
