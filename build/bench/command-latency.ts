/**
 * From a command given on one seat to the document on every other's screen, with twenty seats. The yardstick goes the
 * same way through the same processes: socket.io, a FULL commit at the sender and at the hub, a NORMAL one at each receiver.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { demoAccounts, demoPassword } from '../../hub/accounts/demo.ts';
import { registration } from './domain.ts';
import { inTempFolder } from './folders.ts';
import type { HubSaid } from './latency-hub.ts';
import type { Instants, SeatSaid, SeatTask, Way } from './latency-seat.ts';
import { incidentName } from './latency-seat.ts';
import type { Program } from './processes.ts';
import { startProgram } from './processes.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, percentile, rounds } from './statistics.ts';

const seatCount = 20;
const roundCount = 5;
const commandsEach = 40;
const everyMs = 100;
/** Goals: times the yardstick, and ms. */
const goal = 2;
const goalMs = 100;
const share = 0.95;
/** How often it is asked whether the last command of a round has reached everybody, and for how long at most, ms. */
const lookEveryMs = 500;
const arriveMs = 120_000;

type SeatProgram = Program<SeatSaid>;

const ask = (seat: SeatProgram, task: SeatTask): void => seat.send(task);

async function openSeats(folder: string, { hub, yardstick }: HubSaid, seats: SeatProgram[]): Promise<void> {
  const urls = [hub, yardstick].map((port) => `http://127.0.0.1:${port}`);
  const logins = demoAccounts.filter(({ roles }) => roles.some(({ role }) => role === 'dispatcher'));
  for (let index = 0; index < seatCount; index += 1) {
    const seat = startProgram<SeatSaid>('latency-seat.ts', [folder, `seat-${index}`, ...urls]);
    seats.push(seat);
    await seat.next('ready');
    const login = logins[index % logins.length]?.login ?? '';
    ask(seat, { do: 'login', login, password: demoPassword });
    await seat.next('live');
  }
}

/** Every command has reached every seat; what it took to reach the others than the sender. */
function samplesOf(sent: Instants, got: readonly Instants[], way: Way, round: number): readonly number[] {
  return Array.from({ length: commandsEach }, (_, index) => incidentName(way, round, index)).flatMap((id) =>
    got.map((instants, seat) => {
      const at = instants[id];
      const from = sent[id];
      check(at !== undefined && from !== undefined && at > from, `${id} reached seat ${seat}`);
      return at - from;
    }),
  );
}

async function measureRound(seats: readonly SeatProgram[], way: Way, round: number): Promise<readonly number[]> {
  const [sender, ...others] = seats;
  if (sender === undefined) throw new Error('no seats');
  ask(sender, { do: 'send', way, round, count: commandsEach, everyMs });
  const { at } = await sender.next('sent');
  const last = incidentName(way, round, commandsEach - 1);
  const until = performance.now() + arriveMs;
  for (;;) {
    await sleep(lookEveryMs);
    for (const seat of others) ask(seat, { do: 'report' });
    const got = (await Promise.all(others.map((seat) => seat.next('report')))).map((report) => report.got[way]);
    // A loaded machine may take long: then what counts is how long, and not that it did.
    if (got.every((instants) => last in instants) || performance.now() > until) return samplesOf(at, got, way, round);
  }
}

async function checkSeats(seats: readonly SeatProgram[], total: number): Promise<void> {
  for (const [index, seat] of seats.entries()) {
    ask(seat, { do: 'digest' });
    const { status, rows, count } = await seat.next('digest');
    check(status === 'equal', `the digest of seat ${index} is the hub’s: ${status}`);
    // Duty mode may be a document too.
    check(count >= total, `seat ${index} holds ${count} documents`);
    check(rows === total, `receiver ${index} of the yardstick holds ${rows} rows`);
  }
}

async function measure(seats: readonly SeatProgram[]): Promise<Measured> {
  const p95: { readonly [way in Way]: number[] } = { ours: [], yardstick: [] };
  const middle: { readonly [way in Way]: number[] } = { ours: [], yardstick: [] };
  // One round more than counted: the first compiles.
  for (let round = 0; round <= roundCount; round += 1) {
    for (const way of ['yardstick', 'ours'] as const) {
      const samples = await measureRound(seats, way, round);
      if (round === 0) continue;
      p95[way].push(percentile(samples, share));
      middle[way].push(median(samples));
    }
  }
  await checkSeats(seats, commandsEach * (roundCount + 1));
  const own = median(p95.ours);
  const ratio = median(p95.ours.map((ms, round) => ms / (p95.yardstick[round] ?? 0)));
  const bytes = Buffer.byteLength(JSON.stringify(registration(1)));
  return {
    row: {
      ...{ name: 'command-latency', ours: figure(own, 'ms'), yardstick: figure(median(p95.yardstick), 'ms') },
      ...{ ratio, goal: `≤ ${goal}×, ≤ ${goalMs} ms`, pass: ratio <= goal && own <= goalMs },
    },
    notes: [
      `p95 over each command and each of ${seatCount - 1} receivers; ${seatCount} seats and the hub, each a process`,
      `${commandsEach} commands a round, one every ${everyMs} ms, payload ${bytes} B; ratio: median of the rounds’ ratios`,
      'WAL everywhere; both: synchronous=FULL at sender and hub, NORMAL at receivers; ours: until the push to the screen',
      rounds('ours', p95.ours, 'ms'),
      rounds('yardstick', p95.yardstick, 'ms'),
      rounds('ours, median instead of p95', middle.ours, 'ms'),
      rounds('yardstick, median instead of p95', middle.yardstick, 'ms'),
    ],
  };
}

export function commandLatency(): Promise<Measured> {
  return inTempFolder(async (folder) => {
    const hub = startProgram<HubSaid>('latency-hub.ts', [folder]);
    const seats: SeatProgram[] = [];
    try {
      await openSeats(folder, await hub.next('listening'), seats);
      return await measure(seats);
    } finally {
      await Promise.all(seats.map((seat) => seat.end()));
      await hub.end();
    }
  });
}
