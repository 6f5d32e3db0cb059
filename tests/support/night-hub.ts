/** A hub in the demo district on a night, as a real process, and seats of its people as they run at a desk. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeDemoPack } from '../../build/demo-district/pack.ts';
import { demoPassword } from '../../hub/accounts/demo.ts';
import { composeSeat } from '../../seat/compose.ts';
import type { SeatRuntime } from '../../seat/runtime/screen-connection.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type {
  OutboxEntry,
  RequestOf,
  SeatDocument,
  SeatPush,
  SeatStatus,
  UnitPositionShown,
} from '../../shared/wire/seat-api.ts';
import { cleanUp, startHub, tempFolder, testKey } from './hub-process.ts';
import type { HubProcess } from './hub-process.ts';
import { PositionsTold } from './positions-told.ts';

export const demoNightDate = '2026-11-21';

export interface NightHub {
  readonly data: string;
  readonly port: number;
  readonly url: string;
  /** Port of the JT/T 808 gateway; null unless it was asked for. */
  readonly jt808: number | null;
  process: HubProcess;
  /** As another system asks: with the key. */
  call(method: 'GET' | 'POST', path: string, body?: Json): Promise<{ readonly status: number; readonly body: Json }>;
}

const packFiles = new Map<string, string>();

/** The demo pack of a night as a file; written once for all tests of a run. */
export function demoPackFile(night = demoNightDate): string {
  const known = packFiles.get(night);
  // What an earlier test left was cleaned up with it.
  if (known !== undefined && existsSync(known)) return known;
  const file = join(tempFolder(), 'demo-pack.json');
  writeFileSync(file, JSON.stringify(makeDemoPack(night)));
  packFiles.set(night, file);
  return file;
}

/** @param clock Hub time at the start, ISO 8601 with offset. */
export async function startNightHub(clock: string, more: readonly string[] = []): Promise<NightHub> {
  const data = tempFolder();
  const common = ['--data', data, '--demo', '--api-key', testKey, '--pack', demoPackFile(), ...more];
  const process = startHub([...common, '--port', '0', '--clock', clock]);
  const { http: port, jt808 } = await process.listening;
  const url = `http://127.0.0.1:${port}`;
  return {
    ...{ data, port, url, process, jt808: typeof jt808 === 'number' ? jt808 : null },
    async call(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: (await response.json()) as Json };
    },
  };
}

/** A guard against hanging, not a measure. */
const patience = 60_000;

/** A seat, and how to end it. */
export interface SeatDoor {
  readonly seat: SeatRuntime;
  close(): void;
}

function composedSeat(url: string, seatId: string, dataDir: string): SeatDoor {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  return composeSeat({ dataDir, hubUrls: [url], seatId, log: quiet });
}

/** What a screen at a desk sees and does, without the screen. */
export class NightSeat {
  readonly #door: SeatDoor;
  readonly #documents = new Map<string, SeatDocument>();
  readonly #listeners = new Set<() => void>();
  #status: SeatStatus | undefined;
  #outbox: readonly OutboxEntry[] = [];
  readonly #told = new PositionsTold();
  /** By unit, while positions are watched. */
  readonly positions: ReadonlyMap<string, UnitPositionShown> = this.#told.units;

  constructor(door: SeatDoor) {
    this.#door = door;
    door.seat.onPush((push) => this.#take(push));
  }

  get seat(): SeatRuntime {
    return this.#door.seat;
  }

  get status(): SeatStatus | undefined {
    return this.#status;
  }

  async signIn(login: string): Promise<this> {
    const answer = await this.seat.request('login', { login, password: demoPassword });
    if (answer.status !== 'signedIn') throw new Error(`not signed in: ${answer.code}`);
    const kinds = ['incident', 'assignment', 'unit', 'site', 'squad', 'zone', 'pack', 'dutyMode', 'message', 'roster'];
    await this.seat.request('watch', { watch: 1, kinds });
    await this.live();
    return this;
  }

  async live(): Promise<void> {
    await this.until(() => this.#status?.link === 'live', 'the link is live', 60_000);
  }

  /** Gives a command on what this seat sees and waits for the hub's word; throws with the code of a refusal. */
  async act(type: string, data: RequestOf<'submit'>['data'], streams: readonly string[] = []): Promise<void> {
    const basedOn = Object.fromEntries(
      streams.flatMap((stream) => {
        const version = this.#documents.get(stream)?.version;
        return version === undefined ? [] : [[stream, version]];
      }),
    );
    const answer = await this.seat.request('submit', { type, data, basedOn });
    if (answer.status !== 'queued') throw new Error(`${type}: ${JSON.stringify(answer)}`);
    await this.settled(answer.entry, type);
  }

  async settled(entry: string, what = entry, timeoutMs?: number): Promise<void> {
    const find = (): OutboxEntry | undefined => this.#outbox.find(({ id }) => id === entry);
    const isSettled = (): boolean => ['acknowledged', 'refused', 'heldBack', 'asking'].includes(find()?.state ?? '');
    await this.until(isSettled, `${what} is settled`, timeoutMs);
    const { state, refusal } = must(find(), 'the entry');
    if (state !== 'acknowledged')
      throw new Error(`${what}: ${refusal?.code ?? state} ${JSON.stringify(refusal?.params)}`);
  }

  document<S>(stream: string): S | undefined {
    return this.#documents.get(stream)?.state as S | undefined;
  }

  all<S>(kind: string): readonly S[] {
    return [...this.#documents.values()]
      .filter(({ stream }) => stream.startsWith(`${kind}/`))
      .map(({ state }) => state as S);
  }

  /** Waits for what the seat shows; rejects with what it shows instead. */
  async until(holds: () => boolean, what = 'the seat shows it', timeoutMs = patience): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const done = (end: () => void): void => {
        clearTimeout(timer);
        this.#listeners.delete(look);
        end();
      };
      const look = (): void => {
        if (holds()) done(resolve);
      };
      const timer = setTimeout(() => done(() => reject(new Error(`waited in vain until ${what}`))), timeoutMs);
      this.#listeners.add(look);
    });
  }

  close(): void {
    this.#door.close();
  }

  #take(push: SeatPush): void {
    if (push.push === 'status') this.#status = push.status;
    if (push.push === 'outbox') this.#outbox = push.entries;
    this.#told.take(push);
    if (push.push === 'opened') this.#documents.clear();
    if (push.push === 'opened' || push.push === 'changed')
      for (const document of push.documents) this.#documents.set(document.stream, document);
    if (push.push === 'changed') for (const stream of push.gone) this.#documents.delete(stream);
    for (const listener of [...this.#listeners]) listener();
  }
}

/** A seat signed in as one of the demo's people; closed with the test. */
export async function openNightSeat(hub: Pick<NightHub, 'url'>, seatId: string, login: string): Promise<NightSeat> {
  const seat = new NightSeat(composedSeat(hub.url, seatId, tempFolder()));
  onTestFinished(() => seat.close());
  return seat.signIn(login);
}

/** Reports units for duty, as the desk hears it on the radio. */
export async function reportForDuty(seat: NightSeat, units: readonly string[]): Promise<void> {
  for (const id of units) await seat.act('SetUnitStatus', { id, status: 'available', channel: '电台' }, [`unit/${id}`]);
}

export { cleanUp };
