import { describe, expect, test } from 'vitest';
import type { GivenEvent } from '../../../tests/support/given.ts';
import { given, testNow } from '../../../tests/support/given.ts';
import type { StreamId } from '../../lib/journal.ts';
import { commands, scopeOf } from '../catalog.ts';

const id = '01920000-0000-7000-8000-0000000000a1';
const stream: StreamId = `jointOperation/${id}`;
const squad = (name: string): GivenEvent => ({
  stream: `squad/${name}`,
  type: 'SquadRecorded',
  data: {
    record: { name, kind: 'street', grids: [] },
    provenance: { source: 'test', asOf: testNow - 1000, how: 'hand' },
  },
});
const squads = ['fenglin', 'xietu', 'tianlin'].map(squad);
const members = { squads: ['fenglin', 'xietu'], lead: 'fenglin' };
const wish = { id, name: '渣土夜查', ...members };
const planned: GivenEvent = { stream, type: 'OperationPlanned', data: { name: '渣土夜查', ...members } };
const started: GivenEvent = { stream, type: 'OperationStarted', data: {} };
const ended: GivenEvent = { stream, type: 'OperationEnded', data: { reason: '收队' } };

describe('a joint operation', () => {
  test('is planned with squads that there are, one of them in the lead', () => {
    const outcome = given(squads).when({ type: 'PlanOperation', data: wish });
    outcome.then([{ stream, type: 'OperationPlanned', data: { name: '渣土夜查', ...members } }]);
    expect(outcome.state(stream)).toMatchObject({ id, stage: 'planned', ...members });
    given([...squads, planned])
      .when({ type: 'PlanOperation', data: wish })
      .thenRefused('OperationExists');
    given(squads)
      .when({ type: 'PlanOperation', data: { ...wish, squads: ['fenglin', 'nowhere'] } })
      .thenRefused('SquadUnknown', { field: 'squads.1', squad: 'nowhere' });
    given(squads)
      .when({ type: 'PlanOperation', data: { ...wish, lead: 'tianlin' } })
      .thenRefused('LeadNotMember', { field: 'lead', lead: 'tianlin' });
  });

  test.each([
    ['one squad', { squads: ['fenglin'] }],
    ['a squad twice', { squads: ['fenglin', 'fenglin'] }],
    ['no name', { name: ' ' }],
  ])('is not planned with %s', (_what, change) => {
    const schema = commands.get('PlanOperation')?.schema;
    expect(schema?.safeParse(wish).success).toBe(true);
    expect(schema?.safeParse({ ...wish, ...change }).success).toBe(false);
  });

  test('runs from its start to its end', () => {
    const start = { type: 'StartOperation', data: { id } };
    const outcome = given([...squads, planned]).when(start);
    outcome.then([{ stream, type: 'OperationStarted', data: {} }]);
    expect(outcome.state(stream)).toMatchObject({ stage: 'running' });
    given([...squads, planned, started])
      .when(start)
      .then([]);
    given([...squads, planned, started, ended])
      .when(start)
      .thenRefused('OperationEnded');
    given(squads).when(start).thenRefused('OperationUnknown', { field: 'id', id });
    const end = { type: 'EndOperation', data: { id, reason: '收队' } };
    given([...squads, planned])
      .when(end)
      .then([{ stream, type: 'OperationEnded', data: { reason: '收队' } }]);
    expect(
      given([...squads, planned, started])
        .when(end)
        .state(stream),
    ).toMatchObject({ stage: 'ended' });
    given([...squads, planned, ended])
      .when(end)
      .thenRefused('OperationEnded');
  });

  test('changes its members until it has ended', () => {
    const change = (to: readonly string[]) => ({
      type: 'ChangeOperationMembers',
      data: { id, squads: [...to], lead: 'fenglin' },
    });
    const outcome = given([...squads, planned, started]).when(change(['fenglin', 'tianlin']));
    const data = { squads: ['fenglin', 'tianlin'], lead: 'fenglin' };
    outcome.then([{ stream, type: 'OperationMembersChanged', data }]);
    expect(scopeOf(stream, outcome.state(stream))).toEqual([
      'bureau',
      `operation:${id}`,
      'squad:fenglin',
      'squad:tianlin',
    ]);
    given([...squads, planned])
      .when(change(['xietu', 'fenglin']))
      .then([]);
    given([...squads, planned, ended])
      .when(change(['fenglin', 'tianlin']))
      .thenRefused('OperationEnded');
  });

  test('reaches the work of every squad that it puts, or has put, together', () => {
    const state = (stream: StreamId): unknown => given([...squads, planned]).state(stream);
    const reached = (type: string, data: object): readonly string[] =>
      (commands.get(type)?.reaches?.(data, state) ?? []).map((scope) => scope.join(' '));
    const of = (...names: readonly string[]): readonly string[] => names.map((name) => `bureau squad:${name}`);
    expect(reached('PlanOperation', wish)).toEqual(of('fenglin', 'xietu'));
    expect(reached('StartOperation', { id })).toEqual(of('fenglin', 'xietu'));
    const change = { id, squads: ['fenglin', 'tianlin'], lead: 'fenglin' };
    expect(reached('ChangeOperationMembers', change)).toEqual(of('fenglin', 'xietu', 'fenglin', 'tianlin'));
    expect(reached('StartOperation', { id: 'nowhere' })).toEqual([]);
  });

  test('is among those that run while it does', () => {
    const ids = (events: readonly GivenEvent[]) =>
      given(events)
        .reads.runningOperations()
        .map((one) => one.id);
    expect([ids([planned]), ids([planned, started]), ids([planned, started, ended])]).toEqual([[], [id], []]);
  });
});
