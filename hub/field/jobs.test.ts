import { expect, test } from 'vitest';
import { played, receive, said } from '../../tests/support/incident-scene.ts';
import { assign } from '../../tests/support/night-scene.ts';
import { jobsOf } from './jobs.ts';

const own = { ...said, roads: ['零陵路'], place: null, marks: ['placeOfCaller' as const] };

test("a unit is not told the road that the caller lives in, and is told the noise's", () => {
  const jobs = jobsOf('m1', played(receive(1, {}, own), assign()).reads)?.jobs ?? [];
  expect(jobs).toMatchObject([{ roads: [], target: null }]);
  expect(JSON.stringify(jobs)).not.toContain('零陵路');
  const known = jobsOf('m1', played(receive(), assign()).reads)?.jobs ?? [];
  expect(known).toMatchObject([{ roads: ['斜土路', '小木桥路'] }]);
});
