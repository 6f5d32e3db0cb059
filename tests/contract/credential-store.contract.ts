/** What every implementation of the credential port must do. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CredentialStore, PasswordHash, StoredKey, StoredSession } from '../../hub/accounts/store.ts';

export interface CredentialHarness {
  /** Keeps failures of this many unknown names. */
  readonly mostUnknown: number;
  readonly store: CredentialStore;
  reopen(): CredentialStore;
}

const hash = (mark: string): PasswordHash => ({ n: 32_768, r: 8, p: 1, salt: `5a17${mark}`, hash: `4a54${mark}` });

const session = (id: string, more: Partial<StoredSession> = {}): StoredSession => ({
  ...{ id, tokenHash: `hash-of-${id}`, account: 'a1', seat: 'seat1', passwordVersion: 1 },
  ...{ createdAt: 1_000, lastUsedAt: 1_000, expiresAt: 9_000, address: '10.0.0.1', key: null },
  ...more,
});

const key = (id: string, more: Partial<StoredKey> = {}): StoredKey => ({
  ...{ id, sha256: `digest-of-${id}`, kind: 'integration', name: `name of ${id}`, subject: null },
  ...{ actions: ['GET /metrics'], madeAt: 1_000, madeBy: 'a1', expiresAt: null },
  ...{ lastUsedAt: null, lastUsedFrom: null, revokedAt: null, replacedBy: null },
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
      expect(again.credential('a1')).toEqual({
        ...{ account: 'a1', password: hash('3'), version: 2, changedAt: 30, mustChange: false },
      });
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

  describe('passwords before', () => {
    test('are kept, the newest four, of their account only', () => {
      const harness = open();
      for (let i = 1; i <= 7; i += 1) harness.store.setPassword('a1', hash(String(i)), i);
      harness.store.setPassword('a2', hash('x'), 1);
      const again = harness.reopen();
      expect(again.formerPasswords('a1')).toEqual([hash('6'), hash('5'), hash('4'), hash('3')]);
      expect(again.formerPasswords('a2')).toEqual([]);
    });

    test('one that was given must be changed, until another is set', () => {
      const harness = open();
      harness.store.setPassword('a1', hash('1'), 1, { mustChange: true });
      expect(harness.reopen().credential('a1')?.mustChange).toBe(true);
      const { store } = open();
      store.setPassword('a1', hash('1'), 1, { mustChange: true });
      store.setPassword('a1', hash('2'), 2);
      expect(store.credential('a1')?.mustChange).toBe(false);
    });

    test('a session that is to be kept goes over to the new version, no other', () => {
      const { store } = open();
      store.setPassword('a1', hash('1'), 1);
      for (const [id, account] of [
        ['s1', 'a1'],
        ['s2', 'a1'],
        ['s3', 'a2'],
      ] as const)
        store.addSession(session(id, { account }));
      store.setPassword('a1', hash('2'), 2, { keepSession: 's1' });
      store.setPassword('a1', hash('3'), 3, { keepSession: 's3' });
      store.setPassword('a1', hash('4'), 4, { keepSession: 's1' });
      expect(['s1', 's2', 's3'].map((id) => store.session(id)?.passwordVersion)).toEqual([4, 1, 1]);
    });
  });

  describe('second factors', () => {
    test('are in force once what was begun is confirmed, and outlive the process', () => {
      const harness = open();
      expect(harness.store.secondFactor('a1')).toBeUndefined();
      expect(harness.store.confirmSecondFactor('a1', 5, ['r1'])).toBe(false);
      harness.store.beginSecondFactor('a1', 'first', 10);
      harness.store.beginSecondFactor('a1', 'sealed', 20);
      const begun = {
        sealed: null,
        begun: { sealed: 'sealed', at: 20 },
        required: false,
        recoveryCodesLeft: 0,
        lastStep: 0,
      };
      expect(harness.store.secondFactor('a1')).toEqual(begun);
      expect(harness.store.confirmSecondFactor('a1', 5, ['r1', 'r2'])).toBe(true);
      expect(harness.store.confirmSecondFactor('a1', 6, ['r3'])).toBe(false);
      const inForce = { sealed: 'sealed', begun: null, required: false, recoveryCodesLeft: 2, lastStep: 5 };
      expect(harness.reopen().secondFactor('a1')).toEqual(inForce);
    });

    test('take each step once, in order, and none that was burnt', () => {
      const { store } = open();
      store.beginSecondFactor('a1', 'sealed', 0);
      store.confirmSecondFactor('a1', 5, []);
      store.burnSteps('a1', [8, 12], 4);
      expect([5, 4, 7, 7, 6, 8, 9].map((step) => store.takeStep('a1', step))).toEqual([
        ...[false, false, true, false, false, false, true],
      ]);
      // What lies behind is forgotten, what lies ahead is not.
      store.burnSteps('a1', [20], 10);
      expect([12, 13, 20, 21].map((step) => store.takeStep('a1', step))).toEqual([false, true, false, true]);
      expect(store.takeStep('a2', 1)).toBe(false);
    });

    test('take each recovery code once, of their account only', () => {
      const { store } = open();
      for (const account of ['a1', 'a2']) {
        store.beginSecondFactor(account, 'sealed', 0);
        store.confirmSecondFactor(account, 5, ['r1', `${account}-only`]);
      }
      expect(store.takeRecoveryCode('a1', 'r1')).toBe(true);
      expect(store.takeRecoveryCode('a1', 'r1')).toBe(false);
      expect(store.takeRecoveryCode('a1', 'a2-only')).toBe(false);
      expect([store.secondFactor('a1')?.recoveryCodesLeft, store.secondFactor('a2')?.recoveryCodesLeft]).toEqual([
        1, 2,
      ]);
    });

    test('go away with their codes; the requirement stays', () => {
      const { store } = open();
      store.requireSecondFactor('a1', true);
      store.beginSecondFactor('a1', 'sealed', 0);
      store.confirmSecondFactor('a1', 5, ['r1']);
      store.removeSecondFactor('a1');
      store.removeSecondFactor('never there');
      expect(store.secondFactor('a1')).toEqual({
        sealed: null,
        begun: null,
        required: true,
        recoveryCodesLeft: 0,
        lastStep: 0,
      });
      store.requireSecondFactor('a1', false);
      expect(store.secondFactor('a1')?.required).toBe(false);
    });
  });

  describe('keys', () => {
    test('are found by digest and id, and listed in order, of one subject too', () => {
      const harness = open();
      const device = key('k2', { kind: 'device', subject: 'm1', actions: [], expiresAt: 9_000 });
      harness.store.addKey(key('k1'));
      harness.store.addKey(device);
      expect(() => harness.store.addKey(key('k1', { sha256: 'other' }))).toThrow();
      expect(() => harness.store.addKey(key('k3', { sha256: 'digest-of-k1' }))).toThrow();
      const again = harness.reopen();
      expect([again.key('k1'), again.keyByDigest('digest-of-k2')]).toEqual([key('k1'), device]);
      expect([again.key('k9'), again.keyByDigest('k1')]).toEqual([undefined, undefined]);
      expect(again.keys().map(({ id }) => id)).toEqual(['k1', 'k2']);
      expect(again.keys({ kind: 'device', subject: 'm1' })).toEqual([device]);
      expect(again.keys({ kind: 'wall', subject: 'm1' })).toEqual([]);
    });

    test('are revoked once, and say when and from where they were used', () => {
      const { store } = open();
      store.addKey(key('k1'));
      store.touchKey('k1', 5_000, '10.0.0.7');
      expect([store.revokeKey('k1', 6_000), store.revokeKey('k1', 7_000), store.revokeKey('k9', 7_000)]).toEqual([
        ...[true, false, false],
      ]);
      expect(store.key('k1')).toEqual(key('k1', { lastUsedAt: 5_000, lastUsedFrom: '10.0.0.7', revokedAt: 6_000 }));
    });

    test('are replaced once, and only while they hold', () => {
      const { store } = open();
      for (const id of ['k1', 'revoked']) store.addKey(key(id));
      store.addKey(key('over', { expiresAt: 1_500 }));
      store.revokeKey('revoked', 1_200);
      const next = (id: string) => key(id, { madeAt: 2_000 });
      expect(store.replaceKey('k1', 3_000, next('n1'))).toBe(true);
      for (const old of ['k1', 'revoked', 'over', 'k9'])
        expect(store.replaceKey(old, 3_000, next('n2')), old).toBe(false);
      expect(store.key('k1')).toEqual(key('k1', { replacedBy: 'n1', expiresAt: 3_000 }));
      expect([store.key('n1'), store.key('n2')]).toEqual([next('n1'), undefined]);
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

    test('are forgotten of one place, or of an account wherever it was tried; the latest end of a lock-out is told', () => {
      const { store } = open();
      const keys = ['a1', 'a1 10.0.0.1', 'a1 10.0.0.1 seat1', 'a1 session s1', 'a10', 'a', 'a10 10.0.0.1'];
      for (const [at, key] of keys.entries()) store.putAttempts(key, { at: [at], lockedUntil: at * 100 }, at % 2 === 0);
      const left = (): readonly string[] => keys.filter((key) => store.attempts(key) !== undefined);
      expect([store.lockedUntil('a1'), store.lockedUntil('a10'), store.lockedUntil('nobody')]).toEqual([300, 600, 0]);
      store.forgetAttempts('a1 session s1');
      expect([left().length, store.lockedUntil('a1')]).toEqual([6, 200]);
      store.clearAttempts('a1');
      expect(left()).toEqual(['a10', 'a', 'a10 10.0.0.1']);
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
    test('are found by the hash of their token and by their id, and tell where their account was', () => {
      const harness = open();
      harness.store.addSession(session('s1'));
      harness.store.addSession(session('s2', { account: 'a2', seat: 'seat2' }));
      const again = harness.reopen();
      const places = [
        ...[again.hasBeenAt('a1', 'seat1', '10.0.0.1'), again.hasBeenAt('a1', 'seat2', '10.0.0.1')],
        ...[again.hasBeenAt('a1', 'seat1', '10.0.0.2'), again.hasBeenAt('a2', 'seat1', '10.0.0.1')],
      ];
      expect(places).toEqual([true, false, false, false]);
      expect(again.sessionByToken('hash-of-s1')).toEqual(session('s1'));
      expect(again.session('s2')).toEqual(session('s2', { account: 'a2', seat: 'seat2' }));
      expect([again.sessionByToken('s1'), again.session('hash-of-s1')]).toEqual([undefined, undefined]);
      expect(again.openSessions().map(({ id }) => id)).toEqual(['s1', 's2']);
      expect(again.openSessions('a2').map(({ id }) => id)).toEqual(['s2']);
      expect([again.lastLogin('a1'), again.lastLogin('a9')]).toEqual([1_000, undefined]);
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
