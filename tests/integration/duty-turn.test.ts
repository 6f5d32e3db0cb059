/** The evening turns by itself: over a real hub with time by hand, and over a hub process that is killed meanwhile. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { DutyModeState } from '../../shared/domain/duty-mode/state.ts';
import { dutyModeStream } from '../../shared/domain/duty-mode/state.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import { minute } from '../../shared/lib/time.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { cleanUp, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import { instantOf } from '../support/rules-world.ts';
import { smallPack } from '../support/small-pack.ts';
import type { WorkHub } from '../support/work-hub.ts';
import { openWorkHub } from '../support/work-hub.ts';

const turningPack = (now: number) => {
  const pack = smallPack(now);
  const calendars = { ...pack.plates.calendars, turnsDuty: { holiday: 'restDates' as const } };
  return { ...pack, plates: { ...pack.plates, calendars } };
};

const modeOf = ({ folder }: WorkHub) => folder.journal.document(dutyModeStream)?.state as DutyModeState | undefined;
const turns = (hub: WorkHub) =>
  hub
    .events()
    .flatMap(({ type, data }) => (type === 'DutyModeSwitched' ? [data as { mode: string; cause: string }] : []));

/** Long enough for commands that the instant set going: each needs some turns of the loop, and no time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** Goes on by half an hour, and lets the hub do what falls due at each. */
async function until(hub: WorkHub, instant: number): Promise<void> {
  while (hub.clock.now() < instant) {
    hub.clock.set(Math.min(instant, hub.clock.now() + 30 * minute));
    await settled();
  }
}

async function byHand(hub: WorkHub, data: { readonly mode: string; readonly reportNight?: string }): Promise<void> {
  const wish = { ...data, cause: 'person', reason: '支援外区' };
  const id = uuidv7(hub.clock.now(), seededRandom(hub.clock.now() % 1_000_003).bytes(10));
  const command = { id, type: 'SwitchDutyMode', data: wish, basedOn: {}, madeAt: hub.clock.now() };
  expect(await hub.hub.desk.submit(command, { user: 'lin', seat: 'seat1', role: 'shiftLead' })).toMatchObject({
    status: 'accepted',
  });
}

test('a working day turns into the night and back, with open work carried over', async () => {
  const begin = instantOf('2026-11-20T12:00');
  const hub = await openWorkHub({ now: begin, pack: turningPack(begin) });
  await vi.waitFor(() => expect(modeOf(hub)).toMatchObject({ mode: 'routine', cause: 'calendar', by: 'system' }));
  const order = { source: '12345', externalId: 'T-1', text: '斜土路工地夜间施工噪音扰民' };
  expect((await hub.send('POST', '/api/v1/incidents', order)).status).toBe(201);
  await until(hub, instantOf('2026-11-20T17:30'));
  await vi.waitFor(() => expect(modeOf(hub)).toMatchObject({ mode: 'night', reportNight: '2026-11-20' }));
  expect(modeOf(hub)?.since).toBe(instantOf('2026-11-20T17:30'));
  const open = hub.folder.journal.documents('incident', { where: { closed: null } });
  expect(open).toHaveLength(1);
  await until(hub, instantOf('2026-11-21T08:30'));
  await vi.waitFor(() => expect(modeOf(hub)).toMatchObject({ mode: 'routine' }));
  expect(turns(hub).map(({ mode, cause }) => `${mode} ${cause}`)).toEqual([
    'routine calendar',
    'night calendar',
    'routine calendar',
  ]);
});

test('what a person switched stands until the next turn, and no calendar begins an emergency', async () => {
  const begin = instantOf('2026-11-20T16:00');
  const hub = await openWorkHub({ now: begin, pack: turningPack(begin) });
  await vi.waitFor(() => expect(modeOf(hub)?.mode).toBe('routine'));
  await byHand(hub, { mode: 'holiday' });
  await until(hub, instantOf('2026-11-20T17:29'));
  expect(modeOf(hub)?.mode).toBe('holiday');
  await until(hub, instantOf('2026-11-20T17:31'));
  await vi.waitFor(() => expect(modeOf(hub)?.mode).toBe('night'));
  const switched = { mode: 'emergency', cause: 'calendar', reason: '' };
  const command = { type: 'SwitchDutyMode', basedOn: {}, madeAt: hub.clock.now() };
  const ids = seededRandom(5);
  const give = (data: object) =>
    hub.hub.desk.submit({ ...command, id: uuidv7(hub.clock.now(), ids.bytes(10)), data: data as never }, systemActor);
  // Not by the calendar, whoever says so.
  expect(await give(switched)).toMatchObject({ status: 'refused', refusal: { code: 'CalendarOverruled' } });
});

interface Switched {
  readonly type: string;
  readonly at: number;
  readonly data: { readonly mode: string };
}

test('killed before the turn and there again after it, the hub turns once', async () => {
  const data = tempFolder();
  const pack = join(tempFolder(), 'pack.json');
  writeFileSync(pack, JSON.stringify(turningPack(instantOf('2026-11-20T17:00'))));
  const common = ['--data', data, '--demo', '--api-key', testKey, '--pack', pack, '--port', '0'];
  const headers = { authorization: `Bearer ${testKey}` };
  let seen: readonly Switched[] = [];
  try {
    for (const [clock, count] of [
      ['2026-11-20T17:20:00', 1],
      ['2026-11-20T18:10:00', 2],
      ['2026-11-20T18:30:00', 2],
    ] as const) {
      const hub = startHub([...common, '--clock', `${clock}+08:00`]);
      const { http } = await hub.listening;
      await vi.waitFor(
        async () => {
          const answer = await fetch(`http://127.0.0.1:${http}/api/v1/journal?limit=1000`, { headers });
          const { events } = (await answer.json()) as { readonly events: readonly Switched[] };
          seen = events.filter(({ type }) => type === 'DutyModeSwitched');
          expect(seen).toHaveLength(count);
        },
        { timeout: 20_000 },
      );
      hub.signal('SIGKILL');
      await hub.exited;
    }
  } finally {
    await cleanUp();
  }
  expect(seen.map(({ data: { mode } }) => mode)).toEqual(['routine', 'night']);
  // It says when it turned, not when it should have.
  expect(seen[1]?.at).toBeGreaterThanOrEqual(instantOf('2026-11-20T18:10'));
}, 120_000);
