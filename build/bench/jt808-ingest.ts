/**
 * Terminals that each send a frame, wait for the answer and send the next, through the gateway, what is believed, the
 * latest table and the tracks on disk. The yardstick takes the same frames from as many sockets, and parts, unescapes,
 * checks, decodes and answers them. Scored is CPU time of the receiving process: the sender shares the cores.
 */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { telemetryPolicy } from '../../hub/telemetry/policy.ts';
import { authentication, message, PlatformReader, registration } from '../../simulator/jt808.ts';
import { inTempFolder } from './folders.ts';
import type { DoorSaid, DoorTask } from './ingest-door.ts';
import { framesEach, gap, positionFrame, terminalOf } from './ingest-frames.ts';
import type { Program } from './processes.ts';
import { startProgram } from './processes.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, rounds } from './statistics.ts';

const wantedConnections = 2_000;
const roundCount = 5;
const goal = 0.5;
/** Connections begun at once. */
const together = 100;
/** Device time of a round, ms. */
const roundMs = framesEach * gap;
/**
 * How old the first frame of a round is at the most when the round begins, ms. Rounds follow each other faster than their
 * device time goes by, so they begin old and come nearer to now.
 */
const ageMs = 80_000;
/** A round that takes longer makes the hub doubt the devices' clocks, and times are then others than were sent, s. */
const longestRound = (telemetryPolicy.clockTrustMs - ageMs) / 1_000;
/** Files of a process beside its connections. */
const otherFiles = 200;

/** Of this process, which holds both sides' connections; what the system does not say is taken to be enough. */
function openFilesLimit(): number {
  try {
    const line = readFileSync('/proc/self/limits', 'utf8')
      .split('\n')
      .find((text) => text.startsWith('Max open files'));
    return Number(line?.split(/\s{2,}/)[1] ?? Number.POSITIVE_INFINITY);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

class Terminal {
  readonly #index: number;
  readonly #socket: Socket;
  readonly #reader = new PlatformReader();
  #frames: readonly Buffer[] = [];
  #sent = 0;
  #done: (() => void) | undefined;
  #failed: ((error: Error) => void) | undefined;

  constructor(index: number, port: number) {
    this.#index = index;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('error', (error) => this.#fail(error.message));
    this.#socket.on('close', () => this.#fail('closed'));
    this.#socket.on('data', (chunk: Buffer) => {
      for (const said of this.#reader.push(chunk)) {
        if (said.result !== 0) this.#fail(`answered with ${said.result}`);
        else if (said.is === 'registered') this.#write(0x0102, authentication(2013, said.code));
        else if (said.to === 0x0102) this.#finish();
        else this.#next();
      }
    });
  }

  /** Registers and proves itself. */
  logOn(): Promise<void> {
    return this.#during(() => this.#write(0x0100, registration(2013, String(this.#index).padStart(7, '0'))));
  }

  /** Sends the frames, each once the one before was answered. Resolves with the last answer. */
  play(frames: readonly Buffer[]): Promise<void> {
    this.#frames = frames;
    this.#sent = 0;
    return this.#during(() => this.#next());
  }

  close(): void {
    this.#done = this.#failed = undefined;
    this.#socket.destroy();
  }

  #during(begin: () => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#done = resolve;
      this.#failed = reject;
      begin();
    });
  }

  #write(id: number, body: Buffer): void {
    this.#socket.write(message(terminalOf(this.#index), id, 0, body));
  }

  #next(): void {
    const frame = this.#frames[this.#sent];
    this.#sent += 1;
    if (frame === undefined) this.#finish();
    else this.#socket.write(frame);
  }

  #finish(): void {
    this.#done?.();
    this.#done = undefined;
  }

  #fail(why: string): void {
    this.#failed?.(new Error(`terminal ${this.#index}: ${why}`));
  }
}

interface Side {
  readonly door: Program<DoorSaid>;
  readonly terminals: readonly Terminal[];
  readonly starts: number[];
}

const ask = (door: Program<DoorSaid>, task: DoorTask): void => door.send(task);

async function openSide(door: Program<DoorSaid>, connections: number): Promise<Side> {
  const { port } = await door.next('listening');
  const terminals: Terminal[] = [];
  for (let from = 0; from < connections; from += together) {
    const some = Array.from(
      { length: Math.min(together, connections - from) },
      (_, at) => new Terminal(from + at, port),
    );
    terminals.push(...some);
    await Promise.all(some.map((terminal) => terminal.logOn()));
  }
  return { door, terminals, starts: [] };
}

interface Outcome {
  /** Frames in a second of the receiver's CPU time, and of the clock. */
  readonly perCpuSecond: number;
  readonly perSecond: number;
}

