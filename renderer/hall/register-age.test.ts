import { describe, expect, test } from 'vitest';
import { hour } from '../../shared/lib/time.ts';
import { contactsOf } from './contacts.ts';
import { ageOf, isStale } from './register-age.ts';

const now = 1_800_000_000_000;
const entry = (how: 'import' | 'hand' | 'paste' | 'pack', hoursAgo: number) => ({
  provenance: { source: how === 'import' ? '许可部门日报' : '电话告知', asOf: now - hoursAgo * hour, how },
});

describe('the age of a register', () => {
  test('is that of its newest list; what came by hand since is counted, and makes it no younger', () => {
    const all = [entry('import', 30), entry('import', 26), entry('hand', 1), entry('paste', 2), entry('hand', 28)];
    expect(ageOf(all, now, 24)).toEqual({
      ...{ list: { source: '许可部门日报', asOf: now - 26 * hour }, newest: now - hour, since: 2, stale: true },
    });
    expect(ageOf(all, now, 27).stale).toBe(false);
  });

  test('without a list it is too old however new its entries are; without a limit nothing is', () => {
    expect(ageOf([entry('hand', 0)], now, 24)).toMatchObject({ list: null, stale: true });
    expect(ageOf([entry('hand', 99)], now, undefined).stale).toBe(false);
    expect(ageOf([], now, 24)).toMatchObject({ newest: null, since: 0 });
  });

  test('of one entry', () => {
    expect(isStale(now - 24 * hour, now, 24)).toBe(false);
    expect(isStale(now - 24 * hour - 1, now, 24)).toBe(true);
  });
});

test('an entry stands in for the contact of the pack with its id, and takes it away when withdrawn', () => {
  const pack = ['ecology', 'police', 'traffic'].map((id) => ({
    ...{ id, name: id, authority: '', phone: '1', hours: '', checkedOn: '2026-11-01' },
  }));
  const state = {
    ...({ id: 'ecology', name: '新', kind: 'ecology', authority: '', phone: '2', hours: '' } as const),
    checkedOn: '2026-11-22',
    provenance: { source: '电话告知', asOf: now, how: 'hand' },
  } as const;
  const gone = { ...state, id: 'police', withdrawn: { at: now, by: 'u', reason: '停用' } };
  const register = new Map([
    ['ecology', { state }],
    ['police', { state: gone }],
  ]);
  expect(contactsOf(register, pack).map(({ id, phone }) => `${id} ${phone}`)).toEqual(['ecology 2', 'traffic 1']);
});
