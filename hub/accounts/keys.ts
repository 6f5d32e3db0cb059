/**
 * Keys that are no person's password: of outside programs, of units' devices, of walls. A key is random and long, so a
 * plain digest is enough to keep it from who reads the folder, and looking it up by its digest tells nobody anything by
 * its time. It is told once, when it is made. All instants are machine time, Unix ms.
 */
import { createHash } from 'node:crypto';
import type { KeyAction, KeyKind } from '../../shared/wire/office-api.ts';
import type { Log, RandomSource, Timers } from '../ports.ts';
import type { CredentialStore, StoredKey } from './store.ts';

export interface NewKey {
  readonly kind: KeyKind;
  readonly name: string;
  readonly subject: string | null;
  readonly actions: readonly KeyAction[];
  readonly expiresAt: number | null;
  /** Account id, `api` or `system`. */
  readonly madeBy: string;
}

export interface MadeKey {
  readonly id: string;
  /** Shown once. */
  readonly key: string;
}

export interface AccessKeys {
  /** The key of this kind that holds now; counts as its use. Undefined where it opens nothing. */
  find(kind: KeyKind, key: string, from: string): StoredKey | undefined;
  /** Whether the key opens anything at this moment. */
  holds(id: string): boolean;
  /** Every key, oldest first, those that hold no longer too; of one kind and subject where they are named. */
  list(of?: { readonly kind: KeyKind; readonly subject: string }): readonly StoredKey[];
  make(key: NewKey): MadeKey;
  /** A new key like the old one, which goes on for so long. Undefined where there is none, or it is over or replaced. */
  rotate(id: string, overlapMs: number, madeBy: string): MadeKey | undefined;
  /** False where there is none or it was revoked before. */
  revoke(id: string): boolean;
  /** Told of each key that was made, replaced or revoked, or whose time is over. Returns how to stop. */
  onChanged(listener: (key: StoredKey) => void): () => void;
  /** Begins to look for keys whose time is over. */
  start(): void;
  stop(): void;
}

export interface AccessKeysDeps {
  readonly store: CredentialStore;
  readonly random: RandomSource;
  readonly machineTime: () => number;
  readonly timers: Timers;
  readonly log: Log;
}

const keyBytes = 32;
/** Says what it is to who finds it in a file or a log. */
const prefixes: { readonly [kind in KeyKind]: string } = { integration: 'lq_i_', device: 'lq_d_', wall: 'lq_w_' };
/** How exactly the last use is known: a write to disk for each request would be too much. */
const touchEveryMs = 5 * 60_000;
const sweepMs = 30_000;

const digestOf = (key: string): string => createHash('sha256').update(key, 'utf8').digest('hex');

export function createAccessKeys({ store, random, machineTime, timers, log }: AccessKeysDeps): AccessKeys {
  const listeners = new Set<(key: StoredKey) => void>();
  let sweptAt = machineTime();
  let cancel: (() => void) | undefined;

  const holds = ({ revokedAt, expiresAt }: StoredKey): boolean =>
    revokedAt === null && (expiresAt === null || machineTime() < expiresAt);

  function changed(id: string): void {
    const key = store.key(id);
    if (key === undefined) return;
    for (const listener of [...listeners]) {
      try {
        listener(key);
      } catch (error) {
        log.error({ key: id, err: error }, 'a listener of the keys failed');
      }
    }
  }

  function touch({ id, lastUsedAt }: StoredKey, from: string): void {
    const now = machineTime();
    if (lastUsedAt !== null && now >= lastUsedAt && now - lastUsedAt < touchEveryMs) return;
    try {
      store.touchKey(id, now, from);
    } catch (error) {
      // Without room on the disk outside programs go on working.
      log.warn({ key: id, err: error }, 'the use of a key could not be stored');
    }
  }

  function fresh(key: NewKey): { readonly stored: StoredKey; readonly made: MadeKey } {
    const id = Buffer.from(random.bytes(8)).toString('hex');
    const text = `${prefixes[key.kind]}${Buffer.from(random.bytes(keyBytes)).toString('base64url')}`;
    const unused = { lastUsedAt: null, lastUsedFrom: null, revokedAt: null, replacedBy: null };
    return {
      stored: { ...key, id, sha256: digestOf(text), madeAt: machineTime(), ...unused },
      made: { id, key: text },
    };
  }

  function sweep(): void {
    const now = machineTime();
    const since = Math.min(sweptAt, now);
    sweptAt = now;
    const over = ({ expiresAt, revokedAt }: StoredKey): boolean =>
      revokedAt === null && expiresAt !== null && expiresAt > since && expiresAt <= now;
    for (const key of store.keys().filter(over)) changed(key.id);
  }

  function later(): void {
    cancel = timers.after(sweepMs, () => {
      try {
        sweep();
      } catch (error) {
        log.error({ err: error }, 'the keys could not be looked through; tried again');
      }
      later();
    });
  }

  return {
    find(kind, key, from) {
      const stored = store.keyByDigest(digestOf(key));
      if (stored?.kind !== kind || !holds(stored)) return undefined;
      touch(stored, from);
      return stored;
    },
    holds(id) {
      const stored = store.key(id);
      return stored !== undefined && holds(stored);
    },
    list: (of) => store.keys(of),
    make(key) {
      const { stored, made } = fresh(key);
      store.addKey(stored);
      changed(made.id);
      return made;
    },
    rotate(id, overlapMs, madeBy) {
      const old = store.key(id);
      if (old === undefined || !holds(old)) return undefined;
      const now = machineTime();
      const { kind, name, subject, actions } = old;
      // It lives as long as the one before was to live.
      const expiresAt = old.expiresAt === null ? null : now + (old.expiresAt - old.madeAt);
      const { stored, made } = fresh({ kind, name, subject, actions, expiresAt, madeBy });
      const oldEnds = Math.min(old.expiresAt ?? Infinity, now + overlapMs);
      if (!store.replaceKey(id, oldEnds, stored)) return undefined;
      for (const one of [made.id, id]) changed(one);
      return made;
    },
    revoke(id) {
      const done = store.revokeKey(id, machineTime());
      if (done) changed(id);
      return done;
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: later,
    stop: () => cancel?.(),
  };
}
