import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import type { Actor, StreamId } from '../../lib/journal.ts';
import { systemActor } from '../../lib/journal.ts';
import { hour, minute } from '../../lib/time.ts';
import type { RoleGrant } from '../account/events.ts';
import { commands, scopeOf } from '../catalog.ts';

const uuid = (last: number): string => `01920000-0000-7000-8000-${String(last).padStart(12, '0')}`;
const id = uuid(1);
const [desk, lead, leader, commander] = [uuid(11), uuid(12), uuid(13), uuid(14)];
const stream: StreamId = `approval/${id}`;
const as = (user: string, role: string): Actor => ({ user, seat: 'seat1', role });

const account = (user: string, ...roles: readonly RoleGrant[]): GivenEvent => ({
  stream: `account/${user}`,
  type: 'AccountCreated',
  data: { login: `u${user.slice(-2)}`, name: user.slice(-2), roles: roles.map((role) => ({ ...role })), demo: false },
});
const people = [
  account(desk, { role: 'dispatcher' }),
  account(lead, { role: 'shiftLead' }),
  account(leader, { role: 'dutyLeader' }),
  account(commander, { role: 'commander' }),
];
const asked = (by: Actor = as(lead, 'shiftLead')): GivenEvent => ({
  stream,
  type: 'ApprovalAsked',
  data: { matter: 'emergencyMode', reason: '暴雨' },
  by,
});
const answered = { approver: leader, channel: 'screen', recordedBy: null };
const yes = (at = testNow - hour): GivenEvent => ({
  stream,
  type: 'ApprovalGiven',
  data: answered,
  at,
  occurredAt: at,
});
const give = (by: Actor, data: object) => ({
  type: 'GiveApproval',
  by,
  data: { id, approver: null, channel: 'screen', ...data },
});

describe('an approval', () => {
  test('is asked for, and held by those whom approvals concern', () => {
    const data = { matter: 'emergencyMode', reason: '暴雨' };
    expect(commands.get('AskApproval')?.roles).not.toContain('administrator');
    const outcome = given(people).when({ type: 'AskApproval', by: as(lead, 'shiftLead'), data: { id, ...data } });
    outcome.then([{ stream, type: 'ApprovalAsked', data }]);
    expect(outcome.state(stream)).toMatchObject({ id, stage: 'asked', asked: { at: testNow, user: lead } });
    expect(scopeOf(stream, outcome.state(stream))).toEqual(['approvals']);
    given([...people, asked()])
      .when({ type: 'AskApproval', data: { id, ...data } })
      .thenRefused('ApprovalExists');
  });

  test('is given on screen by who decides', () => {
    const outcome = given([...people, asked()]).when(give(as(leader, 'dutyLeader'), {}));
    outcome.then([{ stream, type: 'ApprovalGiven', data: answered }]);
    expect(outcome.state(stream)).toMatchObject({ stage: 'given', given: { approver: leader } });
  });

  test('by phone is recorded by another, who asked perhaps', () => {
    for (const [user, role] of [
      [lead, 'shiftLead'],
      [desk, 'dispatcher'],
    ] as const) {
      const data = { approver: commander, channel: 'phone' };
      given([...people, asked()])
        .when(give(as(user, role), data))
        .then([{ stream, type: 'ApprovalGiven', data: { ...data, recordedBy: user } }]);
    }
  });

  test('names who decided as the channel has it', () => {
    const world = given([...people, asked()]);
    const wrong = (data: object) => world.when(give(as(leader, 'dutyLeader'), data)).thenRefused('ApproverWrong');
    wrong({ approver: commander });
    wrong({ channel: 'phone' });
    wrong({ channel: 'phone', approver: leader });
  });

  test('is nobody’s own, on screen, by phone, or through a deputy', () => {
    const byLeader = [...people, asked(as(leader, 'dutyLeader'))];
    given(byLeader)
      .when(give(as(leader, 'dutyLeader'), {}))
      .thenRefused('OwnApproval', { field: 'approver', id });
    given(byLeader)
      .when(give(as(desk, 'dispatcher'), { channel: 'phone', approver: leader }))
      .thenRefused('OwnApproval');
    const named: GivenEvent = {
      stream: `account/${lead}`,
      type: 'DeputyNamed',
      data: {
        ...{ for: leader, roles: [{ role: 'dutyLeader' }], reason: '出差' },
        ...{ from: testNow - hour, to: testNow + hour },
      },
    };
    given([...byLeader, named])
      .when(give(as(lead, 'dutyLeader'), {}))
      .thenRefused('ApproverNotAllowed');
    given([...people, asked(as(desk, 'dispatcher')), named])
      .when(give(as(lead, 'dutyLeader'), {}))
      .then([{ stream, type: 'ApprovalGiven', data: { ...answered, approver: lead } }]);
  });

  test('is for those whose yes counts, and who are still there', () => {
    const wish = give(as(desk, 'dispatcher'), {});
    given([...people, asked()])
      .when(wish)
      .thenRefused('ApproverNotAllowed', { field: 'approver', approver: desk, roles: ['dutyLeader', 'commander'] });
    const gone: GivenEvent = { stream: `account/${commander}`, type: 'AccountDisabled', data: { reason: 'left' } };
    given([...people, asked(), gone])
      .when(give(as(desk, 'dispatcher'), { channel: 'phone', approver: commander }))
      .thenRefused('ApproverNotAllowed');
  });

  test('recorded late counts from when it was said, by the roles of then, and not from before it was asked for', () => {
    const said = testNow - 5 * minute;
    const late = (more: object = {}) => ({
      ...give(as(desk, 'dispatcher'), { approver: commander, channel: 'phone', happenedAt: said, ...more }),
      occurredAt: said,
    });
    const asking = { ...asked(), at: testNow - hour, occurredAt: testNow - hour };
    const data = { approver: commander, channel: 'phone', recordedBy: desk };
    const until = (to: number) => [
      account(desk, { role: 'dispatcher' }),
      account(commander, { role: 'commander', from: testNow - hour, to }),
    ];
    const outcome = given([...until(testNow - minute), asking]).when(late());
    outcome.then([{ stream, type: 'ApprovalGiven', data }]);
    expect(outcome.state(stream)).toMatchObject({ given: { at: said } });
    given([...until(said), asking])
      .when(late())
      .thenRefused('ApproverNotAllowed');
    const since = { ...asked(), at: said + 1, occurredAt: said + 1 };
    given([...people, since])
      .when(late())
      .thenRefused('ApprovalBeforeAsked', { field: 'happenedAt', at: said, asked: said + 1 });
    given([...people, { ...since, at: said, occurredAt: said }])
      .when(late())
      .then([{ stream, type: 'ApprovalGiven', data }]);
  });

  test('on screen happens now: no earlier time is taken', () => {
    for (const [type, more] of [
      ['GiveApproval', {}],
      ['RefuseApproval', { reason: '不必' }],
    ] as const) {
      const schema = commands.get(type)?.schema;
      const answer = { id, approver: null, channel: 'screen', ...more };
      const spoken = { ...answer, approver: commander, channel: 'phone', happenedAt: testNow - hour };
      expect([answer, spoken].map((one) => schema?.safeParse(one).success)).toEqual([true, true]);
      const parsed = schema?.safeParse({ ...answer, happenedAt: testNow - hour });
      expect(parsed?.error?.issues.map(({ path }) => path)).toEqual([['happenedAt']]);
    }
  });

  test('is decided once', () => {
    const refusal = {
      type: 'RefuseApproval',
      by: as(leader, 'dutyLeader'),
      data: { id, approver: null, channel: 'screen', reason: '不必' },
    };
    const no = given([...people, asked()]).when(refusal);
    no.then([{ stream, type: 'ApprovalRefused', data: { ...answered, reason: '不必' } }]);
    expect(no.state(stream)).toMatchObject({ stage: 'refused' });
    given([...people, asked(), yes()])
      .when(refusal)
      .thenRefused('ApprovalDecided', { field: 'id', id, stage: 'given' });
    given(people).when(refusal).thenRefused('ApprovalUnknown');
  });
});

