/** Asks about keys that are no person's password. */
import type { AccountReads } from '../../shared/domain/account/state.ts';
import type { KeyShown, OfficeAskOf } from '../../shared/wire/office-api.ts';
import { isWall } from '../accounts/accounts.ts';
import type { HubTimes } from '../accounts/hub-time.ts';
import type { AccessKeys } from '../accounts/keys.ts';
import type { StoredKey } from '../accounts/store.ts';
import { platformPattern } from '../http/routes/positions.ts';
import type { AccountHandlers, OfficeRefused } from './port.ts';
import { granted, refused } from './port.ts';

export interface KeyAskDeps {
  readonly keys: AccessKeys;
  readonly people: Pick<AccountReads, 'account'>;
  /** Whether there is such a unit. */
  readonly hasUnit: (unit: string) => boolean;
  readonly times: HubTimes;
  readonly machineTime: () => number;
}

type KeyAsk = 'keys' | 'makeKey' | 'rotateKey' | 'revokeKey';

/** Keys that opened their last door this long ago are no longer listed, machine ms; the store keeps them. */
const listedMs = 90 * 86_400_000;

export function keyHandlers(deps: KeyAskDeps): Pick<AccountHandlers, KeyAsk> {
  const { keys, people, hasUnit, times, machineTime } = deps;
  const atHub = (at: number | null): number | null => (at === null ? null : times.toHub(at));

  const isListed = ({ revokedAt, expiresAt }: StoredKey): boolean =>
    Math.min(revokedAt ?? Infinity, expiresAt ?? Infinity) > machineTime() - listedMs;

  const shownKey = ({ sha256: _, actions, ...key }: StoredKey): KeyShown => ({
    ...key,
    actions: [...actions],
    madeAt: times.toHub(key.madeAt),
    expiresAt: atHub(key.expiresAt),
    lastUsedAt: atHub(key.lastUsedAt),
    revokedAt: atHub(key.revokedAt),
  });

  /** What is wrong with a key that is asked for. */
  function wrong({ kind, subject, actions, expiresAt }: OfficeAskOf<'makeKey'>): OfficeRefused | undefined {
    if (expiresAt !== null && times.toMachine(expiresAt) <= machineTime())
      return refused('InvalidMessage', { field: 'expiresAt' });
    if (kind === 'integration') {
      // Positions come under the name of the platform, so that no key can move another platform's vehicles.
      const isPlatform = actions.includes('POST /api/v1/positions');
      if (isPlatform ? !platformPattern.test(subject ?? '') : subject !== null)
        return refused('InvalidMessage', { field: 'subject' });
      return actions.length === 0 ? refused('InvalidMessage', { field: 'actions' }) : undefined;
    }
    if (actions.length > 0) return refused('InvalidMessage', { field: 'actions' });
    if (subject === null || subject === '') return refused('InvalidMessage', { field: 'subject' });
    if (kind === 'device') return hasUnit(subject) ? undefined : refused('Unknown', { field: 'subject' });
    const account = people.account(subject);
    if (account === undefined || account.disabled) return refused('Unknown', { field: 'subject' });
    return isWall(account) ? undefined : refused('InvalidMessage', { field: 'subject' });
  }

  return {
    keys: () => granted({ keys: keys.list().filter(isListed).toReversed().map(shownKey) }),
    makeKey(ask, { account }) {
      const problem = wrong(ask);
      if (problem !== undefined) return problem;
      const { kind, name, subject, actions, expiresAt } = ask;
      return granted(
        keys.make({
          ...{ kind, name, subject, madeBy: account.id },
          actions: [...new Set(actions)],
          expiresAt: expiresAt === null ? null : times.toMachine(expiresAt),
        }),
      );
    },
    rotateKey({ key, overlapMs }, { account }) {
      const made = keys.rotate(key, times.lengthOnMachine(overlapMs), account.id);
      return made === undefined ? refused('Unknown', { field: 'key' }) : granted(made);
    },
    revokeKey: ({ key }) => (keys.revoke(key) ? granted({}) : refused('Unknown', { field: 'key' })),
  };
}
