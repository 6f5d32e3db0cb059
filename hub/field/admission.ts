/** Who may speak for a unit: whoever has its key. Guesses are counted by unit and by address, over every way in. */
import type { UnitReads } from '../../shared/domain/unit/state.ts';
import type { FieldHandshake } from '../../shared/wire/field-api.ts';
import type { Attempts } from '../http/attempts.ts';
import { createAttempts } from '../http/attempts.ts';
import type { AccessLog } from '../vault/access-log.ts';
import { Refused } from './handshake.ts';
import type { UnitKeys } from './keys.ts';

export interface AdmissionDeps {
  readonly keys: Pick<UnitKeys, 'matches'>;
  readonly reads: Pick<UnitReads, 'unit'>;
  readonly access: Pick<AccessLog, 'note'>;
  /** Whether the key may pass phones on. */
  readonly isRelay: (key: string, from: string) => boolean;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
}

export interface Admission {
  /**
   * The phone's address: where the link comes from, or what a relay with a key of its own says. Throws `Refused` as `admit` does,
   * for who only says that it is one.
   */
  addressOf(peer: string, via: FieldHandshake['via']): string;
  /** What the key goes by. Throws `Refused`: `NotAllowed`, `TooManyAttempts`. */
  admit(said: { readonly unit: string; readonly key: string }, address: string): string;
}

/** Wrong keys in a minute: for one unit at an address, and at an address that many units may share. */
const tries = { windowMs: 60_000, addresses: 10_000 } as const;
const triesOfUnit = 10;
const triesOfAddress = 100;

export function createAdmission({ keys, reads, access, isRelay, monotonic }: AdmissionDeps): Admission {
  const byUnit = createAttempts(monotonic, { ...tries, failures: triesOfUnit });
  const byAddress = createAttempts(monotonic, { ...tries, failures: triesOfAddress });
  return {
    addressOf(peer, via) {
      if (via === undefined) return peer;
      if (byAddress.waitFor(peer) > 0) throw new Refused('TooManyAttempts', 'too many wrong keys: wait a minute');
      if (isRelay(via.key, peer)) return `relay:${via.address}`;
      byAddress.failed(peer);
      access.note({ user: 'relay', seat: peer, action: 'loginFailed', subject: 'relayKey', detail: 'KeyWrong' });
      throw new Refused('NotAllowed', 'this is no relay of this hub');
    },
    admit({ unit, key }, address) {
      const counted: readonly (readonly [Attempts, string])[] = [
        [byUnit, `${address} ${unit}`],
        [byAddress, address],
      ];
      if (counted.some(([attempts, tried]) => attempts.waitFor(tried) > 0))
        throw new Refused('TooManyAttempts', 'too many wrong keys: wait a minute');
      const known = reads.unit(unit) !== undefined;
      const name = known ? keys.matches(unit, key, address) : undefined;
      if (name !== undefined) return name;
      for (const [attempts, tried] of counted) attempts.failed(tried);
      // What a stranger calls itself is not written anywhere.
      const user = known ? `unit:${unit}` : 'unit:unknown';
      access.note({ user, seat: address, action: 'loginFailed', subject: 'unitKey', detail: 'KeyWrong' });
      throw new Refused('NotAllowed', 'this key opens nothing here');
    },
  };
}
