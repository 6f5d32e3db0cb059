/**
 * Real callers: the 1,301 complaints of a real night go in over HTTP, late, eight at a time, in no order. Afterwards
 * exactly those are there, a second time changes nothing, and no word of a caller stands outside the vault.
 */
import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { isNoted, openLimits } from '../../shared/domain/incident/dues.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import { parseIso } from '../../shared/lib/time.ts';
import type { Pack } from '../../shared/wire/pack.ts';
import { filesHolding } from '../support/files-holding.ts';
import { cleanUp, demoPackFile, startNightHub } from '../support/night-hub.ts';
import type { NightHub } from '../support/night-hub.ts';
import { readNycNight } from '../support/nyc-night.ts';
import type { NycComplaint } from '../support/nyc-night.ts';
import { get, runHub, testKey } from '../support/hub-process.ts';
import { sharedData } from '../support/shared-data.ts';

afterAll(() => cleanUp());

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
const file = sharedData('nyc', 'nyc-311-noise-night-2026-04-25.csv');
process.stdout.write(`complaints of a real night: TEST_SEED=${seed}\n`);

const atOnce = 8;
const path = '/api/v1/incidents';
const clock = '2026-11-22T14:00:00+08:00';

/** Sends all, so many at once; how each was answered, by external id. */
async function sendAll(hub: NightHub, complaints: readonly NycComplaint[]): Promise<Map<string, number>> {
  const statuses = new Map<string, number>();
  const waiting = [...complaints];
  const sendOn = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { status, body } = await hub.call('POST', path, next.body);
      if (status > 201) expect.unreachable(`line ${next.externalId}: ${status} ${JSON.stringify(body)}`);
      statuses.set(next.externalId, status);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, sendOn));
  return statuses;
}

async function readAll(hub: NightHub): Promise<IncidentState[]> {
  const found: IncidentState[] = [];
  for (let after = ''; ;) {
    const { body } = await hub.call('GET', `${path}?limit=500${after}`);
    const { incidents, next } = body as unknown as { incidents: IncidentState[]; next: string | null };
    found.push(...incidents);
    if (next === null) return found;
    after = `&after=${next}`;
  }
}

const seqOf = async (hub: NightHub): Promise<number> => Number((await get(hub.port, '/healthz')).body['seq']);

test.skipIf(file === undefined)('all are there, each once, and in the vault alone', { timeout: 600_000 }, async () => {
  const pack = JSON.parse(readFileSync(demoPackFile(), 'utf8')) as Pack;
  const complaints = readNycNight(file ?? '', pack, { firstNight: '2026-11-12', nights: 10, seed });
  expect(complaints).toHaveLength(1_301);
  // In the early afternoon no limit of any night runs out: the journal rests once the hub has noted what is late.
  const hub = await startNightHub(clock);

  const begun = performance.now();
  const first = await sendAll(hub, complaints);
  const took = performance.now() - begun;
  process.stdout.write(`1,301 complaints taken in within ${(took / 1_000).toFixed(1)} s\n`);
  expect([...first.values()].filter((status) => status === 201)).toHaveLength(1_301);

  const read = await readAll(hub);
  expect(read.map(({ externalId }) => externalId).sort()).toEqual([...first.keys()].sort());
  const byId = new Map(read.map((incident) => [incident.externalId, incident]));
  for (const { externalId, receivedAt, night } of complaints)
    expect(byId.get(externalId)).toMatchObject({
      receivedAt,
      night,
      source: '12345',
      personal: { has: expect.any(Array) },
    });
  // Within each night the running numbers are dense, whatever order they came in.
  for (const night of new Set(complaints.map((complaint) => complaint.night))) {
    const running = read.filter((incident) => incident.night === night).map((incident) => incident.running);
    expect(running.sort((a, b) => a - b)).toEqual(running.map((_, index) => index + 1));
  }
  expect(new Set(read.map(({ number }) => number)).size).toBe(1_301);
  expect(read.filter(({ matter }) => matter === 'constructionNoise').length).toBeGreaterThan(30);

  // What is late is noted by the hub itself; then the journal rests.
  const isNotedLate = (incident: IncidentState): boolean =>
    openLimits(incident).every((one) => one.at > must(parseIso(clock), 'a time') || isNoted(incident, one));
  const rests = async (): Promise<number> => (await readAll(hub)).filter(isNotedLate).length;
  await expect.poll(rests, { timeout: 300_000, interval: 3_000 }).toBe(1_301);
  const before = await seqOf(hub);
  const second = await sendAll(hub, complaints);
  expect([...second.values()].filter((status) => status === 200)).toHaveLength(1_301);
  expect(await seqOf(hub)).toBe(before);

  const secrets = [
    ...new Set(complaints.flatMap(({ callerText }) => callerText)),
    'Caller of line',
    '一直在放音乐',
  ].filter((text) => text.length >= 6);
  const outside = (name: string): boolean => !name.startsWith('vault');
  expect(filesHolding(hub.data, secrets).filter(({ file: name }) => outside(name))).toEqual([]);
  // Not blind: the vault has them all.
  expect(new Set(filesHolding(hub.data, secrets).map(({ text }) => text)).size).toBe(secrets.length);
  for (const text of secrets) expect(hub.process.log(), text).not.toContain(text);
  const metrics = (await get(hub.port, '/metrics', testKey)).text;
  expect(secrets.filter((text) => metrics.includes(text))).toEqual([]);
  // Where a caller lives is in no event either, but where somebody else named the same house as the place of the noise.
  const positionsOf = (whose: string): readonly string[] =>
    complaints.flatMap(({ body }) => {
      const { lon, lat, of } = body['position'] as { lon: number; lat: number; of: string };
      return of === whose ? [`"lat":${lat},"lon":${lon}`] : [];
    });
  const places = new Set(positionsOf('place'));
  const callers = positionsOf('caller').filter((position) => !places.has(position));
  expect(callers.length).toBeGreaterThan(500);
  expect(filesHolding(hub.data, callers)).toEqual([]);
  expect(filesHolding(hub.data, ['"precision":"callerCell"'])).not.toEqual([]);

  hub.process.signal('SIGTERM');
  expect(await hub.process.exited, hub.process.log()).toEqual({ code: 0, signal: null });
  expect(filesHolding(hub.data, secrets).filter(({ file: name }) => outside(name))).toEqual([]);
  const verified = await runHub(['verify', '--data', hub.data]);
  expect([verified.code, JSON.parse(verified.out)]).toEqual([0, expect.objectContaining({ ok: true })]);
});
