import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { GrantLimit, Role, RoleGrant } from '../account/events.ts';
import { grantLimits, roleSchema } from '../account/events.ts';
import type { AccountState } from '../account/state.ts';
import { kinds } from '../catalog.ts';
import type { DutyMode } from '../duty-mode/events.ts';
import type { LabelWorld } from './labels.ts';
import { labelsOf as allLabelsOf, meets } from './labels.ts';
import type { DocumentKind } from './permissions.ts';
import { apart, documentRights, inEffect, roleLimits } from './permissions.ts';

type Person = Pick<AccountState, 'roles' | 'disabled'>;
const account = (roles: readonly RoleGrant[], disabled = false): Person => ({ roles, disabled });
const zones: { readonly [squad: string]: string } = { fenglin: 'z2', xietu: 'z2', tianlin: 'z3' };
const world = (mode?: DutyMode, operations: ReturnType<LabelWorld['operations']> = []): LabelWorld => ({
  dutyMode: mode === undefined ? undefined : { mode },
  zoneOf: (squad) => zones[squad],
  squadsOf: (brigade) => (brigade === 'north' ? ['fenglin', 'xietu'] : []),
  operations: () => operations,
});
/** Without those of people, which follow the work of some roles: looked at by themselves. */
const labelsOf = (of: Person, at: LabelWorld): readonly string[] =>
  allLabelsOf(of, at).filter((label) => !label.startsWith('staff:'));
const night = world('night');
const routine = world('routine');
const together = { id: 'o1', squads: ['fenglin', 'tianlin'] };
const ofHall = (...more: readonly string[]): readonly string[] => [...more, 'frame', 'hall'].sort();

