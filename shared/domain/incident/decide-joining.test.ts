import { describe, expect, test } from 'vitest';
import { incidentOf, on, played, receive } from '../../../tests/support/incident-scene.ts';
import { incidentId } from '../../../tests/support/night-scene.ts';
import { commands } from '../catalog.ts';

const join = (n: number, into: number) => on('JoinIncident', { into: incidentId(into) }, n);
const three = [receive(1), receive(2), receive(3)];
const [one, two] = [`incident/${incidentId(1)}`, `incident/${incidentId(2)}`] as const;

describe('joining', () => {
  test('stands on both; the caller of the joined one is still owed an answer', () => {
    const night = played(receive(1), receive(2), on('AcknowledgeIncident', {}, 2));
    night.when(join(2, 1)).then([
      { stream: two, type: 'IncidentJoined', data: { into: incidentId(1), intoNumber: '1121-001' } },
      { stream: one, type: 'IncidentTookIn', data: { incident: incidentId(2), number: '1121-002' } },
    ]);
    night.give(join(2, 1));
    expect(incidentOf(night, 2).joinedInto).toEqual({ incident: incidentId(1), number: '1121-001' });
    expect(incidentOf(night, 1).tookIn).toEqual([{ incident: incidentId(2), number: '1121-002' }]);
  });

  test('means that it was seen; done already it brings nothing', () => {
    const night = played(...three, join(2, 1));
    expect(incidentOf(night, 2).acknowledged).not.toBeNull();
    night.when(join(2, 1)).then([]);
  });

  test('never hangs one on another that hangs on a third', () => {
    const night = played(...three, join(2, 1));
    night.when(join(1, 1)).thenRefused('JoinSelf', { field: 'into' });
    const held = { incident: incidentId(1), number: '1121-001' };
    night.when(join(2, 3)).thenRefused('JoinedAlready', { field: 'incident', ...held });
    night.when(join(3, 2)).thenRefused('JoinedAlready', { field: 'into', ...held });
    night.when(join(1, 3)).thenRefused('TookInOthers', { field: 'incident', numbers: ['1121-002'] });
    night.when(join(1, 4)).thenRefused('IncidentUnknown', { field: 'into', incident: incidentId(4) });
  });

  test('needs both to be open', () => {
    const closed = [
      receive(1, { wantsReply: 'no' }),
      on('ReturnIncident', { why: 'unclear', evidence: ['document'] }),
      on('RecordReturnAnswer', { answer: 'takenBack' }),
      on('CloseIncident'),
    ];
    const night = played(...closed, receive(2));
    night.when(join(2, 1)).thenRefused('JoinClosed');
    night.when(join(1, 2)).thenRefused('IncidentClosed');
  });

  test('two seats at once: the later one is told', () => {
    expect(commands.get('JoinIncident')?.conflictsWith).toContain('IncidentJoined');
    // Two others may be taken in at the same time.
    expect(commands.get('JoinIncident')?.conflictsWith).not.toContain('IncidentTookIn');
  });
});

describe('taking apart', () => {
  test('stands on both', () => {
    const night = played(...three, join(2, 1), join(3, 1));
    night.when(on('SeparateIncident', {}, 2)).then([
      { stream: two, type: 'IncidentSeparated', data: { from: incidentId(1) } },
      { stream: one, type: 'IncidentLetGo', data: { incident: incidentId(2) } },
    ]);
    night.give(on('SeparateIncident', {}, 2));
    expect(incidentOf(night, 2).joinedInto).toBeNull();
    expect(incidentOf(night, 1).tookIn).toEqual([{ incident: incidentId(3), number: '1121-003' }]);
  });

  test('of what is not joined is refused', () => {
    played(receive()).when(on('SeparateIncident')).thenRefused('NotJoined');
  });
});
