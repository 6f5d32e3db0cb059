import { expect, test } from 'vitest';
import type { AlarmState } from '../alarm/state.ts';
import type { UnitPosition, UnitState } from '../unit/state.ts';
import type { SosHelpReads } from './sos-support.ts';
import { sosHelp } from './sos-support.ts';

const now = Date.UTC(2026, 10, 21, 15, 0);
const place = { lon: 121.44, lat: 31.19 };
/** So many metres to the north, about. */
const north = (metres: number, ago = 5): UnitPosition => ({
  ...{ lon: place.lon, lat: place.lat + metres / 111_195, at: now - ago * 1_000 },
});
const unit = (id: string, more: Partial<UnitState> = {}): UnitState =>
  ({
    ...{ id, name: id, squad: 'q1', zone: 'z1', status: 'available', jobs: [], reserve: false, supports: null },
    ...{ shift: { from: now - 3_600_000, to: now + 3_600_000 }, ...more },
  }) as unknown as UnitState;
const job = [{ assignment: 'a', incident: 'i', since: now }];

function world(units: readonly (readonly [UnitState, UnitPosition | undefined])[], alarm: Partial<AlarmState> = {}) {
  const call = { id: 'k', kind: 'sos', unit: { id: 'caller', name: 'caller' }, place, support: [], ...alarm };
  const held = new Map(units.map(([one, at]) => [one.id, { one, at }]));
  const reads = {
    ...{ alarm: (id: string) => (id === 'k' ? call : undefined), unit: (id: string) => held.get(id)?.one },
    ...{ units: () => units.map(([one]) => one), position: (id: string) => held.get(id)?.at },
    district: () => ({ plates: { policy: { fixMaxAgeSeconds: 120 } } }),
  } as unknown as SosHelpReads;
  return sosHelp('k', reads, now);
}
const caller = [unit('caller'), north(0)] as const;

test('the two nearest that are free are suggested, the reserve among them; who is busy is listed in its place', () => {
  const help = world([
    caller,
    [unit('far'), north(900)],
    [unit('busy', { jobs: job }), north(50)],
    [unit('reserve', { reserve: true }), north(300)],
    [unit('near'), north(200)],
  ]);
  expect(help?.helpers.map((one) => [one.unit, one.state, one.metres])).toEqual([
    ['busy', 'busy', 50],
    ['near', 'free', 200],
    ['reserve', 'reserve', 300],
    ['far', 'free', 900],
  ]);
  expect(help?.suggested).toEqual(['near', 'reserve']);
});

test('where too few are free, whoever is nearest goes too, at work, on a post or resting', () => {
  const help = world([
    caller,
    [unit('rests', { status: 'resting' }), north(400)],
    [unit('works', { jobs: job }), north(100)],
    [unit('free'), north(2_000)],
  ]);
  expect(help?.suggested).toEqual(['free', 'works']);
});

test('off duty, out of the shift, the caller, and who is on the way somewhere are not asked', () => {
  const on = { unit: 'sent', is: 'coming' } as AlarmState['support'][number];
  const help = world(
    [
      caller,
      [unit('off', { status: 'offDuty' }), north(10)],
      [unit('late', { shift: { from: now - 2, to: now } }), north(10)],
      [unit('elsewhere', { supports: { alarm: 'other', since: now } }), north(10)],
      [unit('sent', { supports: { alarm: 'k', since: now } }), north(10)],
    ],
    { support: [on] },
  );
  expect(help).toEqual({ helpers: [], suggested: [] });
});

test('who could not come may be asked again', () => {
  const cannot = { unit: 'back', is: 'cannot' } as AlarmState['support'][number];
  expect(world([caller, [unit('back'), north(10)]], { support: [cannot] })?.suggested).toEqual(['back']);
});

test('of whom nobody knows how far they are is not sent by one key, but is listed', () => {
  const help = world([caller, [unit('old'), north(10, 600)], [unit('never'), undefined], [unit('seen'), north(700)]]);
  expect(help?.suggested).toEqual(['seen']);
  expect(help?.helpers.map((one) => [one.unit, one.metres, one.fixAge])).toEqual([
    ['seen', 700, 5],
    ['never', null, null],
    ['old', null, 600],
  ]);
});

test('where nobody knows where the call comes from, their own squad goes, then their zone', () => {
  const help = world(
    [
      caller,
      [unit('other', { squad: 'q9', zone: 'z9' } as Partial<UnitState>), north(1)],
      [unit('zone', { squad: 'q2' }), north(1)],
      [unit('own'), north(1)],
    ],
    { place: null },
  );
  expect(help?.suggested).toEqual(['own', 'zone']);
});

test('of another alarm, and of none, nothing is said', () => {
  expect(world([caller], { kind: 'leftPost' })).toBeUndefined();
});