describe('labels by role', () => {
  test.each(['leader', 'reporting', 'wall', 'inspection', 'legalSection'] as const)(
    '%s holds the whole bureau, by day and by night',
    (role) => {
      for (const at of [world(), routine, night])
        expect(labelsOf(account([{ role }]), at).filter((label) => label !== 'log')).toEqual([
          ...['bureau', 'frame', 'hall'],
        ]);
    },
  );

  test('the book of the hall is for who works there, leads and checks', () => {
    const holds = (role: Role): boolean => labelsOf(account([{ role }]), night).includes('log');
    for (const role of ['leader', 'inspection', 'legalSection', 'nightDesk', 'auditor'] as const)
      expect(holds(role), role).toBe(true);
    for (const role of ['wall', 'reporting', 'administrator'] as const) expect(holds(role), role).toBe(false);
  });

  test.each(['commander', 'dutyLeader', 'shiftLead', 'dispatcher', 'nightDesk'] as const)(
    '%s holds approvals and what was imported besides',
    (role) =>
      expect(labelsOf(account([{ role }]), routine)).toEqual([
        ...['approvals', 'bureau', 'frame', 'hall', 'imports', 'log'],
      ]),
  );

  test('a squad room holds its squad, at night its zone too', () => {
    const room = account([{ role: 'squadRoom', squad: 'fenglin' }]);
    for (const at of [world(), routine, world('emergency')])
      expect(labelsOf(room, at)).toEqual(ofHall('squad:fenglin'));
    expect(labelsOf(room, night)).toEqual(ofHall('squad:fenglin', 'zone:z2'));
    expect(labelsOf(account([{ role: 'squadRoom', squad: 'unheard-of' }]), night)).toEqual(ofHall('squad:unheard-of'));
  });

  test('a zone is there for the duty night', () => {
    for (const role of ['zoneLead', 'dispatcher', 'wall'] as const) {
      const lead = account([{ role, zone: 'z2' }]);
      expect(labelsOf(lead, routine)).not.toContain('zone:z2');
      expect(labelsOf(lead, night)).toContain('zone:z2');
      expect(labelsOf(lead, night)).not.toContain('bureau');
    }
  });

  test('rosters, which speak of people, are for those who plan and lead, in the reach of their work', () => {
    const staffOf = (of: Person, at: LabelWorld): readonly string[] =>
      allLabelsOf(of, at).filter((label) => label.startsWith('staff:'));
    expect(staffOf(account([{ role: 'shiftLead' }]), night)).toEqual(['staff:bureau']);
    expect(staffOf(account([{ role: 'zoneLead', zone: 'z2' }]), night)).toEqual(['staff:zone:z2']);
    expect(staffOf(account([{ role: 'zoneLead', zone: 'z2' }]), routine)).toEqual([]);
    const room = account([{ role: 'squadRoom', squad: 'fenglin' }]);
    expect(staffOf(room, routine)).toEqual(['staff:squad:fenglin']);
    for (const role of ['wall', 'leader', 'reporting', 'squadLegal', 'legalSection', 'administrator'] as const)
      expect(staffOf(account([{ role }]), night), role).toEqual([]);
    expect(staffOf(account([{ role: 'street', street: '310104' }]), night)).toEqual([]);
  });

  test('a brigade is its squads', () => {
    const lead = account([{ role: 'shiftLead', brigade: 'north' }]);
    expect(labelsOf(lead, night)).toEqual(ofHall('approvals', 'imports', 'log', 'squad:fenglin', 'squad:xietu'));
    expect(labelsOf(account([{ role: 'shiftLead', brigade: 'south' }]), night)).toEqual(
      ofHall('approvals', 'imports', 'log'),
    );
  });

  test('a street holds the work in its responsibility grid, and nothing of the hall', () => {
    for (const role of ['street', 'socialInspector'] as const)
      expect(labelsOf(account([{ role, street: '310104' }]), night)).toEqual(['frame', 'street:310104']);
  });

  test('while an operation runs, rooms and deputies of its squads hold the work of all, its guests the operation', () => {
    const running = world('routine', [together]);
    const all = ['operation:o1', 'squad:fenglin', 'squad:tianlin'];
    for (const role of ['squadRoom', 'groupDeputy'] as const) {
      const member = account([{ role, squad: 'tianlin' }]);
      expect(labelsOf(member, running)).toEqual(ofHall(...all));
      expect(labelsOf(member, routine)).toEqual(ofHall('squad:tianlin'));
      expect(labelsOf(account([{ role, squad: 'xietu' }]), running)).toEqual(ofHall('squad:xietu'));
    }
    expect(labelsOf(account([{ role: 'groupDeputy', operation: 'o1' }]), running)).toEqual(ofHall(...all));
    expect(labelsOf(account([{ role: 'squadLegal', squad: 'tianlin' }]), running)).toEqual(ofHall('squad:tianlin'));
    const guest = account([{ role: 'memberUnit', operation: 'o1' }]);
    expect(labelsOf(guest, running)).toEqual(['frame', 'operation:o1']);
    expect(labelsOf(guest, routine)).toEqual(['frame']);
  });

  test('administration is for administrators and auditors; an administrator holds no work', () => {
    expect(labelsOf(account([{ role: 'administrator' }]), night)).toEqual([
      'administration',
      'approvals',
      'frame',
      'imports',
    ]);
    const auditor = ['administration', 'approvals', 'bureau', 'frame', 'imports', 'log'];
    expect(labelsOf(account([{ role: 'auditor' }]), night)).toEqual(auditor);
  });

  test('an officer holds the frame alone', () => {
    expect(labelsOf(account([{ role: 'officer', squad: 'fenglin' }]), night)).toEqual(['frame']);
  });

  test('a grant without the limit it needs, with another, or with two opens nothing', () => {
    const wrong: readonly RoleGrant[] = [
      { role: 'squadRoom' },
      { role: 'zoneLead', squad: 'fenglin' },
      { role: 'squadRoom', squad: 'fenglin', zone: 'z2' },
      { role: 'administrator', squad: 'fenglin' },
      { role: 'memberUnit' },
    ];
    for (const grant of wrong) expect(labelsOf(account([grant]), night), JSON.stringify(grant)).toEqual([]);
  });
});

const ids = { brigade: 'north', squad: 'fenglin', zone: 'z2', street: '310104', operation: 'o1' } as const;
const grantOf = (role: Role, limit: GrantLimit | 'bureau'): RoleGrant =>
  limit === 'bureau' ? { role } : { role, [limit]: ids[limit] };
/** In this world every limit reaches something. */
const everything = world('night', [together]);

/** A state of each kind that all of the labels concern. */
const states: { readonly [kind in DocumentKind]: unknown } = {
  ...{
    dutyMode: {},
    pack: {},
    squad: {},
    zone: {},
    site: {},
    nightPermit: {},
    repairNotice: {},
    stallPlace: {},
    contact: {},
    import: {},
    quietPeriod: {},
  },
  ...{ unit: {}, videoPoint: {}, post: {}, fence: {}, approval: {}, account: {} },
  incident: { placing: { squad: 'fenglin', zone: 'z2', grids: { responsibility: '310104' } } },
  assignment: { incidentSquad: 'fenglin', incidentZone: 'z2', incidentStreet: '310104', squad: 'tianlin' },
  jointOperation: together,
  message: { squads: ['fenglin', 'tianlin'], zones: ['z2'] },
  alarm: { squads: ['fenglin'], zones: ['z2'] },
  attendance: { squad: 'fenglin', zone: 'z2' },
  remark: {},
  urgentReport: {},
  roster: { squad: 'fenglin', zone: 'z2', lent: null },
};

