/** The office of accounts and keys, put together. */
import type { AccountReads } from '../../shared/domain/account/state.ts';
import type { RunningAccounts } from '../accounts/accounts.ts';
import { hubTimes } from '../accounts/hub-time.ts';
import type { AccessKeys } from '../accounts/keys.ts';
import type { CredentialStore } from '../accounts/store.ts';
import type { RatedClock } from '../clock/clock.ts';
import { keyHandlers } from './key-asks.ts';
import { othersHandlers } from './others.ts';
import { ownHandlers } from './own.ts';
import type { PeopleDeps } from './people.ts';
import { peopleHandlers } from './people.ts';
import type { AccountHandlers } from './port.ts';
import { sessionsShown } from './sessions-shown.ts';

export interface AccountHandlersDeps {
  readonly accounts: RunningAccounts;
  readonly keys: AccessKeys;
  readonly store: CredentialStore;
  readonly people: AccountReads;
  readonly clock: RatedClock;
  readonly machineTime: () => number;
  /** Whether there is such a unit. */
  readonly hasUnit: (unit: string) => boolean;
  readonly operations: PeopleDeps['operations'];
}

/** Every ask but those of the watch. */
export function accountHandlers(deps: AccountHandlersDeps): AccountHandlers {
  const { accounts, people, clock, machineTime } = deps;
  const { parts } = accounts;
  const times = hubTimes(clock, machineTime);
  const shown = sessionsShown(parts.sessions, people, times);
  return {
    ...ownHandlers({ ...deps, times, shown }),
    ...othersHandlers({ ...deps, parts, times, shown }),
    ...peopleHandlers({ ...deps, now: () => clock.now() }),
    ...keyHandlers({ ...deps, times }),
  };
}
