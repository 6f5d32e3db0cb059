/**
 * Opening the replay of a night of 500 units that said every 10 s where they were: until its first instant is shown, and
 * until the whole night is at the seat. The yardstick reads the same rows of tracks and sends them over one socket.io
 * connection; it has no documents, no rights to look at and nothing to fold.
 */
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { demoAccounts, demoPassword } from '../../hub/accounts/demo.ts';
import type { ComposedSeat } from '../../seat/compose.ts';
import { composeSeat } from '../../seat/compose.ts';
import { benchCatalog, benchTables } from './domain.ts';
import { hour } from '../../shared/lib/time.ts';
import { inTempFolder } from './folders.ts';
import type { Program } from './processes.ts';
import { startProgram } from './processes.ts';
import type { RawFix, ReplayHubSaid } from './replay-hub.ts';
import { fixesEach, fixEveryMs, nightUnits, pageRows, placeAt } from './replay-hub.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, rounds } from './statistics.ts';
import { unitName } from './whole-hub.ts';

const roundCount = 5;
/** Goals: times the yardstick for the whole night, and s until the first instant is shown. */
const goal = 2;
const goalFirst = 2;
const fixCount = nightUnits * fixesEach;
const fillMs = 1_800_000;

type Night = Extract<ReplayHubSaid, { said: 'filled' }>;

interface Outcome {
  /** s. */
  readonly first: number;
  readonly whole: number;
}

async function openSeat(dir: string, url: string): Promise<ComposedSeat> {
  const complain = (data: object, message: string): void => {
    process.stderr.write(`seat: ${message} ${JSON.stringify(data)}\n`);
  };
  const composed = composeSeat(
    {
      dataDir: dir,
      hubUrls: [url],
      seatId: 'seat1',
      lockAfterMs: 24 * hour,
      log: { info: () => undefined, warn: complain, error: complain },
    },
    { kinds: benchCatalog.kinds, commands: benchCatalog.commands, tables: benchTables },
  );
  const { seat } = composed;
  const live = new Promise<void>((resolve) => {
    seat.onPush((push) => {
      if (push.push === 'status' && push.status.link === 'live') resolve();
    });
  });
  const login = demoAccounts.find(({ roles }) => roles.some(({ role }) => role === 'shiftLead'))?.login ?? '';
  const answer = await seat.request('login', { login, password: demoPassword });
  check(answer.status === 'signedIn', JSON.stringify(answer));
  await live;
  return composed;
}

async function ours({ seat }: ComposedSeat, { from, to, events }: Night, isLast: boolean): Promise<Outcome> {
  let documents = 0;
  const stop = seat.onPush((push) => {
    if (push.push === 'opened' && push.watch === 9) documents = push.documents.length;
    if (push.push === 'changed' && push.watch === 9) documents += push.documents.length;
  });
  const started = performance.now();
  const since = (): number => (performance.now() - started) / 1_000;
  const opened = await seat.request('replayOpen', { from, to, of: 'hub', units: 'all', reason: '复盘' });
  if (opened.status !== 'opened') throw new Error(JSON.stringify(opened));
  const { replay } = opened;
  await seat.request('watch', { watch: 9, kinds: ['complaint', 'unit'], replay });
  const beginning = await seat.request('replayAt', { replay, at: from });
  const first = since();
  check(beginning.status === 'at' && beginning.units.length === nightUnits, 'every unit is shown at the first instant');
  check(documents >= nightUnits, `${documents} documents are shown at the first instant`);
  const end = await seat.request('replayAt', { replay, at: to });
  const whole = since();
  check(end.status === 'at' && end.loadedTo >= to, 'the whole night is at the seat');
  check(documents > events / 10, `${documents} documents were told`);
  const shown = new Map(end.units.map((unit) => [unit.unit, unit]));
  for (let unit = 0; unit < nightUnits; unit += 1) {
    const last = shown.get(unitName(unit));
    const [lon, lat] = placeAt(unit, fixesEach - 1);
    const isRight = last?.at === to && Math.round(last.lon * 1e7) === lon && Math.round(last.lat * 1e7) === lat;
    check(isRight, `${unitName(unit)} is shown where it was in the end`);
  }
  if (isLast) await checkTracks(seat, replay, from);
  await seat.request('replayClose', { replay });
  await seat.request('unwatch', { watch: 9 });
  stop();
  return { first, whole };
}

