/** The accounts a hub begins with: one administrator, or the people of the demo district. */
import { createHash } from 'node:crypto';
import type { Role } from '../../shared/domain/account/events.ts';
import type { AccountReads } from '../../shared/domain/account/state.ts';
import { uuidv8 } from '../../shared/lib/ids.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { Desk } from '../desk/port.ts';
import type { Clock, Log, RandomSource } from '../ports.ts';
import { demoAccounts, demoPassword } from './demo.ts';
import type { Hasher } from './password.ts';
import type { CredentialStore } from './store.ts';

export interface FirstAccountsDeps {
  readonly desk: Pick<Desk, 'submit'>;
  readonly people: AccountReads;
  readonly store: CredentialStore;
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly machineTime: () => number;
  readonly random: RandomSource;
  readonly log: Log;
  readonly demo: boolean;
}

const administrator: Role = 'administrator';

/** The same for the same name, for ever: what was begun before a crash is taken up, not done twice. */
const derivedId = (name: string): string => uuidv8(createHash('sha256').update(name, 'utf8').digest());

/**
 * Makes what is missing; must run before the doors open. A demo hub gets its announced accounts. Any other gets an
 * administrator where nobody has that role and a password, whose new password stands once in the log. Where the store
 * has no room it says so and leaves it to the next start: reading must go on.
 */
export async function ensureFirstAccounts(deps: FirstAccountsDeps): Promise<void> {
  const { people, store, hasher, machineTime, log } = deps;
  if (deps.demo) {
    await ensureDemoAccounts(deps);
    return;
  }
  const administrators = people.administrators().filter((account) => !account.demo);
  if (administrators.some(({ id }) => store.credential(id) !== undefined)) return;
  const login = administrators[0]?.login ?? 'admin';
  const id =
    administrators[0]?.id ??
    (await create(deps, { login, name: '系统管理员', roles: [{ role: administrator }], demo: false }));
  if (id === undefined) return;
  const made = Buffer.from(deps.random.bytes(15)).toString('base64url');
  // It stands in a log: whoever reads that later must not get in by it.
  store.setPassword(id, await hasher.hash(made), machineTime(), { mustChange: true });
  // Under another name than `password`, which the log never shows.
  log.warn(
    { login, newPassword: made },
    `administrator ${login} made; keep the password now, it is not shown again (npm run hub -- password ${login} sets another)`,
  );
}

async function ensureDemoAccounts(deps: FirstAccountsDeps): Promise<void> {
  const { people, store, hasher, machineTime } = deps;
  const ids = await Promise.all(
    demoAccounts.map(async ({ login, name, roles }) => {
      const known = people.accountByLogin(login);
      return known?.id ?? create(deps, { login, name, roles, demo: true });
    }),
  );
  const without = ids.filter((id) => id !== undefined && store.credential(id) === undefined);
  if (without.length === 0) return;
  // One hash for all: the password is announced, so equal hashes tell nobody anything.
  const password = await hasher.hash(demoPassword);
  for (const id of without) if (id !== undefined) store.setPassword(id, password, machineTime());
}

/** The id of the account; undefined where the hub cannot take commands now. Throws where the desk refuses it. */
async function create(deps: FirstAccountsDeps, data: { readonly [member: string]: Json }): Promise<string | undefined> {
  const { desk, clock, log } = deps;
  const login = String(data['login']);
  const id = derivedId(`lianqin account ${login}`);
  const answer = await desk.submit(
    {
      id: derivedId(`lianqin first account ${login}`),
      type: 'CreateAccount',
      data: { id, ...data },
      basedOn: {},
      madeAt: clock.now(),
    },
    systemActor,
  );
  if (answer.status === 'accepted') return id;
  const code = answer.status === 'refused' ? answer.refusal.code : answer.code;
  if (answer.status === 'refused') throw new Error(`the first account ${login} could not be made: ${code}`);
  log.error({ login, code }, 'the first accounts could not be made; tried again at the next start');
  return undefined;
}
