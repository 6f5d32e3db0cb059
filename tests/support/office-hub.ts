/** A whole hub at work with its people, over real files, HTTP and sockets; the machine's clock can be put wrong. */
import { createHash, randomBytes, scryptSync } from 'node:crypto';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { expect, onTestFinished } from 'vitest';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { timersOver } from '../../hub/clock/timers.ts';
import type { AccountPolicy } from '../../hub/accounts/policy.ts';
import type { PasswordHash } from '../../hub/accounts/store.ts';
import type { Hub } from '../../hub/hub.ts';
import { composeHub } from '../../hub/compose.ts';
import { keysOf } from '../../hub/http/api-keys.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import type { RoleGrant } from '../../shared/domain/account/events.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import type { HelloAnswer, HubToSeat, SeatToHub } from '../../shared/wire/hub-protocol.ts';
import type { Pack } from '../../shared/wire/pack.ts';
import { protocolVersion } from '../../shared/wire/hub-protocol.ts';
import type { OfficeAnswer, OfficeAsk, OfficeAskName, OfficeGranted } from '../../shared/wire/office-api.ts';
import { officeAnswerSchema, officeAnswerSchemas } from '../../shared/wire/office-api.ts';
import type { JournalStore } from '../../hub/journal/store.ts';
import type { Timers } from '../../hub/ports.ts';
import { recordingLog } from './hub-kit.ts';
import type { LogLine } from './hub-kit.ts';
import { temporaryFolder } from './temp-folder.ts';

/** Of every account that `make` makes. */
export const officePassword = 'night shift 2026';
/** Which the hub was started with. */
export const officeKey = 'the-key-this-hub-was-started-with';
const system: Actor = { user: 'system', seat: 'hub', role: 'system' };

export type OfficeLink = Socket<HubToSeat, SeatToHub>;

export interface OfficeHub {
  readonly hub: Hub;
  readonly folder: DataFolder;
  readonly lines: LogLine[];
  readonly url: string;
  /** Hub time. */
  now(): number;
  /** Lets hub time go on by so much, ms, and rings what falls due meanwhile; the machine's stays. */
  advance(milliseconds: number): void;
  /** The machine's clock is off by so much, ms. */
  readonly machine: { wrong: number };
  machineTime(): number;
  make(login: string, roles: readonly RoleGrant[]): Promise<string>;
  post(path: string, body: object, token?: string): Promise<{ readonly status: number; readonly body: Json }>;
  /** Logs in; the token. Throws what was answered instead. */
  enter(login: string, seat: string, more?: object): Promise<string>;
  /** A link that was let in; the code where it was not. */
  link(token: string, seat: string): Promise<OfficeLink | string>;
  noted(): readonly string[];
}

/** The parameters stand with the hash: these make a check quick. */
function quickHash(text: string): PasswordHash {
  const salt = '5a17';
  const key = scryptSync(text, Buffer.from(salt, 'hex'), 32, { N: 16, r: 1, p: 1 });
  return { n: 16, r: 1, p: 1, salt, hash: key.toString('hex') };
}

/** Hub time that can be made to jump ahead: alarms that wait look at the clock again. */
function jumpingTime() {
  let ahead = 0;
  const clock = { rate: 1, now: (): number => Date.now() + ahead };
  const real = timersOver(clock);
  const waiting = new Set<() => void>();
  const timers: Timers = {
    ...real,
    at(instant, work) {
      const rung = (): void => {
        waiting.delete(again);
        work();
      };
      let cancel = real.at(instant, rung);
      const again = (): void => {
        cancel();
        cancel = real.at(instant, rung);
      };
      waiting.add(again);
      return () => {
        waiting.delete(again);
        cancel();
      };
    },
  };
  return {
    ...{ clock, timers },
    advance(milliseconds: number): void {
      ahead += milliseconds;
      for (const again of [...waiting]) again();
    },
  };
}

export interface OfficeHubOptions {
  /** Wraps the journal, to watch what is read of it. */
  readonly journal?: (store: JournalStore) => JournalStore;
  /** Parsed documents that the desk keeps; as many as it will unless given. */
  readonly documentsAtHand?: number;

  /** In force from the start. */
  readonly pack?: Pack;
  readonly policy?: AccountPolicy;
}

