/** Asks about one's own account. */
import type { AccountParts } from '../accounts/accounts.ts';
import type { HubTimes } from '../accounts/hub-time.ts';
import type { CheckRefusal, CodeRefusal, Person } from '../accounts/port.ts';
import type { CredentialStore } from '../accounts/store.ts';
import type { AccountHandlers, OfficePerson, OfficeRefused } from './port.ts';
import { granted, refused } from './port.ts';
import type { SessionsShown } from './sessions-shown.ts';

export interface OwnDeps {
  readonly accounts: { readonly parts: AccountParts };
  readonly store: Pick<CredentialStore, 'credential'>;
  readonly times: HubTimes;
  readonly shown: SessionsShown;
}

type OwnAsk =
  | 'me'
  | 'changePassword'
  | 'beginSecondFactor'
  | 'confirmSecondFactor'
  | 'removeSecondFactor'
  | 'mySessions'
  | 'endMySession';

export function ownHandlers({ accounts, store, times, shown }: OwnDeps): Pick<AccountHandlers, OwnAsk> {
  const { passwords, secondFactors, sessions, changePassword, beginSecondFactor, removeSecondFactor } = accounts.parts;
  return {
    me(_ask, { account }) {
      const credential = store.credential(account.id);
      const due = credential === undefined ? null : passwords.dueAt(account, credential);
      return granted({
        secondFactor: secondFactors.inForce(account.id),
        secondFactorRequired: secondFactors.isRequired(account),
        recoveryCodesLeft: secondFactors.recoveryCodesLeft(account.id),
        passwordChangedAt: times.toHub(credential?.changedAt ?? 0),
        passwordDueAt: due === null ? null : times.toHub(due),
      });
    },
    async changePassword({ password, newPassword }, by) {
      const result = await changePassword(personOf(by), by.session, password, newPassword);
      if (result.ok) return granted({});
      const { code } = result.error;
      if (code === 'WrongPassword' || code === 'LockedOut' || code === 'Busy')
        return proofRefused(result.error as CheckRefusal);
      return refused(code, code === 'DemoAccount' ? {} : { field: 'newPassword' });
    },
    async beginSecondFactor({ password, code }, by) {
      if (by.account.demo) return refused('DemoAccount');
      // The password alone must not put another phone in the place of the one that is in force.
      if (code === undefined && secondFactors.inForce(by.account.id))
        return refused('InvalidMessage', { field: 'code' });
      const result = await beginSecondFactor(personOf(by), password, code);
      return result.ok ? granted(result.value) : proofRefused(result.error);
    },
    async confirmSecondFactor({ code }, { account }) {
      const result = await secondFactors.confirm(account.id, code);
      if (result.ok) return granted({ recoveryCodes: [...result.value] });
      return result.error.code === 'NothingBegun' ? refused('NothingBegun') : proofRefused(result.error as CodeRefusal);
    },
    async removeSecondFactor({ password, code }, by) {
      if (!secondFactors.inForce(by.account.id)) return refused('NothingBegun');
      // Who must have one moves to another phone by beginning a new one; who lost it turns to an administrator.
      if (secondFactors.isRequired(by.account)) return refused('SecondFactorRequired');
      const result = await removeSecondFactor(personOf(by), password, code);
      return result.ok ? granted({}) : proofRefused(result.error);
    },
    mySessions: (_ask, by) => granted({ sessions: shown(by.account.id, by.session) }),
    endMySession({ session }, { account }) {
      if (sessions.byId(session)?.account !== account.id) return refused('Unknown', { field: 'session' });
      return sessions.endById(session) ? granted({}) : refused('Unknown', { field: 'session' });
    },
  };
}

const personOf = ({ account, seat, session, address }: OfficePerson): Person => ({ account, seat, session, address });

/** How a proof that failed is answered. */
function proofRefused(refusal: CheckRefusal | CodeRefusal): OfficeRefused {
  switch (refusal.code) {
    case 'WrongPassword':
      return refused(refusal.code, { field: 'password' });
    case 'WrongCode':
      return refused(refusal.code, { field: 'code' });
    case 'CodeOfAnotherTime':
      return refused(refusal.code, { field: 'code', minutes: refusal.minutes });
    case 'LockedOut':
      return refused(refusal.code, { minutes: Math.ceil(refusal.retryAfterMs / 60_000) });
    case 'Busy':
      return refused(refusal.code);
  }
}
