/** Keys of units: with one a device speaks for its unit. */
import type { AccessKeys } from '../accounts/keys.ts';
import { same } from '../lib/same.ts';

export interface UnitKeys {
  /** What the key goes by from now on, for `holds`; undefined where it opens nothing for this unit. */
  matches(unit: string, key: string, from: string): string | undefined;
  /** Whether the key that goes by this name still opens anything for the unit. */
  holds(unit: string, name: string): boolean;
  /** Makes a key; those before open nothing any more. */
  make(unit: string): string;
  /** The announced key of a unit on a demo hub; undefined elsewhere, and where the unit was given a key of its own. */
  demoKey(unit: string): string | undefined;
  /** Told of each unit of which a key was made or is over. Returns how to stop. */
  onChanged(listener: (unit: string) => void): () => void;
}

export interface UnitKeysDeps {
  readonly keys: AccessKeys;
  /** Whether the data folder was made for demonstration and training. */
  readonly demo: boolean;
}

/** No secret: every demo hub tells it to whoever asks. */
const demoKeyOf = (unit: string): string => `demo-${unit}`;
const demoName = 'demo';

export function createUnitKeys({ keys, demo }: UnitKeysDeps): UnitKeys {
  const ofUnit = (unit: string) => keys.list({ kind: 'device', subject: unit });
  const demoKey = (unit: string): string | undefined =>
    demo && ofUnit(unit).length === 0 ? demoKeyOf(unit) : undefined;
  return {
    demoKey,
    matches(unit, key, from) {
      const announced = demoKey(unit);
      if (announced !== undefined && same(announced, key)) return demoName;
      const found = keys.find('device', key, from);
      return found?.subject === unit ? found.id : undefined;
    },
    holds: (unit, name) => (name === demoName ? demoKey(unit) !== undefined : keys.holds(name)),
    make(unit) {
      for (const { id } of ofUnit(unit)) keys.revoke(id);
      return keys.make({ kind: 'device', name: unit, subject: unit, actions: [], expiresAt: null, madeBy: 'api' }).key;
    },
    onChanged: (listener) =>
      keys.onChanged(({ kind, subject }) => {
        if (kind === 'device' && subject !== null) listener(subject);
      }),
  };
}
