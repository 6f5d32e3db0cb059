/** The whole hub over real files and a real HTTP door, with the pack of the tests, and time by hand. */
import { createHash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import type { Hub } from '../../hub/compose.ts';
import { composeHub } from '../../hub/compose.ts';
import { keysOf } from '../../hub/http/api-keys.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import type { Pack } from '../../shared/wire/pack.ts';
import { ManualClock, recordingLog, seededRandom } from './hub-kit.ts';
import type { LogLine } from './hub-kit.ts';
import type { Reply } from './hub-process.ts';
import { temporaryFolder } from './temp-folder.ts';

const key = 'key-of-the-work-hub-tests';

export interface WorkHub {
  readonly hub: Hub;
  readonly folder: DataFolder;
  readonly clock: ManualClock;
  readonly lines: LogLine[];
  /** Bytes the volume says are free. */
  readonly volume: { free: number };
  /** @param body Sent as it is where it is text, else as JSON. */
  send(method: 'GET' | 'POST', path: string, body?: unknown, withKey?: boolean): Promise<Reply>;
  events(): readonly EventEnvelope[];
}

export async function openWorkHub(options: { readonly pack?: Pack } = {}): Promise<WorkHub> {
  const clock = new ManualClock();
  const random = seededRandom(11);
  const lines: LogLine[] = [];
  const newId = (): string => uuidv7(clock.now(), random.bytes(10));
  const folder = openDataFolder(temporaryFolder(), { kinds: [...catalog.kinds.keys()], newId, demo: true });
  const volume = { free: Number.MAX_SAFE_INTEGER };
  const disk = { free: (): number => volume.free };
  const hub = await composeHub(
    folder,
    {
      clock: { rate: 1, now: () => clock.now() },
      ...{ timers: clock, random, disk, log: recordingLog(lines) },
      crash: { reach: () => undefined },
      monotonic: () => performance.now(),
      machineTime: () => clock.now(),
    },
    {
      ...{ host: '127.0.0.1', port: 0, catalog, reads: readsOf, clockSource: 'demo' },
      work: { reads: (reads) => reads, ...(options.pack === undefined ? {} : { pack: options.pack }) },
      keys: keysOf(createHash('sha256').update(key).digest('hex')),
    },
  );
  onTestFinished(async () => {
    // What waits for connections to end goes by the clock of the test.
    const stopped = hub.stop();
    const advance = setInterval(() => clock.advance(1_000), 5);
    await stopped;
    clearInterval(advance);
    folder.close();
  });
  const { http } = await hub.start();
  return {
    ...{ hub, folder, clock, lines, volume },
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
