import { beforeEach, describe, expect, test } from 'vitest';
import type { LogLine } from '../../tests/support/hub-kit.ts';
import { recordingLog } from '../../tests/support/hub-kit.ts';
import { destination } from '../../shared/geo/point.ts';
import { minute, second } from '../../shared/lib/time.ts';
import type { Fix } from './fix.ts';
import type { Latest } from './latest.ts';
import type { TelemetryDeps } from './telemetry.ts';
import { RunningTelemetry } from './telemetry.ts';
import type { TrackPoint } from './tracks.ts';

const start = 1_795_273_200_000;
const home = { lon: 112.96, lat: 27.83 };
const away = destination(home, 3_000, 90);

let duty: Map<string, boolean>;
let forgotten: string[];
let tellUnits: (units: readonly string[]) => void;
let rejections: string[];
let points: TrackPoint[];
let lines: LogLine[];
let moves: (readonly [string, Latest | undefined])[];

beforeEach(() => {
  duty = new Map([['m1', true]]);
  rejections = [];
  points = [];
  forgotten = [];
  lines = [];
  moves = [];
});

function open(more: Partial<TelemetryDeps> = {}): RunningTelemetry {
  const devices = ['t:car', 't:phone'];
  const telemetry = new RunningTelemetry({
    units: {
      unitOf: (device) => (devices.includes(device) ? 'm1' : undefined),
      onDuty: (unit) => duty.get(unit) === true,
      wasOnDuty: (_unit, at) => at >= start,
      offDutySince: (unit) => (duty.get(unit) === true ? undefined : start + 3_000),
      rankOf: (_unit, device) => devices.indexOf(device),
      ...{ all: () => [], devices: () => [] },
      onChanged(listener) {
        tellUnits = listener;
        return () => undefined;
      },
    },
    log: recordingLog(lines),
    rejected: { count: (protocol, reason) => rejections.push(`${protocol} ${reason}`) },
    tracks: {
      add: (point) => points.push(point),
      forget: (unit, from) => forgotten.push(`${unit} ${from - start}`),
    },
    ...more,
  });
  telemetry.onMoved((unit, latest) => moves.push([unit, latest]));
  return telemetry;
}

/** A fix this many seconds after the start. */
function fix(seconds: number, more: Partial<Fix> = {}): Fix {
  const at = start + seconds * second;
  return {
    ...{ device: 't:car', ...home, deviceAt: at, receivedAt: at + 300 },
    ...{ positioned: true, replayed: false, sos: false },
    ...more,
  };
}

