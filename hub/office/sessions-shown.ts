/** Open log-ins as people are shown them. */
import type { AccountReads } from '../../shared/domain/account/state.ts';
import type { SessionShown } from '../../shared/wire/office-api.ts';
import type { HubTimes } from '../accounts/hub-time.ts';
import type { Sessions } from '../accounts/sessions.ts';

/** Of one account or of all, the latest first. @param own Id of the log-in that asks. */
export type SessionsShown = (account: string | undefined, own: string) => SessionShown[];

/** An answer holds no more: the latest. */
const mostShown = 2_000;

export function sessionsShown(
  sessions: Pick<Sessions, 'open'>,
  people: Pick<AccountReads, 'account'>,
  times: HubTimes,
): SessionsShown {
  return (of, own) =>
    sessions
      .open(of)
      .toReversed()
      .slice(0, mostShown)
      .map(({ id, account, seat, address, createdAt, lastUsedAt, expiresAt }) => {
        const { login = '', name = '' } = people.account(account) ?? {};
        return {
          ...{ id, account, login, name, seat, address, own: id === own },
          begunAt: times.toHub(createdAt),
          lastUsedAt: times.toHub(lastUsedAt),
          expiresAt: times.toHub(expiresAt),
        };
      });
}
