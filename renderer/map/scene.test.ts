import { expect, test } from 'vitest';
import { crowd, makeNight, nightAt } from '../../tests/e2e/map-page/night.ts';
import type { MarkWords, SceneInput } from './scene.ts';
import { agesSignature, buildScene, incidentTone, placeOfSelected } from './scene.ts';
import { makeShapes } from './shapes.ts';
import type { MapIncident, MapThing } from './types.ts';

const night = makeNight();
const shapes = makeShapes(night.plates, night.zones);
const words: MarkWords = {
  status: (status) => status,
  stage: (stage) => stage,
  age: ({ unit, n }) => `${String(n)} ${unit}`,
  late: 'late',
  neverHeard: 'never',
  relapse: 'relapse',
  certified: (count) => (count === 0 ? 'uncertified' : count === 1 ? 'one' : ''),
};
const all = { zones: true, grids: null, sites: true, videoPoints: true, units: true, incidents: true, roads: true };

function scene(more: Partial<SceneInput> = {}) {
  return buildScene({
    ...night,
    shapes,
    selected: null,
    preview: null,
    layers: all,
    hovered: null,
    now: nightAt,
    zoom: 12,
    words,
    placeOf: ({ at }) => at,
    inView: () => true,
    ...more,
  });
}

const find = (marks: ReturnType<typeof scene>['marks'], kind: MapThing, id: string) =>
  marks.find(({ thing }) => thing.kind === kind && thing.id === id);
const unit = (id: string, more: Partial<SceneInput> = {}) => find(scene(more).marks, 'unit', id);

test('a fresh fix has its name and heading; an older one says its age and no heading', () => {
  expect(unit('unit-1')).toMatchObject({ label: { text: '机动一组', tone: 'text' }, heading: 80 });
  expect(unit('unit-4')).toMatchObject({ label: { text: '机动四组·2 minutes' }, heading: null });
});

test('a fix of more than five minutes is marked stale, greyed, and ringed by doubt', () => {
  expect(unit('unit-10')).toMatchObject({ symbol: { age: 'stale' }, label: { tone: 'muted' } });
  const stale = scene().circles.filter(({ broken }) => broken);
  expect(stale.map(({ metres }) => metres)).toEqual([675, 1_500]);
});

test('selected, it says its status and whether it has the certificates', () => {
  const selected = { kind: 'unit', id: 'unit-9' } as const;
  expect(unit('unit-9', { selected })).toMatchObject({
    selected: true,
    label: { text: '徐家汇步巡·free·uncertified', must: true },
  });
});

test('certificates are told where they are too few: none, or one', () => {
  const selected = { kind: 'unit', id: 'unit-1' } as const;
  const labelOf = (certified: number) =>
    unit('unit-1', { selected, units: night.units.map((each) => ({ ...each, certified })) })?.label?.text;
  expect(labelOf(0)).toMatch(/·uncertified$/);
  expect(labelOf(1)).toMatch(/·one$/);
  expect(labelOf(2)).not.toMatch(/one|uncertified/);
});

test('red is a refusal, a relapse, or a unit not sent or not there in time; what the desk is late with is not', () => {
  const tone = (stage: MapIncident['stage'], late: MapIncident['late'] = null, relapse = false) =>
    incidentTone({ stage, late, relapse });
  expect([tone('refused'), tone('underWay', null, true), tone('waiting', 'unit'), tone('underWay', 'unit')]).toEqual(
    Array.from({ length: 4 }, () => 'alarm'),
  );
  expect([tone('waiting'), tone('waiting', 'desk')]).toEqual(['warn', 'warn']);
  expect([tone('underWay', 'desk'), tone('onScene', 'desk'), tone('answering', 'desk')]).toEqual([
    'accent',
    'ok',
    'muted',
  ]);
});

test('a relapse that was sent to keeps its stage and says that it is one', () => {
  const [first] = night.incidents;
  const incidents = first === undefined ? [] : [{ ...first, stage: 'underWay' as const, relapse: true }];
  const mark = scene({ incidents }).marks.find(({ thing }) => thing.kind === 'incident');
  expect(mark).toMatchObject({ symbol: { stage: 'underWay', tone: 'alarm' }, label: { text: '007 施工噪声·relapse' } });
});

