/** Asks about the log-ins of others: of administrators. */
import type { AccountReads, AccountState } from '../../shared/domain/account/state.ts';
import type { AccountParts } from '../accounts/accounts.ts';
import type { HubTimes } from '../accounts/hub-time.ts';
import type { CredentialStore } from '../accounts/store.ts';
import type { AccountHandlers, OfficePerson, OfficeRefused } from './port.ts';
import { granted, refused } from './port.ts';
import type { SessionsShown } from './sessions-shown.ts';

export interface OthersDeps {
  readonly parts: AccountParts;
  readonly people: Pick<AccountReads, 'account'>;
  readonly store: Pick<CredentialStore, 'credential' | 'lastLogin'>;
  readonly times: HubTimes;
  readonly machineTime: () => number;
  readonly shown: SessionsShown;
}

type OthersAsk =
  'access' | 'sessions' | 'endSession' | 'givePassword' | 'resetSecondFactor' | 'requireSecondFactor' | 'unlockAccount';

export function othersHandlers(deps: OthersDeps): Pick<AccountHandlers, OthersAsk> {
  const { parts, people, store, times, machineTime, shown } = deps;
  const { passwords, secondFactors, sessions, guard } = parts;

  function known<R>(id: string, work: (account: AccountState) => R): R | OfficeRefused {
    const account = people.account(id);
    return account === undefined ? refused('Unknown', { field: 'account' }) : work(account);
  }

  /** What opens an account is not taken away or given by the same person alone: it would be a way around the proof. */
  function anotherOne<R>(id: string, by: OfficePerson, work: (account: AccountState) => R): R | OfficeRefused {
    if (id === by.account.id) return refused('NotAllowed', { field: 'account' });
    return known(id, (account) => (account.demo ? refused('DemoAccount') : work(account)));
  }

  return {
    access: ({ account: id }) =>
      known(id, (account) => {
        const credential = store.credential(id);
        const wait = guard.lockedFor(id);
        const last = store.lastLogin(id);
        return granted({
          hasPassword: credential !== undefined,
          mustChange: credential !== undefined && passwords.mustChange(account, credential),
          secondFactor: secondFactors.inForce(id),
          secondFactorRequired: secondFactors.isRequired(account),
          lockedUntil: wait > 0 ? times.toHub(machineTime() + wait) : null,
          lastLoginAt: last === undefined ? null : times.toHub(last),
        });
      }),
    sessions: ({ account }, by) => granted({ sessions: shown(account ?? undefined, by.session) }),
    endSession: ({ session }) => (sessions.endById(session) ? granted({}) : refused('Unknown', { field: 'session' })),
    givePassword: ({ account: id }, by) =>
      anotherOne(id, by, async (account) => {
        const password = await passwords.give(account);
        sessions.sweep(id);
        return granted({ password });
      }),
    resetSecondFactor: ({ account: id }, by) =>
      anotherOne(id, by, () => {
        secondFactors.remove(id);
        // Whoever holds the lost phone may have come in by it.
        sessions.endAll(id);
        return granted({});
      }),
    requireSecondFactor: ({ account: id, required }, by) =>
      anotherOne(id, by, (account) => {
        secondFactors.require(id, required);
        // The next log-in leads to setting it up.
        if (secondFactors.isMissing(account)) sessions.endAll(id);
        return granted({});
      }),
    unlockAccount: ({ account }) =>
      known(account, () => {
        guard.forgive(account);
        return granted({});
      }),
  };
}
