import { describe, expect, test } from 'vitest';
import { testNow } from '../../../tests/support/given.ts';
import type { Wish } from '../../../tests/support/incident-scene.ts';
import {
  brings,
  bySystem,
  commandId,
  handle,
  incidentOf,
  on,
  played,
  receive,
  saidNowhere,
} from '../../../tests/support/incident-scene.ts';
import { about, assign, assignmentId, incidentId } from '../../../tests/support/night-scene.ts';
import { second } from '../../lib/time.ts';

const one = `incident/${incidentId(1)}` as const;
const job = `assignment/${assignmentId(1)}` as const;
const undo = (n: number, incident = 1): Wish => on('UndoStep', { command: commandId(n) }, incident);

/** All that is known, without the ways back. */
function facts(night: ReturnType<typeof played>): unknown {
  const { reads } = night;
  const bare = <S extends { readonly lastStep: unknown }>({ lastStep: _, ...rest }: S) => rest;
  return {
    incidents: [1, 2, 3].flatMap((n) => reads.incident(incidentId(n)) ?? []).map(bare),
    assignments: reads.assignmentsOf(incidentId(1)).map(bare),
    jobs: reads.units().map(({ id, jobs }) => [id, jobs.map(({ assignment }) => assignment)]),
  };
}

const silent = { wantsReply: 'no' } as const;
const join = on('JoinIncident', { into: incidentId(1) }, 2);
const stop = about('ReportOutcome', { kind: 'stopped' });
const check = (quiet: boolean) => on('RecordCheck', { which: quiet ? 'finish' : 'sameNight', way: 'camera', quiet });
const found = about('ReportOutcome', { kind: 'nothingFound' });

const steps: readonly (readonly [name: string, before: readonly Wish[], step: Wish])[] = [
  ['AcknowledgeIncident', [], on('AcknowledgeIncident')],
  ['PlaceIncident', [], on('PlaceIncident', { at: null, place: '斜土路×小木桥路' })],
  ['ChooseSource', [], on('ChooseSource', { site: 'b' })],
  ['AssessAgain', [], on('AssessAgain')],
  ['NoteFinding', [], on('NoteFinding', { kind: 'no-watchman' })],
  ['PhoneSite', [on('ChooseSource', { site: 'a' })], on('PhoneSite', { result: 'denies' })],
  ['JoinIncident', [receive(2, silent)], join],
  ['SeparateIncident', [receive(2, silent), join], on('SeparateIncident', {}, 2)],
  ['RecordCheck', [assign(), stop], check(true)],
  ['RecordCheck that reopens', [assign(), stop], check(false)],
  ['RecordReply', [], on('RecordReply', { way: 'hotline', personal: { ...handle('b') } })],
  ['RecordFirstContact', [], on('RecordFirstContact', { way: 'hotline', reached: true })],
  ['TellLocalSquad', [], on('TellLocalSquad')],
  ['HandToLocalSquad', [], on('HandToLocalSquad', { owes: ['file'] })],
  ['ReturnIncident', [], on('ReturnIncident', { why: 'unclear', evidence: ['document'] })],
  ['CloseIncident', [receive(2, silent), join, assign(), found], on('CloseIncident')],
  ['ReopenIncident', [assign(), found, on('CloseIncident')], on('ReopenIncident')],
  ['AcceptAssignment', [assign()], about('AcceptAssignment')],
  ['Arrive', [assign()], about('Arrive')],
  ['NoteEvidence', [assign()], about('NoteEvidence', { kind: 'note', personal: { ...handle('c') } })],
  ['ReportOutcome', [assign()], stop],
  ['WithdrawAssignment', [assign()], about('WithdrawAssignment', { why: 'wrongUnit' })],
];

