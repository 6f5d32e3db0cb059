import { expect, test } from 'vitest';
import { caller, on, played, receive, said } from '../../tests/support/incident-scene.ts';
import { assign } from '../../tests/support/night-scene.ts';
import { testNow } from '../../tests/support/given.ts';
import { must } from '../../shared/lib/must.ts';
import { fieldPageSchema } from '../../shared/wire/field-api.ts';
import { pageOf } from './page.ts';

const own = { ...said, roads: ['零陵路'], place: null, marks: ['placeOfCaller' as const] };
const jobOf = (night: ReturnType<typeof played>): string => must(night.reads.unit('m1')?.jobs[0], 'a job').assignment;

test('the page tells the place, the view with the age of its registers, and what to look at; nothing of the caller', () => {
  const night = played(receive(1, { personal: { ...caller } }), on('ChooseSource', { site: 'a' }), assign());
  const page = fieldPageSchema.parse(pageOf('m1', jobOf(night), night.reads, testNow));
  expect(page).toMatchObject({ at: testNow, place: { site: { certain: true } }, past: [] });
  expect(page.look).toContain('posted');
  expect(page.record).toContain('level');
  expect(page.assessment.registers.length).toBeGreaterThan(0);
  expect(JSON.stringify(page)).not.toContain(caller.ref);
});

test("the caller's own road and place are not on it", () => {
  const night = played(receive(1, {}, own), assign());
  const page = pageOf('m1', jobOf(night), night.reads, testNow);
  expect(page?.place).toMatchObject({ name: null, roads: [] });
  expect(JSON.stringify(page)).not.toContain('零陵路');
});

test('what was before at the site comes without words', () => {
  const night = played(receive(1), on('ChooseSource', { site: 'a' }), receive(2), assign());
  night.give(on('ChooseSource', { site: 'a' }, 2));
  const page = pageOf('m1', jobOf(night), night.reads, testNow);
  expect(page?.past).toHaveLength(1);
  expect(Object.keys(page?.past[0] ?? {}).sort()).toEqual(
    ['assessment', 'number', 'outcome', 'receivedAt', 'relapses'].sort(),
  );
});

test('of another unit, of nobody, of one that is over: none', () => {
  const night = played(receive(1), assign());
  const job = jobOf(night);
  expect(pageOf('m2', job, night.reads, testNow)).toBeUndefined();
  expect(pageOf('m1', crypto.randomUUID(), night.reads, testNow)).toBeUndefined();
  night.give({ type: 'WithdrawAssignment', data: { assignment: job, why: 'wrongUnit' } });
  expect(pageOf('m1', job, night.reads, testNow)).toBeUndefined();
});