async function checkTracks(seat: ComposedSeat['seat'], replay: number, from: number): Promise<void> {
  for (let unit = 0; unit < nightUnits; unit += 1) {
    const track = await seat.request('replayTrack', { replay, unit: unitName(unit) });
    if (track.status !== 'track') throw new Error(JSON.stringify(track));
    const wrong = track.fixes.filter(({ at, lon, lat }, fix) => {
      const place = placeAt(unit, fix);
      return at !== from + fix * fixEveryMs || Math.round(lon * 1e7) !== place[0] || Math.round(lat * 1e7) !== place[1];
    });
    check(track.fixes.length === fixesEach && wrong.length === 0, `${track.fixes.length} fixes, ${wrong.length} wrong`);
  }
}

async function yardstick(url: string, { from, to }: Night): Promise<Outcome> {
  const started = performance.now();
  const socket = io(url, { transports: ['websocket'], reconnection: false, forceNew: true });
  const units = new Map(Array.from({ length: nightUnits }, (_, unit) => [unitName(unit), unit]));
  const kept: (readonly RawFix[])[] = [];
  let first = 0;
  await new Promise<void>((resolve, reject) => {
    socket.on('connect', () => socket.emit('start', { from, to }));
    socket.on('connect_error', reject);
    socket.on('page', ({ rows, isOver }: { rows: readonly RawFix[]; isOver: boolean }, taken: () => void) => {
      if (kept.length === 0) first = (performance.now() - started) / 1_000;
      kept.push(rows);
      taken();
      if (isOver) resolve();
    });
  });
  const whole = (performance.now() - started) / 1_000;
  socket.disconnect();
  let wrong = 0;
  for (const [unit, at, lon, lat] of kept.flat()) {
    const place = placeAt(units.get(unit) ?? -1, (at - from) / fixEveryMs);
    if (lon !== place[0] || lat !== place[1]) wrong += 1;
  }
  const count = kept.reduce((sum, rows) => sum + rows.length, 0);
  check(count === fixCount && wrong === 0, `yardstick: ${count} of ${fixCount} fixes, ${wrong} wrong`);
  return { first, whole };
}

async function measure(folder: string, hub: Program<ReplayHubSaid>): Promise<Measured> {
  const ports = await hub.next('listening');
  hub.send({ do: 'fill' });
  const night = await hub.next('filled', fillMs);
  const seat = await openSeat(join(folder, 'seat'), `http://127.0.0.1:${ports.hub}`);
  const own: Outcome[] = [];
  const least: Outcome[] = [];
  try {
    for (let round = 0; round < roundCount; round += 1) {
      least.push(await yardstick(`http://127.0.0.1:${ports.yardstick}`, night));
      own.push(await ours(seat, night, round === roundCount - 1));
    }
  } finally {
    seat.close();
  }
  const whole = own.map((outcome) => outcome.whole);
  const firsts = own.map((outcome) => outcome.first);
  const bare = least.map((outcome) => outcome.whole);
  const ratio = median(whole.map((seconds, round) => seconds / (bare[round] ?? 0)));
  const first = median(firsts);
  return {
    row: {
      name: 'replay-night',
      ours: `first ${figure(first, 's')}, whole ${figure(median(whole), 's')}`,
      yardstick: figure(median(bare), 's'),
      ...{ ratio, goal: `≤ ${goal}×, first ≤ ${goalFirst} s`, pass: ratio <= goal && first <= goalFirst },
    },
    notes: [
      `${nightUnits} units, ${fixesEach} fixes each, ${fixCount} together; ${night.events} events in the night`,
      'each round every unit is shown where it was in the end, and in the last every fix is read back; both in pages of 8,000 fixes, ours of 28 B a fix, the yardstick JSON arrays',
      `yardstick: tracks by unit and time, ${pageRows} rows a page, first page after ${figure(median(least.map((outcome) => outcome.first)), 's')}; ours by time: 15 minutes of all units, then the next`,
      rounds('ours until the first instant', firsts, 's'),
      rounds('ours until whole', whole, 's'),
      rounds('yardstick', bare, 's'),
    ],
  };
}

export function replayNight(): Promise<Measured> {
  return inTempFolder(async (folder) => {
    const hub = startProgram<ReplayHubSaid>('replay-hub.ts', [join(folder, 'hub')]);
    try {
      return await measure(folder, hub);
    } finally {
      await hub.end();
    }
  });
}
