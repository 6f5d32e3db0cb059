/**
 * A night in the district, played through the hub's public doors only: orders of work over HTTP, officers over `/field`,
 * terminals of JT/T 808. Everything follows the hub's own clock, at whatever rate that runs. The same seed plays the same
 * night, as far as the hub gives the same answers.
 */
import { contains } from '../shared/geo/polygon.ts';
import type { Point } from '../shared/geo/point.ts';
import { LeadInDesk, repairPlace } from './desk.ts';
import { FieldLink } from './field-link.ts';
import { HubApi } from './hub-api.ts';
import type { UnitRow, World } from './hub-api.ts';
import type { Order, OrderSet } from './orders.ts';
import { ordersOf } from './orders.ts';
import { Chance } from './random.ts';
import { Roads } from './roads.ts';
import { Terminal } from './terminal.ts';
import { HubTime, hour, instant, minute, nightOf, second } from './time.ts';
import { SimulatedUnit } from './unit.ts';

export interface NightOptions {
  /** Address of the hub, such as `http://127.0.0.1:7480`: a demo hub with a district pack in force. */
  readonly hub: string;
  /** Key of outside programs. */
  readonly key: string;
  /** Where terminals connect; without it no positions are sent. */
  readonly jt808?: { readonly host: string; readonly port: number };
  readonly seed: number;
  /** How many of the units play; all where it is left out. */
  readonly units?: number;
  readonly orders: OrderSet;
  /** Whether it also dispatches, through a seat of its own. */
  readonly leadIn?: boolean;
  /** Hub time at which it ends by itself, Unix ms. */
  readonly until?: number;
  readonly say?: (line: object) => void;
}

export interface PlayedNight {
  /** Resolves once it has ended by itself, or was stopped. */
  readonly ended: Promise<void>;
  /** Ends every link. */
  stop(): void;
}

/** How far the one wrong clock is behind, and how long the one silent device says nothing. */
const clockBehind = 3 * minute;
const silentFrom = 20 * minute;
const silentFor = 10 * minute;
const correctEveryMs = 30_000;
/** Devices of a terminal's number, as a unit's document names them. */
const terminalOf = /^jt808:(\d+)$/;

/** Places a unit patrols: crossings in the grids of its zone's squads, or everywhere. */
export function placesOf({ zone }: Pick<UnitRow, 'zone'>, { plates, squads }: World): readonly Point[] {
  const ours = plates.places.filter(({ outside }) => outside === undefined);
  const pointOf = ({ at: [lon, lat] }: (typeof ours)[number]): Point => ({ lon, lat });
  if (zone === undefined) return ours.map(pointOf);
  const codes = new Set(squads.filter((squad) => squad.zone === zone).flatMap(({ grids }) => grids));
  const shapes = plates.grids.filter(({ code }) => codes.has(code));
  const inside = ours.map(pointOf).filter((point) => shapes.some(({ shape }) => contains(shape, point)));
  return inside.length > 0 ? inside : ours.map(pointOf);
}

/** Rejects where the hub cannot be reached, is no demo hub, or has no pack in force. */
export async function playNight(options: NightOptions): Promise<PlayedNight> {
  const { hub, key, jt808, seed, orders, leadIn = false, until } = options;
  const say = options.say ?? ((): void => undefined);
  const api = new HubApi(hub, key);
  const clock = await api.clock();
  const time = new HubTime(clock.now, clock.rate);
  const [world, rows, keys] = await Promise.all([api.world(), api.units(), api.demoKeys()]);
  const night = nightOf(time.now());
  const closers: (() => void)[] = [() => time.stop()];
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  let stopped = false;

  function stop(): void {
    if (stopped) return;
    stopped = true;
    for (const close of closers.reverse()) close();
    end();
  }

  const playing = rows.filter(({ id }) => keys.has(id)).slice(0, options.units);
  const desk = leadIn
    ? await LeadInDesk.open(
        { api, time, chance: Chance.of(seed, 'desk'), onTrouble: (what) => say({ event: 'trouble', desk: what }) },
        night,
      )
    : undefined;
  if (desk !== undefined) {
    closers.push(() => desk.stop());
    const rung = instant(night) + 23 * hour + 10 * minute;
    const place = world.plates.places.find(({ name }) => name === repairPlace);
    if (place !== undefined) time.at(rung + minute, () => void desk.waterRings(rung, place.at));
  }
  const correcting = setInterval(() => {
    api.clock().then(
      ({ now }) => time.correct(now),
      () => undefined,
    );
  }, correctEveryMs);
  closers.push(() => clearInterval(correcting));

  say({ event: 'playing', night, units: playing.length, orders, seed, rate: time.rate });
  playUnits();
  void playOrders(ordersOf(orders, night, world.plates, seed));
  if (until !== undefined) time.at(until, stop);
  return { ended, stop };

  function playUnits(): void {
    const roads = new Roads(world.plates);
    const chance = Chance.of(seed, 'odd devices');
    const drivers = playing.filter(({ kind }) => kind === 'group' || kind === 'vehicle');
    const silent = chance.pick(drivers);
    const wrong = chance.pick(drivers.filter((unit) => unit !== silent));
    const once = { refused: false };
    for (const unit of playing) {
      const trouble = (what: string): void => say({ event: 'trouble', unit: unit.id, what });
      const terminal = terminalFor(unit, trouble);
      if (terminal !== undefined && unit === silent) hush(terminal);
      const played = new SimulatedUnit({
        ...{ unit, seed, time, roads, places: placesOf(unit, world), once },
        say: { step: (step) => link.step(step), duty: (status) => link.duty(status) },
        clockError: unit === wrong ? -clockBehind : 0,
        tell: (where) => terminal?.tell(where),
      });
      const link = new FieldLink({
        ...{ url: api.url, unit: unit.id, key: keys.get(unit.id) ?? '', time },
        ...{ chance: Chance.of(seed, `${unit.id} ids`), onJobs: (jobs) => played.jobs(jobs), onTrouble: trouble },
      });
      closers.push(() => link.stop());
    }
  }

  function terminalFor({ devices }: UnitRow, onTrouble: (what: string) => void): Terminal | undefined {
    const phone = devices.map((device) => terminalOf.exec(device)?.[1]).find((found) => found !== undefined);
    if (phone === undefined || jt808 === undefined) return undefined;
    // Half of the terminals are of the older kind.
    const version = Number(phone.at(-1)) % 2 === 0 ? 2019 : 2013;
    const terminal = new Terminal({ ...jt808, version, phone, onTrouble });
    closers.push(() => terminal.stop());
    return terminal;
  }

  function hush(terminal: Terminal): void {
    time.after(silentFrom, () => {
      terminal.silent = true;
      time.after(silentFor, () => {
        terminal.silent = false;
      });
    });
  }

  /** What is past is sent at once, in order; each order only after the one before was taken. */
  async function playOrders(all: readonly Order[]): Promise<void> {
    for (const order of all) {
      await new Promise<void>((resolve) => void time.at(order.at + second, resolve));
      if (stopped) return;
      try {
        const taken = await api.post(order, night);
        say({ event: 'order', name: order.name, incident: taken.id, matter: taken.matter });
        desk?.see(order.name, taken);
      } catch (error) {
        say({ event: 'trouble', order: order.name, what: String(error) });
      }
    }
    say({ event: 'ordersDone', orders: all.length });
  }
}
