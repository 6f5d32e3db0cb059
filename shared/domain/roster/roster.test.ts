/** Rosters: who is where and when, what clashes, and what is said of a shift besides its list. */
import { describe, expect, test } from 'vitest';
import { demoDistrict } from '../../../tests/support/demo-night.ts';
import { given, givenIn, testActor, testNow } from '../../../tests/support/given.ts';
import type { GivenEvent } from '../../../tests/support/given.ts';
import type { Json } from '../../lib/json.ts';
import { hour } from '../../lib/time.ts';
import { catalog, commands } from '../catalog.ts';
import { readsOf } from '../reads.ts';
import type { RosterState } from './state.ts';

type Members = { readonly [member: string]: Json };
const provenance = { source: '排班表', asOf: testNow - hour, how: 'hand' as const };
const entry = (stream: GivenEvent['stream'], type: string, record: Members): GivenEvent => ({
  ...{ stream, type, data: { record, provenance } },
});
const places: readonly GivenEvent[] = [
  entry('squad/xujiahui', 'SquadRecorded', { name: '徐家汇中队', kind: 'street', grids: [], zone: 'z1' }),
  entry('squad/longhua', 'SquadRecorded', { name: '龙华中队', kind: 'street', grids: [], zone: 'z2' }),
  entry('zone/z1', 'ZoneRecorded', { name: '第一联防块区', order: 1, squads: ['xujiahui'], neighbours: [] }),
];
const an = { officer: 'X-01', name: '执法一', kind: 'certified' };
const bo = { officer: 'X-02', name: '执法二', kind: 'certified' };
const cai = { officer: 'L-01', name: '协管一', kind: 'auxiliary' };
const group: Members = {
  ...{ night: '2026-11-21', squad: 'xujiahui', zone: 'z1', name: '一组', shift: 'night' },
  ...{ from: testNow - hour, to: testNow + 8 * hour, members: [an, bo] },
};
const other: Members = { ...group, squad: 'longhua', zone: 'z1', name: '二组', members: [cai] };
const rostered = (change: Members = {}, id = 'g1'): GivenEvent =>
  entry(`roster/${id}`, 'RosterRecorded', { ...(id === 'g1' ? group : other), ...change });
const wish = (change: Members = {}, id = 'g1') => ({
  ...{ type: 'RecordRoster', data: { id, record: { ...(id === 'g1' ? group : other), ...change }, provenance } },
});
const inDistrict = (events: readonly GivenEvent[]) =>
  givenIn(catalog, (documents) => ({ ...readsOf(documents), district: () => demoDistrict }), [...places, ...events]);
const both = [...places, rostered(), rostered({}, 'g2')];

describe('the list', () => {
  test('a group is entered whole, and again it brings nothing', () => {
    given(places).when(wish()).then([rostered()]);
    given([...places, rostered()])
      .when(wish())
      .then([]);
  });

  test.each([
    ['SquadUnknown', { squad: 'ghost' }, { field: 'record.squad', squad: 'ghost' }],
    ['ZoneUnknown', { zone: 'z9' }, { field: 'record.zone', zone: 'z9' }],
    ['UnitUnknown', { unit: 'u9' }, { field: 'record.unit', id: 'u9' }],
    ['PostUnknown', { post: 'p9' }, { field: 'record.post', id: 'p9' }],
    ['PeriodReversed', { to: group['from'] ?? 0 }, { field: 'record.to', from: testNow - hour, to: testNow - hour }],
    ['OfficerTwice', { members: [an, an] }, { field: 'record.members.1.officer', officer: 'X-01', name: '执法一' }],
  ])('%s', (code, change, params) => {
    given(places).when(wish(change)).thenRefused(code, params);
  });

  test('an officer is in one group at a time; shifts one after another are no clash', () => {
    const span = { from: testNow - hour, to: testNow + 8 * hour };
    given([...places, rostered()])
      .when(wish({ members: [cai, bo] }, 'g2'))
      .thenRefused('OfficerRosteredTwice', {
        ...{ field: 'record.members.1.officer', officer: 'X-02', name: '执法二', group: '一组' },
        ...span,
      });
    const after = { members: [bo], from: testNow + 8 * hour, to: testNow + 9 * hour };
    given([...places, rostered()])
      .when(wish(after, 'g2'))
      .then([rostered(after, 'g2')]);
  });

  test('who is on leave may stand in for nobody, and is free for another list', () => {
    const leave: GivenEvent = {
      ...{ stream: 'roster/g1', type: 'LeaveRecorded' },
      data: { officer: 'X-02', kind: 'training' },
    };
    given([...places, rostered(), leave])
      .when(wish({ members: [bo] }, 'g2'))
      .then([rostered({ members: [bo] }, 'g2')]);
  });

  test('leave does not end while they stand in another group; read again meanwhile, the list is taken', () => {
    const leave: GivenEvent = {
      ...{ stream: 'roster/g1', type: 'LeaveRecorded' },
      data: { officer: 'X-02', kind: 'training' },
    };
    const events = [...places, rostered(), leave, rostered({ members: [bo] }, 'g2')];
    given(events)
      .when({ type: 'RecordLeave', data: { roster: 'g1', officer: 'X-02', kind: null } })
      .thenRefused('OfficerRosteredTwice', {
        ...{ field: 'members.1.officer', officer: 'X-02', name: '执法二', group: '二组' },
        ...{ from: testNow - hour, to: testNow + 8 * hour },
      });
    given(events)
      .when(wish({ vehicle: '示警01' }))
      .then([rostered({ vehicle: '示警01' })]);
  });

  test('a vehicle is with one group at a time', () => {
    given([...places, rostered({ vehicle: '示警01' })])
      .when(wish({ vehicle: '示警01' }, 'g2'))
      .thenRefused('VehicleRosteredTwice', {
        ...{ field: 'record.vehicle', vehicle: '示警01', group: '一组' },
        ...{ from: testNow - hour, to: testNow + 8 * hour },
      });
  });

  test('a certificate that ends at a midnight within the shift', () => {
    const until = (certificateTo: string): Members => ({ members: [{ ...an, certificateTo }] });
    inDistrict([])
      .when(wish(until('2026-11-21')))
      .thenRefused('CertificateEndsInShift', {
        ...{ field: 'record.members.0.certificateTo', officer: 'X-01', name: '执法一', date: '2026-11-21' },
      });
    inDistrict([])
      .when(wish(until('2026-11-22')))
      .then([rostered(until('2026-11-22'))]);
    // A shift until midnight is over when the certificate is.
    const toMidnight = { ...until('2026-11-21'), to: testNow + 2 * hour };
    inDistrict([])
      .when(wish(toMidnight))
      .then([rostered(toMidnight)]);
    const auxiliary = { members: [{ ...an, kind: 'auxiliary', certificateTo: '2026-11-21' }] };
    inDistrict([])
      .when(wish(auxiliary))
      .then([rostered(auxiliary)]);
  });

  test('whose work it reaches, before and after', () => {
    const reaches = commands.get('RecordRoster')?.reaches;
    const { state } = given(both);
    expect(reaches?.(wish({ squad: 'longhua' }).data, state)).toEqual([
      ['bureau', 'squad:longhua', 'zone:z1'],
      ['bureau', 'squad:xujiahui', 'zone:z1'],
    ]);
  });
});