describe('what is kept', () => {
  test('the newest fix, at the time it was made where the device knows the time', () => {
    const telemetry = open();
    telemetry.take(fix(0));
    telemetry.take(fix(5, { accuracy: 8, speed: 30, heading: 90 }));
    expect(telemetry.latest('m1')).toEqual({
      ...{ device: 't:car', ...home, at: start + 5_000, accuracy: 8, speed: 30, heading: 90 },
      ...{ poor: false, timed: true },
    });
    expect(telemetry.position('m1')).toEqual({ ...home, at: start + 5_000, accuracy: 8 });
    expect(telemetry.position('m2')).toBeUndefined();
    expect(moves.map(([unit, latest]) => [unit, latest?.at])).toEqual([
      ['m1', start],
      ['m1', start + 5_000],
    ]);
    expect(points.map(({ at }) => at)).toEqual([start, start + 5_000]);
    expect(rejections).toEqual([]);
  });

  test('of a device whose clock is wrong, the time it was heard', () => {
    const telemetry = open();
    const receivedAt = start + 10_000;
    telemetry.take(fix(0, { deviceAt: start - 26 * 365 * 24 * 60 * minute, receivedAt }));
    expect(telemetry.latest('m1')).toMatchObject({ at: receivedAt, timed: false });
    // A clock a little ahead is not believed to see the future.
    telemetry.take(fix(20, { deviceAt: start + 80_000, receivedAt: start + 20_000 }));
    expect(telemetry.latest('m1')).toMatchObject({ at: start + 20_000, timed: true });
  });

  test('of a device whose clock is days ahead too: a unit does not vanish for a clock', () => {
    const telemetry = open();
    for (const n of [0, 5, 10]) telemetry.take(fix(n, { deviceAt: start + n * second + 24 * 60 * minute }));
    expect(telemetry.latest('m1')).toMatchObject({ at: start + 10_300, timed: false });
    expect(points.at(-1)).toMatchObject({ at: start + 10_300, deviceAt: start + 10_000 + 24 * 60 * minute });
    expect(rejections).toEqual([]);
    expect(telemetry.devices()).toMatchObject([{ device: 't:car', clock: 'dayOff', believed: 3 }]);
    expect(telemetry.wrongClocks()).toBe(1);
    const told = lines.filter(({ level }) => level === 'warn');
    expect(told).toMatchObject([{ data: { unit: 'm1', device: 't:car', clock: 'dayOff' } }]);
  });

  test('an uncertain fix is kept for its age, and called poor', () => {
    const telemetry = open();
    telemetry.take(fix(0, { accuracy: 800 }));
    expect(telemetry.latest('m1')).toMatchObject({ poor: true, accuracy: 800 });
    expect(points).toMatchObject([{ poor: true }]);
  });

  test('measures that are none are left out', () => {
    const telemetry = open();
    telemetry.take(
      fix(0, { accuracy: -1, speed: Number.NaN, heading: Number.POSITIVE_INFINITY, altitude: Number.NaN }),
    );
    const source = { device: 't:car', deviceAt: start };
    expect(points).toEqual([{ unit: 'm1', at: start, ...home, poor: false, replayed: false, ...source }]);
  });

  test('a replayed fix goes to the track of the time it was made, and moves nothing', () => {
    const telemetry = open();
    telemetry.take(fix(100));
    telemetry.take(fix(40, { replayed: true, ...away, receivedAt: start + 110_000 }));
    expect(telemetry.latest('m1')).toMatchObject({ at: start + 100_000, ...home });
    expect(points.at(-1)).toMatchObject({ at: start + 40_000, replayed: true, ...away });
    expect(moves).toHaveLength(1);
    // It was buffered off duty, or made up long ago.
    telemetry.take(fix(-1, { replayed: true, receivedAt: start }));
    telemetry.take(fix(0, { replayed: true, receivedAt: start + 4 * 24 * 60 * minute }));
    expect(rejections).toEqual(['t offDuty', 't tooOld']);
    expect(points).toHaveLength(2);
  });
});

