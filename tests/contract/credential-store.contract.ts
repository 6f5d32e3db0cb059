/** What every implementation of the credential port must do. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CredentialStore, PasswordHash, StoredSession } from '../../hub/accounts/store.ts';

export interface CredentialHarness {
  /** Keeps failures of this many unknown names. */
  readonly mostUnknown: number;
  readonly store: CredentialStore;
  reopen(): CredentialStore;
}

const hash = (mark: string): PasswordHash => ({ n: 32_768, r: 8, p: 1, salt: `5a17${mark}`, hash: `4a54${mark}` });

const session = (id: string, more: Partial<StoredSession> = {}): StoredSession => ({
  ...{ id, tokenHash: `hash-of-${id}`, account: 'a1', seat: 'seat1', passwordVersion: 1 },
  ...{ createdAt: 1_000, lastUsedAt: 1_000, expiresAt: 9_000 },
  ...more,
});

export function credentialStoreContract(open: () => CredentialHarness): void {
  describe('passwords', () => {
    test('come back with their parameters, and every new one raises the version', () => {
      const harness = open();
      expect(harness.store.credential('a1')).toBeUndefined();
      harness.store.setPassword('a1', hash('1'), 10);
      harness.store.setPassword('a2', { ...hash('2'), n: 16_384, r: 4, p: 2 }, 20);
      harness.store.setPassword('a1', hash('3'), 30);
      const again = harness.reopen();
      expect(again.credential('a1')).toEqual({ account: 'a1', password: hash('3'), version: 2, changedAt: 30 });
      expect(again.credential('a2')?.password).toEqual({ ...hash('2'), n: 16_384, r: 4, p: 2 });
    });

    test('a new one forgets the failures of its account only', () => {
      const { store } = open();
      store.putAttempts('a1', { at: [1, 2], lockedUntil: 99 }, true);
      store.putAttempts('a2', { at: [3], lockedUntil: 0 }, true);
      store.setPassword('a1', hash('1'), 10);
      expect([store.attempts('a1'), store.attempts('a2')]).toEqual([undefined, { at: [3], lockedUntil: 0 }]);
    });
  });

  describe('keys of units', () => {
    test('are what was set last, also after the file was opened again', () => {
      const harness = open();
      expect(harness.store.unitKey('m1')).toBeUndefined();
      harness.store.setUnitKey('m1', 'aa', 10);
      harness.store.setUnitKey('m2', 'bb', 10);
      harness.store.setUnitKey('m1', 'cc', 20);
      const again = harness.reopen();
      expect([again.unitKey('m1'), again.unitKey('m2')]).toEqual(['cc', 'bb']);
    });
  });

  describe('failed attempts', () => {
    test('are what was put last, also after the file was opened again', () => {
      const harness = open();
      harness.store.putAttempts('a1', { at: [1], lockedUntil: 0 }, true);
      harness.store.putAttempts('a1', { at: [1, 5], lockedUntil: 500 }, true);
      expect(harness.reopen().attempts('a1')).toEqual({ at: [1, 5], lockedUntil: 500 });
    });

    test('can be forgotten', () => {
      const { store } = open();
      store.putAttempts('a1', { at: [1], lockedUntil: 0 }, true);
      store.clearAttempts('a1');
      store.clearAttempts('never there');
      expect(store.attempts('a1')).toBeUndefined();
    });

    test('of unknown names only the latest are kept, of accounts all', () => {
      fc.assert(
        fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 120 }), (names) => {
          const { store, mostUnknown } = open();
          store.putAttempts('account', { at: [7], lockedUntil: 0 }, true);
          for (const [at, name] of names.entries()) store.putAttempts(`?${name}`, { at: [at], lockedUntil: 0 }, false);
          const latest = [...new Set(names.toReversed())].slice(0, mostUnknown);
          const kept = [...new Set(names)].filter((name) => store.attempts(`?${name}`) !== undefined);
          expect(new Set(kept)).toEqual(new Set(latest));
          for (const name of kept)
            expect(store.attempts(`?${name}`)).toEqual({ at: [names.lastIndexOf(name)], lockedUntil: 0 });
          expect(store.attempts('account')).toEqual({ at: [7], lockedUntil: 0 });
          store.close();
        }),
        { numRuns: 15 },
      );
    });
  });

  describe('sessions', () => {
    test('are found by the hash of their token and by their id, and forget the failures of their account', () => {
      const harness = open();
      harness.store.putAttempts('a1', { at: [1], lockedUntil: 0 }, true);
      harness.store.addSession(session('s1'));
      harness.store.addSession(session('s2', { account: 'a2', seat: 'seat2' }));
      expect(harness.store.attempts('a1')).toBeUndefined();
      const again = harness.reopen();
      expect(again.sessionByToken('hash-of-s1')).toEqual(session('s1'));
      expect(again.session('s2')).toEqual(session('s2', { account: 'a2', seat: 'seat2' }));
      expect([again.sessionByToken('s1'), again.session('hash-of-s1')]).toEqual([undefined, undefined]);
      expect(again.openSessions().map(({ id }) => id)).toEqual(['s1', 's2']);
      expect(again.openSessions('a2').map(({ id }) => id)).toEqual(['s2']);
    });

    test('take no id and no token twice', () => {
      const { store } = open();
      store.addSession(session('s1'));
      expect(() => store.addSession(session('s1', { tokenHash: 'other' }))).toThrow();
      expect(() => store.addSession(session('s2', { tokenHash: 'hash-of-s1' }))).toThrow();
      expect(store.openSessions()).toHaveLength(1);
    });

    test('move on when they are used', () => {
      const { store } = open();
      store.addSession(session('s1'));
      store.touchSession('s1', 5_000, 14_000);
      expect(store.session('s1')).toEqual(session('s1', { lastUsedAt: 5_000, expiresAt: 14_000 }));
    });

    test('end once, with the first reason, and cannot be used after it', () => {
      const harness = open();
      harness.store.addSession(session('s1'));
      expect(harness.store.endSession('s1', 2_000, 'LoggedOut')).toBe(true);
      expect(harness.store.endSession('s1', 3_000, 'Expired')).toBe(false);
      expect(harness.store.endSession('never there', 3_000, 'Expired')).toBe(false);
      harness.store.touchSession('s1', 5_000, 14_000);
      const again = harness.reopen();
      expect([again.session('s1'), again.sessionByToken('hash-of-s1'), again.openSessions()]).toEqual([
        undefined,
        undefined,
        [],
      ]);
      expect(again.endedSession('s1')).toEqual({ ...session('s1'), endedAt: 2_000, reason: 'LoggedOut' });
    });

    test('are deleted some time after their end, open ones never', () => {
      const { store } = open();
      for (const id of ['s1', 's2', 's3']) store.addSession(session(id));
      store.endSession('s1', 1_000, 'Expired');
      store.endSession('s2', 2_000, 'Expired');
      expect(store.pruneSessions(2_000)).toBe(1);
      expect([store.endedSession('s1'), store.endedSession('s2')?.id, store.session('s3')?.id]).toEqual([
        undefined,
        's2',
        's3',
      ]);
    });
  });
}
