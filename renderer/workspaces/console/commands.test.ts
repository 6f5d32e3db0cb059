import { expect, test } from 'vitest';
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { UnitState } from '../../../shared/domain/unit/state.ts';
import { mayOf } from '../../hall/use-may.ts';
import { readCommand } from './commands.ts';
import type { Vocabulary } from './commands.ts';

const incident = (n: number, more: Partial<IncidentState> = {}): IncidentState =>
  ({
    ...{ id: `i${n}`, number: `1121-00${n}`, headline: n === 1 ? '施工噪声 · 斜土路×小木桥路' : '不明噪声' },
    ...{ closed: null, acknowledged: null },
    ...more,
  }) as IncidentState;
const units = ['机动一组', '机动二组', '二区 1 车'].map((name, n) => ({ id: `u${n + 1}`, name }) as UnitState);

const said = (selected: IncidentState | undefined): Vocabulary => ({
  may: mayOf([{ role: 'nightDesk' }]),
  incidents: [incident(1), incident(2)],
  ...{ units, selected },
  verbs: {
    ...{ send: '派单', open: '打开', acknowledge: '签收', tellLocal: '告知属地' },
    ...{ assessAgain: '重新研判', close: '办结', intake: '受理来电' },
  },
  unitDetail: () => '7 分',
  incidentDetail: ({ headline }) => headline,
});

test.each([
  ['pd jd1', 'u1'],
  ['pd jd2', 'u2'],
  ['派单 机动二', 'u2'],
  ['paidan 2q1c', 'u3'],
])('%s sends', (text, unit) => {
  const [first] = readCommand(text, said(incident(1)));
  expect(first).toMatchObject({ does: 'send', unit, detail: '7 分' });
  expect(first?.title).toContain('1121-001');
});

test('the verb alone offers every unit', () => {
  const found = readCommand('pd', said(incident(1))).filter(({ does }) => does === 'send');
  expect(found).toHaveLength(3);
});

test('nobody is sent to nothing, nor to what is closed', () => {
  const closed = incident(1, { closed: { at: 1, user: 'lin', result: 'handled' } });
  for (const selected of [undefined, closed])
    expect(readCommand('pd jd1', said(selected)).filter(({ does }) => does === 'send')).toEqual([]);
});

test.each([
  ['002', 'i2'],
  ['斜土', 'i1'],
  ['1121-002', 'i2'],
])('%s opens', (text, id) => {
  expect(readCommand(text, said(undefined))[0]).toMatchObject({ does: 'open', incident: id });
});

test('a unit by its name is looked at, also one that is off duty and cannot be sent', () => {
  expect(readCommand('jd2', said(undefined))[0]).toMatchObject({ does: 'unit', unit: 'u2' });
  const offDuty = units.map((unit) => ({ ...unit, status: 'offDuty' }) as UnitState);
  const found = readCommand('pd jd1', { ...said(incident(1)), units: offDuty });
  expect(found.filter(({ does }) => does === 'send')).toEqual([]);
  expect(readCommand('jd1', { ...said(incident(1)), units: offDuty })[0]).toMatchObject({ does: 'unit', unit: 'u1' });
});

test('acts on what is selected; acknowledges once', () => {
  expect(readCommand('qs', said(incident(1)))[0]).toMatchObject({ does: 'act', type: 'AcknowledgeIncident' });
  const seen = incident(1, { acknowledged: { at: 1, user: 'lin' } });
  expect(readCommand('qs', said(seen)).filter(({ does }) => does === 'act')).toEqual([]);
  expect(readCommand('bj', said(seen))[0]).toMatchObject({ does: 'act', type: 'CloseIncident' });
  expect(readCommand('slld', said(undefined))[0]).toMatchObject({ does: 'intake' });
});

test('what nobody can mean gives nothing', () => {
  expect(readCommand('zzzz 9', said(incident(1)))).toEqual([]);
});

test('who may neither send nor take in finds incidents and units, and nothing to do', () => {
  const looker = { ...said(incident(1)), may: mayOf([{ role: 'legalSection' }]) };
  for (const text of ['pd jd1', '派单', 'qs', '受理', '办结', '重新研判', '告知属地'])
    expect(
      readCommand(text, looker).filter(({ does }) => does !== 'open' && does !== 'unit'),
      text,
    ).toEqual([]);
  expect(readCommand('002', looker)[0]).toMatchObject({ does: 'open', incident: 'i2' });
  expect(readCommand('jd2', looker)[0]).toMatchObject({ does: 'unit', unit: 'u2' });
});