describe('leave and lending', () => {
  const leave = (kind: string | null, officer = 'X-02') => ({
    ...{ type: 'RecordLeave', data: { roster: 'g1', officer, kind } },
  });
  test('recorded, ended, and kept while the list is read again', () => {
    const recorded: GivenEvent = {
      ...{ stream: 'roster/g1', type: 'LeaveRecorded', data: { officer: 'X-02', kind: 'sick' } },
    };
    given(both).when(leave('sick')).then([recorded]);
    given([...both, recorded])
      .when(leave('sick'))
      .then([]);
    given([...both, recorded])
      .when(leave(null))
      .then([{ stream: 'roster/g1', type: 'LeaveEnded', data: { officer: 'X-02' } }]);
    const again = given([...both, recorded, rostered({ members: [an, bo] })]).state('roster/g1') as RosterState;
    expect(again.leaves.map(({ officer }) => officer)).toEqual(['X-02']);
    const without = given([...both, recorded, rostered({ members: [an] })]).state('roster/g1') as RosterState;
    expect(without.leaves).toEqual([]);
    given(both)
      .when(leave('sick', 'Z-9'))
      .thenRefused('OfficerNotInRoster', { field: 'officer', officer: 'Z-9', group: '一组' });
  });
  test('a group is lent, seen by whom it works for, and comes back', () => {
    const lend = (squad: string | null) => ({ ...{ type: 'LendGroup', data: { roster: 'g1', squad } } });
    const lent: GivenEvent = {
      ...{ stream: 'roster/g1', type: 'GroupLent', data: { squad: 'longhua', zone: 'z2' } },
    };
    given(both).when(lend('longhua')).then([lent]);
    const back: GivenEvent = { stream: 'roster/g1', type: 'GroupLent', data: { squad: null, zone: null } };
    given([...both, lent])
      .when(lend('xujiahui'))
      .then([back]);
    given(both).when(lend('ghost')).thenRefused('SquadUnknown', { field: 'squad', squad: 'ghost' });
    const scope = catalog.kinds.get('roster')?.scope;
    expect(scope?.(given([...both, lent]).state('roster/g1'), 'g1')).toEqual([
      ...['bureau', 'squad:xujiahui', 'zone:z1', 'squad:longhua', 'zone:z2'].map((label) => `staff:${label}`),
    ]);
  });
});

