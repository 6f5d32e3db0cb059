import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import { parseIso } from '../../../shared/lib/time.ts';
import { readJson, readParameters } from './report.ts';

const at = must(parseIso('2026-11-21T22:41:05+08:00'), 'an instant');
const sent = (text: string) => readParameters([...new URLSearchParams(text)]);
const reading = (text: string) => {
  const read = sent(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

describe('parameters', () => {
  test('are read with their units', () => {
    const text = `id=m1-phone&lat=31.188&lon=121.437&timestamp=${at / 1_000}&speed=10&bearing=359.6&altitude=12&accuracy=8.5&batt=77.0`;
    expect(reading(text)).toEqual({
      ...{ identifier: 'm1-phone', place: { lon: 121.437, lat: 31.188 }, at, speed: 18.52, heading: 0, altitude: 12 },
      ...{ accuracy: 8.5, positioned: true, sos: false },
    });
  });

  test.each([
    ['seconds', String(at / 1_000)],
    ['milliseconds', String(at)],
    ['ISO of UTC', '2026-11-21T14:41:05Z'],
    ['ISO with its offset', '2026-11-21T22:41:05%2B08:00'],
  ])('a time in %s', (_name, text) => {
    expect(reading(`id=a&lat=1&lon=2&timestamp=${text}`).at).toBe(at);
  });

  test('the older names, a place in one, and what is not known', () => {
    expect(reading('deviceid=a&location=31.1,121.2&heading=90&speed=-1&accuracy=0')).toMatchObject({
      ...{ identifier: 'a', place: { lon: 121.2, lat: 31.1 }, heading: 90, at: undefined },
      ...{ speed: undefined, accuracy: undefined },
    });
    expect(reading('id=a&lat=1&lon=2&valid=0')).toMatchObject({ positioned: false });
    expect(reading('id=a&alarm=sos')).toMatchObject({ place: undefined, positioned: false, sos: true });
    expect(reading('id=a&lat=1&lon=2&hdop=0.8&driverUniqueId=x&driverUniqueId=y&charge=true')).toMatchObject({
      positioned: true,
    });
  });

  test.each([
    ['id', 'lat=1&lon=2'],
    ['id', 'id=&lat=1&lon=2'],
    ['deviceid', 'deviceid=a%20b&lat=1&lon=2'],
    ['lat', 'id=a&lat=91&lon=2'],
    ['lat', 'id=a&lat=0x10&lon=2'],
    ['lat', 'id=a&lat=&lon=2'],
    ['lon', 'id=a&lat=1&lon=Infinity'],
    ['lon', 'id=a&lat=1'],
    ['location', 'id=a&location=1'],
    ['location', 'id=a&location=1,2,3'],
    ['timestamp', 'id=a&lat=1&lon=2&timestamp=2026-11-21 22:41:05'],
    ['timestamp', 'id=a&lat=1&lon=2&timestamp=-5'],
    ['speed', 'id=a&lat=1&lon=2&speed=fast'],
    ['bearing', 'id=a&lat=1&lon=2&bearing=361'],
    ['heading', 'id=a&lat=1&lon=2&bearing=3&heading=4'],
    ['altitude', 'id=a&lat=1&lon=2&altitude=1e9'],
    ['accuracy', 'id=a&lat=1&lon=2&accuracy=-5'],
    ['batt', 'id=a&lat=1&lon=2&batt=101'],
    ['valid', 'id=a&lat=1&lon=2&valid=yes'],
    ['lat', 'id=a&lat=1&lat=2&lon=2'],
  ])('%s is named where it is wrong: %s', (parameter, text) => {
    const read = sent(text);
    expect(read).toMatchObject({ ok: false, error: { parameter } });
    expect(!read.ok && read.error.message.startsWith(`${parameter}：`)).toBe(true);
  });
});

const location = {
  timestamp: '2026-11-21T14:41:05.000Z',
  coords: { latitude: 31.188, longitude: 121.437, accuracy: 5, speed: 10, heading: 90, altitude: 12 },
  is_moving: true,
  odometer: 12.3,
  event: 'motionchange',
  battery: { level: 0.8, is_charging: false },
  activity: { type: 'in_vehicle' },
  extras: {},
};

describe('the JSON of Traccar Client', () => {
  test('is read with its units', () => {
    expect(readJson({ location, device_id: '48241179' })).toEqual({
      ok: true,
      value: {
        ...{ identifier: '48241179', place: { lon: 121.437, lat: 31.188 }, at, speed: 36, heading: 90, altitude: 12 },
        ...{ accuracy: 5, positioned: true, sos: false },
      },
    });
    const unsure = { ...location.coords, speed: -1, heading: -1, accuracy: null };
    const help = { ...location, coords: unsure, extras: { alarm: 'sos' } };
    expect(readJson({ location: help, device_id: 'a' })).toMatchObject({
      value: { speed: undefined, heading: undefined, accuracy: undefined, sos: true },
    });
  });

  test.each<readonly [string, unknown]>([
    ['body', []],
    ['device_id', { location }],
    ['location', { device_id: 'a' }],
    ['location', { device_id: 'a', location: [location] }],
    ['location.timestamp', { device_id: 'a', location: { ...location, timestamp: 'now' } }],
    ['location.coords', { device_id: 'a', location: { ...location, coords: 1 } }],
    ['location.coords.latitude', { device_id: 'a', location: { ...location, coords: { longitude: 1 } } }],
    [
      'location.coords.speed',
      { device_id: 'a', location: { ...location, coords: { ...location.coords, speed: 'x' } } },
    ],
  ])('%s is named where it is wrong', (parameter, body) => {
    expect(readJson(body)).toMatchObject({ ok: false, error: { parameter } });
  });
});

test('whatever is sent is read or named', () => {
  const name = fc.oneof(fc.constantFrom('id', 'lat', 'lon', 'timestamp', 'speed', 'location', 'valid'), fc.string());
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string())), (parameters) => {
      const read = readParameters(parameters);
      if (!read.ok) expect(read.error.parameter).not.toBe('');
    }),
  );
  fc.assert(fc.property(fc.jsonValue(), (body) => void readJson(body)));
});
