/**
 * A real day of a Shanghai taxi through the door for phones: each fix as it was made, the hub's clock beside it. What is in
 * the track store afterwards is compared with the file, and not with anything of ours.
 */
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { composeSeat } from '../../seat/compose.ts';
import { distance } from '../../shared/geo/point.ts';
import { must } from '../../shared/lib/must.ts';
import { day, minute, parseIso, second } from '../../shared/lib/time.ts';
import type { UnitPositionShown } from '../../shared/wire/seat-api.ts';
import { NightSeat } from '../support/night-hub.ts';
import { secondReckoning, secondStops } from '../support/second-reckoning.ts';
import { sharedData } from '../support/shared-data.ts';
import { quietLog } from '../support/shell-seat.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import type { WorkHub } from '../support/work-hub.ts';
import { openWorkHub, unitOnDuty } from '../support/work-hub.ts';

const file = sharedData('gps', 'shanghai-taxi-2015-04-01.csv');
const kmPerKnot = 1.852;
/** Between the fix and its bytes at the hub. */
const delay = 700;

interface Row {
  readonly vehicle: string;
  readonly at: number;
  readonly lon: number;
  readonly lat: number;
  readonly speed: number;
  readonly heading: number;
}

function rowsOf(path: string): readonly Row[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  expect(header).toBe(
    'vehicle,time_local,lon,lat,alarm,vacant,top_light,on_viaduct,braking,speed_kmh,direction_deg,satellites',
  );
  return lines.map((line) => {
    const cells = line.trim().split(',');
    const cell = (at: number): string => must(cells[at], `column ${at} of ${line}`);
    const at = must(parseIso(`${cell(1).replace(' ', 'T')}+08:00`), cell(1));
    return {
      ...{ vehicle: cell(0), at, lon: Number(cell(2)), lat: Number(cell(3)) },
      ...{ speed: Number(cell(9)), heading: Number(cell(10)) },
    };
  });
}

/**
 * The day as a seat replays it: the taxi stands at each instant where the file last has it, and its distance and stops are
 * those of a second reckoning over the file.
 */
async function expectReplayed(hub: WorkHub, rows: readonly Row[]): Promise<void> {
  const http = must(hub.hub.address(), 'an address').http;
  const hubUrls = [`http://127.0.0.1:${http}`];
  const seat = new NightSeat(
    composeSeat({ dataDir: temporaryFolder(), hubUrls, seatId: 'seat-replay', log: quietLog }),
  );
  onTestFinished(() => seat.close());
  await seat.signIn('zhiban');
  const ask = seat.seat.request.bind(seat.seat);
  const [from, to] = [must(rows[0], 'a row').at - 30 * second, hub.clock.now()];
  const wish = { from, to, of: 'hub', units: ['T1'], reason: '核实到场' } as const;
  const opened = await ask('replayOpen', { ...wish, units: [...wish.units] });
  if (opened.status === 'refused') throw new Error(`${opened.code} ${opened.field ?? ''}`);
  const { replay } = opened;
  const shown = new Map<string, UnitPositionShown>();
  const placeAt = async (at: number): Promise<UnitPositionShown | undefined> => {
    const answer = await ask('replayAt', { replay, at });
    if (answer.status === 'refused') throw new Error(answer.code);
    if (answer.full) shown.clear();
    for (const unit of answer.gone) shown.delete(unit);
    for (const unit of answer.units) shown.set(unit.unit, unit);
    return shown.get('T1');
  };
  expect(await placeAt(from)).toBeUndefined();
  let exact = 0;
  const every = Math.floor(rows.length / 25);
  const picked = rows.filter((_, n) => n % every === 0);
  for (const row of [...picked, ...picked.toReversed()]) {
    const instant = row.at + second;
    const place = must(await placeAt(instant), `a place at ${instant}`);
    const newest = must(
      rows.findLast(({ at }) => at <= instant),
      'a row',
    ).at;
    // Where the taxi spoke twice within eight seconds the second is not told.
    expect(newest - place.at).toBeLessThan(8 * second);
    if (newest === place.at) exact += 1;
    const own = must(
      rows.find(({ at }) => at === place.at),
      'its row',
    );
    expect(distance(place, own)).toBeLessThan(0.1);
    expect(place.speed).toBeCloseTo(own.speed, 0);
  }
  expect(exact).toBeGreaterThan(picked.length * 1.8);
  await placeAt(to);
  const track = await ask('replayTrack', { replay, unit: 'T1' });
  if (track.status === 'refused') throw new Error(track.code);
  const { figures } = track;
  const fixes = rows.map((row) => ({ ...row, poor: false }));
  const reckoned = secondReckoning(fixes);
  expect(figures.metres).toBeGreaterThan(200_000);
  expect(Math.abs(figures.metres - reckoned) / reckoned).toBeLessThan(0.02);
  const stops = figures.stops.map((stop) => [stop.from, stop.to] as const);
  expect(stops).toEqual(expect.arrayContaining([...secondStops(fixes, 40)]));
  expect(stops.length).toBeLessThanOrEqual(secondStops(fixes, 60).length + 2);
  await ask('replayClose', { replay });
}

