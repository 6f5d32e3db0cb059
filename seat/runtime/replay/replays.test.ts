/** A replay fetched from a hub that is played here: places of an instant with their age then, and what breaks off. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Kinds } from '../../../shared/domain/catalog.ts';
import { openKind } from '../../../shared/domain/catalog.ts';
import type { Kind, UnionOf } from '../../../shared/domain/kernel.ts';
import type { Json } from '../../../shared/lib/json.ts';
import { must } from '../../../shared/lib/must.ts';
import type { AnswerOf, SeatPush } from '../../../shared/wire/seat-api.ts';
import type { TrackFix } from '../../../shared/wire/tracks.ts';
import { encodeTracks } from '../../../shared/wire/tracks.ts';
import type { CacheStore, TrackToWrite } from '../ports.ts';
import { Replays } from './replays.ts';

const unitEvents = { Turned: z.strictObject({ status: z.string() }) };
const unitKind: Kind<{ readonly name: string; readonly status: string }, UnionOf<typeof unitEvents>> = {
  ...{ kind: 'unit', fold: 1, events: unitEvents, scope: () => ['hall'], dues: () => [] },
  evolve: (state = { name: '机动一组', status: 'offDuty' }, { data }) => ({ ...state, status: data.status }),
};
const kinds: Kinds = new Map([['unit', openKind(unitKind)]]);

const from = 1_800_000_000_000;
const to = from + 600_000;
const fix = (after: number, rest: Partial<TrackFix> = {}): TrackFix => ({
  ...{ unit: 0, at: from + after, lon: 121.4586, lat: 31.1936, poor: false, replayed: false },
  ...rest,
});
const turned = (seq: number, version: number, after: number, status: string): Json => ({
  kind: 'event',
  bytes: JSON.stringify({
    ...{
      seq,
      id: `01920000-0000-7000-8000-${String(seq).padStart(12, '0')}`,
      stream: 'unit/m1',
      version,
      type: 'Turned',
    },
    ...{ schema: 1, data: { status }, at: from + after, occurredAt: from + after, cause: 'c' },
    by: { user: 'lin', seat: 's', role: 'r' },
  }),
});
const tracks = (fixes: readonly TrackFix[], until: number, done: boolean) => ({
  ...{ status: 'tracks', done },
  page: encodeTracks({ base: from - 600_000, until, fixes }),
});

interface Played {
  readonly documents?: readonly unknown[];
  readonly changes?: readonly unknown[];
  readonly tracks?: readonly unknown[];
}

const body = JSON.stringify({ name: '机动一组', status: 'idle' });
const whole = {
  documents: [{ status: 'documents', documents: [{ stream: 'unit/m1', version: 1, seq: 1, body }], done: true }],
  changes: [
    {
      ...{ status: 'changes', through: 12, done: true },
      changes: [turned(11, 2, 200_000, 'offDuty'), turned(12, 3, 400_000, 'idle')],
    },
  ],
  tracks: [
    tracks([fix(-5_000), fix(5_000, { speed: 12 }), fix(100_000)], from + 300_000, false),
    tracks([fix(450_000, { deviceAt: from + 451_000 })], to + 1, true),
  ],
} satisfies Played;

/** A seat's replays, and a hub that answers each part with these pages; without one more it cannot be reached. */
function setUp(pages: Played = whole) {
  const left = {
    documents: [...(pages.documents ?? [])],
    changes: [...(pages.changes ?? [])],
    tracks: [...(pages.tracks ?? [])],
  };
  const at = { shown: true, sent: [] as string[], asked: [] as { readonly name: string; readonly body: Json }[] };
  const pushes: SeatPush[] = [];
  const written: TrackToWrite[] = [];
  const write = (track: TrackToWrite) => {
    written.push(track);
    return { file: 'f', text: 'text' };
  };
  const cache = { document: () => ({ state: { name: '机动一组' } }) } as unknown as CacheStore;
  const replays = new Replays({
    kinds,
    cache: () => cache,
    link: {
      ask(name, message, _ms, answered) {
        at.asked.push({ name, body: message });
        if (name === 'replayOpen')
          return answered({
            ...{
              status: 'opened',
              replay: 7,
              from: from - 600_000,
              to,
              fromSeq: 10,
              toSeq: 12,
              hubTime: to,
              units: ['m1'],
            },
          });
        const { part } = message as { readonly part: keyof Played };
        answered(left[part].shift());
      },
      send: (name, message) => void at.sent.push(`${name} ${JSON.stringify(message)}`),
    },
    timers: { after: () => () => undefined },
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    files: { gpx: write, csv: write },
    shown: () => at.shown,
    roles: () => [{ role: 'commander' }],
    now: () => to,
    remembered: () => new Map(),
    utcOffset: () => 480,
    push: (push) => void pushes.push(push),
  });
  const wish = { from, to, of: 'hub' as const, units: 'all' as const, reason: '复盘' };
  return { replays, at, pushes, written, wish };
}

const opened = (answer: AnswerOf<'replayOpen'>) => {
  if (answer.status === 'refused') throw new Error(answer.code);
  return answer;
};

