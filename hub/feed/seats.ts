/** The feed and its door as the hub uses them: over its own accounts, duty mode and vault. */
import type { Server as HttpServer } from 'node:http';
import type { AccountReads, AccountState } from '../../shared/domain/account/state.ts';
import type { Catalog } from '../../shared/domain/catalog.ts';
import { dutyModeStream } from '../../shared/domain/duty-mode/state.ts';
import { operationKind } from '../../shared/domain/joint-operation/evolve.ts';
import type { LabelWorld } from '../../shared/domain/rules/labels.ts';
import { labelsOf } from '../../shared/domain/rules/labels.ts';
import { squadKind } from '../../shared/domain/squad/evolve.ts';
import type { DocumentRecord, StreamId } from '../../shared/lib/journal.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { Accounts } from '../accounts/port.ts';
import type { Rights } from '../accounts/rights.ts';
import type { VaultRight } from '../accounts/vault-right.ts';
import { mayConcern } from '../desk/entitled.ts';
import type { DeskRights } from '../desk/entitled.ts';
import type { AccessLog } from '../vault/access-log.ts';
import type { JournalReads } from '../journal/store.ts';
import type { Clock } from '../ports.ts';
import type { Office } from '../office/office.ts';
import type { FeedDeps } from './feed.ts';
import { createFeed } from './feed.ts';
import type { FeedAccounts, SeatPerson } from './ports.ts';
import type { SocketServer } from './socket-server.ts';
import { createSocketServer } from './socket-server.ts';
import { openSeatDoor } from './socket.ts';

type AccountDeps =
  | 'accounts'
  | 'people'
  | 'catalog'
  | 'office'
  | 'addressOf'
  | 'rights'
  | 'deskRights'
  | 'vaultRight'
  | 'world'
  | 'access';

type Given =
  | 'journal'
  | 'desk'
  | 'vault'
  | 'clock'
  | 'timers'
  | 'crash'
  | 'log'
  | 'metrics'
  | 'demoClock'
  | 'clockRate'
  | 'lockAfterMs'
  | 'intakes'
  | 'sitting'
  | 'positions'
  | 'replays'
  | 'video'
  | 'basemaps'
  | 'onlineMaps'
  | 'savedViews';

export interface SeatsDeps<R> extends Pick<FeedDeps, Given> {
  readonly catalog: Pick<Catalog<R>, 'kinds' | 'commands'>;
  readonly accounts: Accounts;
  readonly people: Pick<AccountReads, 'account'>;
  readonly rights: Pick<Rights, 'grantsOf' | 'rolesTo' | 'labelsTo'>;
  /** What the desk asks too. */
  readonly deskRights: DeskRights;
  readonly vaultRight: Pick<VaultRight, 'roleFor'>;
  readonly world: () => LabelWorld;
  readonly access: Pick<AccessLog, 'note'>;
  readonly office: Office;
  /** Network address of a log-in; empty where it is over. */
  readonly addressOf: (session: string) => string;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
}

export interface Seats {
  /** The server of all namespaces, for the other doors on it; `stop` ends their links too. */
  readonly io: SocketServer['io'];
  /** Rows each connected seat is behind the journal. */
  lags(): ReadonlyMap<string, number>;
  /** Ends every link; nobody comes in any more. The HTTP server stays as it is. */
  stop(): Promise<void>;
}

const dutyModeKind = splitStream(dutyModeStream).kind;
/** What `labelsOf` reads. A squad says which zone it stands in, and of which brigade it is. */
const labelKinds = ['account', dutyModeKind, squadKind.kind, operationKind.kind];

/** Opens the door for seats on an HTTP server that is not listening yet. */
export function openSeats<R>(server: HttpServer, deps: SeatsDeps<R>): Seats {
  const { catalog, log, monotonic, metrics } = deps;
  const accounts = feedAccounts(deps);
  const feed = createFeed({
    ...deps,
    accounts,
    kinds: catalog.kinds,
    labelKinds,
  });
  const sockets = createSocketServer(server);
  openSeatDoor(sockets.io, { feed, accounts, log, monotonic, metrics });
  return {
    io: sockets.io,
    lags: () => feed.lags(),
    stop() {
      feed.stop();
      return sockets.close();
    },
  };
}

/** Who the feed's people are and what they may hold, read from the documents of the moment. */
export function feedAccounts<R>(
  deps: Pick<SeatsDeps<R>, AccountDeps> & {
    readonly journal: Pick<JournalReads, 'document'>;
    readonly clock: Pick<Clock, 'now'>;
  },
): FeedAccounts {
  const { accounts, people, journal, catalog, rights, deskRights, vaultRight, world, access, clock } = deps;
  const accountOf = ({ user }: SeatPerson): AccountState => must(people.account(user), 'the account of a log-in');
  return {
    async authenticate(token) {
      const found = await accounts.authenticate(token);
      if (found === undefined) return undefined;
      const { account, session } = found;
      return { seat: session.seat, user: account.id, name: account.name, session: session.id };
    },
    touch: (session) => accounts.touch(session),
    onEnded: (listener) => accounts.onEnded(listener),
    actorFor(person, { type, data }) {
      const definition = catalog.commands.get(type);
      const first = accounts.actorFor(accountOf(person), person.seat, definition?.roles ?? []);
      if (definition === undefined) return first;
      const held = rights.grantsOf(person.user).map(({ role }) => role);
      const documentOf = (stream: StreamId): DocumentRecord | undefined =>
        catalog.kinds.has(splitStream(stream).kind) ? journal.document(stream) : undefined;
      const role = held.find(
        (name) =>
          definition.roles.includes(name) &&
          mayConcern({ by: { ...first, role: name }, at: clock.now() }, definition, data, deskRights, documentOf),
      );
      return role === undefined ? first : { ...first, role };
    },
    readerOf(person, ref) {
      const first = accounts.actorFor(accountOf(person), person.seat, []);
      return { ...first, role: vaultRight.roleFor(person.user, ref) ?? first.role };
    },
    may: (account, action) => rights.rolesTo(account, action).length > 0,
    labelsTo: (account, action) => rights.labelsTo(account, action),
    refused: ({ user, seat }, action, subject) =>
      access.note({
        user,
        seat,
        action: 'refused',
        subject: [action, subject].filter(Boolean).join(' '),
        detail: 'NotAllowed',
      }),
    personOf(id) {
      const { login, name } = must(people.account(id), 'the account of a log-in');
      return { id, login, name, roles: [...rights.grantsOf(id)] };
    },
    withoutRoles: (session) => void accounts.endWithoutRoles(session),
    secondFactorMissing: (id) => accounts.secondFactorMissing(id),
    office: ({ user, seat, session }, ask) =>
      deps.office.answer(ask, { user, seat, session, address: deps.addressOf(session) }),
    labelsFor(id) {
      const account = people.account(id);
      return account === undefined ? [] : labelsOf(account, world());
    },
  };
}
