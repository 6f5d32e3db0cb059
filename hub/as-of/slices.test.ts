import { expect, test } from 'vitest';
import { createSlices, SlicesStopped } from './slices.ts';

/** A loop that is turned by hand, and a machine on which every step takes a millisecond. */
function setUp() {
  const due: (() => void)[] = [];
  const at = { now: 0, steps: [] as string[] };
  const slices = createSlices({ monotonic: () => at.now, turn: (work) => due.push(work), sliceMs: 8 });
  function* work(name: string, steps: number): Generator<void, string> {
    for (let step = 0; step < steps; step += 1) {
      at.now += 1;
      at.steps.push(name);
      yield;
    }
    return name;
  }
  /** One turn of the event loop; how many ms it took. */
  function turn(): number {
    const before = at.now;
    for (const each of due.splice(0)) each();
    return at.now - before;
  }
  return { at, slices, work, turn, due };
}

test('a turn of the loop takes one slice, however much work there is and however many ask', async () => {
  const { at, slices, work, turn, due } = setUp();
  const names = ['a', 'b', 'c'];
  const done = names.map((name) => slices.run(work(name, 100)));
  const turns: number[] = [];
  while (due.length > 0) turns.push(turn());
  expect(await Promise.all(done)).toEqual(names);
  expect(Math.max(...turns)).toBe(8);
  expect(turns.length).toBeGreaterThanOrEqual(300 / 8);
  // In turn: nobody waits for the end of another one's work.
  expect(at.steps.slice(0, 24)).toEqual(names.flatMap((name) => Array<string>(8).fill(name)));
});

test('what throws rejects, and the others go on', async () => {
  const { slices, work, turn, due } = setUp();
  function* broken(): Generator<void, never> {
    yield;
    throw new Error('broken');
  }
  const bad = expect(slices.run(broken())).rejects.toThrow('broken');
  const good = slices.run(work('good', 30));
  while (due.length > 0) turn();
  await bad;
  expect(await good).toBe('good');
});

test('once stopped, all work is given up', async () => {
  const { slices, work, turn } = setUp();
  const begun = expect(slices.run(work('a', 100))).rejects.toBeInstanceOf(SlicesStopped);
  turn();
  slices.stop();
  await begun;
  await expect(slices.run(work('b', 1))).rejects.toBeInstanceOf(SlicesStopped);
});
