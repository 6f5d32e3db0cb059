import { describe, expect, test } from 'vitest';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { Role } from '../../../shared/wire/seat-api.ts';
import { mayOf } from '../../hall/use-may.ts';
import type { OfferedIn } from './offered.ts';
import { isOffered, offeredOf } from './offered.ts';
import { stepOffersOf } from './step-offers.ts';

/** With something owed in every respect. */
const incident = (more: object = {}): IncidentState =>
  ({
    ...{ acknowledged: null, closed: null, handedTo: null, returned: null, lastStep: null },
    ...{
      told: [],
      escalated: [],
      referred: [],
      reopened: [],
      sentBack: [],
      also: ['roadSpill'],
      matter: 'constructionNoise',
      assessments: [],
    },
    outcome: { kind: 'refusesToStop', at: 100 },
    placing: { squad: 's1', outside: '黄浦' },
    open: [
      { limit: 'firstContact', at: 1 },
      { limit: 'reply', at: 2 },
      { limit: 'afterCall', at: 3 },
    ],
    ...more,
  }) as unknown as IncidentState;

const around: OfferedIn = {
  ...{ now: 1_000, user: 'lin', undoSeconds: 10, hasLocalSquad: true, hasSite: true },
  isForeign: (matter) => matter === 'roadSpill',
};
const by = (role: Role, state = incident(), more: Partial<OfferedIn> = {}) =>
  offeredOf(state, mayOf([{ role }]), { ...around, ...more });

describe('what is offered about an incident', () => {
  test('the desk has all of it', () => {
    expect(by('nightDesk')).toEqual({
      ...{ acknowledge: true, assessAgain: true, tellLocal: true, handToLocal: true, returnOutside: true },
      ...{ close: true, reopen: false, undo: undefined, phoneSite: true, firstContact: true, reply: true },
      ...{ escalate: ['shiftLead', 'dutyLeader'], refer: ['roadSpill'], check: 'afterCall' },
    });
  });

  test('a squad room says what it found out, and does not do the work of the desk', () => {
    const offered = by('squadRoom');
    expect(offered).toMatchObject({ check: 'afterCall', firstContact: true, reply: true });
    expect(offered).toMatchObject({
      ...{ acknowledge: false, assessAgain: false, tellLocal: false, handToLocal: false, returnOutside: false },
      ...{ close: false, phoneSite: false, escalate: [], refer: [] },
    });
    expect(by('squadRoom', incident({ closed: { at: 200 } })).reopen).toBe(false);
  });

  test.each(['legalSection', 'inspection', 'leader', 'squadLegal', 'groupDeputy', 'reporting', 'commander'] as const)(
    '%s looks on: nothing at all, open or closed',
    (role) => {
      const last = { at: 999, user: 'lin', command: 'PhoneSite' };
      for (const more of [{}, { closed: { at: 200 } }, { lastStep: last }])
        expect(isOffered(by(role, incident(more))), JSON.stringify(more)).toBe(false);
    },
  );

  test('where nothing is owed a squad room is offered nothing, and the desk still is', () => {
    const quiet = incident({ open: [] });
    expect([isOffered(by('squadRoom', quiet)), isOffered(by('nightDesk', quiet))]).toEqual([false, true]);
  });

  test('what was done is not offered again', () => {
    const done = incident({
      ...{ acknowledged: { at: 1 }, told: [{ squad: 's1' }], returned: { at: 1 }, handedTo: { squad: 's1' } },
      ...{
        escalated: [{ to: 'shiftLead', at: 100 }],
        referred: [{ matter: 'roadSpill', at: 1 }],
        assessments: [{ kind: 'emergency' }],
      },
    });
    expect(by('nightDesk', done)).toMatchObject({
      ...{ acknowledge: false, tellLocal: false, returnOutside: false, handToLocal: false, phoneSite: false },
      ...{ escalate: ['dutyLeader'], refer: [] },
    });
    // Reopened since: it may be referred anew.
    expect(by('nightDesk', incident({ ...done, reopened: [{ at: 2 }] })).refer).toEqual(['roadSpill']);
  });

  test('a closed one can be reopened, and taken back for some seconds by who closed it', () => {
    const closed = incident({ closed: { at: 900 }, lastStep: { at: 900, user: 'lin', command: 'CloseIncident' } });
    expect(by('dispatcher', closed)).toMatchObject({ close: false, reopen: true, undo: 10 });
    expect(by('dispatcher', closed, { now: 10_899 }).undo).toBe(1);
    expect(by('dispatcher', closed, { now: 10_900 }).undo).toBeUndefined();
    expect(by('dispatcher', closed, { user: 'wu' }).undo).toBeUndefined();
  });
});

describe('what can be recorded for a unit', () => {
  const offers = (role: Role, stage: 'assigned' | 'onTheWay' | 'onScene' | 'withdrawn') =>
    stepOffersOf({ stage } as Parameters<typeof stepOffersOf>[0], mayOf([{ role }]));

  test('by the desk: the steps that are left, and taking it back', () => {
    expect(offers('nightDesk', 'assigned')).toEqual({
      ...{ steps: ['AcceptAssignment', 'SetOut', 'Arrive'], safety: false, handBack: true, outcome: true },
      ...{ finding: false, note: true, told: true, withdraw: true },
    });
    expect(offers('nightDesk', 'onTheWay').steps).toEqual(['Arrive']);
    expect(offers('nightDesk', 'onScene')).toMatchObject({ steps: [], safety: true, finding: true });
  });

  test('a squad room tells, but takes nobody back', () => {
    expect(offers('squadRoom', 'onTheWay')).toMatchObject({ told: true, outcome: true, withdraw: false });
  });

  test('nothing by who looks on, and nothing once it is over', () => {
    for (const stage of ['assigned', 'onTheWay', 'onScene'] as const)
      expect(offers('legalSection', stage)).toMatchObject({ told: false, withdraw: false });
    expect(offers('nightDesk', 'withdrawn')).toMatchObject({ told: false, withdraw: false, steps: [] });
  });
});
