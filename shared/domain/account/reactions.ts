/** What the hub does when a grant or a deputyship begins or ends by its own times. */
import { splitStream } from '../../lib/journal.ts';
import type { DueReaction } from '../kernel.ts';
import { nextTurn } from './state.ts';
import type { AccountReads } from './state.ts';

type Reads = Pick<AccountReads, 'account'>;

const turnRoles: DueReaction<Reads> = (stream, reads, { at }) => {
  const { id } = splitStream(stream);
  const account = reads.account(id);
  if (account === undefined || nextTurn(account, account.asOf) !== at) return undefined;
  return { type: 'TurnAccountRoles', data: { id } };
};

/** By rule, for the catalog. */
export const accountDueReactions: readonly (readonly [string, DueReaction<Reads>])[] = [
  ['accountRolesTurn', turnRoles],
];
