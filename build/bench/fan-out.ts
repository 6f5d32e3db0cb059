/**
 * Positions of 2,000 units, one a second each, to the screens of 20 seats. The yardstick tells each position in a JSON
 * message over socket.io. Compared is the CPU time of all processes of a side, hub and seats.
 */
import { join } from 'node:path';
import { positionLimits } from '../../hub/feed/positions.ts';
import type { SeatsSaid, SeatsTask } from './fan-out-seats.ts';
import type { SourceSaid } from './fan-out-source.ts';
import { inTempFolder } from './folders.ts';
import type { Program } from './processes.ts';
import { startProgram } from './processes.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, rounds } from './statistics.ts';

const unitCount = 2_000;
const seatCount = 20;
const roundCount = 5;
const seconds = 10;
/** Goals: share of the yardstick's CPU time, and ms. */
const goal = 0.25;
const goalMs = 100;
/** Of fixes that follow within a second of each other hardly any may be skipped. */
const leastTold = 0.9;

interface Side {
  readonly name: string;
  readonly source: Program<SourceSaid>;
  readonly seats: Program<SeatsSaid>;
}

interface Outcome {
  /** CPU time, ms: of the sending process, and of the seats. */
  readonly source: number;
  readonly seats: number;
  readonly age: { readonly p50: number; readonly p95: number };
  /** Share of the fixes that each screen was told. */
  readonly told: number;
}

async function openSide(name: string, folder: string, programs: { end(): Promise<void> }[]): Promise<Side> {
  const source = startProgram<SourceSaid>('fan-out-source.ts', [name, join(folder, `${name}-hub`), String(unitCount)]);
  programs.push(source);
  const { port } = await source.next('listening');
  const url = `http://127.0.0.1:${port}`;
  const seats = startProgram<SeatsSaid>('fan-out-seats.ts', [name, folder, url, String(seatCount)]);
  programs.push(seats);
  await seats.next('live');
  return { name, source, seats };
}

async function measureRound({ name, source, seats }: Side): Promise<Outcome> {
  const ask = (task: SeatsTask): void => seats.send(task);
  ask({ do: 'begin' });
  await seats.next('begun');
  source.send({ do: 'run', seconds });
  const { fixes, cpuMs, last } = await source.next('ran');
  ask({ do: 'report', last });
  const report = await seats.next('report');
  check(report.wrong === 0, `${name}: ${report.wrong} screens do not show the last fix of every unit`);
  const told = report.told / (fixes * seatCount);
  check(told >= leastTold && told <= 1, `${name}: ${(told * 100).toFixed(1)} % of the fixes were told`);
  return { source: cpuMs, seats: report.cpuMs, age: report.age, told };
}

async function measure(ours: Side, bare: Side): Promise<Measured> {
  const own: Outcome[] = [];
  const least: Outcome[] = [];
  // One round more than counted: the first compiles.
  for (let round = 0; round <= roundCount; round += 1) {
    const [mine, theirs] = [await measureRound(ours), await measureRound(bare)];
    if (round === 0) continue;
    own.push(mine);
    least.push(theirs);
  }
  /** Of one core, in each round. */
  const shares = (list: readonly Outcome[], of: (outcome: Outcome) => number): readonly number[] =>
    list.map((outcome) => of(outcome) / (seconds * 10));
  const whole = (outcome: Outcome): number => outcome.source + outcome.seats;
  const ratioOf = (of: (outcome: Outcome) => number): number =>
    median(own.map((mine, round) => of(mine) / of(least[round] ?? mine)));
  const ratio = ratioOf(whole);
  const ages = own.map(({ age }) => age.p95);
  const p95 = median(ages);
  const parts = (list: readonly Outcome[]): string =>
    `hub ${figure(median(shares(list, ({ source }) => source)), '%')}, seats ${figure(median(shares(list, ({ seats }) => seats)), '%')}`;
  return {
    row: {
      name: 'fan-out',
      ours: `${figure(median(shares(own, whole)), '% of a core')}, p95 ${figure(p95, 'ms')}`,
      yardstick: figure(median(shares(least, whole)), '% of a core'),
      ...{ ratio, goal: `≤ ${goal}, ≤ ${goalMs} ms`, pass: ratio <= goal && p95 <= goalMs },
    },
    notes: [
      `${unitCount} units at 1 Hz, ${seatCount} seats, ${seconds} s a round; frames of 24 B a fix at most every ${positionLimits.busyWindowMs} ms; yardstick: one JSON message of about 120 B for each fix and seat`,
      `every screen shows the last fix of every unit; of all fixes a screen was told ${(median(own.map(({ told }) => told)) * 100).toFixed(1)} %, yardstick ${(median(least.map(({ told }) => told)) * 100).toFixed(1)} %`,
      `CPU of one core, ours: ${parts(own)}; yardstick: ${parts(least)}; ratio of the hub alone ${ratioOf(({ source }) => source).toFixed(2)}, of the seats ${ratioOf(({ seats }) => seats).toFixed(2)}`,
      `age when the screen was told, ours: median ${figure(median(own.map(({ age }) => age.p50)), 'ms')}, p95 ${figure(p95, 'ms')}; yardstick: ${figure(median(least.map(({ age }) => age.p50)), 'ms')}, ${figure(median(least.map(({ age }) => age.p95)), 'ms')}`,
      rounds('ours', shares(own, whole), '%'),
      rounds('yardstick', shares(least, whole), '%'),
      rounds('ours, p95', ages, 'ms'),
    ],
  };
}

export function fanOut(): Promise<Measured> {
  return inTempFolder(async (folder) => {
    const programs: { end(): Promise<void> }[] = [];
    try {
      return await measure(await openSide('ours', folder, programs), await openSide('yardstick', folder, programs));
    } finally {
      for (const program of programs.reverse()) await program.end();
    }
  });
}
