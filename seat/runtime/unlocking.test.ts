import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import { quietLog } from '../../tests/support/shell-seat.ts';
import type { KeptVerifier, SeatSession } from './ports.ts';
import type { Checked } from './session.ts';
import { Unlocking } from './unlocking.ts';

function setUp() {
  const clock = new ManualClock(0);
  const at: { session: SeatSession | undefined; kept: KeptVerifier | undefined; hub: Checked; asked: number } = {
    session: { token: 't', user: { id: 'lin', login: 'lin', name: 'Lin', roles: [] }, locked: true, touchedAt: 0 },
    ...{ kept: undefined, hub: null, asked: 0 },
  };
  let wrong = 0;
  const unlocking = new Unlocking({
    clock: { machine: () => clock.now() + wrong },
    log: quietLog,
    verifiers: {
      make: async (password) => `of ${password}`,
      matches: async (verifier, password) => verifier === `of ${password}`,
    },
    store: { loadVerifier: () => at.kept, saveVerifier: (kept) => (at.kept = kept) },
    sessions: {
      get present() {
        return at.session;
      },
      check: async () => {
        at.asked += 1;
        return at.hub;
      },
    },
    hub: () => null,
    hubTimeIn: (ms) => 1_000_000 + clock.now() + ms,
  });
  const code = async (password: string): Promise<string> => {
    const answer = await unlocking.unlock(password);
    return answer.status === 'unlocked' ? answer.status : answer.code;
  };
  return { clock, at, unlocking, code, setClock: (ms: number) => (wrong = ms) };
}

test('over a way on which any machine may answer, the hub’s word opens only what the kept hash opens too', async () => {
  const { at, unlocking, code } = setUp();
  at.hub = 'claimed';
  expect(await code('right')).toBe('SessionEnded');
  at.kept = { user: 'wang', verifier: 'of right' };
  expect(await code('right')).toBe('SessionEnded');
  await unlocking.keep('right');
  expect([await code('anything'), await code('right')]).toEqual(['WrongPassword', 'unlocked']);
  at.hub = { code: 'WrongPassword', retryAt: null };
  expect(await code('right')).toBe('WrongPassword');
});

describe('without a hub', () => {
  test('the password of the log-in opens, and no other', async () => {
    const { unlocking, code } = setUp();
    await unlocking.keep('right');
    expect([await code('wrong'), await code('right')]).toEqual(['WrongPassword', 'unlocked']);
  });

  test('nothing opens where nothing was kept, or it is of somebody else', async () => {
    const { at, code } = setUp();
    expect(await code('right')).toBe('HubUnreachable');
    at.kept = { user: 'wang', verifier: 'of right' };
    expect(await code('right')).toBe('HubUnreachable');
  });

  test('five wrong tries lock out for a minute, the right one too; then it opens', async () => {
    const { clock, unlocking, code } = setUp();
    await unlocking.keep('right');
    const tries = await Promise.all(Array.from({ length: 5 }, () => code('wrong')));
    expect(tries).toEqual([...Array.from({ length: 4 }, () => 'WrongPassword'), 'LockedOut']);
    expect(await unlocking.unlock('right')).toEqual({ status: 'refused', code: 'LockedOut', retryAt: 1_060_000 });
    clock.advance(59_999);
    expect(await code('right')).toBe('LockedOut');
    clock.advance(1);
    expect(await code('right')).toBe('unlocked');
  });

  test('a right try makes the count begin anew', async () => {
    const { unlocking, code } = setUp();
    await unlocking.keep('right');
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 4; n += 1) expect(await code('wrong')).toBe('WrongPassword');
      expect(await code('right')).toBe('unlocked');
    }
  });

  test('a clock set back an hour locks out for a minute, and not for an hour', async () => {
    const { unlocking, setClock } = setUp();
    await unlocking.keep('right');
    for (let n = 0; n < 5; n += 1) await unlocking.unlock('wrong');
    setClock(-3_600_000);
    expect(await unlocking.unlock('right')).toMatchObject({ code: 'LockedOut', retryAt: 1_060_000 });
  });
});

describe('the hub decides where it can be asked', () => {
  test('what was kept does not open against it', async () => {
    const { at, unlocking, code } = setUp();
    await unlocking.keep('old');
    at.hub = { code: 'WrongPassword', retryAt: null };
    expect(await code('old')).toBe('WrongPassword');
    at.hub = 'right';
    expect(await code('new')).toBe('unlocked');
    // From now on the one the hub took.
    expect(at.kept).toEqual({ user: 'lin', verifier: 'of new' });
  });

  test('wrong tries at the hub count here too: pulling the cable gives no more of them', async () => {
    const { at, unlocking, code } = setUp();
    await unlocking.keep('right');
    at.hub = { code: 'WrongPassword', retryAt: null };
    for (let n = 0; n < 5; n += 1) await code('wrong');
    at.hub = null;
    expect(await code('right')).toBe('LockedOut');
    expect(at.asked).toBe(5);
  });

  test.each([
    [
      { code: 'LockedOut', retryAt: 7 },
      { code: 'LockedOut', retryAt: 7 },
    ],
    [{ code: 'Busy', retryAt: null }, { code: 'Busy' }],
    [{ code: 'SessionEnded', retryAt: null }, { code: 'SessionEnded' }],
  ] as const)('%j is said on', async (hub, said) => {
    const { at, unlocking } = setUp();
    await unlocking.keep('right');
    at.hub = hub;
    expect(await unlocking.unlock('right')).toMatchObject({ status: 'refused', ...said });
  });
});

test('who logs out leaves nothing to check a password by, also where it was still being made', async () => {
  const { at, unlocking } = setUp();
  await unlocking.keep('right');
  unlocking.forget();
  expect(at.kept).toBeUndefined();
  const late = unlocking.keep('right');
  at.session = undefined;
  await late;
  expect(at.kept).toBeUndefined();
  expect(await unlocking.unlock('right')).toMatchObject({ code: 'SessionEnded' });
});

test('a try that ends after somebody else has logged in does not open their seat', async () => {
  const { at, unlocking } = setUp();
  at.hub = 'right';
  const answer = unlocking.unlock('right');
  at.session = { token: 'u', user: { id: 'wang', login: 'wang', name: 'W', roles: [] }, locked: true, touchedAt: 0 };
  expect(await answer).toMatchObject({ code: 'SessionEnded' });
});
