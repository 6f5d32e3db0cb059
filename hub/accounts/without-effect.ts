/** Grants of an older release that open nothing: said at the start, for the person would only find every door shut. */
import type { AccountReads } from '../../shared/domain/account/state.ts';
import { grantsWithoutEffect } from '../../shared/domain/account/state.ts';
import type { Clock, Log } from '../ports.ts';

export interface WithoutEffectDeps {
  readonly people: Pick<AccountReads, 'accounts'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
}

/** One line for each account that may log in. */
export function tellGrantsWithoutEffect({ people, clock, log }: WithoutEffectDeps): void {
  for (const account of people.accounts()) {
    const grants = account.disabled ? [] : grantsWithoutEffect(account, clock.now());
    if (grants.length === 0) continue;
    log.warn(
      { login: account.login, grants },
      'roles of this account open nothing: they lack a limit, or stand beside one that must stand alone; an administrator should change them',
    );
  }
}
