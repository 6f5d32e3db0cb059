/**
 * The office: what people ask about accounts, log-ins, keys and the watch. It goes through no journal and no outbox; each
 * ask is checked by the one table of rights and stands in the access log, granted or refused.
 */
import { reachOf } from '../../shared/domain/rules/permissions.ts';
import type { AccountReads } from '../../shared/domain/account/state.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { OfficeAnswer, OfficeAsk, OfficeAskName } from '../../shared/wire/office-api.ts';
import type { Log } from '../ports.ts';
import type { AccessLog, AccessNote } from '../vault/access-log.ts';
import type { OfficeHandler, OfficeHandlers, OfficePerson, OfficeRefused } from './port.ts';
import { refused } from './port.ts';
import { noteOf, officeRights, setUpAsks, unnotedAsks, watchedAsks } from './rights.ts';

export interface Office {
  /** Never rejects. */
  answer(ask: OfficeAsk, by: Omit<OfficePerson, 'account'> & { readonly user: string }): Promise<OfficeAnswer>;
}

export interface OfficeDeps {
  /** Asks without a handler are answered `Unknown`. */
  readonly handlers: Partial<OfficeHandlers>;
  readonly people: Pick<AccountReads, 'account'>;
  /** Whether the account must have a second factor and has none. */
  readonly secondFactorMissing: (account: string) => boolean;
  readonly access: Pick<AccessLog, 'note' | 'look'>;
  readonly log: Log;
}

/** What may be the id of an account. */
const uuid = /^[0-9a-f-]{36}$/i;

const isFull = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL';

export function createOffice({ handlers, people, secondFactorMissing, access, log }: OfficeDeps): Office {
  /** What speaks against it before anything is done. */
  function barred({ ask }: OfficeAsk, { account }: OfficePerson): OfficeRefused | undefined {
    const may = account.roles.some(({ role }) => officeRights[ask].some((row) => reachOf(row, role) !== undefined));
    if (account.disabled || !may) return refused('NotAllowed');
    if (!setUpAsks.has(ask) && secondFactorMissing(account.id)) return refused('SecondFactorRequired');
    return undefined;
  }

  async function handled(ask: OfficeAsk, by: OfficePerson): Promise<OfficeRefused | { readonly granted: unknown }> {
    // The name of an ask says which handler takes it; that the two fit is the type of `OfficeHandlers`.
    const handler = handlers[ask.ask] as OfficeHandler<OfficeAskName> | undefined;
    if (handler === undefined) return refused('Unknown', { field: 'ask' });
    try {
      return await handler(ask as never, by);
    } catch (error) {
      if (isFull(error)) return refused('StorageFull');
      log.error({ ask: ask.ask, reason: error instanceof Error ? error.message : String(error) }, 'an ask failed');
      return refused('Busy');
    }
  }

  function looked(entry: AccessNote): boolean {
    try {
      access.look(entry);
      return true;
    } catch (error) {
      log.error({ reason: String(error) }, 'the access log cannot be written: nobody is shown where a unit was');
      return false;
    }
  }

  return {
    async answer(ask, { user, ...from }) {
      const account = people.account(user);
      const by = account && { account, ...from };
      const result = by === undefined ? refused('NotAllowed') : (barred(ask, by) ?? (await handled(ask, by)));
      const { subject, detail } = noteOf(ask);
      const outcome = 'refused' in result ? result.refused : 'granted';
      const entry: AccessNote = {
        ...{ user, seat: from.seat, action: 'refused' in result ? 'refused' : ask.ask },
        subject: uuid.test(subject) ? (people.account(subject)?.login ?? subject) : subject,
        detail: ['refused' in result ? ask.ask : '', outcome, detail].filter((part) => part !== '').join(' '),
      };
      if (unnotedAsks.has(ask.ask) && !('refused' in result))
        return { status: 'granted', body: result.granted as Json as never };
      if ('refused' in result || !watchedAsks.has(ask.ask)) access.note(entry);
      else if (!looked(entry)) return { status: 'refused', code: 'StorageFull', field: null, minutes: null };
      if ('granted' in result) return { status: 'granted', body: result.granted as Json as never };
      const { refused: code, field = null, minutes = null } = result;
      return { status: 'refused', code, field, minutes };
    },
  };
}
