/**
 * A seat as a program for tests: the same composition as in the shells over the same files, with the domain of the feed
 * tests, and crash points that really end the process.
 *
 * Arguments: data folder, address of the hub, who signs in. In: a line for each submit, `{"box", "amount"}`. Out:
 * `{"event":"open"}`, then `{"queued": id}` for each submit once it is durable, and `{"link", "lastSeq", "pending"}` with
 * every status. `CRASH_POINT` and `CRASH_AT` (from 1) say where to end.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { composeSeat } from '../../seat/compose.ts';
import type { SeatCrashPoint, SeatCrashPoints } from '../../seat/runtime/ports.ts';
import { feedCatalog, tokenOf } from './feed-kit.ts';

const [dataDir = '', url = '', user = ''] = process.argv.slice(2);

// Straight to the descriptor: what was said before a kill has been said.
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

function crashPoints(point: string | undefined, nth: number): SeatCrashPoints {
  let left = nth;
  return {
    reach(reached: SeatCrashPoint) {
      if (reached !== point) return;
      left -= 1;
      if (left > 0) return;
      process.kill(process.pid, 'SIGKILL');
      // The signal is on its way; not one more instruction of the seat may run.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  };
}

const { seat, seatId, close } = composeSeat(
  { dataDir, hubUrls: [url], seatId: 'seat1' },
  {
    kinds: feedCatalog.kinds,
    commands: feedCatalog.commands,
    tables: [],
    crash: crashPoints(process.env['CRASH_POINT'], Number(process.env['CRASH_AT'] ?? 1)),
    http: {
      login: () => {
        const account = { id: user, login: user, name: user, roles: [] };
        const body = { token: tokenOf(user, seatId), expiresAt: 1, user: account, secondFactorMissing: false };
        return Promise.resolve({ status: 200, body });
      },
      check: () => Promise.resolve({ status: 204, body: null }),
      journal: () => Promise.resolve(undefined),
      logout: () => Promise.resolve(),
    },
  },
);
say({ event: 'open' });
seat.onPush((push) => {
  if (push.push !== 'status') return;
  const { link, lastSeq, pending } = push.status;
  say({ link, lastSeq, pending });
});
await seat.request('login', { login: user, password: 'right' });

const input = createInterface({ input: process.stdin });
// The test is gone: nobody would end this process otherwise.
input.on('close', () => {
  close();
  process.exit(0);
});
input.on('line', (line) => {
  const { box, amount } = JSON.parse(line) as { readonly box: string; readonly amount: number };
  void seat.request('submit', { type: 'Put', data: { box, amount }, basedOn: { [`box/${box}`]: 0 } }).then((answer) => {
    say(answer.status === 'queued' ? { queued: answer.entry } : { answer });
  });
});
