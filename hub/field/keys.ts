/**
 * Keys of units: with one a device speaks for its unit. A key is random and long, so a plain digest is enough to keep it
 * from who reads the folder; it is told once, when it is made.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { RandomSource } from '../ports.ts';

/** What is kept of the keys; another one replaces the one before. Durable when it returns. */
export interface UnitKeyStore {
  /** SHA-256 of the unit's key, hex. */
  unitKey(unit: string): string | undefined;
  /** @param at Machine time, Unix ms. */
  setUnitKey(unit: string, sha256: string, at: number): void;
}

export interface UnitKeys {
  matches(unit: string, key: string): boolean;
  /** Makes a key; the one before opens nothing any more. */
  make(unit: string): string;
  /** The announced key of a unit on a demo hub; undefined elsewhere, and where the unit was given a key of its own. */
  demoKey(unit: string): string | undefined;
  /** Told of each unit whose key was replaced. Returns how to stop. */
  onReplaced(listener: (unit: string) => void): () => void;
}

export interface UnitKeysDeps {
  readonly store: UnitKeyStore;
  readonly random: RandomSource;
  /** Unix ms. */
  readonly machineTime: () => number;
  /** Whether the data folder was made for demonstration and training. */
  readonly demo: boolean;
}

const keyBytes = 32;

/** No secret: every demo hub tells it to whoever asks. */
const demoKeyOf = (unit: string): string => `demo-${unit}`;

const digestOf = (key: string): Buffer => createHash('sha256').update(key, 'utf8').digest();

export function createUnitKeys({ store, random, machineTime, demo }: UnitKeysDeps): UnitKeys {
  const listeners = new Set<(unit: string) => void>();
  const demoKey = (unit: string): string | undefined =>
    demo && store.unitKey(unit) === undefined ? demoKeyOf(unit) : undefined;
  return {
    demoKey,
    matches(unit, key) {
      const stored = store.unitKey(unit);
      if (stored !== undefined) return timingSafeEqual(digestOf(key), Buffer.from(stored, 'hex'));
      const announced = demoKey(unit);
      return announced !== undefined && key === announced;
    },
    make(unit) {
      const key = Buffer.from(random.bytes(keyBytes)).toString('base64url');
      store.setUnitKey(unit, digestOf(key).toString('hex'), machineTime());
      for (const listener of [...listeners]) listener(unit);
      return key;
    },
    onReplaced(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
