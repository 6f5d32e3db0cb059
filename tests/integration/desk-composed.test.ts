/** The desk inside the whole hub, as `compose.ts` puts it together. */
import { afterEach, expect, test } from 'vitest';
import type { AnyDocumentTable } from '../../db/documents/tables.ts';
import type { DataFolder } from '../../db/hub/data-folder.ts';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { systemClock } from '../../hub/clock/clock.ts';
import { timersOver } from '../../hub/clock/timers.ts';
import type { Hub, HubOptions } from '../../hub/hub.ts';
import { composeHub } from '../../hub/compose.ts';
import type { DocumentReader } from '../../shared/domain/reads.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { keysOf } from '../../hub/http/api-keys.ts';
import type { Catalog, HubReads } from '../../shared/domain/catalog.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { uuidv7, uuidv8 } from '../../shared/lib/ids.ts';
import type { Actor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { recordingLog, seededRandom } from '../support/hub-kit.ts';
import type { LogLine } from '../support/hub-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import type { BoxReads } from '../support/toy-domain.ts';
import { boxCatalog, boxReads } from '../support/toy-domain.ts';

const clerk: Actor = { user: 'lin', seat: 'seat1', role: 'clerk' };
const random = seededRandom(5);
const newId = (): string => uuidv7(Date.now(), random.bytes(10));

let open: { readonly hub: Hub; readonly folder: DataFolder; readonly lines: LogLine[] } | undefined;

interface Domain<R> {
  readonly catalog: Catalog<R>;
  readonly reads: (documents: DocumentReader) => R;
  readonly tables?: readonly AnyDocumentTable[];
  readonly people?: NonNullable<HubOptions<R>['people']>;
}

const boxes: Domain<BoxReads> = { catalog: boxCatalog, reads: boxReads, tables: [] };
const bureau: Domain<HubReads> = { catalog, reads: readsOf, people: { reads: (all) => all, demo: true } };

async function composed<R>({ tables, ...domain }: Domain<R>) {
  const folder = openDataFolder(temporaryFolder(), {
    kinds: [...domain.catalog.kinds.keys()],
    newId,
    ...(tables === undefined ? {} : { tables }),
  });
  const clock = systemClock();
  const lines: LogLine[] = [];
  const hub = await composeHub(
    folder,
    {
      ...{ clock, random, log: recordingLog(lines), timers: timersOver(clock) },
      crash: { reach: () => undefined },
      disk: { free: () => Number.MAX_SAFE_INTEGER },
      monotonic: () => performance.now(),
      machineTime: () => Date.now(),
    },
    {
      ...{ host: '127.0.0.1', port: 0, ...domain },
      keys: keysOf('a'.repeat(64)),
      clockSource: 'machine',
    },
  );
  open = { hub, folder, lines };
  return open;
}

afterEach(async () => {
  await open?.hub.stop();
  open?.folder.close();
  open = undefined;
});

test('refusals that say something about who asked stand in the access log; everyday ones do not', async () => {
  const { hub, folder } = await composed(boxes);
  await hub.start();
  const give = (type: string, data: Json, id = newId()) =>
    hub.desk.submit({ id, type, data, basedOn: {}, madeAt: Date.now() }, clerk);
  const known = newId();
  await give('Put', { box: 'a', amount: 1 }, known);
  await give('Put', { box: 'a', amount: 2 }, known);
  await give('Close', { box: 'a' });
  await give('13900008888', {});
  await give('Put', { box: 'a', amount: 1 }, uuidv8(random.bytes(16)));
  await give('Put', { box: 'a', amount: 5_000 });
  await give('Put', { box: 'a' });
  await hub.stop();
  expect(folder.accessLog.after(0, 99).map(({ at: _at, seq: _seq, hash: _hash, ...rest }) => rest)).toEqual(
    [
      ['Put', 'CommandIdReused'],
      ['Close', 'NotAllowed'],
      ['unknown', 'UnknownCommand'],
      ['Put', 'InvalidCommand'],
    ].map(([subject, detail]) => ({ user: 'lin', seat: 'seat1', action: 'refused', subject, detail })),
  );
});

/** The doors open at once, or only after the first accounts were made. */
test.each([
  ['the doors open', () => composed(boxes)],
  ['the first accounts are made', () => composed(bureau)],
])('a stop while %s leaves no door open and nothing at work', async (_when, compose) => {
  const { hub, folder, lines } = await compose();
  const started = hub.start().then(
    () => 'started',
    (error: unknown) => String(error),
  );
  await hub.stop();
  folder.close();
  expect(await started).toContain('stopped while it started');
  expect(hub.address()).toBeUndefined();
  // Whatever had been left running would now meet closed files.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  await expect(hub.start()).rejects.toThrow();
});

test('a start after a stop is refused', async () => {
  const { hub } = await composed(boxes);
  await hub.stop();
  await expect(hub.start()).rejects.toThrow('stopped while it started');
  expect(hub.address()).toBeUndefined();
});