describe('off duty', () => {
  test('nothing is kept, nothing is stored, and what was known is forgotten', () => {
    const telemetry = open();
    telemetry.take(fix(0));
    duty.set('m1', false);
    tellUnits(['m1']);
    expect(telemetry.latest('m1')).toBeUndefined();
    expect(telemetry.all().size).toBe(0);
    expect(forgotten).toEqual(['m1 3000']);
    expect(moves.at(-1)).toEqual(['m1', undefined]);
    telemetry.take(fix(5));
    expect(telemetry.latest('m1')).toBeUndefined();
    expect(points).toHaveLength(1);
    expect(rejections).toEqual(['t offDuty']);
  });

  test('a cry for help is passed on all the same, and without a position', () => {
    const telemetry = open();
    const heard: string[] = [];
    telemetry.onSos((unit, { device }) => {
      heard.push(`${unit} ${device}`);
      return undefined;
    });
    duty.set('m1', false);
    telemetry.take(fix(0, { sos: true, positioned: false }));
    telemetry.take(fix(1));
    telemetry.take(fix(2, { sos: true, device: 't:stranger' }));
    expect(heard).toEqual(['m1 t:car']);
  });

  test('it is kept once all who hear it say so, and not where one could not', async () => {
    const telemetry = open();
    expect(await telemetry.callKept('t:car')).toBe(true);
    let stands: (kept: boolean) => void = () => undefined;
    telemetry.onSos(() => undefined);
    telemetry.onSos(() => new Promise((resolve) => (stands = resolve)));
    telemetry.take(fix(0, { sos: true }));
    const told: boolean[] = [];
    const first = telemetry.callKept('t:car').then((kept) => told.push(kept));
    await Promise.resolve();
    expect(told).toEqual([]);
    stands(false);
    await first;
    telemetry.take(fix(1, { sos: true }));
    stands(true);
    expect([...told, await telemetry.callKept('t:car')]).toEqual([false, true]);
  });

  test('a cry for help is counted and said once, however often a device repeats it', () => {
    const called: string[] = [];
    const telemetry = open({ called: (protocol) => called.push(protocol) });
    for (let n = 0; n < 60; n += 1) telemetry.take(fix(10 * n, { sos: true }));
    expect(called).toEqual(['t']);
    telemetry.take(fix(590 + 601, { sos: true }));
    expect(called).toEqual(['t', 't']);
  });

  test('a device that says no time is believed at the time it came, and nothing is told of its clock', () => {
    const telemetry = open();
    for (let n = 0; n < 30; n += 1) {
      const { deviceAt: _, ...silent } = fix(n * 10);
      telemetry.take(silent);
    }
    expect(telemetry.latest('m1')).toMatchObject({ at: start + 290_000 + 300 });
    expect(points.at(-1)).not.toHaveProperty('deviceAt');
    expect(telemetry.devices()).toMatchObject([{ believed: 30, clock: undefined }]);
  });
});

describe('what is refused', () => {
  const box = { west: 112, south: 27, east: 113, north: 28 };
  test.each<readonly [string, Partial<Fix>]>([
    ['noUnit', { device: 't:stranger' }],
    ['notPositioned', { positioned: false }],
    ['invalid', { lon: 181 }],
    ['invalid', { lat: Number.NaN }],
    ['invalid', { deviceAt: Number.NaN }],
    ['zero', { lon: 0, lat: 0 }],
    ['outsideDistrict', { lon: 114 }],
    ['clockAhead', { deviceAt: start + 3 * minute, replayed: true }],
  ])('%s: %o', (reason, more) => {
    const telemetry = open({ box: () => box });
    telemetry.take(fix(0, more));
    expect(rejections).toEqual([`t ${reason}`]);
    expect(telemetry.revision).toBe(0);
    expect(points).toEqual([]);
  });

  test('the box is generous, and nothing where the district is not known', () => {
    const near = { lon: 113.3, lat: 28.3 };
    for (const telemetry of [open({ box: () => box }), open({ box: () => undefined })]) telemetry.take(fix(0, near));
    open({ box: () => undefined }).take(fix(0, { lon: 10 }));
    expect(rejections).toEqual([]);
  });

  test('a fault inside is counted and thrown at nobody', () => {
    const telemetry = open({
      box: () => {
        throw new Error('broken');
      },
    });
    telemetry.take(fix(0));
    expect(rejections).toEqual(['t failed']);
    expect(lines).toMatchObject([{ level: 'error', data: { reason: 'broken' } }]);
  });

  test('a listener that fails harms no other', () => {
    const telemetry = open();
    telemetry.onMoved(() => {
      throw new Error('broken');
    });
    const heard: string[] = [];
    telemetry.onMoved((unit) => heard.push(unit));
    telemetry.take(fix(0));
    expect(heard).toEqual(['m1']);
    expect(rejections).toEqual([]);
  });
});

