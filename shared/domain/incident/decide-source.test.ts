import { describe, expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import { brings, incidentOf, on, played, receive, said, saidNowhere } from '../../../tests/support/incident-scene.ts';
import { crossing, incidentId, sitePoint } from '../../../tests/support/night-scene.ts';
import { must } from '../../lib/must.ts';
import { hour, minute } from '../../lib/time.ts';
import { commands, scopeOf } from '../catalog.ts';
import { roadsOfNoise } from './state.ts';

const nowhere = (): ReturnType<typeof played> => played(receive(1, {}, saidNowhere));
const place = '斜土路×小木桥路';

test("a caller's own road stays out of what units and walls are told, also once the noise is placed", () => {
  const own = { ...said, roads: ['零陵路'], place: null, marks: ['placeOfCaller' as const] };
  const received = incidentOf(played(receive(1, {}, own)));
  expect([received.placing.roads, roadsOfNoise(received)]).toEqual([['零陵路'], []]);
  for (const step of [on('ChooseSource', { site: 'a' }), on('PlaceIncident', { at: sitePoint, place: null })]) {
    const incident = incidentOf(played(receive(1, {}, own), step));
    expect(incident.placing.by).toBe('person');
    expect(JSON.stringify([incident.headline, incident.placing, roadsOfNoise(incident)])).not.toContain('零陵路');
  }
});

describe('placing', () => {
  test('by name makes it certain, matches and judges it anew, and means that it was seen', () => {
    const night = nowhere();
    expect(brings(night, on('PlaceIncident', { at: null, place }))).toEqual([
      ...['IncidentPlaced', 'IncidentAssessed', 'IncidentAcknowledged'],
    ]);
    night.give(on('PlaceIncident', { at: null, place }));
    const incident = incidentOf(night);
    expect(incident.placing).toMatchObject({
      name: place,
      certain: true,
      by: 'person',
      squad: 'fenglin',
      at: crossing,
    });
    expect(incident).toMatchObject({ stage: 'acknowledged', headline: expect.stringContaining(place) as string });
    expect(incident.match.candidates.map(({ site }) => site)).toContain('a');
    expect(incident.assessments.map(({ occasion }) => occasion)).toEqual(['report', 'placed']);
    expect(scopeOf(`incident/${incidentId(1)}`, incident)).toEqual([
      'bureau',
      'squad:fenglin',
      'street:310104008',
      'zone:z2',
    ]);
    expect(brings(night, on('PlaceIncident', { at: { ...crossing }, place: null }))).not.toContain(
      'IncidentAcknowledged',
    );
  });

  test('keeps what a person said of the source where the place still speaks for it', () => {
    const night = played(
      receive(),
      on('ChooseSource', { site: 'b' }),
      on('PlaceIncident', { at: { ...sitePoint }, place: null }),
    );
    expect(incidentOf(night)).toMatchObject({
      site: 'b',
      chosen: { site: 'b' },
      match: { status: 'certain', site: 'b' },
    });
    night.give(on('PlaceIncident', { at: { lon: 121.4102, lat: 31.1263 }, place: null }));
    expect(incidentOf(night)).toMatchObject({ site: null, chosen: null });
  });

  test('at no place, at one nobody knows, or out of reach is refused', () => {
    const night = nowhere();
    night.when(on('PlaceIncident', { at: null, place: null })).thenRefused('PlaceUnknown', { field: 'place' });
    night.when(on('PlaceIncident', { at: null, place: '张三家' })).thenRefused('PlaceUnknown', { field: 'place' });
    night.when(on('PlaceIncident', { at: { lon: 116, lat: 39 }, place: null })).thenRefused('PlaceFarOutside');
    night.when(on('PlaceIncident', { at: null, place }, 2)).thenRefused('IncidentUnknown');
  });

  test('two seats at once: the later one is told', () => {
    expect(commands.get('PlaceIncident')?.conflictsWith).toContain('IncidentPlaced');
    expect(commands.get('ChooseSource')?.conflictsWith).toEqual(['SourceChosen', 'IncidentPlaced', 'IncidentClosed']);
  });
});

describe('choosing the source', () => {
  test('judges the site that a person names', () => {
    const night = played(receive(), on('ChooseSource', { site: 'b' }));
    const { site, chosen, match, assessments, placing } = incidentOf(night);
    expect({ site, chosen }).toEqual({ site: 'b', chosen: { at: testNow, user: 'lin', site: 'b' } });
    expect(match).toMatchObject({ status: 'certain', site: 'b' });
    expect(assessments.at(-1)).toMatchObject({ occasion: 'placed', site: 'b', siteName: '示例工地B' });
    expect(placing).toMatchObject({ name: place, by: 'hub' });
  });

  test('is also the place, where that was not certain', () => {
    const night = nowhere();
    expect(brings(night, on('ChooseSource', { site: 'a' }))).toEqual([
      ...['SourceChosen', 'IncidentPlaced', 'IncidentAssessed', 'IncidentAcknowledged'],
    ]);
    night.give(on('ChooseSource', { site: 'a' }));
    const { site, chosen, placing } = incidentOf(night);
    expect({ site, chosen: chosen?.site }).toEqual({ site: 'a', chosen: 'a' });
    expect(placing).toMatchObject({ certain: true, by: 'person', at: sitePoint });
  });

  test('may be that nobody knows; a site seen without a board is not in the register', () => {
    const night = played(receive(), on('ChooseSource', { site: null }));
    expect(incidentOf(night)).toMatchObject({ site: null, match: { status: 'unknown', site: null } });
    const seen = { ...saidNowhere, marks: ['visibleSite' as const] };
    const other = played(receive(1, {}, seen), on('ChooseSource', { site: null }));
    expect(incidentOf(other).match.status).toBe('notInRegister');
  });

  test('of a site that the register does not have, or no longer, is refused', () => {
    const night = played(receive(), {
      type: 'WithdrawSite',
      data: { id: 'b', reason: '竣工', provenance: { source: '值班表', asOf: testNow, how: 'hand' } },
    });
    night.when(on('ChooseSource', { site: 'zz' })).thenRefused('SiteUnknown', { field: 'site', site: 'zz' });
    night.when(on('ChooseSource', { site: 'b' })).thenRefused('SiteUnknown', { field: 'site', site: 'b' });
  });
});

describe('judging again', () => {
  test('stands beside what was said before, for the same act', () => {
    const night = played(receive(), { ...on('AssessAgain'), now: testNow + hour });
    const { assessments } = incidentOf(night);
    expect(assessments).toHaveLength(2);
    expect(assessments[1]).toMatchObject({ occasion: 'again', actAt: testNow, judgedAt: testNow + hour });
  });

  test('a finding is built on the last assessment, at its own hour', () => {
    const happenedAt = testNow + 8 * hour;
    const found = { ...on('NoteFinding', { kind: 'not-posted', happenedAt }), now: happenedAt + minute };
    const { assessments } = incidentOf(played(receive(), found));
    const own = { kind: 'not-posted', occasion: 'finding', actAt: happenedAt, judgedAt: happenedAt + minute };
    expect(assessments[0]).toMatchObject({ legalNight: true });
    const findings = [{ kind: 'not-posted', foundAt: happenedAt, site: 'a', user: 'lin' }];
    const { kind: byRegisters, reasons } = must(assessments[0], 'first');
    expect(assessments[1]).toEqual({
      ...{ ...assessments[0], ...own, legalNight: false, byRegisters, findings },
      reasons: [
        { code: 'foundOnScene', params: { kind: 'not-posted', foundAt: happenedAt, site: 'a' } },
        { code: 'registersSay', params: { kind: byRegisters } },
        ...reasons,
      ],
    });
  });
});

describe('ringing the site', () => {
  test('starts a check, from the time of the call on', () => {
    const happenedAt = testNow - 4 * minute;
    const call = on('PhoneSite', { result: 'agreedToStop', happenedAt });
    const night = played(receive(1, { receivedAt: testNow - 5 * minute }), on('ChooseSource', { site: 'a' }), call);
    const checkBy = happenedAt + 15 * minute;
    expect(incidentOf(night).phoned).toEqual([
      { at: happenedAt, user: 'lin', site: 'a', result: 'agreedToStop', checkBy },
    ]);
  });

  test('is refused while nobody says which site it is', () => {
    nowhere()
      .when(on('PhoneSite', { result: 'noAnswer' }))
      .thenRefused('SourceUnknown');
  });
});
