import { expect, test } from 'vitest';
import { crowd, makeNight, nightAt } from '../../tests/e2e/map-page/night.ts';
import type { MarkKind, MarkWords } from './marks.ts';
import { incidentTone } from './scene-incidents.ts';
import type { SceneInput } from './scene.ts';
import { buildScene, noAreas, placeOfSelected } from './scene.ts';
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
  cluster: (kind, count) => `${String(count)} ${kind}`,
  sensitive: (kind) => kind.slice(0, 1),
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
    fan: null,
    areas: noAreas,
    now: nightAt,
    zoom: 17,
    words,
    placeOf: ({ at }) => at,
    inView: () => true,
    ...more,
  });
}

const find = (marks: ReturnType<typeof scene>['marks'], kind: MarkKind, id: string) =>
  marks.find(({ thing }) => thing.kind === kind && thing.id === id);
const unit = (id: string, more: Partial<SceneInput> = {}) => find(scene(more).marks, 'unit', id);

test('a fresh fix has its name and heading; an older one says its age and no heading', () => {
  expect(unit('unit-1')).toMatchObject({ label: { text: '机动一组', tone: 'text' }, heading: 80 });
  expect(unit('unit-4')).toMatchObject({ label: { text: '机动四组·2 minutes' }, heading: null });
});

test('a fix of more than five minutes is marked stale and greyed', () => {
  expect(unit('unit-10')).toMatchObject({ symbol: { age: 'stale' }, label: { tone: 'muted' } });
});

test('every old fix has an outline of how far it may be; who is off duty only where selected, then to the metre', () => {
  const metres = (more: Partial<SceneInput> = {}) =>
    scene({ sites: [], ...more })
      .circles.filter(({ broken }) => broken)
      .map((circle) => circle.metres);
  const old = night.units.filter(
    ({ fixAt, status }) => fixAt !== null && nightAt - fixAt >= 30_000 && status !== 'offDuty',
  );
  expect(metres()).toHaveLength(old.length);
  // On foot for nine minutes; a car that was off duty for forty.
  expect(metres()).toContain(800);
  expect(metres()).not.toContain(26_500);
  expect(metres({ selected: { kind: 'unit', id: 'unit-14' } })).toContain(26_415);
  // However many there are, so many outlines.
  expect(metres({ units: crowd(2_000, 0) })).toHaveLength(200);
  expect(metres({ units: [], doubted: night.units })).toHaveLength(old.length);
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

test('a complaint without a point is its cell, and a sign that claims no place', () => {
  const { cells, marks } = scene();
  expect(cells.map(({ shape }) => shape)).toEqual(
    ['incident-9', 'incident-10'].map((id) => {
      const cell = night.incidents.find((incident) => incident.id === id)?.cell ?? '';
      return shapes.byCode.get(cell)?.shape;
    }),
  );
  expect(find(marks, 'incident', 'incident-9')).toMatchObject({
    symbol: { type: 'incident', area: true },
    label: { text: '011 不明声响·waiting·late', upon: false, must: false },
  });
});

test('an incident with neither point nor known cell is not drawn at all', () => {
  const incidents = night.incidents.slice(0, 1).map((incident) => ({ ...incident, at: null, cell: 'nowhere' }));
  expect(scene({ incidents }).marks.filter(({ thing }) => thing.kind === 'incident')).toEqual([]);
});

test('several at one place are one pin with their number and the worst colour; an alarm stands beside it', () => {
  const at = [121.417, 31.1625] as const;
  const make = (n: number, more: Partial<MapIncident> = {}): MapIncident => ({
    ...{ id: `at-${String(n)}`, label: String(n), stage: 'waiting', late: null, at, precision: 'site', relapse: false },
    ...more,
  });
  const incidents = [make(1), make(2, { late: 'desk' }), make(3), make(4, { relapse: true })];
  const { marks } = scene({ incidents, videoPoints: [], sites: [] });
  const shown = marks.filter(({ thing }) => thing.kind === 'incident' || thing.kind === 'cluster');
  const cluster = shown.find(({ thing }) => thing.kind === 'cluster');
  expect(cluster).toMatchObject({
    symbol: { count: 3, tone: 'warn', late: 'warn' },
    members: ['at-2', 'at-1', 'at-3'],
  });
  const alarm = find(shown, 'incident', 'at-4');
  expect(alarm?.symbol).toMatchObject({ tone: 'alarm' });
  expect([cluster?.aside, alarm?.aside]).toEqual([
    [-11, -7],
    [11, -7],
  ]);
  // Fanned out, each stands by itself about the place.
  const fan = { kind: 'incident', ids: ['at-1', 'at-2', 'at-3'] } as const;
  const spread = scene({ incidents, fan }).marks.filter(({ thing }) => thing.kind === 'incident');
  expect(spread.map(({ thing }) => thing.id).sort()).toEqual(['at-1', 'at-2', 'at-3', 'at-4']);
  expect(new Set(spread.map(({ aside }) => String(aside))).size).toBe(4);
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

test('who calls for help is drawn, named and outlined whatever layers are off and however many are around', () => {
  const call: MapIncident = {
    ...{ id: 'sos:1', label: '机动一组 求助', stage: 'waiting', told: '', relapse: false, sos: true, late: null },
    ...{ at: [121.44, 31.19], precision: 'point', within: 35 },
  };
  const layers = { ...all, incidents: false, units: false, sites: false };
  const { marks, circles } = scene({ layers, sites: [], units: [], incidents: [...night.incidents, call] });
  expect(find(marks, 'incident', call.id)).toMatchObject({
    label: { text: '机动一组 求助', must: true, tone: 'alarm' },
  });
  expect(marks.filter(({ thing }) => thing.kind === 'incident')).toHaveLength(1);
  expect(circles).toMatchObject([{ metres: 35, broken: true, tone: 'alarm' }]);
});