describe('swaps', () => {
  const swap = '0198aaaa-0000-7000-8000-0000000000b1';
  const propose = (change: Members = {}) => ({
    type: 'ProposeSwap',
    data: { swap, roster: 'g1', officer: 'X-02', other: { roster: 'g2', officer: 'L-01' }, ...change },
  });
  const sides: readonly GivenEvent[] = [
    {
      ...{ stream: 'roster/g1', type: 'SwapProposed' },
      data: {
        swap,
        officer: bo,
        proposes: true,
        other: { roster: 'g2', squad: 'longhua', name: '二组', officer: cai },
      },
    },
    {
      ...{ stream: 'roster/g2', type: 'SwapProposed' },
      data: {
        swap,
        officer: cai,
        proposes: false,
        other: { roster: 'g1', squad: 'xujiahui', name: '一组', officer: bo },
      },
    },
  ];
  const answer = (agreed: boolean, roster = 'g2') => ({
    ...{ type: 'AnswerSwap', data: { roster, swap, agreed, channel: 'phone' } },
  });
  const answered = (agreed: boolean): readonly GivenEvent[] =>
    (['roster/g2', 'roster/g1'] as const).map((stream) => ({
      ...{ stream, type: 'SwapAnswered', data: { swap, agreed, channel: 'phone' } },
    }));

  test('proposed in both rosters; agreed, they change places, and the word is kept', () => {
    given(both).when(propose()).then(sides);
    const outcome = given([...both, ...sides]).when(answer(true));
    outcome.then(answered(true));
    const [mine, theirs] = [outcome.state('roster/g1'), outcome.state('roster/g2')] as RosterState[];
    expect(mine?.members).toEqual([an, cai]);
    expect(theirs?.members).toEqual([bo]);
    expect(mine?.swaps[0]?.answer).toEqual({ agreed: true, channel: 'phone', at: testNow, by: testActor.user });
  });
  test('without consent nobody moves', () => {
    const outcome = given([...both, ...sides]).when(answer(false));
    outcome.then(answered(false));
    expect((outcome.state('roster/g1') as RosterState).members).toEqual([an, bo]);
  });
  test('the other answers, once; a second proposal waits', () => {
    given([...both, ...sides])
      .when(answer(true, 'g1'))
      .thenRefused('SwapOwn', { field: 'roster', name: '协管一' });
    given([...both, ...sides, ...answered(false)])
      .when(answer(true))
      .thenRefused('SwapAnsweredAlready', { field: 'swap', at: testNow - 60_000 });
    given([...both, ...sides])
      .when(propose({ swap: '0198aaaa-0000-7000-8000-0000000000b2' }))
      .thenRefused('SwapWaiting', { field: 'officer', name: '执法二' });
    given([...both, ...sides])
      .when(propose())
      .then([]);
    given(both)
      .when(propose({ other: { roster: 'g1', officer: 'X-01' } }))
      .thenRefused('SwapWithin', { field: 'other.roster', group: '一组' });
  });
  test('a swap that would put somebody in two groups at a time is not proposed', () => {
    const late = { from: testNow + 8 * hour, to: testNow + 12 * hour };
    const third = entry('roster/g3', 'RosterRecorded', { ...other, ...late, name: '三组', members: [bo] });
    given([...places, rostered(), rostered({ from: testNow + 9 * hour, to: testNow + 11 * hour }, 'g2'), third])
      .when(propose())
      .thenRefused('OfficerRosteredTwice', {
        ...{ field: 'other.members.0.officer', officer: 'X-02', name: '执法二', group: '三组', ...late },
      });
  });
});

describe('equipment', () => {
  const issue = '0198aaaa-0000-7000-8000-0000000000c1';
  const take = (change: Members = {}) => ({
    type: 'IssueEquipment',
    data: { roster: 'g1', issue, officer: 'X-01', item: 'radio', number: '电台 21', ...change },
  });
  const issued: GivenEvent = {
    ...{ stream: 'roster/g1', type: 'EquipmentIssued' },
    data: { issue, officer: 'X-01', item: 'radio', number: '电台 21' },
  };
  const give = { type: 'ReturnEquipment', data: { roster: 'g1', issue, condition: 'damaged' } };
  const returned: GivenEvent = {
    ...{ stream: 'roster/g1', type: 'EquipmentReturned', data: { issue, condition: 'damaged' } },
  };
  test('goes out to one person, and comes back with its state', () => {
    given(both).when(take()).then([issued]);
    given([...both, issued])
      .when(take({ issue: '0198aaaa-0000-7000-8000-0000000000c2', roster: 'g2', officer: 'L-01' }))
      .thenRefused('EquipmentOutElsewhere', {
        ...{ field: 'number', number: '电台 21', name: '执法一', group: '一组', since: testNow - 60_000 },
      });
    given([...both, issued])
      .when(give)
      .then([returned]);
    given([...both, issued, returned])
      .when(give)
      .then([]);
    given(both).when(give).thenRefused('EquipmentUnknown', { field: 'issue', group: '一组' });
  });
  test('a group with something out is not withdrawn', () => {
    const end = { type: 'WithdrawRoster', data: { id: 'g1', reason: '重排', provenance } };
    given([...both, issued])
      .when(end)
      .thenRefused('EquipmentOut', { field: 'id', number: '电台 21' });
    given(both)
      .when(end)
      .then([{ stream: 'roster/g1', type: 'RosterWithdrawn', data: { reason: '重排', provenance } }]);
    given([...both, { stream: 'roster/g1', type: 'RosterWithdrawn', data: { reason: '重排', provenance } }])
      .when(take())
      .thenRefused('RosterIsWithdrawn', { field: 'roster', group: '一组' });
  });
});
