/**
 * The sending side of the benchmark `fan-out`, a process of its own: the whole hub, into whose telemetry fixes are put as
 * a gateway does; or, as the yardstick, a socket.io server that tells everybody each fix in a JSON message.
 *
 * In: `{"do": "run", "seconds"}`. Out: `listening`, `ran`.
 */
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from 'socket.io';
import { positionLimits } from '../../hub/feed/positions.ts';
import type { Fix } from '../../hub/telemetry/fix.ts';
import { tell } from './processes.ts';
import { cpuMs, openWholeHub, recordUnits, unitName } from './whole-hub.ts';

export type SourceSaid =
  | { readonly said: 'listening'; readonly port: number }
  /** `last`: where each unit is in the end, and since when, as `shownAs` writes it. */
  | { readonly said: 'ran'; readonly fixes: number; readonly cpuMs: number; readonly last: readonly string[] };

export interface Shown {
  readonly unit: string;
  readonly lon: number;
  readonly lat: number;
  /** Hub time of the fix, Unix ms. */
  readonly at: number;
}

export const shownAs = ({ unit, lon, lat, at }: Shown): string => `${unit} ${lon.toFixed(7)} ${lat.toFixed(7)} ${at}`;

const say = (message: SourceSaid): void => tell(message);
const deviceOf = (index: number): `jt808:${number}` => `jt808:${index}`;
/** Fixes come as they would from as many devices that know nothing of each other: some with every tick. */
const tickMs = 5;
/** What is on its way when the last fix was told belongs to the round. */
const restMs = 4 * positionLimits.busyWindowMs;

async function openSource(role: string, dir: string, units: number): Promise<{ port: number; take(fix: Fix): void }> {
  if (role === 'ours') {
    const whole = await openWholeHub(dir);
    await recordUnits(whole, { count: units, now: Date.now(), device: deviceOf });
    return { port: whole.address.http, take: (fix) => void whole.hub.telemetry.take(fix) };
  }
  const server = createServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    take({ device, lon, lat, deviceAt: at, speed, heading, accuracy }) {
      const unit = unitName(Number(device.slice(deviceOf(0).length - 1)));
      io.emit('position', { unit, lon, lat, at, speed, heading, accuracy, poor: false });
    },
  };
}

async function main(role: string, dir: string, units: number): Promise<void> {
  const { port, take } = await openSource(role, dir, units);
  let turn = 0;

  async function run(seconds: number): Promise<void> {
    const before = cpuMs();
    const last: Shown[] = [];
    const began = performance.now();
    const first = turn * units;
    const count = units * seconds;
    for (let made = 0; made < count;) {
      const due = Math.min(count, Math.floor(((performance.now() - began) / 1_000) * units));
      for (; made < due; made += 1) {
        const index = made % units;
        const step = (first + made - index) / units;
        const at = Date.now();
        // Some thirty kilometres an hour; and back, so that nobody leaves the district.
        const east = Math.abs((step % 200) - 100) * 0.0001;
        const lon = 121.4 + (index % 50) * 0.001 + east;
        const lat = 31.15 + Math.floor(index / 50) * 0.001;
        take({
          ...{ device: deviceOf(index), lon, lat, deviceAt: at, receivedAt: at, speed: 34, heading: 90, accuracy: 8 },
          ...{ positioned: true, replayed: false, sos: false },
        });
        last[index] = { unit: unitName(index), lon, lat, at };
      }
      await sleep(tickMs);
    }
    turn += seconds;
    await sleep(restMs);
    say({ said: 'ran', fixes: count, cpuMs: cpuMs() - before, last: last.map(shownAs) });
  }

  process.on('disconnect', () => process.exit(0));
  process.on('message', ({ seconds }: { readonly seconds: number }) => void run(seconds));
  say({ said: 'listening', port });
}

const [role, dir, units] = process.argv.slice(2);
if (import.meta.main && role !== undefined && dir !== undefined) await main(role, dir, Number(units));
