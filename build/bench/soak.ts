/**
 * A seat at work for eight hours of simulated time: how much more memory it holds with each hour. Hub and seat are
 * processes whose clocks and timers are moved by hand, in steps; in each step the seat comes to where the hub is.
 */
import { join } from 'node:path';
import { hour, minute, second } from '../../shared/lib/time.ts';
import { demoAccounts } from '../../hub/accounts/demo.ts';
import { inTempFolder } from './folders.ts';
import type { Program } from './processes.ts';
import { startProgram } from './processes.ts';
import type { SoakHubSaid } from './soak-hub.ts';
import type { SoakSeatSaid, SoakSeatTask } from './soak-seat.ts';
import type { Measured } from './statistics.ts';
import { check, figure, slope } from './statistics.ts';
import { unitName } from './whole-hub.ts';

const unitCount = 500;
const hours = 8;
/** What the seat keeps of the last two hours has to be full before it is measured. */
const leadHours = 2.5;
const stepMs = 30 * second;
/** Time goes on so far at once: less than a silent link may last. */
const subStepMs = 5 * second;
const sampleMs = 30 * minute;
const workMs = minute;
const lookBackMs = 30 * minute;
/** Given in turn in each step: 10,000 events in eight hours. */
const commandTurns = [10, 11] as const;
/** MB for an hour. */
const goal = 1;
/** Steps that may pass before the seat is where the hub is. */
const mostWaits = 50;

type Sample = Extract<SoakSeatSaid, { said: 'sample' }>;

class Run {
  readonly #hub: Program<SoakHubSaid>;
  readonly #seat: Program<SoakSeatSaid>;
  #stood: Extract<SoakHubSaid, { said: 'stood' }> = { said: 'stood', seq: 0, now: 0, fixAt: 0 };
  #steps = 0;
  waits = 0;

  constructor(hub: Program<SoakHubSaid>, seat: Program<SoakSeatSaid>) {
    this.#hub = hub;
    this.#seat = seat;
  }

  ask(task: SoakSeatTask): void {
    this.#seat.send(task);
  }

  get seq(): number {
    return this.#stood.seq;
  }

  async #advance(ms: number, fixes = false, commands = 0): Promise<void> {
    this.#hub.send({ do: 'advance', ms, fixes, commands });
    this.ask({ do: 'advance', ms });
    this.#stood = await this.#hub.next('stood');
    await this.#seat.next('stood');
  }

  async logIn(login: string): Promise<void> {
    this.ask({ do: 'login', login });
    await this.#seat.next('live');
    await this.step();
  }

  /** A step of simulated time, and whatever of it the seat needs to come to where the hub is. */
  async step(): Promise<void> {
    const commands = commandTurns[this.#steps % commandTurns.length] ?? 0;
    this.#steps += 1;
    await this.#advance(subStepMs, true, commands);
    for (let past = subStepMs; past < stepMs; past += subStepMs) await this.#advance(subStepMs);
    for (let waits = 0; ; waits += 1) {
      const { seq, fixAt } = this.#stood;
      this.ask({ do: 'reach', seq, unit: unitName(unitCount - 1), fixAt });
      const { isThere } = await this.#seat.next('reached');
      if (isThere) return;
      check(waits < mostWaits, `the seat did not come to event ${seq} and the fix of ${fixAt}`);
      this.waits += 1;
      await this.#advance(second);
    }
  }

  async work(number: number, lookBack: boolean): Promise<void> {
    this.ask({ do: 'work', number, lookBack });
    await this.#seat.next('worked');
  }

  async sample(): Promise<Sample> {
    this.ask({ do: 'sample' });
    return this.#seat.next('sample');
  }
}

async function measure(run: Run): Promise<Measured> {
  const samples: Sample[] = [];
  const steps = ((leadHours + hours) * hour) / stepMs;
  const firstMeasured = (leadHours * hour) / stepMs;
  const isDue = (step: number, every: number): boolean => (step * stepMs) % every === 0;
  const began = performance.now();
  for (let step = 1; step <= steps; step += 1) {
    await run.step();
    if (isDue(step, workMs)) await run.work(step, step * stepMs > hour + minute && isDue(step, lookBackMs));
    if (step >= firstMeasured && isDue(step, sampleMs)) samples.push(await run.sample());
  }
  const megabytes = samples.map(({ bytes }) => bytes / 1_000_000);
  const grown = slope(megabytes) * (hour / sampleMs);
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined) throw new Error('no samples');
  check(samples.length > 10, `${samples.length} samples`);
  const worked = Math.floor((steps * stepMs) / workMs);
  // The last one may be on its way.
  check(last.acknowledged >= worked - 1, `${last.acknowledged} of ${worked} commands of the seat were taken`);
  check(last.replays >= (hours * hour) / lookBackMs, `${last.replays} looks back`);
  return {
    row: {
      ...{ name: 'soak', ours: `${grown.toFixed(2)} MB/h`, yardstick: '–', ratio: grown / goal },
      ...{ goal: `≤ ${goal} MB/h`, pass: grown <= goal },
    },
    notes: [
      `${hours} simulated hours after ${leadHours} of lead-in, in steps of ${stepMs / second} s; ${unitCount} units that each say where they are in each step; ${run.seq} events; each minute a command at the seat, each half hour a look back`,
      `in the end ${last.documents} documents, ${last.pushes} pushes to the screen, link lost ${last.lost} times, ${run.waits} times more time was needed; ${figure((performance.now() - began) / 1_000, 's')} of machine time`,
      `no yardstick: the ratio is the share of the goal; growth: line of least squares through ${samples.length} samples of heap and what hangs on it, after everything was collected`,
      `samples: ${megabytes.map((value) => value.toFixed(2)).join(', ')} MB`,
      `of documents came ${last.documents - first.documents} in the measured hours, which the seat keeps the versions of`,
    ],
  };
}

export function soak(): Promise<Measured> {
  return inTempFolder(async (folder) => {
    const start = Date.UTC(2026, 10, 21, 10);
    const hub = startProgram<SoakHubSaid>('soak-hub.ts', [join(folder, 'hub'), String(unitCount), String(start)]);
    try {
      const { port, now } = await hub.next('listening');
      const url = `http://127.0.0.1:${port}`;
      const seat = startProgram<SoakSeatSaid>('soak-seat.ts', [join(folder, 'seat'), url, String(now)]);
      try {
        await seat.next('open');
        const run = new Run(hub, seat);
        await run.logIn(demoAccounts.find(({ roles }) => roles.some(({ role }) => role === 'shiftLead'))?.login ?? '');
        return await measure(run);
      } finally {
        await seat.end();
      }
    } finally {
      await hub.end();
    }
  });
}
