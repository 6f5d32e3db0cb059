import { expect, test } from 'vitest';
import type { OutboxEntry } from '../../shared/wire/seat-api.ts';
import { awaitedReport, incidentOf } from './pending.ts';

const understanding = {
  matter: 'siteNoise',
  place: '斜土路×小木桥路',
  roads: ['斜土路'],
  street: '枫林路街道',
  marks: [],
};
const report = (more: Partial<OutboxEntry> = {}, said: object = {}): OutboxEntry => ({
  ...{
    id: 'e1',
    user: 'lin',
    type: 'ReceiveIncident',
    lane: 'incident/i1',
    madeAt: 7,
    nature: 'fact',
    state: 'pending',
  },
  ...{ refusal: null, heldBackBy: null, data: { source: 'phone', understanding: { ...understanding, ...said } } },
  ...more,
});

test('a report that waits is known by matter, place and source', () => {
  expect(awaitedReport(report())).toMatchObject({
    ...{ id: 'i1', matter: 'siteNoise', where: '斜土路×小木桥路', source: 'phone', madeAt: 7, isRefused: false },
  });
  expect(awaitedReport(report({}, { place: null }))?.where).toBe('斜土路');
  expect(awaitedReport(report({ state: 'refused' }))?.isRefused).toBe(true);
});

test('of a caller’s own place only the street office is told', () => {
  expect(awaitedReport(report({}, { marks: ['placeOfCaller'] }))?.where).toBe('枫林路街道');
  expect(awaitedReport(report({}, { marks: ['placeOfCaller'], street: null }))?.where).toBeNull();
});

test('what has arrived, was given up or is no report is none; odd data breaks nothing', () => {
  expect(awaitedReport(report({ state: 'acknowledged' }))).toBeUndefined();
  expect(awaitedReport(report({ state: 'discarded' }))).toBeUndefined();
  expect(awaitedReport(report({ type: 'AssignUnit' }))).toBeUndefined();
  expect(awaitedReport(report({ data: 'text' }))).toMatchObject({ matter: '', where: null });
});

test('the incident of an entry: named, of its assignment, or of its lane', () => {
  const assignments = new Map([['a1', { state: { incident: 'i9' } }]]);
  expect(incidentOf({ data: { incident: 'i3' }, lane: 'assignment/a1' }, assignments)).toBe('i3');
  expect(incidentOf({ data: { assignment: 'a1' }, lane: '' }, assignments)).toBe('i9');
  expect(incidentOf({ data: {}, lane: 'assignment/a1' }, assignments)).toBe('i9');
  expect(incidentOf({ data: {}, lane: 'incident/i4' }, assignments)).toBe('i4');
  expect(incidentOf({ data: {}, lane: 'unit/m1' }, assignments)).toBeUndefined();
});
