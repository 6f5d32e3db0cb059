import { describe, expect, test } from 'vitest';
import { roleSchema } from '../../shared/domain/account/events.ts';
import type { Role } from '../../shared/domain/account/events.ts';
import type { AccountState } from '../../shared/domain/account/state.ts';
import { reachOf } from '../../shared/domain/rules/permissions.ts';
import type { OfficeAsk } from '../../shared/wire/office-api.ts';
import { officeAnswerSchemas, officeAskSchema } from '../../shared/wire/office-api.ts';
import { createOffice } from './office.ts';
import type { AccessNote } from '../vault/access-log.ts';
import type { OfficeHandlers } from './port.ts';
import { officeRights, unnotedAsks } from './rights.ts';
import { asks, secret } from '../../tests/support/office-asks.ts';

const account = (role: Role, more: Partial<AccountState> = {}): AccountState => ({
  ...{ id: 'a1', login: 'lin', name: '林', roles: [{ role }], grants: [{ role }], deputyOf: [] },
  ...{ demo: false, disabled: false, leaver: false, asOf: 0 },
  ...more,
});

function office(
  of: AccountState | undefined,
  handler: () => unknown = () => ({ granted: {} }),
  missing = false,
  looks = () => {},
) {
  const notes: string[] = [];
  const lines: object[] = [];
  const say = (data: object): void => void lines.push(data);
  const handlers = Object.fromEntries(asks.map(({ ask }) => [ask, handler])) as unknown as OfficeHandlers;
  const note = ({ user, action, subject, detail }: AccessNote): void =>
    void notes.push([user, action, subject, detail].join('|'));
  const desk = createOffice({
    handlers,
    people: { account: (id) => (id === 'a1' ? of : undefined) },
    secondFactorMissing: () => missing,
    access: {
      note,
      look(entry) {
        looks();
        note(entry);
      },
    },
    log: { debug: say, info: say, warn: say, error: say },
  });
  const from = { user: 'a1', seat: 'seat1', session: 's1', address: '10.0.0.1' };
  return { notes, lines, answer: (ask: OfficeAsk) => desk.answer(ask, from) };
}

test('every ask is described, and has a row of rights', () => {
  expect(asks.map(({ ask }) => ask).toSorted()).toEqual(Object.keys(officeAnswerSchemas).toSorted());
  for (const ask of asks) expect(officeAskSchema.safeParse(ask).success, ask.ask).toBe(true);
});

describe.each(roleSchema.options)('a %s', (role) => {
  test.each(asks.map((ask) => [ask.ask, ask] as const))('asks %s only where the table allows it', async (name, ask) => {
    const { answer, notes } = office(account(role));
    const may = officeRights[name].some((row) => reachOf(row, role) !== undefined);
    const given = await answer(ask);
    expect(given).toEqual(
      may ? { status: 'granted', body: {} } : { status: 'refused', code: 'NotAllowed', field: null, minutes: null },
    );
    // Of pieces of a file that are granted nothing is noted: what is done with the file is.
    const isNoted = !may || !unnotedAsks.has(name);
    expect(notes).toHaveLength(isNoted ? 1 : 0);
    if (isNoted) expect(notes[0]).toContain(may ? `a1|${name}|` : `a1|refused|`);
    expect(notes.join()).not.toContain(secret);
  });
});

test('without the second factor that is asked for, only setting it up is granted', async () => {
  const { answer } = office(account('administrator'), undefined, true);
  const granted = await Promise.all(asks.map(async (ask) => ((await answer(ask)).status === 'granted' ? ask.ask : '')));
  expect(granted.filter((name) => name !== '')).toEqual(['me', 'beginSecondFactor', 'confirmSecondFactor']);
});

test('a disabled account and one that is gone are granted nothing', async () => {
  for (const of of [account('dispatcher', { disabled: true }), undefined])
    expect(await office(of).answer({ ask: 'me' })).toMatchObject({ code: 'NotAllowed' });
});

test('a handler that fails is answered without a word of why; without room it is said', async () => {
  const broken = office(account('dispatcher'), () => {
    throw new Error('inside');
  });
  expect(await broken.answer({ ask: 'me' })).toEqual({ status: 'refused', code: 'Busy', field: null, minutes: null });
  expect(JSON.stringify(broken.lines)).toContain('inside');
  expect(broken.notes.join()).not.toContain('inside');
  const full = office(account('dispatcher'), () => {
    throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
  });
  expect(await full.answer({ ask: 'me' })).toMatchObject({ code: 'StorageFull' });
});

test('of where a unit was nothing is answered before the look stands on disk', async () => {
  let looks = 0;
  const at = office(account('inspection'), undefined, false, () => void (looks += 1));
  const track = asks.find(({ ask }) => ask === 'track');
  const ask = track ?? expect.fail('an ask for a track');
  expect(await at.answer(ask)).toMatchObject({ status: 'granted' });
  expect([looks, at.notes]).toEqual([1, ['a1|track|unit:m1|granted 1 to 2: why']]);
  const full = office(account('inspection'), undefined, false, () => {
    throw new Error('no room');
  });
  expect(await full.answer(ask)).toMatchObject({ code: 'StorageFull' });
});
