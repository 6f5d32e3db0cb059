import { expect, test } from 'vitest';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { Units } from './units.ts';

interface Given {
  readonly devices: readonly string[];
  readonly status?: string;
  readonly since?: number;
  readonly scope?: readonly string[];
}

function setUp(given: { readonly [id: string]: Given }) {
  const documents = new Map<StreamId, DocumentRecord<unknown>>();
  const put = (id: string, { devices, status = 'available', since = 100, scope = ['hall'] }: Given): void => {
    const stream: StreamId = `unit/${id}`;
    documents.set(stream, { stream, version: 1, seq: 1, scope, state: { id, devices, status, statusSince: since } });
  };
  for (const [id, unit] of Object.entries(given)) put(id, unit);
  const units = new Units({ document: (stream) => documents.get(stream), documents: () => [...documents.values()] });
  const told: string[][] = [];
  units.onChanged((changed) => told.push([...changed]));
  units.load();
  return {
    ...{ units, told },
    commit(id: string, unit: Given) {
      put(id, unit);
      units.committed([`unit/${id}`, 'site/s1']);
    },
  };
}

test('a device is found on its unit, also after the list of devices was changed', () => {
  const { units, told, commit } = setUp({ m1: { devices: ['a:1', 'a:2'] } });
  expect([units.unitOf('a:1'), units.unitOf('a:9'), units.rankOf('m1', 'a:2')]).toEqual(['m1', undefined, 1]);
  commit('m1', { devices: ['a:9'] });
  commit('m2', { devices: ['a:1'], scope: ['b'] });
  expect([units.unitOf('a:1'), units.unitOf('a:2'), units.unitOf('a:9')]).toEqual(['m2', undefined, 'm1']);
  expect(units.all()).toMatchObject([
    { id: 'm1', scope: ['hall'] },
    { id: 'm2', scope: ['b'] },
  ]);
  expect(told).toEqual([['m1'], ['m1'], ['m2']]);
  units.committed(['site/s1']);
  expect(told).toHaveLength(3);
});

test('a device handed from shift to shift belongs to the unit on duty', () => {
  const { units, commit } = setUp({ day: { devices: ['a:1'] }, night: { devices: ['a:1'], status: 'offDuty' } });
  expect(units.unitOf('a:1')).toBe('day');
  commit('day', { devices: ['a:1'], status: 'offDuty', since: 500 });
  commit('night', { devices: ['a:1'], since: 510 });
  expect(units.unitOf('a:1')).toBe('night');
});

test('the time on duty goes over rests and jobs, and ends with 离岗', () => {
  const { units, commit } = setUp({ m1: { devices: [], status: 'offDuty', since: 0 } });
  expect([units.onDuty('m1'), units.wasOnDuty('m1', 50), units.onDuty('nobody')]).toEqual([false, false, false]);
  commit('m1', { devices: [], since: 100 });
  expect(units.offDutySince('m1')).toBeUndefined();
  commit('m1', { devices: [], status: 'resting', since: 300 });
  expect([99, 100, 250, 9_999].map((at) => units.wasOnDuty('m1', at))).toEqual([false, true, true, true]);
  commit('m1', { devices: [], status: 'offDuty', since: 400 });
  commit('m1', { devices: ['a:1'], status: 'offDuty', since: 400 });
  expect([units.onDuty('m1'), units.offDutySince('m1')]).toEqual([false, 400]);
  expect([99, 100, 399, 400].map((at) => units.wasOnDuty('m1', at))).toEqual([false, true, true, false]);
  commit('m1', { devices: [], since: 700 });
  expect([399, 699, 700].map((at) => units.wasOnDuty('m1', at))).toEqual([false, false, true]);
});