test('what is selected is drawn last, and also where its layer is off', () => {
  const selected = { kind: 'videoPoint', id: 'video-7' } as const;
  const { marks } = scene({ selected, layers: { ...all, videoPoints: false } });
  expect(marks.at(-1)?.thing).toEqual(selected);
  expect(marks.filter(({ thing }) => thing.kind === 'videoPoint')).toHaveLength(1);
});

test('a complaint without a point is its cell with a label, and no mark at any place', () => {
  const { cells, marks } = scene();
  expect(cells.map(({ shape }) => shape)).toEqual(
    ['incident-9', 'incident-10'].map((id) => {
      const cell = night.incidents.find((incident) => incident.id === id)?.cell ?? '';
      return shapes.byCode.get(cell)?.shape;
    }),
  );
  expect(find(marks, 'incident', 'incident-9')).toMatchObject({
    symbol: null,
    label: { text: '011 不明声响·waiting·late', upon: true, must: true },
  });
});

test('an incident with neither point nor known cell is not drawn at all', () => {
  const incidents = night.incidents.slice(0, 1).map((incident) => ({ ...incident, at: null, cell: 'nowhere' }));
  expect(scene({ incidents }).marks.filter(({ thing }) => thing.kind === 'incident')).toEqual([]);
});

test('pins at one place stand beside each other, the others upon theirs', () => {
  const { marks } = scene();
  const aside = (id: string) => find(marks, 'incident', id)?.aside;
  expect([aside('incident-6'), aside('incident-7'), aside('incident-1')]).toEqual([-11, 11, 0]);
});

test('a place known by its road alone is marked as rough', () => {
  const { marks } = scene();
  expect(marks.filter(({ rough }) => rough).map(({ thing }) => thing.id)).toEqual(['incident-8']);
});

test('the preview goes from where its unit is drawn', () => {
  expect(scene({ preview: { from: 'unit-1', to: [121.45, 31.19] } }).preview).toEqual({
    from: [121.4405, 31.1902],
    to: [121.45, 31.19],
  });
  expect(scene({ preview: { from: 'nobody', to: [121.45, 31.19] } }).preview).toBeNull();
});

test('the trail is drawn as it was told, and none where none was', () => {
  const trail = [[[121.44, 31.19]], [[121.45, 31.19] as const, [121.46, 31.2] as const]] as const;
  expect(scene({ trail }).trail).toEqual(trail);
  expect(scene().trail).toEqual([]);
});

test('of many units none is named, and no more than a hundred and fifty say an age', () => {
  const { marks } = scene({ units: crowd(2_000, 0) });
  const labels = marks.filter(({ thing }) => thing.kind === 'unit').map(({ label }) => label?.text ?? '');
  expect(labels.filter((text) => text !== '')).toHaveLength(150);
  expect(labels.filter((text) => text.includes('组'))).toEqual([]);
});

test('what is said of ages changes with the minute, not with the second of a live fix', () => {
  const { units } = night;
  expect(agesSignature(units.slice(0, 2), nightAt + 1_000)).toBe(agesSignature(units.slice(0, 2), nightAt));
  expect(agesSignature(units, nightAt + 60_000)).not.toBe(agesSignature(units, nightAt));
});

test('what is selected has a place: its own, the middle of its cell, or none', () => {
  const of = (kind: MapThing, id: string) => placeOfSelected({ ...night, shapes, selected: { kind, id } });
  expect(of('unit', 'unit-1')).toEqual([121.4405, 31.1902]);
  expect(of('site', 'site-1')).toEqual(night.sites[0]?.at);
  expect(of('videoPoint', 'video-1')).toEqual(night.videoPoints[0]?.at);
  expect(of('incident', 'incident-1')).toEqual([121.4498, 31.1918]);
  const { cell } = night.incidents.find(({ at }) => at === null) ?? {};
  expect(of('incident', 'incident-9')).toEqual(shapes.byCode.get(cell ?? '')?.label);
  expect(of('unit', 'gone')).toBeNull();
  expect(placeOfSelected({ ...night, shapes, selected: null })).toBeNull();
});
