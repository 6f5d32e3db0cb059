/**
 * The hub of the benchmark `command-latency`, a process of its own: composed as in `hub/main.ts`, with incidents besides;
 * and on another port the yardstick, which commits what comes and passes it on to everybody.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { systemClock } from '../../hub/clock/clock.ts';
import { timersOver } from '../../hub/clock/timers.ts';
import { composeHub } from '../../hub/compose.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { openApiKeys } from '../../hub/http/api-keys.ts';
import { createLog } from '../../hub/log/log.ts';
import { createDiskSpace } from '../../hub/metrics/disk-space.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { benchCatalog, benchTables } from './domain.ts';
import { openPlainFile } from './latency-yardstick.ts';
import type { YardstickMessage } from './latency-yardstick.ts';
import { tell } from './processes.ts';

export type HubSaid = { readonly said: 'listening'; readonly hub: number; readonly yardstick: number };

async function main(dir: string): Promise<void> {
  const random = { bytes: (count: number): Uint8Array => randomBytes(count) };
  const monotonic = (): number => performance.now();
  const clock = systemClock();
  const log = createLog('error');
  const folder = openDataFolder(join(dir, 'hub'), {
    kinds: [...benchCatalog.kinds.keys()],
    newId: () => uuidv7(Date.now(), random.bytes(10)),
    tables: benchTables,
    demo: true,
  });
  const hub = await composeHub(
    folder,
    {
      ...{ clock, random, log, monotonic },
      timers: timersOver(clock),
      crash: { reach: () => undefined },
      disk: createDiskSpace(folder.dir, monotonic),
      machineTime: () => Date.now(),
    },
    {
      ...{ host: '127.0.0.1', port: 0, catalog: benchCatalog, reads: readsOf },
      people: { reads: (reads) => reads, demo: true },
      keys: openApiKeys(folder.dir, undefined, random, log),
      clockSource: 'machine',
    },
  );
  const { http } = await hub.start();

  const file = openPlainFile(join(dir, 'yardstick-hub.sqlite'), 'journal');
  const server = createServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false });
  io.on('connection', (socket) => {
    socket.on('command', (message: YardstickMessage) => {
      file.add(message);
      io.emit('event', message);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.on('disconnect', () => process.exit(0));
  tell({ said: 'listening', hub: http, yardstick: address.port } as HubSaid);
}

const [dir] = process.argv.slice(2);
if (import.meta.main && dir !== undefined) await main(dir);