test('places are the newest fix of each instant, of the duty then, and only what is other is told', async () => {
  const { replays, at, wish, pushes } = setUp();
  const { replay, units } = opened(await replays.open(wish));
  expect(units).toEqual(['m1']);
  expect(must(at.asked[0], 'asked').body).toMatchObject({
    from: from - 600_000,
    tracks: { reason: '复盘', purpose: 'replay' },
  });
  replays.watch(replay, 5, ['unit']);
  const told = async (after: number) => {
    const answer = await replays.at({ replay, at: from + after });
    if (answer.status === 'refused') throw new Error(answer.code);
    return [answer.full, answer.units.map((unit) => [unit.at - from, unit.speed]), answer.gone];
  };
  // From before the beginning, and its age with it.
  expect(await told(0)).toEqual([true, [[-5_000, null]], []]);
  expect(await told(4_999)).toEqual([false, [], []]);
  expect(await told(5_000)).toEqual([false, [[5_000, 12]], []]);
  // Off duty it is nowhere; nor does the place of the duty before count in the next.
  expect(await told(300_000)).toEqual([false, [], ['m1']]);
  expect(await told(420_000)).toEqual([false, [], []]);
  expect(await told(450_000)).toEqual([false, [[450_000, null]], []]);
  expect(await told(150_000)).toEqual([false, [[100_000, null]], []]);
  const states = pushes.flatMap((push) =>
    'documents' in push ? push.documents.map(({ state }) => (state as { readonly status: string }).status) : [],
  );
  expect(states).toEqual(['idle', 'offDuty', 'idle', 'idle']);

  const track = replays.track({ replay, unit: 'm1' });
  expect(track).toMatchObject({ status: 'track', fixes: [{ at: from + 5_000 }, {}, {}], figures: { fixes: 3 } });
  expect(replays.track({ replay, unit: 'm2' })).toMatchObject({ code: 'Unknown' });
  const events = replays.events({ replay, after: 0, limit: 1 });
  expect(events).toMatchObject({ more: true, events: [{ seq: 11, kind: 'unit', type: 'Turned', line: '机动一组' }] });
  // Everything is here: the hub need not keep it open.
  expect(at.sent).toEqual(['replayClose {"replay":7}']);
});

test('several that came into sight with one event are told page by page, none left out and none twice', async () => {
  const enter = (unit: string): Json => ({
    ...{ kind: 'enter', at: from + 1_000, type: 'Turned' },
    document: { stream: `unit/${unit}`, version: 3, seq: 11, body },
  });
  const changes = [{ status: 'changes', through: 12, done: true, changes: ['m2', 'm3', 'm4', 'm5'].map(enter) }];
  const { replays, wish } = setUp({ ...whole, changes });
  const { replay } = opened(await replays.open(wish));
  await replays.at({ replay, at: to });
  const told: string[] = [];
  for (let after = 0; ;) {
    const page = replays.events({ replay, after, limit: 3 });
    if (page.status === 'refused') throw new Error(page.code);
    told.push(...page.events.map(({ stream }) => stream));
    after = page.events.at(-1)?.place ?? after;
    if (!page.more) break;
  }
  expect(told).toEqual(['unit/m2', 'unit/m3', 'unit/m4', 'unit/m5']);
});

test('what is on its way is waited for; where the link breaks, what is here is still shown', async () => {
  const { replays, wish } = setUp({ ...whole, tracks: whole.tracks.slice(0, 1) });
  const { replay } = opened(await replays.open(wish));
  expect(await replays.at({ replay, at: from + 100_000 })).toMatchObject({ status: 'at' });
  expect(await replays.at({ replay, at: to })).toEqual({
    status: 'refused',
    code: 'Offline',
    loadedTo: from + 299_999,
  });
  expect(await replays.at({ replay, at: from })).toMatchObject({ status: 'at' });
});

test('what does not continue what is there, or is no page, ends it with a word', async () => {
  for (const broken of [
    { ...whole, changes: [{ ...must(whole.changes[0], 'page'), changes: [turned(11, 5, 1, 'idle')] }] },
    { ...whole, tracks: [{ status: 'tracks', page: new Uint8Array(5), done: true }] },
    { ...whole, tracks: [tracks([fix(0, { unit: 4 })], to + 1, true)] },
  ]) {
    const { replays, wish } = setUp(broken);
    const { replay } = opened(await replays.open(wish));
    expect(await replays.at({ replay, at: to })).toMatchObject({ status: 'refused', code: 'Failed' });
  }
  const { replays, wish } = setUp({});
  expect(await replays.open(wish)).toMatchObject({ status: 'refused', code: 'Offline' });
});

test('two at a time; with another person at the seat nothing of them is left', async () => {
  const { replays, at, wish } = setUp();
  const { replay } = opened(await replays.open(wish));
  const waiting = replays.at({ replay, at: to });
  replays.clear();
  expect((await waiting).status === 'refused' || (await waiting).status === 'at').toBe(true);
  expect(await replays.at({ replay, at: to })).toMatchObject({ code: 'Unknown' });
  at.shown = false;
  expect(await replays.open(wish)).toMatchObject({ code: 'NotAllowed' });
  expect(await replays.file({ unit: 'm1', from, to, format: 'csv', reason: 'x' })).toMatchObject({
    code: 'NotAllowed',
  });
});

test('a file has every fix with both clocks, by the name of the unit; the hub is asked for nothing but it', async () => {
  const { replays, at, written } = setUp();
  const answer = await replays.file({ unit: 'm1', from, to, format: 'gpx', reason: '投诉核实' });
  expect(answer).toEqual({ status: 'file', file: 'f', text: 'text', fixes: 4 });
  expect(must(at.asked[0], 'asked').body).toEqual({
    ...{ from, to, documents: false },
    tracks: { units: ['m1'], reason: '投诉核实', purpose: 'file' },
  });
  expect(written).toMatchObject([
    { unit: 'm1', name: '机动一组', utcOffset: 480, fixes: [{}, {}, {}, { deviceAt: from + 451_000 }] },
  ]);
  expect(at.sent).toEqual(['replayClose {"replay":7}']);
});