async function mark({ door }: Side): Promise<Extract<DoorSaid, { said: 'mark' }>> {
  ask(door, { do: 'mark' });
  return door.next('mark');
}

async function measureRound(side: Side): Promise<Outcome> {
  const { terminals, starts } = side;
  const second = Math.floor((Date.now() - ageMs) / 1_000) * 1_000;
  const start = Math.max(second, (starts.at(-1) ?? 0) + roundMs);
  // No frame is ahead of time: of such a one the hub keeps when it came.
  await sleep(Math.max(0, start + roundMs - Date.now()));
  const first = starts.length * framesEach;
  starts.push(start);
  const frames = terminals.map((_, index) =>
    Array.from({ length: framesEach }, (__, at) => positionFrame(index, first + at, start + at * gap)),
  );
  const before = await mark(side);
  const began = performance.now();
  await Promise.all(terminals.map((terminal, index) => terminal.play(frames[index] ?? [])));
  const seconds = (performance.now() - began) / 1_000;
  check(seconds < longestRound, `a round took ${seconds.toFixed(0)} s: the machine is too busy to measure on`);
  const after = await mark(side);
  const count = terminals.length * framesEach;
  check(after.frames - before.frames === count, `${after.frames - before.frames} of ${count} frames were taken`);
  return { perCpuSecond: count / ((after.cpuMs - before.cpuMs) / 1_000), perSecond: count / seconds };
}

async function verify({ door, terminals, starts }: Side, name: string): Promise<string> {
  ask(door, { do: 'verify', starts });
  const { points, wrong, settings } = await door.next('verified');
  const expected = terminals.length * framesEach * starts.length;
  check(points === expected && wrong === 0, `${name}: ${points} of ${expected} positions kept, ${wrong} wrong`);
  return settings;
}

async function measure(ours: Side, bare: Side, limit: number): Promise<Measured> {
  const own: Outcome[] = [];
  const least: Outcome[] = [];
  // One round more than counted: the first compiles.
  for (let round = 0; round <= roundCount; round += 1) {
    const [mine, theirs] = [await measureRound(ours), await measureRound(bare)];
    if (round === 0) continue;
    own.push(mine);
    least.push(theirs);
  }
  const settings = await verify(ours, 'ours');
  await verify(bare, 'yardstick');
  const cpu = (list: readonly Outcome[]): readonly number[] => list.map(({ perCpuSecond }) => perCpuSecond);
  const clock = (list: readonly Outcome[]): readonly number[] => list.map(({ perSecond }) => perSecond);
  const ratioOf = (a: readonly number[], b: readonly number[]): number =>
    median(a.map((rate, round) => rate / (b[round] ?? Infinity)));
  const ratio = ratioOf(cpu(own), cpu(least));
  const unit = 'frames/CPU s';
  return {
    row: {
      ...{ name: 'jt808-ingest', ours: figure(median(cpu(own)), unit), yardstick: figure(median(cpu(least)), unit) },
      ...{ ratio, goal: `≥ ${goal} of it`, pass: ratio >= goal },
    },
    notes: [
      `${ours.terminals.length} connections of ${wantedConnections} wanted (${limit} files may be open), ${framesEach} frames of ${positionFrame(0, 0, 0).length} B each in a round, one in a write, each answered`,
      `every position read back from tracks and latest table, ${ours.starts.length} rounds with the warm-up; ${settings}`,
      `by the clock, with the sender on the same cores: ours ${figure(median(clock(own)), 'frames/s')}, yardstick ${figure(median(clock(least)), 'frames/s')}, ratio ${ratioOf(clock(own), clock(least)).toFixed(2)}`,
      rounds('ours', cpu(own), unit),
      rounds('yardstick', cpu(least), unit),
    ],
  };
}

export function jt808Ingest(): Promise<Measured> {
  return inTempFolder(async (folder) => {
    const limit = openFilesLimit();
    const connections = Math.min(wantedConnections, Math.floor((limit - otherFiles) / 2));
    check(connections > 0, `${limit} open files are too few`);
    const door = (role: string): Program<DoorSaid> =>
      startProgram('ingest-door.ts', [role, join(folder, role), String(connections)]);
    const programs = [door('ours'), door('yardstick')] as const;
    const sides: Side[] = [];
    try {
      for (const program of programs) sides.push(await openSide(program, connections));
      const [ours, bare] = sides;
      if (ours === undefined || bare === undefined) throw new Error('no doors');
      return await measure(ours, bare, limit);
    } finally {
      for (const terminal of sides.flatMap(({ terminals }) => terminals)) terminal.close();
      for (const program of programs) await program.end();
    }
  });
}