describe('labels and the table', () => {
  test.each(Object.entries(documentRights))('who may hold a document of the kind %s', (name, row) => {
    const kind = kinds.get(name);
    const scope = kind?.scope(states[name as DocumentKind], 'o1') ?? [];
    for (const role of roleSchema.options) {
      const reaches = roleLimits[role].some((limit) =>
        meets(scope, allLabelsOf(account([grantOf(role, limit)]), everything)),
      );
      // Guests and streets hold what carries the label of their operation or street; the others all of the kind's.
      const isPartly =
        (name === 'jointOperation' && ['street', 'socialInspector', 'zoneLead'].includes(role)) ||
        (['incident', 'assignment'].includes(name) && role === 'memberUnit');
      if (isPartly) expect(role in row, role).toBe(true);
      else expect(reaches, `${role} and ${name}`).toBe(role in row);
    }
  });

  test('nobody holds by any grant what the table does not give', () => {
    const limits: readonly (GrantLimit | 'bureau')[] = ['bureau', ...grantLimits];
    for (const [name, row] of Object.entries(documentRights)) {
      const scope = kinds.get(name)?.scope(states[name as DocumentKind], 'o1') ?? [];
      expect(scope.length, name).toBeGreaterThan(0);
      for (const role of roleSchema.options.filter((one) => !(one in row)))
        for (const limit of limits)
          expect(meets(scope, allLabelsOf(account([grantOf(role, limit)]), everything)), `${role} ${name}`).toBe(false);
    }
  });
});

const anyGrant = fc
  .constantFrom(...roleSchema.options)
  .chain((role) => fc.constantFrom(...roleLimits[role]).map((limit) => grantOf(role, limit)));
const grants = fc.array(anyGrant, { maxLength: 6 });
const worlds = fc.constantFrom(world(), routine, night, everything, world('routine', [together]));

describe('laws', () => {
  test('labels are sorted and distinct, and no order of roles changes them', () => {
    fc.assert(
      fc.property(grants, worlds, (roles, at) => {
        const labels = allLabelsOf(account(roles), at);
        expect(labels).toEqual([...new Set(labels)].sort());
        expect(allLabelsOf(account(roles.toReversed()), at)).toEqual(labels);
      }),
    );
  });

  test('several roles hold what each of them holds that is not apart from another, no more and no less', () => {
    fc.assert(
      fc.property(grants, worlds, (roles, at) => {
        const each = inEffect(roles).flatMap((role) => allLabelsOf(account([role]), at));
        expect(allLabelsOf(account(roles), at)).toEqual([...new Set(each)].sort());
      }),
    );
  });

  test('no two roles that are apart have effect together: the one side stays', () => {
    fc.assert(
      fc.property(grants, worlds, (roles, at) => {
        const kept = inEffect(roles);
        const has = (held: readonly RoleGrant[], side: readonly Role[]): boolean =>
          held.some(({ role }) => side.includes(role));
        for (const { one, other } of apart) expect(has(kept, one) && has(kept, other)).toBe(false);
        if (has(roles, ['administrator'])) expect(kept).toEqual(roles.filter(({ role }) => role === 'administrator'));
        expect(allLabelsOf(account(roles), at)).toEqual(allLabelsOf(account(kept), at));
      }),
    );
  });

  test('the night and an operation only add', () => {
    fc.assert(
      fc.property(grants, (roles) => {
        const most = allLabelsOf(account(roles), everything);
        for (const at of [routine, night, world('routine', [together])])
          for (const label of allLabelsOf(account(roles), at)) expect(most).toContain(label);
      }),
    );
  });

  test('who is disabled holds nothing', () => {
    fc.assert(
      fc.property(grants, worlds, (roles, at) => {
        expect(allLabelsOf(account(roles, true), at)).toEqual([]);
      }),
    );
  });

  test('only administrators and auditors hold accounts', () => {
    fc.assert(
      fc.property(grants, worlds, (roles, at) => {
        const may = roles.some(({ role }) => role === 'administrator' || role === 'auditor');
        expect(meets(['administration'], allLabelsOf(account(roles), at))).toBe(may);
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