export async function openOfficeHub({
  pack,
  policy,
  journal,
  documentsAtHand,
}: OfficeHubOptions = {}): Promise<OfficeHub> {
  const lines: LogLine[] = [];
  const { clock, timers, advance } = jumpingTime();
  const random = { bytes: (count: number): Uint8Array => randomBytes(count) };
  const newId = (): string => uuidv7(Date.now(), random.bytes(10));

  const folder = openDataFolder(temporaryFolder(), { kinds: [...catalog.kinds.keys()], newId, demo: false });
  const hash = quickHash(officePassword);
  const machine = { wrong: 0 };
  const machineTime = (): number => Date.now() + machine.wrong;
  const stores = journal === undefined ? folder : { ...folder, journal: journal(folder.journal) };
  const hub = await composeHub(
    stores,
    {
      ...{ clock, timers, random, log: recordingLog(lines), machineTime },
      crash: { reach: () => undefined },
      disk: { free: () => Number.MAX_SAFE_INTEGER },
      monotonic: () => performance.now(),
    },
    {
      ...{ host: '127.0.0.1', port: 0, catalog, reads: readsOf, clockSource: 'machine' },
      ...(documentsAtHand === undefined ? {} : { desk: { documents: documentsAtHand } }),
      people: { reads: (reads) => reads, demo: false, ...(policy === undefined ? {} : { policy }) },
      work: { reads: (reads) => reads, ...(pack === undefined ? {} : { pack }) },
      keys: keysOf(createHash('sha256').update(officeKey).digest('hex')),
    },
  );
  onTestFinished(async () => {
    await hub.stop();
    folder.close();
  });
  const { http } = await hub.start();
  const url = `http://127.0.0.1:${http}`;
  const at: OfficeHub = {
    ...{ hub, folder, lines, url, machine, machineTime, advance, now: clock.now },
    async make(login, roles) {
      const id = newId();
      const data = { id, login, name: `name of ${login}`, roles: roles.map((grant) => ({ ...grant })), demo: false };
      const command = { id: newId(), type: 'CreateAccount', data, basedOn: {}, madeAt: Date.now() };
      expect(await hub.desk.submit(command, system)).toMatchObject({ status: 'accepted' });
      folder.credentials.setPassword(id, hash, machineTime());
      return id;
    },
    async post(path, body, token) {
      const response = await fetch(`${url}${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as Json };
    },
    async enter(login, seat, more = {}) {
      const { status, body } = await at.post('/api/v1/session', { login, password: officePassword, seat, ...more });
      if (status !== 200) throw new Error(JSON.stringify(body));
      return (body as { readonly token: string }).token;
    },
    async link(token, seat) {
      const socket: OfficeLink = io(`${url}/seat`, {
        ...{ transports: ['websocket'], reconnection: false, forceNew: true },
        auth: { token, seat, protocol: protocolVersion },
      });
      onTestFinished(() => void socket.disconnect());
      return new Promise((resolve) => {
        socket.on('connect', () => resolve(socket));
        socket.on('connect_error', (error) =>
          resolve('data' in error ? (error.data as { readonly code: string }).code : error.message),
        );
      });
    },
    noted: () =>
      folder.accessLog
        .after(0, 100_000)
        .map(({ user, action, subject, detail }) => `${action} ${user} ${subject} ${detail}`.trimEnd()),
  };
  return at;
}

export async function linked(at: OfficeHub, token: string, seat: string): Promise<OfficeLink> {
  const link = await at.link(token, seat);
  if (typeof link === 'string') throw new Error(link);
  return link;
}

export const ask = async (link: OfficeLink, message: OfficeAsk): Promise<OfficeAnswer> =>
  officeAnswerSchema.parse(await link.timeout(60_000).emitWithAck('office', message));

/** What an ask was granted, checked by its schema; throws the code of a refusal. */
export async function grantedBy<N extends OfficeAskName>(
  link: OfficeLink,
  message: Extract<OfficeAsk, { ask: N }>,
): Promise<OfficeGranted<N>> {
  const answer = await ask(link, message);
  if (answer.status === 'refused') throw new Error(`${message.ask}: ${answer.code} ${answer.field ?? ''}`);
  return officeAnswerSchemas[message.ask].parse(answer.body) as OfficeGranted<N>;
}

export const hello = async (link: OfficeLink): Promise<HelloAnswer> =>
  link.timeout(60_000).emitWithAck('hello', { cache: null, personalRefs: [] });
