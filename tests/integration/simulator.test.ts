/** The simulator against a real hub: orders come in, units report for duty, and what is dispatched is played to its end. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { parseIso } from '../../shared/lib/time.ts';
import { must } from '../../shared/lib/must.ts';
import type { NightOptions } from '../../simulator/night.ts';
import { playNight } from '../../simulator/night.ts';
import { testKey } from '../support/hub-process.ts';
import type { NightHub } from '../support/night-hub.ts';
import { cleanUp, openNightSeat, startNightHub } from '../support/night-hub.ts';

afterAll(() => cleanUp());

interface Line {
  readonly event: string;
  readonly name?: string;
  readonly what?: string;
}

interface RecordedNotice {
  readonly seq: number;
  readonly stream: string;
  readonly data: { readonly provenance?: { readonly how: string; readonly asOf: number } };
}
interface JournalPage {
  readonly head: { readonly seq: number };
  readonly events: readonly RecordedNotice[];
}

async function played(hub: NightHub, more: Partial<NightOptions>) {
  const lines: Line[] = [];
  const night = await playNight({
    ...{ hub: hub.url, key: testKey, seed: 5, orders: 'examples' },
    ...{ say: (line: object) => void lines.push(line as Line) },
    ...more,
  });
  onTestFinished(() => night.stop());
  return { night, lines };
}

const at = (text: string): number => must(parseIso(text), text);

test('its terminals move the units, and the hub sees one arrive by its positions', { timeout: 300_000 }, async () => {
  // The word of the unit comes a minute after it: on a busy machine that has to be more than a second.
  const hub = await startNightHub('2026-11-21T22:41:30+08:00', ['--clock-rate', '20', '--jt808-port', '0']);
  const seat = await openNightSeat(hub, 'seat-desk', 'zhihui1');
  await played(hub, { jt808: { host: '127.0.0.1', port: must(hub.jt808, 'a gateway') } });
  const units = async () =>
    (await hub.call('GET', '/api/v1/units')).body as {
      readonly units: readonly { readonly id: string; readonly position: { readonly age: number } | null }[];
    };
  await expect
    .poll(async () => (await units()).units.filter(({ position }) => position !== null).length, { timeout: 60_000 })
    .toBeGreaterThan(8);
  await seat.seat.request('watchPositions', { on: true });
  await seat.until(() => seat.positions.has('m1'), 'the seat is told where m1 is');

  const incident = must(
    seat.all<IncidentState>('incident').find(({ externalId }) => externalId === 'SIM-20261121-E1'),
    'E1',
  ).id;
  const assignment = crypto.randomUUID();
  await seat.act('AssignUnit', { id: assignment, incident, unit: 'm1', queue: false }, [`incident/${incident}`]);
  const sent = (): AssignmentState | undefined => seat.document<AssignmentState>(`assignment/${assignment}`);
  await seat.until(() => (sent()?.arrived ?? null) !== null, 'it arrived', 240_000);
  expect(sent()?.arrived).toMatchObject({ grade: 'position' });
  const metrics = await fetch(`${hub.url}/metrics`, { headers: { authorization: `Bearer ${testKey}` } });
  expect(await metrics.text()).toMatch(/lianqin_fixes_total\{protocol="jt808"\} [1-9]/);
});

test('orders come in at their times and units take the jobs a seat gives them', { timeout: 180_000 }, async () => {
  const hub = await startNightHub('2026-11-21T22:41:30+08:00', ['--clock-rate', '300']);
  const seat = await openNightSeat(hub, 'seat-desk', 'zhihui1');
  await played(hub, {});
  const incidents = (): readonly IncidentState[] => seat.all<IncidentState>('incident');
  const of = (name: string) => incidents().find(({ externalId }) => externalId === `SIM-20261121-${name}`);
  // What was past at the beginning came at once, in its order and with its own time.
  await seat.until(() => ['E12', 'E11', 'X3', 'E1'].every((name) => of(name) !== undefined), 'the backlog is there');
  const backlog = ['E12', 'E11', 'X3', 'E1'].map((name) => must(of(name), name));
  expect(backlog.map(({ number }) => number)).toEqual(['1121-001', '1121-002', '1121-003', '1121-004']);
  expect(of('E1')?.receivedAt).toBe(at('2026-11-21T22:41:00+08:00'));

  const unit = (id: string): UnitState | undefined => seat.document<UnitState>(`unit/${id}`);
  await seat.until(() => unit('m1')?.status === 'available' && unit('post-longhua')?.status === 'onFixedPost');
  const incident = must(of('E1'), 'E1').id;
  const assignment = crypto.randomUUID();
  await seat.act('AssignUnit', { id: assignment, incident, unit: 'm1', queue: false }, [`incident/${incident}`]);
  await seat.until(() => of('E1')?.outcome?.kind === 'stopped', 'the unit has reported', 60_000);
  expect(seat.document(`assignment/${assignment}`)).toMatchObject({
    ...{ stage: 'done', accepted: { user: 'unit:m1', reportedByDesk: null }, setOut: { user: 'unit:m1' } },
    arrived: { reportedByDesk: null },
    evidence: expect.arrayContaining([expect.objectContaining({ kind: 'photo', user: 'unit:m1' })]),
  });
  await seat.until(() => unit('m1')?.jobs.length === 0);
  await seat.until(() => of('E6') !== undefined, 'the next order is there', 60_000);
  expect(must(of('E6'), 'E6').receivedAt).toBe(at('2026-11-21T22:58:00+08:00'));
});

test('a lead-in leaves a night under way', { timeout: 180_000 }, async () => {
  const hub = await startNightHub('2026-11-21T21:10:00+08:00', ['--clock-rate', '300']);
  const { night, lines } = await played(hub, { leadIn: true, until: at('2026-11-21T23:36:00+08:00') });
  await night.ended;
  expect(lines.filter(({ event }) => event === 'trouble')).toEqual([]);
  const { body } = await hub.call('GET', '/api/v1/incidents?limit=500');
  const { incidents } = body as unknown as { readonly incidents: readonly IncidentState[] };
  const of = (name: string) => incidents.find(({ externalId }) => externalId === `SIM-20261121-${name}`);
  expect(of('E1')).toMatchObject({ acknowledged: { at: expect.any(Number) }, units: [{ unit: 'm1' }] });
  expect(of('E4')).toMatchObject({ units: [{ unit: 'z3-car' }] });
  expect(of('E6')).toMatchObject({ units: [{ unit: 'm3', arrivedAt: expect.any(Number) }] });
  expect(of('E11')).toMatchObject({ referred: [{ matter: 'renovationNoise' }] });
  expect(of('E12')).toMatchObject({ returned: { why: 'notOurs' } });
  expect(of('E15')).toMatchObject({ returned: { why: 'outside' } });
  // What the water company said at 23:10 is as old as that, and not as the list of the evening.
  const entered: RecordedNotice[] = [];
  for (let since = 0; ;) {
    const page = (await hub.call('GET', `/api/v1/journal?since=${String(since)}&limit=500`))
      .body as unknown as JournalPage;
    entered.push(...page.events.filter(({ stream }) => stream === 'repairNotice/n0042'));
    since = page.events.at(-1)?.seq ?? page.head.seq;
    if (since >= page.head.seq) break;
  }
  expect(entered.map(({ data }) => data.provenance?.how)).toEqual(['pack', 'hand']);
  expect(entered.at(-1)?.data.provenance?.asOf).toBe(at('2026-11-21T23:10:00+08:00'));
  // Left for whoever sits down.
  for (const name of ['X3', 'E2', 'E7']) expect(of(name)).toMatchObject({ acknowledged: null, stage: 'received' });
  // The same night played on finds its orders taken already.
  const again = await played(hub, { orders: 'examples', until: at('2026-11-22T00:00:00+08:00') });
  await again.night.ended;
  const after = (await hub.call('GET', '/api/v1/incidents?limit=500')).body as { readonly incidents: object[] };
  expect(after.incidents.length - incidents.length).toBeLessThanOrEqual(2);
});

function program(args: readonly string[]) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '..', '..', 'simulator', 'main.ts'), ...args]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const closed = once(child, 'close').then(([code]) => code as number | null);
  return { child, said, closed };
}

test('the program ends in order on SIGTERM', async () => {
  const hub = await startNightHub('2026-11-21T21:00:00+08:00');
  const { child, said, closed } = program(['--hub', hub.url, '--key', testKey, '--orders', 'none', '--units', '3']);
  while (!said.out.includes('"playing"')) await once(child.stdout, 'data');
  expect(JSON.parse(said.out.split('\n')[0] ?? '')).toMatchObject({ event: 'playing', night: '2026-11-21', units: 3 });
  child.kill('SIGTERM');
  expect(await closed).toBe(0);
  expect(said.out.trim().split('\n').at(-1)).toBe('{"event":"ended"}');
});

test('a wrong call is told what is wrong with it', async () => {
  for (const [args, what] of [
    [['--key', 'k'], '--hub'],
    [['--hub', 'http://127.0.0.1:1', '--key', 'k', '--orders', 'all'], '--orders'],
    [['--hub', 'http://127.0.0.1:1', '--key', 'k', '--jt808', 'here'], '--jt808'],
    [['--hub', 'http://127.0.0.1:1', '--key', 'k', '--until', '23:36'], '--until'],
  ] as const) {
    const { said, closed } = program(args);
    expect(await closed).toBe(2);
    expect(said.err).toContain(what);
  }
});
