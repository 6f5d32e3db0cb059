import { expect, test } from 'vitest';
import { testNow } from '../../tests/support/given.ts';
import { played, receive, said } from '../../tests/support/incident-scene.ts';
import { about, assign, scenePolicy } from '../../tests/support/night-scene.ts';
import { jobsOf } from './jobs.ts';

const own = { ...said, roads: ['零陵路'], place: null, marks: ['placeOfCaller' as const] };

test('on scene a device is told since when nothing was heard, unless it speaks a protocol of before', () => {
  const there = played(receive(), assign(), about('Arrive'));
  const [job] = jobsOf('m1', there.reads)?.jobs ?? [];
  expect(job?.safe).toEqual({ since: testNow, minutes: scenePolicy.limits.onSceneSafeMinutes });
  expect(jobsOf('m1', there.reads, false)?.jobs[0]).not.toHaveProperty('safe');
  expect(jobsOf('m1', played(receive(), assign()).reads)?.jobs[0]).not.toHaveProperty('safe');
});

test("a unit is not told the road that the caller lives in, and is told the noise's", () => {
  const jobs = jobsOf('m1', played(receive(1, {}, own), assign()).reads)?.jobs ?? [];
  expect(jobs).toMatchObject([{ roads: [], target: null }]);
  expect(JSON.stringify(jobs)).not.toContain('零陵路');
  const known = jobsOf('m1', played(receive(), assign()).reads)?.jobs ?? [];
  expect(known).toMatchObject([{ roads: ['斜土路', '小木桥路'] }]);
});
