/**
 * The seats of the benchmark `sos`, in one process: composed as in the shells, each with a screen that watches alarms; or, as
 * the yardstick, as many socket.io clients with a file each.
 *
 * In: `{"do": "report"}`. Out: `live`, `report`.
 */
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { demoAccounts, demoPassword } from '../../hub/accounts/demo.ts';
import { composeSeat } from '../../seat/compose.ts';
import type { AlarmState } from '../../shared/domain/alarm/state.ts';
import { openPlainFile } from './latency-yardstick.ts';
import type { YardstickMessage } from './latency-yardstick.ts';
import { tell } from './processes.ts';
import type { Instants } from './sos-source.ts';
import { monotonicMs } from './sos-source.ts';

export type SeatsSaid =
  | { readonly said: 'live' }
  /** Of each seat: when its screen was told of the call of each unit. */
  | { readonly said: 'report'; readonly got: readonly Instants[] };

const say = (message: SeatsSaid): void => tell(message);

async function openSeat(dir: string, name: string, hubUrl: string, got: Record<string, number>): Promise<void> {
  const complain = (data: object, message: string): void => {
    process.stderr.write(`${message} ${JSON.stringify(data)}\n`);
  };
  const { seat } = composeSeat({
    ...{ dataDir: join(dir, name), hubUrls: [hubUrl], seatId: name },
    log: { info: () => undefined, warn: complain, error: complain },
  });
  const live = new Promise<void>((resolve) => {
    seat.onPush((push) => {
      if (push.push === 'status' && push.status.link === 'live') resolve();
      if (push.push !== 'changed') return;
      const at = monotonicMs();
      for (const { stream, state } of push.documents)
        if (stream.startsWith('alarm/')) got[(state as unknown as AlarmState).unit?.id ?? ''] ??= at;
    });
  });
  await seat.request('watch', { watch: 1, kinds: ['alarm'] });
  const [dispatcher] = demoAccounts.filter(({ roles }) => roles.some(({ role }) => role === 'dispatcher'));
  await seat.request('login', { login: dispatcher?.login ?? '', password: demoPassword });
  await live;
}

async function openClient(dir: string, name: string, url: string, got: Record<string, number>): Promise<void> {
  const file = openPlainFile(join(dir, `${name}.sqlite`), 'seatCache');
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  socket.on('call', (message: YardstickMessage) => {
    file.add(message);
    got[message.id] = monotonicMs();
  });
  await new Promise<void>((resolve) => socket.on('connect', resolve));
}

async function main(role: string, dir: string, url: string, count: number): Promise<void> {
  const got: Record<string, number>[] = Array.from({ length: count }, () => ({}));
  for (const [index, of] of got.entries())
    await (role === 'ours' ? openSeat : openClient)(dir, `${role}-seat-${index}`, url, of);
  process.on('disconnect', () => process.exit(0));
  process.on('message', () => say({ said: 'report', got }));
  say({ said: 'live' });
}

const [role, dir, url, count] = process.argv.slice(2);
if (import.meta.main && role !== undefined && dir !== undefined && url !== undefined)
  await main(role, dir, url, Number(count));
