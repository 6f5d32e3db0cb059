/**
 * A seat that comes back 100,000 events behind: from connect to a digest equal to the hub's. The yardstick reads those
 * rows on the hub, sends them over one socket.io connection and inserts them, in the same pages and window; it writes no
 * documents. Hub and yardstick's sender are one process, seat and yardstick's receiver another.
 */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { feedLimits } from '../../hub/feed/ports.ts';
import { composeSeat } from '../../seat/compose.ts';
import type { ComposedSeat } from '../../seat/compose.ts';
import { feedCatalog, tokenOf } from '../../tests/support/feed-kit.ts';
import type { CatchUpSaid, YardstickRow } from './catch-up-hub.ts';
import { incidentTable, withIncidents } from './domain.ts';
import { inTempFolder } from './folders.ts';
import type { Program } from './processes.ts';
import { startProgram } from './processes.ts';
import { insertEvent, openRaw, settingsOf } from './raw-cache.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, rounds } from './statistics.ts';
import { openPlain } from '../../db/connection.ts';

const eventCount = 100_000;
const roundCount = 5;
const goal = 2;
const seatId = 'seat1';
/** What this takes is not measured, and differs by a factor of ten with what else the machine does, ms. */
const fillMs = 3_600_000;
const liveMs = 900_000;
const catalog = withIncidents(feedCatalog);

type Filled = Extract<CatchUpSaid, { said: 'filled' }>;

function openSeat(dataDir: string, url: string): ComposedSeat {
  const user = { id: 'lin', login: 'lin', name: 'Lin', roles: [] };
  return composeSeat(
    { dataDir, hubUrls: [url], seatId, log: { info: () => undefined, warn: complain, error: complain } },
    {
      kinds: catalog.kinds,
      commands: catalog.commands,
      tables: [incidentTable],
      http: {
        login: () =>
          Promise.resolve({
            status: 200,
            body: { token: tokenOf('lin', seatId), expiresAt: 1, user, secondFactorMissing: false },
          }),
        check: () => Promise.resolve({ status: 204, body: null }),
        logout: () => Promise.resolve(),
        journal: () => Promise.resolve(undefined),
      },
    },
  );
}

function complain(data: object, message: string): void {
  process.stderr.write(`seat: ${message} ${JSON.stringify(data)}\n`);
}

/** Resolves once the seat is live and holds everything up to the event. */
function live({ seat }: ComposedSeat, seq: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`the seat did not come to ${seq} within ${liveMs} ms`)), liveMs);
    const stop = seat.onPush((push) => {
      if (push.push !== 'status' || push.status.link !== 'live' || push.status.lastSeq < seq) return;
      clearTimeout(late);
      queueMicrotask(() => stop());
      resolve();
    });
  });
}

interface Outcome {
  readonly ms: number;
  readonly liveMs: number;
}

async function ours(seed: string, dir: string, url: string, filled: Filled): Promise<Outcome> {
  const outcome = await caughtUp(seed, dir, url, filled);
  checkEvents(join(dir, 'cache.sqlite'), filled);
  return outcome;
}

async function caughtUp(seed: string, dir: string, url: string, filled: Filled): Promise<Outcome> {
  cpSync(seed, dir, { recursive: true });
  const started = performance.now();
  const composed = openSeat(dir, url);
  try {
    await live(composed, filled.head);
    const untilLive = performance.now() - started;
    const answer = await composed.seat.request('checkDigest', {});
    const ms = performance.now() - started;
    check(answer.status === 'equal', `the digests are equal: ${JSON.stringify(answer)}`);
    check(composed.seat.digest().sha256 === filled.sha256, 'the digest is the one the hub told beforehand');
    return { ms, liveMs: untilLive };
  } finally {
    composed.close();
  }
}

/** Every event came by the feed: a snapshot would have brought none. */
function checkEvents(file: string, { head }: Filled): void {
  const db = openPlain(file, 0);
  const row = db
    .prepare<[], { count: number; last: number }>('SELECT count(*) AS count, max(seq) AS last FROM event')
    .get();
  db.close();
  check(
    row?.count === eventCount && row.last === head,
    `${row?.count ?? 0} events in the file, up to ${row?.last ?? 0}`,
  );
}

async function yardstick(file: string, url: string, filled: Filled): Promise<{ ms: number; settings: string }> {
  const db = openRaw(file);
  const insert = db.prepare<[number, string, number, string]>(insertEvent);
  const started = performance.now();
  const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true });
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', () => socket.emit('start', filled.head - eventCount));
    socket.on('connect_error', reject);
    socket.on('page', ({ rows, over }: { rows: readonly YardstickRow[]; over: boolean }, taken: () => void) => {
      db.transaction(() => {
        for (const { seq, stream, version, bytes } of rows) insert.run(seq, stream, version, bytes);
      }).immediate();
      taken();
      if (over) resolve();
    });
  });
  const ms = performance.now() - started;
  socket.disconnect();
  const settings = settingsOf(db);
  db.close();
  checkEvents(file, filled);
  return { ms, settings };
}

async function measure(folder: string, hub: Program<CatchUpSaid>): Promise<Measured> {
  const ports = await hub.next('listening');
  const url = `http://127.0.0.1:${ports.feed}`;
  const seed = join(folder, 'seed');
  const first = openSeat(seed, url);
  await first.seat.request('login', { login: 'lin', password: 'right' });
  await live(first, 1);
  first.close();
  hub.send({ fill: eventCount });
  const filled = await hub.next('filled', fillMs);
  const own: number[] = [];
  const untilLive: number[] = [];
  const least: number[] = [];
  let settings = '';
  for (let round = 0; round < roundCount; round += 1) {
    const bare = await yardstick(join(folder, `yardstick-${round}`), `http://127.0.0.1:${ports.yardstick}`, filled);
    const mine = await ours(seed, join(folder, `ours-${round}`), url, filled);
    ({ settings } = bare);
    own.push(mine.ms / 1_000);
    untilLive.push(mine.liveMs / 1_000);
    least.push(bare.ms / 1_000);
  }
  const ratio = median(own.map((seconds, round) => seconds / (least[round] ?? 0)));
  return {
    row: {
      ...{ name: 'catch-up', ours: figure(median(own), 's'), yardstick: figure(median(least), 's') },
      ...{ ratio, goal: `≤ ${goal}×`, pass: ratio <= goal },
    },
    notes: [
      `${eventCount} events, ${filled.count} documents in the end, pages of ${feedLimits.page}, window ${feedLimits.window}`,
      `all of them as events: the hub of a customer sends a snapshot from ${feedLimits.farBehind} on, which is quicker`,
      `both: ${settings}; ratio: median of the rounds’ ratios`,
      rounds('ours', own, 's'),
      rounds('ours until live, before the digest', untilLive, 's'),
      rounds('yardstick', least, 's'),
    ],
  };
}

export function catchUp(): Promise<Measured> {
  return inTempFolder(async (folder) => {
    const hub = startProgram<CatchUpSaid>('catch-up-hub.ts', [join(folder, 'hub')]);
    try {
      return await measure(folder, hub);
    } finally {
      await hub.end();
    }
  });
}