describe('emergency mode by a person', () => {
  const wish = { mode: 'emergency', cause: 'person', reason: '暴雨' };
  const switchBy = (more: object) => ({
    type: 'SwitchDutyMode',
    by: as(lead, 'shiftLead'),
    data: { ...wish, ...more },
  });

  test('needs an approval, uses it up and names it', () => {
    const outcome = given([...people, asked(), yes()]).when(switchBy({ approval: id }));
    outcome.then([
      { stream: 'dutyMode/bureau', type: 'DutyModeSwitched', data: { ...wish, approval: id } },
      { stream, type: 'ApprovalUsed', data: {} },
    ]);
    expect(outcome.state(stream)).toMatchObject({ stage: 'used', used: { user: lead } });
  });

  test('is refused without one, with one not given, used, of another night, or unknown', () => {
    const used: GivenEvent = { stream, type: 'ApprovalUsed', data: {} };
    const refused = (events: readonly GivenEvent[], code: string, more: object = { approval: id }) =>
      given([...people, ...events])
        .when(switchBy(more))
        .thenRefused(code);
    refused([asked(), yes()], 'ApprovalMissing', {});
    refused([], 'ApprovalUnknown');
    refused([asked()], 'ApprovalNotGiven');
    refused([asked(), yes(), used], 'ApprovalUsed');
    refused([asked(), yes(testNow - 12 * hour - 1)], 'ApprovalOver');
    given([...people, asked(), yes(testNow - 12 * hour)])
      .when(switchBy({ approval: id }))
      .then([
        { stream: 'dutyMode/bureau', type: 'DutyModeSwitched', data: { ...wish, approval: id } },
        { stream, type: 'ApprovalUsed', data: {} },
      ]);
  });

  test('is not switched by who approved it: a colleague who asks for them makes it no exception of another', () => {
    given([...people, asked(), yes()])
      .when({ ...switchBy({ approval: id }), by: as(leader, 'dutyLeader') })
      .thenRefused('ApproverActs', { field: 'approval', id, approver: leader });
  });

  test('by the calendar, and the other modes, need none; the calendar is the hub alone', () => {
    const calendar = switchBy({ cause: 'calendar', reason: '' });
    const data = { ...wish, cause: 'calendar', reason: '' };
    const switched = (of: object) => [
      { stream: 'dutyMode/bureau' as const, type: 'DutyModeSwitched', data: { ...of } },
    ];
    given([])
      .when({ ...calendar, by: systemActor })
      .then(switched(data));
    given([])
      .when(switchBy({ mode: 'holiday' }))
      .then(switched({ ...wish, mode: 'holiday' }));
    for (const by of [as(lead, 'shiftLead'), as(commander, 'commander'), as('system', 'shiftLead')])
      for (const mode of ['emergency', 'holiday'])
        given([])
          .when({ ...switchBy({ mode, cause: 'calendar', reason: '' }), by })
          .thenRefused('NotAllowed', { field: 'cause', cause: 'calendar' });
  });
});
