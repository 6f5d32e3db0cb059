/**
 * From a terminal's call for help at the hub's door to the screens of twenty seats. The yardstick goes the same way through as
 * many processes: a FULL commit at the sender, socket.io, a NORMAL one at each receiver.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inTempFolder } from './folders.ts';
import type { Program } from './processes.ts';
import { startProgram } from './processes.ts';
import type { SeatsSaid } from './sos-seats.ts';
import type { PressTask, SourceSaid } from './sos-source.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, percentile, rounds } from './statistics.ts';

const seatCount = 20;
const roundCount = 5;
const callsEach = 40;
const everyMs = 100;
/** Every unit presses once: a second press would be the same alarm. */
const unitCount = callsEach * (roundCount + 1);
/** ms; a hall must see a call before whoever pressed has let go of the button. */
const goalMs = 200;
const lookEveryMs = 200;
const arriveMs = 60_000;

interface Side {
  readonly name: string;
  readonly source: Program<SourceSaid>;
  readonly seats: Program<SeatsSaid>;
}

async function openSide(name: string, folder: string, programs: { end(): Promise<void> }[]): Promise<Side> {
  const dir = join(folder, `${name}-source`);
  mkdirSync(dir, { recursive: true });
  const source = startProgram<SourceSaid>('sos-source.ts', [name, dir, String(unitCount)]);
  programs.push(source);
  const { port } = await source.next('listening');
  const args = [name, folder, `http://127.0.0.1:${port}`, String(seatCount)];
  const seats = startProgram<SeatsSaid>('sos-seats.ts', args);
  programs.push(seats);
  await seats.next('live');
  return { name, source, seats };
}

/** Every call has reached every screen; what each took, ms. */
async function measureRound({ name, source, seats }: Side, round: number): Promise<readonly number[]> {
  source.send({ do: 'press', from: round * callsEach, count: callsEach, everyMs } satisfies PressTask);
  const { at } = await source.next('pressed');
  const units = Object.keys(at);
  const until = performance.now() + arriveMs;
  for (;;) {
    seats.send({ do: 'report' });
    const { got } = await seats.next('report');
    if (got.every((instants) => units.every((unit) => unit in instants)) || performance.now() > until)
      return got.flatMap((instants, seat) =>
        units.map((unit) => {
          const [to, from] = [instants[unit], at[unit]];
          check(
            to !== undefined && from !== undefined && to > from,
            `${name}: the call of ${unit} reached seat ${seat}`,
          );
          return to - from;
        }),
      );
    await sleep(lookEveryMs);
  }
}

async function measure(ours: Side, bare: Side): Promise<Measured> {
  const p95: { readonly ours: number[]; readonly yardstick: number[] } = { ours: [], yardstick: [] };
  const worst: number[] = [];
  // One round more than counted: the first compiles.
  for (let round = 0; round <= roundCount; round += 1) {
    const [mine, theirs] = [await measureRound(ours, round), await measureRound(bare, round)];
    if (round === 0) continue;
    p95.ours.push(percentile(mine, 0.95));
    p95.yardstick.push(percentile(theirs, 0.95));
    worst.push(Math.max(...mine));
  }
  const own = median(p95.ours);
  const ratio = median(p95.ours.map((ms, round) => ms / (p95.yardstick[round] ?? 0)));
  return {
    row: {
      ...{ name: 'sos', ours: figure(own, 'ms'), yardstick: figure(median(p95.yardstick), 'ms'), ratio },
      ...{ goal: `≤ ${goalMs} ms`, pass: own <= goalMs },
    },
    notes: [
      `p95 over each call and each of ${seatCount} seats, which share one process; ${callsEach} calls a round, one every ${everyMs} ms`,
      'ours: from the report with the help bit in the telemetry of the hub to the push to the screen, the alarm on disk at the hub',
      rounds('ours', p95.ours, 'ms'),
      rounds('yardstick', p95.yardstick, 'ms'),
      rounds('ours, the slowest', worst, 'ms'),
    ],
  };
}

export function sos(): Promise<Measured> {
  return inTempFolder(async (folder) => {
    const programs: { end(): Promise<void> }[] = [];
    try {
      return await measure(await openSide('ours', folder, programs), await openSide('yardstick', folder, programs));
    } finally {
      for (const program of programs.reverse()) await program.end();
    }
  });
}
