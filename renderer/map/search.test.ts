import { expect, test } from 'vitest';
import { makeNight } from '../../tests/e2e/map-page/night.ts';
import type { Findable } from './search.ts';
import { findableGround, findableThings, Finder, mostFound } from './search.ts';
import { makeShapes } from './shapes.ts';

const night = makeNight();
const shapes = makeShapes(night.plates, night.zones);
const squads = [{ id: 'fenglin', name: '枫林中队', grids: [], share: '' }];
const all = [...findableThings(night, shapes), ...findableGround({ ...night, squads }, shapes)];
const first = (text: string): Findable | undefined => new Finder(all).find(text).groups[0]?.found[0];

test.each([
  ['斜土路×小木桥路', 'crossing', '斜土路×小木桥路'],
  ['xtlxmq', 'crossing', '斜土路×小木桥路'],
  ['xietulu', 'road', '斜土路'],
  ['xtl', 'road', '斜土路'],
  ['jd1', 'unit', '机动一组'],
  ['jidong1zu', 'unit', '机动一组'],
  ['示例工地12', 'site', '示例工地12'],
  ['v-07', 'videoPoint', '示例V-07'],
  ['007', 'incident', '007 施工噪声'],
  ['flzd', 'squad', '枫林中队'],
])('%s finds the %s %s', (typed, kind, name) => {
  const found = new Finder(all).find(typed).groups.find((group) => group.kind === kind)?.found;
  expect(found?.map(({ names }) => names[0])).toContain(name);
});

test('a grid is found by its code, and a street by its name', () => {
  const cell = night.plates.grids.find(({ level }) => level === 'cell');
  expect(first(cell?.code ?? '')).toMatchObject({ kind: 'grid', id: cell?.code });
  const street = night.plates.grids.find(({ level }) => level === 'responsibility');
  expect(first(street?.name ?? '')?.names[0]).toBe(street?.name);
});

test('what fits best is first, whatever its kind; equal ones in the order of the kinds', () => {
  const { groups } = new Finder(all).find('xtl');
  expect(groups[0]?.found[0]?.names[0]).toBe('斜土路');
});

/** As large as a district gets. */
const many: Findable[] = [
  ...Array.from({ length: 5_000 }, (_, i) => ({
    ...{ kind: 'grid' as const, id: `g${String(i)}`, detail: '', at: null },
    names: [`310104${String(i).padStart(6, '0')}`, `第${String(i)}单元网格`],
  })),
  ...Array.from({ length: 1_300 }, (_, i) => ({
    ...{ kind: 'videoPoint' as const, id: `v${String(i)}`, detail: '', at: null },
    names: [`示例路口 V-${String(i)}`],
  })),
];

test('each name is looked at once for a key, and typing on looks only among what still fits', () => {
  const finder = new Finder(many);
  const names = many.reduce((sum, one) => sum + one.names.length, 0);
  const one = finder.find('s');
  expect(one.looked).toBe(names);
  expect(one.total).toBe(1_300);
  expect(finder.find('sl').looked).toBe(1_300);
  const three = finder.find('sllk');
  expect(three.looked).toBe(1_300);
  // Another word begins anew.
  expect(finder.find('wg').looked).toBe(names);
});

test('no more than two hundred are shown, and all are counted', () => {
  const { groups, total } = new Finder(many).find('310104');
  expect(groups.flatMap(({ found }) => found)).toHaveLength(mostFound);
  expect(total).toBe(5_000);
});

test('narrowing finds what a fresh search finds', () => {
  const finder = new Finder(all);
  for (const typed of ['x', 'xt', 'xtl', 'xtlx']) {
    const kept = finder.find(typed).groups.flatMap(({ found }) => found.map(({ id }) => id));
    const fresh = new Finder(all).find(typed).groups.flatMap(({ found }) => found.map(({ id }) => id));
    expect(kept).toEqual(fresh);
  }
});

test('signs and blanks find nothing, and do not spoil what is typed after them', () => {
  const finder = new Finder(all);
  expect(finder.find('  ').total).toBe(0);
  expect(finder.find('·').total).toBe(0);
  expect(finder.find('·斜土路').total).toBeGreaterThan(0);
});
