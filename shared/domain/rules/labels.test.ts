import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roleSchema } from '../account/events.ts';
import type { RoleGrant } from '../account/events.ts';
import type { AccountState } from '../account/state.ts';
import type { DutyModeState } from '../duty-mode/state.ts';
import { labelsOf, meets } from './labels.ts';

const account = (roles: readonly RoleGrant[], more: Partial<AccountState> = {}): AccountState => ({
  ...{ id: 'a', login: 'lin', name: '林', roles, demo: false, disabled: false },
  ...more,
});
const inMode = (mode: DutyModeState['mode']): DutyModeState => ({
  ...{ mode, since: 0, by: 'system', cause: 'calendar', reason: '' },
});
const night = inMode('night');
const routine = inMode('routine');
const zones: { readonly [squad: string]: string } = { fenglin: 'z2', xietu: 'z2', tianlin: 'z3' };
const zoneOf = (squad: string): string | undefined => zones[squad];

describe('labels by role', () => {
  test.each([
    'commander',
    'dutyLeader',
    'shiftLead',
    'dispatcher',
    'nightDesk',
    'leader',
    'reporting',
    'wall',
  ] as const)('%s holds the whole bureau, by day and by night', (role) => {
    for (const mode of [undefined, routine, night])
      expect(labelsOf(account([{ role }]), mode, zoneOf)).toEqual(['bureau', 'hall']);
  });

  test('a squad room holds its squad, at night its zone too', () => {
    const room = account([{ role: 'squadRoom', squad: 'fenglin' }]);
    expect(labelsOf(room, undefined, zoneOf)).toEqual(['hall', 'squad:fenglin']);
    expect(labelsOf(room, routine, zoneOf)).toEqual(['hall', 'squad:fenglin']);
    expect(labelsOf(room, night, zoneOf)).toEqual(['hall', 'squad:fenglin', 'zone:z2']);
    expect(labelsOf(account([{ role: 'squadRoom', squad: 'unheard-of' }]), night, zoneOf)).toEqual([
      'hall',
      'squad:unheard-of',
    ]);
  });

  test('a zone lead commands the zone at night only', () => {
    const lead = account([{ role: 'zoneLead', zone: 'z2' }]);
    expect(labelsOf(lead, routine, zoneOf)).toEqual(['hall']);
    expect(labelsOf(lead, night, zoneOf)).toEqual(['hall', 'zone:z2']);
  });

  test('a squad room without squad and a zone lead without zone hold nothing', () => {
    expect(labelsOf(account([{ role: 'squadRoom' }, { role: 'zoneLead' }]), night, zoneOf)).toEqual([]);
  });

  test('administration is for administrators, and is all they hold', () => {
    expect(labelsOf(account([{ role: 'administrator' }]), night, zoneOf)).toEqual(['administration']);
  });

  test('officers and auditors hold nothing through their role', () => {
    expect(labelsOf(account([{ role: 'officer', squad: 'fenglin' }, { role: 'auditor' }]), night, zoneOf)).toEqual([]);
  });
});

const grants = fc.array(
  fc.record({
    role: fc.constantFrom(...roleSchema.options),
    squad: fc.constantFrom('fenglin', 'xietu', 'tianlin', 'south'),
    zone: fc.constantFrom('z2', 'z3'),
  }),
  { maxLength: 6 },
);
const modes = fc.constantFrom(undefined, routine, night);

describe('laws', () => {
  test('labels are sorted and distinct, and no order of roles changes them', () => {
    fc.assert(
      fc.property(grants, modes, (roles, mode) => {
        const labels = labelsOf(account(roles), mode, zoneOf);
        expect(labels).toEqual([...new Set(labels)].sort());
        expect(labelsOf(account(roles.toReversed()), mode, zoneOf)).toEqual(labels);
      }),
    );
  });

  test('several roles hold what each of them holds, no more and no less', () => {
    fc.assert(
      fc.property(grants, modes, (roles, mode) => {
        const each = roles.flatMap((role) => labelsOf(account([role]), mode, zoneOf));
        expect(labelsOf(account(roles), mode, zoneOf)).toEqual([...new Set(each)].sort());
      }),
    );
  });

  test('night only adds', () => {
    fc.assert(
      fc.property(grants, (roles) => {
        const byNight = labelsOf(account(roles), night, zoneOf);
        for (const label of labelsOf(account(roles), routine, zoneOf)) expect(byNight).toContain(label);
      }),
    );
  });

  test('who is disabled holds nothing', () => {
    fc.assert(
      fc.property(grants, modes, (roles, mode) => {
        expect(labelsOf(account(roles, { disabled: true }), mode, zoneOf)).toEqual([]);
      }),
    );
  });

  test('nobody but an administrator holds accounts', () => {
    fc.assert(
      fc.property(grants, modes, (roles, mode) => {
        const may = roles.some(({ role }) => role === 'administrator');
        expect(meets(['administration'], labelsOf(account(roles), mode, zoneOf))).toBe(may);
      }),
    );
  });

  test('documents and persons meet in a shared label', () => {
    const some = fc.array(fc.constantFrom('hall', 'bureau', 'squad:fenglin', 'zone:z2', 'administration'));
    fc.assert(
      fc.property(some, some, (scope, labels) => {
        expect(meets(scope, labels)).toBe(
          new Set([...scope, ...labels]).size < new Set(scope).size + new Set(labels).size,
        );
        expect(meets(scope, labels)).toBe(meets(labels, scope));
      }),
    );
    expect([meets([], ['hall']), meets(['hall'], [])]).toEqual([false, false]);
  });
});
