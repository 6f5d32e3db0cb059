/**
 * The hub of the benchmark `catch-up`, a process of its own: the feed over real files and sockets, told never to send a
 * snapshot instead of events; and on another port the yardstick, which reads the same rows from the same file in the
 * same pages and sends them over socket.io.
 *
 * In: `{"fill": count}`. Out: `listening`, `filled`.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { folderFiles } from '../../db/hub/data-folder.ts';
import { openForReading } from '../../db/connection.ts';
import { digestNow } from '../../hub/feed/digest.ts';
import { labelsFrom } from '../../hub/feed/labels.ts';
import { feedLimits } from '../../hub/feed/ports.ts';
import { feedCatalog, FeedHub } from '../../tests/support/feed-kit.ts';
import { shift, withIncidents } from './domain.ts';
import { tell } from './processes.ts';

export type CatchUpSaid =
  | { readonly said: 'listening'; readonly feed: number; readonly yardstick: number }
  | { readonly said: 'filled'; readonly head: number; readonly count: number; readonly sha256: string };

export const labels = ['bureau', 'hall'];

export interface YardstickRow {
  readonly seq: number;
  readonly stream: string;
  readonly version: number;
  readonly bytes: string;
}

async function main(dir: string): Promise<void> {
  const hub = await new FeedHub(dir, {
    catalog: withIncidents(feedCatalog),
    limits: { farBehind: Number.MAX_SAFE_INTEGER },
  }).listen();
  // The clock of the test hub stands still by itself.
  setInterval(() => {
    hub.monotonic = performance.now();
    if (hub.clock.now() < Date.now()) hub.clock.set(Date.now());
  }, 5);
  await hub.give('Grant', { account: 'lin', labels });

  const server = createServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false, maxHttpBufferSize: 1 << 24 });
  io.on('connection', (socket) => {
    const db = openForReading(join(dir, folderFiles.journal), 65_536);
    const page = db.prepare<[number, number], YardstickRow>(
      'SELECT seq, stream, version, bytes FROM event WHERE seq > ? ORDER BY seq LIMIT CAST(? AS INTEGER)',
    );
    let after = 0;
    let unacknowledged = 0;
    let over = false;
    const pump = (): void => {
      while (!over && unacknowledged < feedLimits.window) {
        const rows = page.all(after, feedLimits.page);
        after = rows.at(-1)?.seq ?? after;
        over = rows.length < feedLimits.page;
        unacknowledged += 1;
        socket.emit('page', { rows, over }, () => {
          unacknowledged -= 1;
          setImmediate(pump);
        });
      }
    };
    socket.on('disconnect', () => db.close());
    socket.on('start', (from: number) => {
      after = from;
      pump();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  process.on('message', ({ fill }: { readonly fill: number }) => {
    void fillUp(hub, fill).then(() => {
      tell({ said: 'filled', head: hub.head, ...digestNow(hub.journal, labelsFrom(labels)) } as CatchUpSaid);
    });
  });
  process.on('disconnect', () => process.exit(0));
  tell({ said: 'listening', feed: hub.port, yardstick: address.port } as CatchUpSaid);
}

/** Commands handed in together, so that commits hold many. */
const together = 1_000;

async function fillUp(hub: FeedHub, count: number): Promise<void> {
  let waiting: Promise<unknown>[] = [];
  for (const { command, incident, data } of shift(count)) {
    waiting.push(
      hub.give(command, { incident, ...data }).then((answer) => {
        if (answer.status !== 'accepted') throw new Error(JSON.stringify(answer));
      }),
    );
    if (waiting.length < together) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
}

const [dir] = process.argv.slice(2);
if (import.meta.main && dir !== undefined) await main(dir);
