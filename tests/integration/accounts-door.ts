/** Accounts over the real desk and files, with time by hand and a quick hasher: what their tests go in by. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import type { AccountsOptions, RunningAccounts } from '../../hub/accounts/accounts.ts';
import { createAccounts } from '../../hub/accounts/accounts.ts';
import { ensureFirstAccounts } from '../../hub/accounts/first-accounts.ts';
import type { Hasher } from '../../hub/accounts/password.ts';
import type { AccessKeys } from '../../hub/accounts/keys.ts';
import { createAccessKeys } from '../../hub/accounts/keys.ts';
import type { AccountPolicy } from '../../hub/accounts/policy.ts';
import type { EndedSession, LoginRequest, NewSession, PersonLogin } from '../../hub/accounts/port.ts';
import { createDesk } from '../../hub/desk/desk.ts';
import type { RunningDesk } from '../../hub/desk/desk.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { createAccessLog } from '../../hub/vault/access-log.ts';
import type { AccessLog } from '../../hub/vault/access-log.ts';
import { catalog, kinds } from '../../shared/domain/catalog.ts';
import type { HubReads } from '../../shared/domain/catalog.ts';
import type { RoleGrant } from '../../shared/domain/account/events.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor, CommandAnswer, CommandEnvelope, Unavailable } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { ManualClock, recordingLog, seededRandom } from '../support/hub-kit.ts';
import type { LogLine } from '../support/hub-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

export const minute = 60_000;
export const hour = 60 * minute;
/** Of every account that `make` makes. */
export const password = 'night shift 2026';

/** Quick, and counts: guessing would otherwise take the tests hours. */
class CountingHasher implements Hasher {
  readonly nobody = { n: 2, r: 1, p: 1, salt: '', hash: 'nobody' };
  checks = 0;
  /** Most checks that ran side by side. */
  most = 0;
  #atOnce = 0;

  async hash(text: string) {
    return { n: 2, r: 1, p: 1, salt: '', hash: Buffer.from(text).toString('hex') };
  }

