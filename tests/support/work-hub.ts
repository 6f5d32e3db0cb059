/** The whole hub over real files and a real HTTP door, with the pack of the tests, and time by hand. */
import { createHash } from 'node:crypto';
import { onTestFinished, vi } from 'vitest';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import type { Hub } from '../../hub/hub.ts';
import { composeHub } from '../../hub/compose.ts';
import type { GatewayOptions } from '../../hub/gateways.ts';
import type { OutgoingOptions } from '../../hub/outgoing/compose-outgoing.ts';
import { keysOf } from '../../hub/http/api-keys.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { hour } from '../../shared/lib/time.ts';
import type { Pack } from '../../shared/wire/pack.ts';
import { ManualClock, recordingLog, seededRandom } from './hub-kit.ts';
import type { LogLine } from './hub-kit.ts';
import type { Reply } from './hub-process.ts';
import { temporaryFolder } from './temp-folder.ts';

/** The hub's own key of every work hub. */
export const key = 'key-of-the-work-hub-tests';

export interface WorkHub {
  readonly hub: Hub;
  /** Where its HTTP and its sockets are. */
  readonly url: string;
  readonly folder: DataFolder;
  readonly clock: ManualClock;
  readonly lines: LogLine[];
  /** Bytes the volume says are free. */
  readonly volume: { free: number };
  /** @param body Sent as it is where it is text, else as JSON. */
  send(method: 'GET' | 'POST', path: string, body?: unknown, withKey?: boolean): Promise<Reply>;
  events(): readonly EventEnvelope[];
  /** Ends it, as the end of the test does; its folder stays. */
  close(): Promise<void>;
}

export interface WorkHubOptions {
  /** A folder that a work hub had before; a new one unless given. */
  readonly dir?: string;
  readonly pack?: Pack;
  readonly basemapLimit?: number;
  readonly gateways?: GatewayOptions;
  /** Folder of the officers' page. */
  readonly fieldPage?: string;
  /** To whom replies are given back; nobody unless given. */
  readonly outgoing?: OutgoingOptions;
  /** Hub time at the start, Unix ms. */
  readonly now?: number;
  /** With the announced accounts of a demo, so that seats may sign in. */
  readonly demoAccounts?: boolean;
  /** Machine ms, never going back; by default as it goes by. */
  readonly monotonic?: () => number;
}

type Reads = ReturnType<typeof readsOf>;
const same = (reads: Reads): Reads => reads;

export async function openWorkHub(options: WorkHubOptions = {}): Promise<WorkHub> {
  const {
    dir,
    gateways,
    fieldPage,
    outgoing,
    now,
    demoAccounts = false,
    monotonic = () => performance.now(),
    ...work
  } = options;
  const clock = new ManualClock(now);
  // Ids made after a restart are others than those before.
  const random = seededRandom(dir === undefined ? 11 : 11 + (clock.now() % 1_000_003));
  const lines: LogLine[] = [];
  const newId = (): string => uuidv7(clock.now(), random.bytes(10));
  const folder = openDataFolder(dir ?? temporaryFolder(), { kinds: [...catalog.kinds.keys()], newId, demo: true });
  const volume = { free: Number.MAX_SAFE_INTEGER };
  const disk = { free: (): number => volume.free };
  const hub = await composeHub(
    folder,
    {
      clock: { rate: 1, now: () => clock.now() },
      ...{ timers: clock, random, disk, log: recordingLog(lines) },
      crash: { reach: () => undefined },
      monotonic,
      machineTime: () => clock.now(),
    },
    {
      ...{ host: '127.0.0.1', port: 0, catalog, reads: readsOf, clockSource: 'demo' },
      ...gateways,
      ...(fieldPage === undefined ? {} : { fieldPage }),
      ...(outgoing === undefined ? {} : { outgoing }),
      work: { reads: same, ...work },
      ...(demoAccounts ? { people: { reads: same, demo: true } } : {}),
      keys: keysOf(createHash('sha256').update(key).digest('hex')),
    },
  );
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= ended());
  async function ended(): Promise<void> {
    // What waits for connections to end goes by the clock of the test.
    const stopped = hub.stop();
    const advance = setInterval(() => clock.advance(1_000), 5);
    await stopped;
    clearInterval(advance);
    folder.close();
  }
  onTestFinished(close);
  const { http } = await hub.start();
  return {
    ...{ hub, url: `http://127.0.0.1:${http}`, folder, clock, lines, volume, close },
    async send(method, path, body, withKey = true) {
      const response = await fetch(`http://127.0.0.1:${http}${path}`, {
        method,
        headers: {
          ...(withKey ? { authorization: `Bearer ${key}` } : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
        ...{ text, headers: response.headers },
      };
    },
    events: () => folder.journal.eventsAfter(0, 1_000_000).map(({ bytes }) => JSON.parse(bytes) as EventEnvelope),
  };
}

/** Records a unit with these devices and has it report for duty; resolves once telemetry knows. */
export async function unitOnDuty({ hub, clock }: WorkHub, id: string, devices: readonly string[]): Promise<void> {
  const give = async (type: string, data: Json, n: number): Promise<void> => {
    const command = {
      id: uuidv7(clock.now(), seededRandom(n).bytes(10)),
      type,
      data,
      basedOn: {},
      madeAt: clock.now(),
    };
    const answer = await hub.desk.submit(command, systemActor);
    if (answer.status !== 'accepted') throw new Error(`${type}: ${JSON.stringify(answer)}`);
  };
  const crew = { kind: 'group', squad: 'mobile', certified: 2, auxiliary: 2, reserve: false };
  const shift = { from: clock.now() - hour, to: clock.now() + 24 * hour };
  const record = { name: id, ...crew, devices: [...devices], shift };
  const provenance = { source: '值班表', asOf: clock.now() - hour, how: 'import' };
  const seed = 1_000 + 2 * [...id].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7);
  await give('RecordUnit', { id, record, provenance }, seed);
  await give('SetUnitStatus', { id, status: 'available' }, seed + 1);
  await vi.waitFor(() => {
    if (!hub.telemetry.units.onDuty(id)) throw new Error(`${id} is not on duty yet`);
  });
}
