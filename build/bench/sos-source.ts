/**
 * The sending side of the benchmark `sos`, a process of its own: the whole hub, into whose telemetry calls for help are put as
 * a gateway does; or, as the yardstick, a server that commits each call and tells everybody.
 *
 * In: `{"do": "press", "from", "count", "everyMs"}`. Out: `listening`, `pressed`.
 */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Server } from 'socket.io';
import { openPlainFile } from './latency-yardstick.ts';
import { tell } from './processes.ts';
import { openWholeHub, recordUnits, unitName } from './whole-hub.ts';

/** When each unit pressed, ms of the machine's monotonic clock, which all processes share. */
export type Instants = { readonly [unit: string]: number };
export type SourceSaid =
  { readonly said: 'listening'; readonly port: number } | { readonly said: 'pressed'; readonly at: Instants };
export interface PressTask {
  readonly do: 'press';
  /** Index of the first unit that presses, and how many do, one after another. */
  readonly from: number;
  readonly count: number;
  readonly everyMs: number;
}

export const monotonicMs = (): number => Number(process.hrtime.bigint()) / 1e6;
const say = (message: SourceSaid): void => tell(message);
const deviceOf = (index: number): `jt808:${number}` => `jt808:${index}`;

async function openSource(role: string, dir: string, units: number): Promise<{ port: number; press(i: number): void }> {
  if (role === 'ours') {
    const whole = await openWholeHub(dir);
    await recordUnits(whole, { count: units, now: Date.now(), device: deviceOf });
    return {
      port: whole.address.http,
      press(index) {
        const at = Date.now();
        void whole.hub.telemetry.take({
          ...{ device: deviceOf(index), lon: 121.44, lat: 31.19, deviceAt: at, receivedAt: at, speed: 0, heading: 0 },
          ...{ accuracy: 8, positioned: true, replayed: false, sos: true },
        });
      },
    };
  }
  const file = openPlainFile(join(dir, 'calls.sqlite'), 'journal');
  const server = createServer();
  const io = new Server(server, { transports: ['websocket'], serveClient: false });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    press(index) {
      const message = { id: unitName(index), data: { kind: 'sos', lon: 121.44, lat: 31.19, accuracy: 8 } };
      file.add(message);
      io.emit('call', message);
    },
  };
}

async function main(role: string, dir: string, units: number): Promise<void> {
  const { port, press } = await openSource(role, dir, units);
  const run = async ({ from, count, everyMs }: PressTask): Promise<void> => {
    const at: Record<string, number> = {};
    for (let index = from; index < from + count; index += 1) {
      at[unitName(index)] = monotonicMs();
      press(index);
      await sleep(everyMs);
    }
    say({ said: 'pressed', at });
  };
  process.on('disconnect', () => process.exit(0));
  process.on('message', (task: PressTask) => void run(task));
  say({ said: 'listening', port });
}

const [role, dir, units] = process.argv.slice(2);
if (import.meta.main && role !== undefined && dir !== undefined) await main(role, dir, Number(units));
