/** Asks about who there is, who takes whose place, and which operations there are: what somebody may choose from. */
import type { AccountReads, AccountState, Deputyship } from '../../shared/domain/account/state.ts';
import { isOver } from '../../shared/domain/account/state.ts';
import type { OperationReads } from '../../shared/domain/joint-operation/state.ts';
import type { DeputyShown } from '../../shared/wire/office-api.ts';
import type { AccountHandlers } from './port.ts';
import { granted } from './port.ts';

export interface PeopleDeps {
  readonly people: Pick<AccountReads, 'account' | 'accounts'>;
  /** Planned or running. */
  readonly operations: OperationReads['openOperations'];
  /** Hub time, Unix ms. */
  readonly now: () => number;
}

type PeopleAsk = 'directory' | 'deputies' | 'operations';

export function peopleHandlers({ people, operations, now }: PeopleDeps): Pick<AccountHandlers, PeopleAsk> {
  const shown = (account: string, { roles, from, to, reason }: Deputyship): DeputyShown => ({
    ...{ account, name: people.account(account)?.name ?? account, from, to, reason },
    roles: roles.map((grant) => ({ ...grant })),
  });
  const placesOf = ({ deputyOf }: AccountState): readonly Deputyship[] =>
    deputyOf.filter((place) => !isOver(place, now()));

  return {
    directory: () =>
      granted({
        people: people
          .accounts()
          .filter(({ disabled }) => !disabled)
          .map(({ id, name, roles }) => ({ id, name, roles: [...new Set(roles.map(({ role }) => role))] })),
      }),
    deputies: (_ask, { account }) =>
      granted({
        grants: account.grants.filter((grant) => !isOver(grant, now())).map((grant) => ({ ...grant })),
        named: people
          .accounts()
          .flatMap((deputy) =>
            placesOf(deputy).flatMap((place) => (place.for === account.id ? [shown(deputy.id, place)] : [])),
          ),
        taken: placesOf(account).map((place) => shown(place.for, place)),
      }),
    operations: () =>
      granted({
        operations: operations().flatMap(({ id, name, stage }) => (stage === 'ended' ? [] : [{ id, name, stage }])),
      }),
  };
}
