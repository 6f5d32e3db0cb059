/**
 * The hub of the benchmark `replay-night`, a process of its own, with a night of tracks and events behind it; and on
 * another port the yardstick, which reads the same rows from the same files and sends them over socket.io.
 *
 * In: `{"do": "fill"}`. Out: `listening`, `filled`.
 */
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Server } from 'socket.io';
import { openForReading } from '../../db/connection.ts';
import { folderFiles } from '../../db/hub/data-folder.ts';
import { timersOver } from '../../hub/clock/timers.ts';
import { hour, minute, second } from '../../shared/lib/time.ts';
import { benchCatalog, benchTables, shift } from './domain.ts';
import { tell } from './processes.ts';
import type { WholeHub } from './whole-hub.ts';
import { openWholeHub, recordUnits, unitName } from './whole-hub.ts';

export type ReplayHubSaid =
  | { readonly said: 'listening'; readonly hub: number; readonly yardstick: number }
  | { readonly said: 'filled'; readonly from: number; readonly to: number; readonly events: number };

export const nightUnits = 500;
export const fixEveryMs = 10 * second;
export const nightMs = 10 * hour;
export const fixesEach = nightMs / fixEveryMs;
const nightEvents = 10_000;
/** Rows in a page of the yardstick, and pages unacknowledged: as many fixes as a page of the hub has. */
export const pageRows = 8_000;
const pageWindow = 4;

/** Unit, hub time, and lon and lat as they are kept: 1e-7 degrees. */
export type RawFix = readonly [string, number, number, number, ...(number | null)[]];

/** Where a unit is with its so-many-th fix; degrees ×1e7. */
export function placeAt(unit: number, fix: number): readonly [lon: number, lat: number] {
  return [1_214_000_000 + (unit % 50) * 10_000 + Math.abs((fix % 400) - 200) * 900, 311_500_000 + unit * 1_000];
}

/** Everything of the night, in commits as they come. */
async function fill(whole: WholeHub, to: number, back: (ms: number) => void): Promise<number> {
  const { folder, give } = whole;
  const from = to - nightMs;
  const steps = [...shift(nightEvents)];
  const chunk = 100;
  for (let first = 0; first < steps.length; first += chunk) {
    back(Date.now() - (from + (first / steps.length) * nightMs));
    const some = steps.slice(first, first + chunk);
    await Promise.all(some.map(({ command, incident, data }) => give(command, { incident, ...data })));
  }
  back(0);
  const perHour = hour / fixEveryMs;
  for (let begin = 0; begin < fixesEach; begin += perHour)
    for (let unit = 0; unit < nightUnits; unit += 1)
      folder.tracks.append(
        Array.from({ length: perHour }, (_, at) => {
          const fix = begin + at;
          const [lon, lat] = placeAt(unit, fix);
          const instant = from + fix * fixEveryMs;
          return {
            ...{
              unit: unitName(unit),
              at: instant,
              lon: lon / 1e7,
              lat: lat / 1e7,
              speed: 31,
              heading: 90,
              accuracy: 8,
            },
            ...{ poor: false, replayed: false, device: `jt808:${unit}`, deviceAt: instant },
          };
        }),
      );
  return from;
}

async function openYardstick(dir: string): Promise<number> {
  const server = createServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false, maxHttpBufferSize: 1 << 24 });
  io.on('connection', (socket) => {
    socket.on('start', ({ from, to }: { readonly from: number; readonly to: number }) => {
      const tracks = join(dir, folderFiles.tracks);
      const files = readdirSync(tracks).filter((name) => name.endsWith('.sqlite'));
      const waiting = files.sort().map((name) => openForReading(join(tracks, name), 65_536));
      let db = waiting.shift();
      let last: readonly [string, number] = ['', 0];
      let unacknowledged = 0;
      let isOver = false;
      const pump = (): void => {
        while (!isOver && unacknowledged < pageWindow) {
          const rows =
            db
              ?.prepare<(string | number)[], RawFix>(
                `SELECT unit, at, lon, lat, speed, heading, accuracy, poor, replayed, device_at FROM point
                 WHERE (unit, at) > (?, ?) AND at >= ? AND at <= ? ORDER BY unit, at LIMIT CAST(? AS INTEGER)`,
              )
              .raw()
              .all(...last, from, to, pageRows) ?? [];
          const end = rows.at(-1);
          if (end !== undefined) last = [end[0], end[1]];
          if (rows.length < pageRows) {
            db?.close();
            db = waiting.shift();
            last = ['', 0];
            isOver = db === undefined;
          }
          unacknowledged += 1;
          socket.emit('page', { rows, isOver }, () => {
            unacknowledged -= 1;
            setImmediate(pump);
          });
        }
      };
      pump();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function main(dir: string): Promise<void> {
  let behind = nightMs + 90 * minute;
  const clock = { rate: 1, now: () => Date.now() - behind };
  const whole = await openWholeHub(dir, {
    ...{ catalog: benchCatalog, tables: benchTables, time: { clock, timers: timersOver(clock) } },
  });
  await recordUnits(whole, { count: nightUnits, now: clock.now(), device: (index) => `jt808:${index}` });
  const yardstick = await openYardstick(dir);
  process.on('disconnect', () => process.exit(0));
  process.on('message', () => {
    const to = Math.floor(Date.now() / 1_000) * 1_000 - 30 * minute;
    void fill(whole, to, (ms) => (behind = Math.min(behind, ms))).then((from) => {
      const last = from + (fixesEach - 1) * fixEveryMs;
      const said: ReplayHubSaid = { said: 'filled', from, to: last, events: nightEvents };
      tell(said);
    });
  });
  const said: ReplayHubSaid = { said: 'listening', hub: whole.address.http, yardstick };
  tell(said);
}

const [dir] = process.argv.slice(2);
if (import.meta.main && dir !== undefined) await main(dir);
