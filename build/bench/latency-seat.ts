/**
 * A seat of the benchmark `command-latency`, a process of its own: composed as in the shells, and beside it a receiver of
 * the yardstick. Instants are of the machine's monotonic clock, which all processes share.
 *
 * In: `{"do": "login"}`, `{"do": "send", "way", "round", "count", "everyMs"}`, `{"do": "report"}`, `{"do": "digest"}`.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { composeSeat } from '../../seat/compose.ts';
import { benchCatalog, benchTables, registration } from './domain.ts';
import { openPlainFile } from './latency-yardstick.ts';
import type { YardstickMessage } from './latency-yardstick.ts';
import { tell } from './processes.ts';

export type Way = 'ours' | 'yardstick';
/** Instant in ms by name of the incident. */
export type Instants = { readonly [incident: string]: number };
export type SeatSaid =
  | { readonly said: 'ready' | 'live' }
  | { readonly said: 'sent'; readonly at: Instants }
  | { readonly said: 'report'; readonly got: { readonly [way in Way]: Instants } }
  | { readonly said: 'digest'; readonly status: string; readonly rows: number; readonly count: number };

export type SeatTask =
  | { readonly do: 'login'; readonly login: string; readonly password: string }
  | { readonly do: 'send'; readonly way: Way; readonly round: number; readonly count: number; readonly everyMs: number }
  | { readonly do: 'report' | 'digest' };

const now = (): number => Number(process.hrtime.bigint()) / 1e6;
const say = (message: SeatSaid): void => tell(message);

export const incidentName = (way: Way, round: number, index: number): string => `${way}-${round}-${index}`;

async function main(dir: string, name: string, hubUrl: string, yardstickUrl: string): Promise<void> {
  const got: { readonly [way in Way]: Record<string, number> } = { ours: {}, yardstick: {} };
  const complain = (data: object, message: string): void => {
    process.stderr.write(`${message} ${JSON.stringify(data)}\n`);
  };
  const { seat } = composeSeat(
    {
      ...{ dataDir: join(dir, name), hubUrls: [hubUrl], seatId: name },
      log: { info: () => undefined, warn: complain, error: complain },
    },
    { kinds: benchCatalog.kinds, commands: benchCatalog.commands, tables: benchTables },
  );
  let isLive = false;
  seat.onPush((push) => {
    if (push.push === 'changed') {
      const at = now();
      for (const { stream } of push.documents) got.ours[stream.slice('complaint/'.length)] ??= at;
    } else if (push.push === 'status' && push.status.link === 'live' && !isLive) {
      isLive = true;
      say({ said: 'live' });
    }
  });
  await seat.request('watch', { watch: 1, kinds: ['complaint'] });

  const outbox = openPlainFile(join(dir, `${name}-yardstick-outbox.sqlite`), 'outbox');
  const cache = openPlainFile(join(dir, `${name}-yardstick-cache.sqlite`), 'seatCache');
  const socket = io(yardstickUrl, { transports: ['websocket'], forceNew: true });
  socket.on('event', (message: YardstickMessage) => {
    cache.add(message);
    got.yardstick[message.id] = now();
  });
  await new Promise<void>((resolve) => socket.on('connect', resolve));

  const give: { readonly [way in Way]: (id: string, index: number) => Promise<void> } = {
    async ours(id, index) {
      const data = { incident: id, ...registration(index) };
      const answer = await seat.request('submit', { type: 'Register', data, basedOn: {} });
      if (answer.status !== 'queued') throw new Error(JSON.stringify(answer));
    },
    async yardstick(id, index) {
      const message = { id, data: { incident: id, ...registration(index) } };
      outbox.add(message);
      socket.emit('command', message);
    },
  };
  const send = async ({ way, round, count, everyMs }: Extract<SeatTask, { do: 'send' }>): Promise<void> => {
    const at: Record<string, number> = {};
    for (let index = 0; index < count; index += 1) {
      const id = incidentName(way, round, index);
      at[id] = now();
      await give[way](id, index);
      await sleep(everyMs);
    }
    say({ said: 'sent', at });
  };
  process.on('disconnect', () => process.exit(0));
  process.on('message', (task: SeatTask) => {
    switch (task.do) {
      case 'login':
        return void seat.request('login', { login: task.login, password: task.password }).then((answer) => {
          if (answer.status !== 'signedIn') throw new Error(JSON.stringify(answer));
        });
      case 'send':
        return void send(task);
      case 'report':
        return say({ said: 'report', got });
      case 'digest':
        return void seat.request('checkDigest', {}).then(({ status }) => {
          say({ said: 'digest', status, rows: cache.count(), count: seat.digest().count });
        });
    }
  });
  say({ said: 'ready' });
}

const [dir, name, hubUrl, yardstickUrl] = process.argv.slice(2);
if (import.meta.main && dir !== undefined && name !== undefined && hubUrl !== undefined && yardstickUrl !== undefined)
  await main(dir, name, hubUrl, yardstickUrl);
