/** The hub of a benchmark, composed as in `hub/main.ts` over real files and sockets, with the demo accounts. */
import { createHash, randomBytes } from 'node:crypto';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import type { AnyDocumentTable } from '../../db/documents/tables.ts';
import { documentTables } from '../../db/documents/tables.ts';
import type { RatedClock } from '../../hub/clock/clock.ts';
import { systemClock } from '../../hub/clock/clock.ts';
import { timersOver } from '../../hub/clock/timers.ts';
import type { Hub, HubAddress, HubOptions } from '../../hub/hub.ts';
import { composeHub } from '../../hub/compose.ts';
import { keysOf } from '../../hub/http/api-keys.ts';
import { createLog } from '../../hub/log/log.ts';
import { createDiskSpace } from '../../hub/metrics/disk-space.ts';
import type { Timers } from '../../hub/ports.ts';
import type { Catalog, HubReads } from '../../shared/domain/catalog.ts';
import { catalog as usualCatalog } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { hour } from '../../shared/lib/time.ts';

/** The key of every hub of a benchmark, for HTTP. */
export const apiKey = 'key-of-the-benchmarks';

export interface WholeHubOptions extends Partial<Pick<HubOptions<HubReads>, 'jt808Port'>> {
  readonly catalog?: Catalog<HubReads>;
  readonly tables?: readonly AnyDocumentTable[];
  /** The machine's time unless given. */
  readonly time?: { readonly clock: RatedClock; readonly timers: Timers };
}

export interface WholeHub {
  readonly hub: Hub;
  readonly folder: DataFolder;
  readonly address: HubAddress;
  /** Hands a command in as the hub itself; throws unless it is accepted. */
  give(type: string, data: Json): Promise<void>;
}

export async function openWholeHub(dir: string, options: WholeHubOptions = {}): Promise<WholeHub> {
  const { catalog = usualCatalog, tables = documentTables, time, ...more } = options;
  const random = { bytes: (count: number): Uint8Array => randomBytes(count) };
  const clock = time?.clock ?? systemClock();
  const monotonic = (): number => performance.now();
  const log = createLog('error');
  const newId = (): string => uuidv7(clock.now(), random.bytes(10));
  const folder = openDataFolder(dir, { kinds: [...catalog.kinds.keys()], newId, tables, demo: true });
  const hub = await composeHub(
    folder,
    {
      ...{ clock, random, log, monotonic, timers: time?.timers ?? timersOver(clock) },
      crash: { reach: () => undefined },
      disk: createDiskSpace(folder.dir, monotonic),
      machineTime: () => clock.now(),
    },
    {
      ...{ host: '127.0.0.1', port: 0, catalog, reads: readsOf, clockSource: 'machine', ...more },
      work: { reads: (reads) => reads },
      people: { reads: (reads) => reads, demo: true },
      keys: keysOf(createHash('sha256').update(apiKey).digest('hex')),
    },
  );
  const address = await hub.start();
  return {
    ...{ hub, folder, address },
    async give(type, data) {
      const answer = await hub.desk.submit({ id: newId(), type, data, basedOn: {}, madeAt: clock.now() }, systemActor);
      if (answer.status !== 'accepted') throw new Error(`${type}: ${JSON.stringify(answer)}`);
    },
  };
}

export const unitName = (index: number): string => `u${String(index).padStart(5, '0')}`;

/** Units on duty, each with one device. Returns once telemetry has heard of them. */
export async function recordUnits(
  { hub, give }: WholeHub,
  { count, now, device }: { readonly count: number; readonly now: number; readonly device: (index: number) => string },
): Promise<void> {
  const indexes = Array.from({ length: count }, (_, index) => index);
  const all = async (work: (index: number) => Promise<void>): Promise<void> => {
    // So many at once that commits hold many, and no queue is full.
    for (let from = 0; from < count; from += 200) await Promise.all(indexes.slice(from, from + 200).map(work));
  };
  await all((index) => {
    const record = {
      ...{ name: `${index} 号车`, kind: 'vehicle', squad: 'mobile', certified: 2, auxiliary: 1, reserve: false },
      ...{ devices: [device(index)], shift: { from: now - hour, to: now + 12 * hour } },
    };
    const provenance = { source: '值班表', asOf: now - hour, how: 'import' };
    return give('RecordUnit', { id: unitName(index), record, provenance });
  });
  await all((index) => give('SetUnitStatus', { id: unitName(index), status: 'available' }));
  while (!indexes.every((index) => hub.telemetry.units.onDuty(unitName(index))))
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** CPU time of this process so far, user and system, ms. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