  async matches(stored: { readonly hash: string }, text: string): Promise<boolean> {
    this.checks += 1;
    this.#atOnce += 1;
    this.most = Math.max(this.most, this.#atOnce);
    await turn();
    this.#atOnce -= 1;
    return stored.hash === Buffer.from(text).toString('hex');
  }
}

export interface Door {
  /** Machine time; hub time runs `rate` times as fast. */
  readonly clock: ManualClock;
  readonly files: DataFolder;
  readonly desk: RunningDesk<HubReads>;
  readonly accounts: RunningAccounts;
  readonly keys: AccessKeys;
  readonly access: AccessLog;
  readonly hasher: CountingHasher;
  readonly ended: EndedSession[];
  readonly lines: LogLine[];
  /** Bytes the volume says are free. */
  room: number;
  hubTime(): number;
  newId(): string;
  /** What the access log holds: action, user, subject, detail. */
  noted(): readonly string[];
  /** Whether any file of the folder holds the bytes. */
  inFiles(text: string | Buffer): boolean;
  first(): Promise<void>;
  /** Makes an account with `password`; returns its id. */
  make(login: string, roles?: readonly RoleGrant[], demo?: boolean): Promise<string>;
  /** Sets another password, as the hub itself. */
  change(account: string, text: string): Promise<void>;
  submit(type: string, data: Json, by: Actor): Promise<CommandAnswer | Unavailable>;
  /** As the hub itself; must be accepted. */
  give(type: string, data: Json): Promise<void>;
  /** Throws the code of a refusal. */
  enter(request: LoginRequest): Promise<NewSession>;
  /** `in`, or the code of the refusal. */
  code(request: LoginRequest): Promise<string>;
}

export interface DoorOptions {
  readonly demo?: boolean;
  readonly rate?: number;
  readonly accounts?: AccountsOptions;
  readonly policy?: AccountPolicy;
}

export function from(login: string, more: Partial<PersonLogin> = {}): PersonLogin {
  return { login, password, seat: 'seat1', address: '10.0.0.1', ...more };
}

export function openDoor(options: DoorOptions = {}): Door {
  const { demo = false, rate = 1 } = options;
  const clock = new ManualClock();
  const random = seededRandom(7);
  const newId = (): string => uuidv7(clock.now(), random.bytes(10));
  const files = openDataFolder(temporaryFolder(), { kinds: [...kinds.keys()], newId, demo });
  const began = clock.now();
  const hubTime = (): number => began + (clock.now() - began) * rate;
  const machineTime = (): number => clock.now();
  const lines: LogLine[] = [];
  const log = recordingLog(lines);
  const { journal, vault, credentials: store } = files;
  const desk = createDesk({
    ...{ journal, vault, clock: { now: hubTime }, timers: clock, random, log, catalog, reads: readsOf },
    crash: { reach: () => undefined },
    disk: { free: () => door.room },
    secret: new Uint8Array(32),
  });
  desk.recover();
  const access = createAccessLog({ store: files.accessLog, clock: { now: hubTime }, timers: clock, log });
  const hasher = new CountingHasher();
  const people = desk.reads;
  const rated = { rate, now: hubTime };
  const keys = createAccessKeys({ store, random, machineTime, timers: clock, log });
  keys.start();
  const accounts = createAccounts({
    ...{ store, people, clock: rated, machineTime, monotonic: machineTime, timers: clock, random },
    ...{ hasher, access, log, demo, keys, secret: new Uint8Array(32) },
    ...(options.policy === undefined ? {} : { policy: options.policy }),
    ...(options.accounts === undefined ? {} : { options: options.accounts }),
  });
  const ended: EndedSession[] = [];
  accounts.onEnded((session) => ended.push(session));
  desk.onCommitted((rows) => accounts.committed(rows));
  accounts.start();
  onTestFinished(async () => {
    await desk.stop();
    await accounts.stop();
    files.close();
  });

  const door: Door = {
    ...{ clock, files, desk, accounts, keys, access, hasher, ended, lines, hubTime, newId },
    room: Number.MAX_SAFE_INTEGER,
    noted() {
      access.flush();
      return files.accessLog
        .after(0, 100_000)
        .map(({ user, action, subject, detail }) => `${action} ${user} ${subject} ${detail}`);
    },
    inFiles: (text) => readdirSync(files.dir).some((name) => readFileSync(join(files.dir, name)).includes(text)),
    first: () => ensureFirstAccounts({ desk, people, store, hasher, clock: rated, machineTime, random, log, demo }),
    async make(login, roles = [{ role: 'dispatcher' }], isDemo = false) {
      const id = newId();
      const grants = roles.map((grant) => ({ ...grant }));
      await door.give('CreateAccount', { id, login, name: `name of ${login}`, roles: grants, demo: isDemo });
      store.setPassword(id, await hasher.hash(password), clock.now());
      return id;
    },
    async change(id, text) {
      await accounts.parts.passwords.set(must(people.account(id), 'the account'), text);
      accounts.parts.sessions.sweep(id);
    },
    async submit(type, data, by) {
      const command: CommandEnvelope = { id: newId(), type, data, basedOn: {}, madeAt: hubTime() };
      const answer = await desk.submit(command, by);
      // Listeners hear of a commit a turn after the answer.
      await turn();
      await turn();
      return answer;
    },
    async give(type, data) {
      expect(await door.submit(type, data, systemActor)).toMatchObject({ status: 'accepted' });
    },
    async enter(request) {
      const result = await accounts.login(request);
      if (!result.ok) throw new Error(result.error.code);
      return result.value;
    },
    async code(request) {
      const result = await accounts.login(request);
      return result.ok ? 'in' : result.error.code;
    },
  };
  return door;
}