test.skipIf(file === undefined)('every fix of the day is in the track store with both clocks', async () => {
  const rows = rowsOf(must(file, 'the file')).toSorted((a, b) => a.at - b.at);
  const vehicles = [...new Set(rows.map(({ vehicle }) => vehicle))].sort();
  expect([rows.length, vehicles]).toEqual([611, ['T1']]);
  const first = must(rows[0], 'a row').at;
  const hub = await openWorkHub({ now: first - minute, gateways: { osmandPort: 0 }, demoAccounts: true });
  for (const vehicle of [...vehicles, 'T2']) await unitOnDuty(hub, vehicle, [`osmand:${vehicle}`]);
  const url = `http://127.0.0.1:${hub.hub.address()?.osmand}/`;
  const send = async ({ vehicle, at, lon, lat, speed, heading }: Row): Promise<void> => {
    // Never back: what the hub did meanwhile may have moved it.
    hub.clock.set(Math.max(hub.clock.now(), at + delay));
    const knots = (speed / kmPerKnot).toFixed(4);
    const query = `id=${vehicle}&timestamp=${at / 1_000}&lat=${lat}&lon=${lon}&speed=${knots}&bearing=${heading}`;
    expect((await fetch(`${url}?${query}`)).status).toBe(200);
  };
  for (const row of rows) await send(row);

  // What no track keeps twice: a second fix of a vehicle within the same second is not newer.
  const expected = rows.filter(
    (row, n) => !rows.slice(0, n).some((before) => before.vehicle === row.vehicle && before.at === row.at),
  );
  const refused = hub.hub.telemetry
    .devices()
    .flatMap(({ refused: all }) => all)
    .reduce<Record<string, number>>((sum, { reason, count }) => ({ ...sum, [reason]: (sum[reason] ?? 0) + count }), {});
  const jumps = refused['jump'] ?? 0;
  expect(refused).toEqual({
    ...(rows.length > expected.length ? { older: rows.length - expected.length } : {}),
    ...(jumps > 0 ? { jump: jumps } : {}),
  });
  // A taxi drives no 200 km/h: what was refused for it is a handful, and counted.
  expect(jumps).toBeLessThan(5);

  hub.clock.advance(2 * second);
  let kept = 0;
  for (const vehicle of vehicles) {
    const track = hub.folder.tracks.track(vehicle, first - day, first + 2 * day, 10_000);
    kept += track.length;
    const byTime = new Map(expected.filter((row) => row.vehicle === vehicle).map((row) => [row.at, row]));
    for (const point of track) {
      const row = must(byTime.get(point.at), `a fix of ${vehicle} at ${point.at}`);
      expect(distance(point, row)).toBeLessThan(0.1);
      expect(point).toMatchObject({ device: `osmand:${vehicle}`, deviceAt: row.at, replayed: false, poor: false });
      expect(point.speed).toBeCloseTo(row.speed, 0);
    }
  }
  expect(kept).toBe(expected.length - jumps);
  const inStore = new Set(hub.folder.tracks.track('T1', first - day, first + 2 * day, 10_000).map(({ at }) => at));
  await expectReplayed(
    hub,
    expected.filter(({ at }) => inStore.has(at)),
  );

  // And what nobody would believe: five kilometres in a second, and a clock a day off.
  const [row] = rows.filter(({ vehicle }) => vehicle === 'T1').slice(-1);
  const last = must(row, 'the last row of T1');
  const now = hub.clock.now();
  await send({ ...last, at: now, lat: last.lat + 0.045 });
  const outcome = (id: string) => hub.hub.telemetry.devices().find(({ device }) => device === `osmand:${id}`);
  expect(outcome('T1')?.refused).toContainEqual(expect.objectContaining({ reason: 'jump' }));
  for (let n = 0; n < 16; n += 1) {
    hub.clock.advance(10 * second);
    await fetch(`${url}?id=T2&lat=31.2&lon=121.4&timestamp=${(hub.clock.now() + day) / 1_000}`);
  }
  expect(outcome('T2')).toMatchObject({ clock: 'dayOff' });
  expect(hub.lines).toContainEqual(
    expect.objectContaining({
      level: 'warn',
      data: expect.objectContaining({ device: 'osmand:T2', clock: 'dayOff' }) as object,
    }),
  );
});
