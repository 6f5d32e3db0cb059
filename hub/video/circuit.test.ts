import { expect, test } from 'vitest';
import { Circuit } from './circuit.ts';

function given() {
  let now = 0;
  const said: string[] = [];
  const say = (_data: object, message: string): void => void said.push(message);
  const circuit = new Circuit(
    { clock: { now: () => 1_000_000 + now }, monotonic: () => now, log: { info: say, warn: say } },
    { failures: 3, restMs: 1_000, longestRestMs: 4_000 },
  );
  return { circuit, said, pass: (ms: number) => (now += ms) };
}

test('after three failures in a row nothing is asked for a while, and it is said once', () => {
  const { circuit, said, pass } = given();
  for (let i = 0; i < 2; i += 1) {
    expect(circuit.admits()).toBe(true);
    circuit.failed('x');
    pass(10);
  }
  expect(circuit.awaySince).toBe(1_000_000);
  circuit.failed('x');
  expect(circuit.admits()).toBe(false);
  pass(999);
  expect(circuit.admits()).toBe(false);
  pass(1);
  // One ask tries; the others wait for what it finds.
  expect(circuit.admits()).toBe(true);
  expect(circuit.admits()).toBe(false);
  circuit.failed('x');
  pass(1_999);
  expect(circuit.admits()).toBe(false);
  pass(1);
  expect(circuit.admits()).toBe(true);
  circuit.worked();
  expect([circuit.admits(), circuit.admits(), circuit.awaySince]).toEqual([true, true, undefined]);
  expect(said).toHaveLength(2);
});

test('a success between them begins the count anew', () => {
  const { circuit } = given();
  for (let i = 0; i < 10; i += 1) {
    circuit.failed('x');
    circuit.failed('x');
    circuit.worked();
  }
  expect(circuit.admits()).toBe(true);
});

test('what will not pass by itself opens it at once, for the longest rest', () => {
  const { circuit, pass } = given();
  circuit.failed('wrong log-in', true);
  pass(3_999);
  expect(circuit.admits()).toBe(false);
  pass(1);
  expect(circuit.admits()).toBe(true);
});
