import { expect, test } from 'vitest';
import type { OutboxEntry } from '../../shared/wire/seat-api.ts';
import { Haste, hasteMs, waitsAlready, wishOf } from './once.ts';

const entry = (type: string, data: OutboxEntry['data'], state: OutboxEntry['state'] = 'pending'): OutboxEntry => ({
  ...{ id: 'e', user: 'lin', type, data, lane: 'incident/i', madeAt: 0, nature: 'fact', state },
  ...{ refusal: null, heldBackBy: null },
});

test('two presses are one wish whatever id and instant each brings; another unit is another wish', () => {
  const send = (id: string, unit: string) => wishOf('AssignUnit', { id, incident: 'i', unit, queue: false });
  expect(send('a', 'm1')).toBe(send('b', 'm1'));
  expect(send('a', 'm1')).not.toBe(send('a', 'm2'));
  const report = (finishBy: number) => wishOf('ReportOutcome', { assignment: 'a', kind: 'finishingBy', finishBy });
  expect(report(1)).toBe(report(2));
  const status = (id: string) => wishOf('SetUnitStatus', { id, status: 'resting' });
  expect(status('m1'), 'the unit is the subject').not.toBe(status('m2'));
});

test('what waits for the hub is not entered again, but a second call to the site is', () => {
  const acknowledge = { incident: 'i' };
  expect(waitsAlready([entry('AcknowledgeIncident', acknowledge)], 'AcknowledgeIncident', acknowledge)).toBe(true);
  expect(waitsAlready([entry('AcknowledgeIncident', acknowledge)], 'AcknowledgeIncident', { incident: 'j' })).toBe(
    false,
  );
  for (const state of ['refused', 'acknowledged', 'discarded', 'heldBack'] as const)
    expect(waitsAlready([entry('CloseIncident', acknowledge, state)], 'CloseIncident', acknowledge)).toBe(false);
  const call = { incident: 'i', result: 'noAnswer' };
  expect(waitsAlready([entry('PhoneSite', call)], 'PhoneSite', call)).toBe(false);
});

test('a second press in haste is told from a second wish', () => {
  const haste = new Haste();
  expect(haste.take('a', 1_000)).toBe(true);
  expect(haste.take('a', 1_000 + hasteMs - 1)).toBe(false);
  expect(haste.take('b', 1_001)).toBe(true);
  expect(haste.take('a', 1_000 + hasteMs)).toBe(true);
  haste.forget('a');
  expect(haste.take('a', 1_001 + hasteMs)).toBe(true);
});