describe('what nobody would believe', () => {
  test('a single jump is refused; three fixes that agree are a place', () => {
    const telemetry = open();
    telemetry.take(fix(0));
    telemetry.take(fix(5, away));
    telemetry.take(fix(10));
    expect(rejections).toEqual(['t jump']);
    expect(telemetry.latest('m1')).toMatchObject({ at: start + 10_000, ...home });
    // The count begins anew with each fix that is back where it was.
    for (const seconds of [15, 20]) telemetry.take(fix(seconds, away));
    telemetry.take(fix(25));
    for (const seconds of [26, 27]) telemetry.take(fix(seconds, away));
    expect(telemetry.latest('m1')).toMatchObject(home);
    telemetry.take(fix(28, away));
    expect(telemetry.latest('m1')).toMatchObject({ at: start + 28_000, ...away });
    expect(rejections).toHaveLength(5);
  });

  test('jumps that do not agree with each other are never believed', () => {
    const telemetry = open();
    telemetry.take(fix(0));
    for (let n = 1; n < 20; n += 1) telemetry.take(fix(n, destination(home, 5_000, n * 90)));
    expect(telemetry.latest('m1')).toMatchObject(home);
    expect(rejections).toHaveLength(19);
  });

  test('a fast car is no jump, nor is what its own uncertainty explains', () => {
    const telemetry = open();
    telemetry.take(fix(0));
    telemetry.take(fix(60, destination(home, 3_000, 90)));
    telemetry.take(fix(61, { ...destination(home, 3_400, 90), accuracy: 400 }));
    expect(rejections).toEqual([]);
  });

  test('a fix that comes late or twice is refused; a clock that was set back is believed after three', () => {
    const telemetry = open();
    telemetry.take(fix(100));
    telemetry.take(fix(100));
    telemetry.take(fix(95, { receivedAt: start + 101_000 }));
    expect(rejections).toEqual(['t older', 't older']);
    const back = (n: number): Fix => fix(0, { deviceAt: n * second, receivedAt: start + (110 + n) * second });
    for (const n of [1, 2]) telemetry.take(back(n));
    expect(telemetry.latest('m1')?.at).toBe(start + 100_000);
    telemetry.take(back(3));
    telemetry.take(back(4));
    expect(telemetry.latest('m1')).toMatchObject({ at: start + 114_000, timed: false });
  });
});

describe('two devices of one unit', () => {
  test('the first in its list leads; the other takes over once that one is silent', () => {
    const telemetry = open();
    telemetry.take(fix(0, { device: 't:phone' }));
    telemetry.take(fix(1));
    telemetry.take(fix(2, { device: 't:phone' }));
    expect(telemetry.latest('m1')).toMatchObject({ device: 't:car' });
    expect(rejections).toEqual(['t otherDevice']);
    telemetry.take(fix(40, { device: 't:phone' }));
    expect(telemetry.latest('m1')).toMatchObject({ device: 't:phone' });
    telemetry.take(fix(41));
    expect(telemetry.latest('m1')).toMatchObject({ device: 't:car' });
  });

  test('a sure one goes before an uncertain one', () => {
    const telemetry = open();
    telemetry.take(fix(0, { accuracy: 500 }));
    telemetry.take(fix(1, { device: 't:phone', accuracy: 5 }));
    telemetry.take(fix(2, { accuracy: 500 }));
    expect(telemetry.latest('m1')).toMatchObject({ device: 't:phone', poor: false });
  });
});

test('what changed after a revision is what is newer, and what is gone', () => {
  const telemetry = open();
  telemetry.take(fix(0));
  const { revision } = telemetry;
  expect(telemetry.since(revision)).toEqual({ moved: [], gone: [] });
  telemetry.take(fix(1));
  expect(telemetry.since(revision)).toMatchObject({ moved: [['m1', { at: start + 1_000 }]], gone: [] });
  duty.set('m1', false);
  tellUnits(['m1']);
  expect(telemetry.since(revision)).toEqual({ moved: [], gone: ['m1'] });
  expect(telemetry.since(telemetry.revision)).toEqual({ moved: [], gone: [] });
});
