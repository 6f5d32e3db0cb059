/**
 * The seats of the benchmark `fan-out`, in one process: composed as in the shells, each with a screen that watches
 * positions; or, as the yardstick, as many socket.io clients that keep what they are told in a table.
 *
 * In: `{"do": "begin"}`, `{"do": "report", "last"}`. Out: `live`, `begun`, `report`.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { io } from 'socket.io-client';
import { demoAccounts, demoPassword } from '../../hub/accounts/demo.ts';
import { PositionTable } from '../../renderer/seat-client/position-table.ts';
import { composeSeat } from '../../seat/compose.ts';
import type { Shown } from './fan-out-source.ts';
import { shownAs } from './fan-out-source.ts';
import { tell } from './processes.ts';
import { percentile } from './statistics.ts';
import { cpuMs } from './whole-hub.ts';

export type SeatsSaid =
  | { readonly said: 'live' | 'begun' }
  | {
      readonly said: 'report';
      readonly cpuMs: number;
      /** How old fixes were when a screen was told of them, ms. */
      readonly age: { readonly p50: number; readonly p95: number };
      /** Fixes told, of all screens together. */
      readonly told: number;
      /** Screens that do not show the last fix of every unit, and nothing else. */
      readonly wrong: number;
    };

export type SeatsTask = { readonly do: 'begin' } | { readonly do: 'report'; readonly last: readonly string[] };

const say = (message: SeatsSaid): void => tell(message);
/** The last messages may be on their way for so long, ms. */
const arriveMs = 60_000;

let ages: number[] = [];

interface Screen {
  shows(last: ReadonlySet<string>): boolean;
}

class ToldScreen implements Screen {
  readonly #shown = new Map<string, Shown>();

  take(shown: Shown): void {
    this.#shown.set(shown.unit, shown);
    ages.push(Date.now() - shown.at);
  }

  shows(last: ReadonlySet<string>): boolean {
    return this.#shown.size === last.size && [...this.#shown.values()].every((one) => last.has(shownAs(one)));
  }
}

/** Reads the columns as the map does, which makes no object for a unit. */
class TableScreen implements Screen {
  readonly table = new PositionTable();
  #units: readonly string[] = [];
  /** Hub time of the fix that was there before, by place. */
  #before = new Float64Array(0);

  constructor() {
    this.table.subscribe((changed) => {
      const now = Date.now();
      if (changed === null) for (let place = 0; place < this.#units.length; place += 1) this.#see(place, now);
      else for (const place of changed) this.#see(place, now);
    });
  }

  index(dictionary: number, units: readonly string[]): void {
    this.#units = units;
    this.#before = new Float64Array(units.length);
    this.table.index(dictionary, units);
  }

  #see(place: number, now: number): void {
    const at = this.table.columns().at[place] ?? Number.NaN;
    // A fix that is told once more, with all others, is none that has come.
    if (Number.isNaN(at) || at === this.#before[place]) return;
    this.#before[place] = at;
    ages.push(now - at);
  }

  shows(last: ReadonlySet<string>): boolean {
    const shown = this.#units.flatMap((unit) => this.table.get(unit) ?? []);
    return shown.length === last.size && shown.every((one) => last.has(shownAs(one)));
  }
}

async function openSeat(dir: string, name: string, url: string, login: string): Promise<Screen> {
  const screen = new TableScreen();
  const complain = (data: object, message: string): void => {
    process.stderr.write(`${message} ${JSON.stringify(data)}\n`);
  };
  const { seat } = composeSeat({
    ...{ dataDir: join(dir, name), hubUrls: [url], seatId: name },
    log: { info: () => undefined, warn: complain, error: complain },
  });
  const live = new Promise<void>((resolve) => {
    seat.onPush((push) => {
      if (push.push === 'status' && push.status.link === 'live') resolve();
      // As the page does it: a frame into columns, then what changed.
      if (push.push === 'unitIndex') screen.index(push.dictionary, push.units);
      if (push.push === 'positions') screen.table.frame(push.frame);
    });
  });
  await seat.request('watchPositions', { on: true });
  const answer = await seat.request('login', { login, password: demoPassword });
  if (answer.status !== 'signedIn') throw new Error(JSON.stringify(answer));
  await live;
  return screen;
}

async function openClient(url: string): Promise<Screen> {
  const screen = new ToldScreen();
  const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
  socket.on('position', (shown: Shown) => screen.take(shown));
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', resolve);
    socket.on('connect_error', reject);
  });
  return screen;
}

async function main(role: string, dir: string, url: string, count: number): Promise<void> {
  const logins = demoAccounts.filter(({ roles }) => roles.some((grant) => grant.role === 'dispatcher'));
  const screens: Screen[] = [];
  for (let index = 0; index < count; index += 1) {
    const login = logins[index % logins.length]?.login ?? '';
    screens.push(await (role === 'ours' ? openSeat(dir, `seat-${index}`, url, login) : openClient(url)));
  }
  let before = 0;

  async function report(last: ReadonlySet<string>): Promise<void> {
    const until = performance.now() + arriveMs;
    let looking = 0;
    /** What the looking takes is not the screens' own time. */
    const wrong = (): number => {
      const began = cpuMs();
      const count = screens.filter((screen) => !screen.shows(last)).length;
      looking += cpuMs() - began;
      return count;
    };
    while (wrong() > 0 && performance.now() < until) await sleep(100);
    const used = cpuMs() - before - looking;
    const age = { p50: percentile(ages, 0.5), p95: percentile(ages, 0.95) };
    say({ said: 'report', cpuMs: used, age, told: ages.length, wrong: wrong() });
  }

  process.on('disconnect', () => process.exit(0));
  process.on('message', (task: SeatsTask) => {
    if (task.do === 'report') return void report(new Set(task.last));
    ages = [];
    before = cpuMs();
    say({ said: 'begun' });
  });
  say({ said: 'live' });
}

const [role, dir, url, count] = process.argv.slice(2);
if (import.meta.main && role !== undefined && dir !== undefined && url !== undefined)
  await main(role, dir, url, Number(count));