describe('taking back', () => {
  test.each(steps)('%s puts everything back', (_, before, step) => {
    const all = [receive(1, silent), ...before];
    const was = facts(played(...all));
    const night = played(...all, step);
    expect(facts(night)).not.toEqual(was);
    expect(night.give(undo(all.length + 1))).toHaveProperty('events');
    expect(facts(night)).toEqual(was);
    expect(
      incidentOf(night).lastStep === null || incidentOf(night).lastStep?.command !== commandId(all.length + 1),
    ).toBe(true);
    expect(brings(night, undo(all.length + 1))).toMatch(/NothingToUndo|BuiltUpon/);
  });

  test('a dispatch frees the unit; the assignment is as if withdrawn', () => {
    const night = played(receive(1, silent), assign());
    night.give(undo(2));
    expect(incidentOf(night)).toMatchObject({ units: [], stage: 'received', acknowledged: null });
    expect(night.reads.unit('m1')?.jobs).toEqual([]);
    expect(night.reads.assignment(assignmentId(1))?.stage).toBe('withdrawn');
    expect(brings(night, assign(2))).toContain('UnitAssigned');
  });

  test('an outcome gives the unit its job again', () => {
    const night = played(receive(1, silent), assign(), stop);
    expect(night.reads.unit('m1')?.jobs).toEqual([]);
    night.when(undo(3)).then([
      { stream: one, type: 'StepUndone', data: { command: commandId(3) } },
      { stream: job, type: 'AssignmentStepUndone', data: { command: commandId(3) } },
      { stream: 'unit/m1', type: 'UnitEngaged', data: { assignment: assignmentId(1), incident: incidentId(1) } },
    ]);
  });

  test('what was said under a handle is erased with the step', () => {
    const night = played(receive(1, silent), on('RecordReply', { way: 'hotline', personal: { ...handle('b') } }));
    night.when(undo(2)).then([
      { stream: one, type: 'StepUndone', data: { command: commandId(2) } },
      { stream: one, type: 'PersonalDataErased', data: { ref: handle('b').ref, ground: 'takenBack' } },
    ]);
  });

  test('a join is taken back from either side', () => {
    const night = played(receive(1, silent), receive(2, silent), join);
    const both = [
      expect.objectContaining({ stream: one }),
      expect.objectContaining({ stream: `incident/${incidentId(2)}` }),
    ];
    for (const n of [1, 2]) {
      const { decision } = night.when(undo(3, n));
      expect('events' in decision ? decision.events : []).toEqual(expect.arrayContaining(both));
    }
  });
});

describe('is refused', () => {
  const night = () => played(receive(1, silent), on('AcknowledgeIncident'));

  test('to others, after the policy’s seconds, and where there is nothing', () => {
    const other = { user: 'wen', seat: 'seat2', role: 'dispatcher' };
    night()
      .when({ ...undo(2), by: other })
      .thenRefused('NotOwn', { field: 'command', user: 'lin' });
    expect(brings(night(), { ...undo(2), now: testNow + 10 * second })).toEqual(['StepUndone']);
    night()
      .when({ ...undo(2), now: testNow + 10 * second + 1 })
      .thenRefused('UndoTooLate', { field: 'command', seconds: 10 });
    played(receive()).when(undo(1)).thenRefused('NothingToUndo');
    night().when(undo(2, 2)).thenRefused('IncidentUnknown');
  });

  test('where something was built upon it', () => {
    const later = played(receive(1, silent), on('AcknowledgeIncident'), on('ChooseSource', { site: 'a' }));
    later.when(undo(2)).thenRefused('BuiltUpon');
    expect(brings(later, undo(3))).toEqual(['StepUndone']);
    const overdue = played(receive(1, silent), on('AssessAgain'), {
      ...bySystem(on('NoteOverdue', { limit: 'acknowledge', dueAt: testNow + 300 * second })),
      now: testNow + 300 * second,
    });
    overdue.when(undo(2)).thenRefused('NothingToUndo');
  });

  test('where another stream of the same command was built upon', () => {
    const accepted = played(receive(1, silent), assign(), about('AcceptAssignment'));
    accepted.when(undo(2)).thenRefused('BuiltUpon', { field: 'command', stream: job });
    const seen = played(receive(1, silent), receive(2, silent), join, on('AssessAgain', {}, 1));
    seen.when(undo(3, 2)).thenRefused('BuiltUpon', { field: 'command', stream: one });
    seen.when(undo(3, 1)).thenRefused('BuiltUpon');
    const placed = played(receive(1, silent), assign(), stop, on('AssessAgain'));
    placed.when(undo(3)).thenRefused('BuiltUpon', { field: 'command', stream: one });
  });

  test('for a relapse that another complaint told of, and for what was erased', () => {
    const erased = played(
      receive(1, { personal: { ...handle('a') } }),
      on('EraseCaller', { ref: handle('a').ref, ground: 'callerAsked' }),
    );
    erased.when(undo(2)).thenRefused('NothingToUndo');
    const again = receive(2, silent, { ...saidNowhere, marks: ['relapse'] });
    const relapsed = played(receive(1, silent), assign(), stop, again);
    expect(incidentOf(relapsed).reopened).toHaveLength(1);
    relapsed.when(undo(4)).thenRefused('NothingToUndo');
    relapsed.when(undo(4, 2)).thenRefused('NothingToUndo');
  });

  test('where the unit went off duty since', () => {
    const off = { type: 'SetUnitStatus', data: { id: 'm1', status: 'offDuty' } };
    const gone = played(receive(1, silent), assign(), stop, off);
    gone.when(undo(3)).thenRefused('BuiltUpon', { field: 'command', stream: 'unit/m1' });
  });
});
