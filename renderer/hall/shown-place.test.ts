/** A complaint is drawn at its suspected source or its cell, never where its caller stands, for whoever looks. */
import { expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { DemoNight } from '../../tests/support/demo-night.ts';
import { shownPlace } from './shown-place.ts';

const door = { lon: 121.45123, lat: 31.18877 };
const sites = (night: DemoNight) =>
  new Map(
    night
      .world()
      .reads.sites()
      .map((state) => [state.id, { state }]),
  );

test('of a caller who stands somewhere only the cell is shown, though the hub knew the door', () => {
  const night = new DemoNight();
  const id = night.receive({
    ...{ text: '我这边吵死了,一直嗡嗡嗡,说不清哪里,你们快来。', source: 'phone', time: '01:05' },
    position: { ...door, of: 'caller' },
  });
  const incident = night.incident(id);
  // What reaches any seat does not hold the door at all.
  expect(JSON.stringify(incident)).not.toContain('121.4512');
  const shown = shownPlace(incident, sites(night));
  expect(shown.at).toBeNull();
  expect(shown.cell).toBeTruthy();
});

/** A document of a hub that did not keep to the rule: the screens keep to it all the same. */
const withDoor = (incident: IncidentState, more: Partial<IncidentState['placing']>): IncidentState => ({
  ...incident,
  site: null,
  placing: { ...incident.placing, at: door, by: 'hub', ...more },
});

test('a document that carries the place of its caller is drawn in its cell', () => {
  const night = new DemoNight();
  const id = night.receive({ text: '斜土路小木桥路口工地在打桩', source: '12345', time: '22:41' });
  const cell = night.incident(id).placing.grids?.cell;
  const none = new Map();
  expect(shownPlace(withDoor(night.incident(id), { precision: 'callerCell' }), none)).toEqual({ at: null, cell });
  const named = withDoor({ ...night.incident(id), marks: ['placeOfCaller'] }, { precision: 'namedPlace' });
  expect(shownPlace(named, none)).toEqual({ at: null, cell });
});

test('a suspected source is shown where it stands, and a place that a person named where that is', () => {
  const night = new DemoNight();
  const id = night.receive({ text: '斜土路小木桥路口往东那个工地在打桩', source: '12345', time: '22:41' });
  const incident = night.incident(id);
  const all = sites(night);
  const [site] = all.values();
  if (site === undefined) throw new Error('the demo has sites');
  const { at } = site.state;
  const sourced = { ...withDoor(incident, { precision: 'callerCell' }), site: site.state.id };
  expect(shownPlace(sourced, all).at).toEqual([at.lon, at.lat]);
  const placed = { ...withDoor(incident, { precision: 'point', by: 'person' }), marks: ['placeOfCaller' as const] };
  expect(shownPlace(placed, all).at).toEqual([door.lon, door.lat]);
});
