import { expect, test } from 'vitest';
import { HubTime } from './hub-time.ts';

function setUp(start = 1_000_000) {
  const machine = { now: start };
  return { machine, time: new HubTime({ machine: () => machine.now }) };
}

test('before any word of a hub it is the machine’s time, or what an earlier run measured', () => {
  const { machine, time } = setUp();
  expect(time.now()).toBe(1_000_000);
  expect(time.offset()).toBe(0);
  time.restore({ hub: 500, machine: 999_000, rate: 2 });
  expect(time.now()).toBe(2_500);
  machine.now += 10;
  expect(time.now()).toBe(2_520);
});

test('a hub’s word comes before a measurement of an earlier run, and says the rate', () => {
  const { machine, time } = setUp();
  time.begin(5_000, 60);
  time.measured(machine.now, machine.now, 5_000);
  time.restore({ hub: 1, machine: 1, rate: 1 });
  machine.now += 1_000;
  expect(time.now()).toBe(65_000);
  expect(time.rate).toBe(60);
  expect(time.offset()).toBe(65_000 - machine.now);
});

test('of two measurements the quicker one counts, whatever their order', () => {
  const { machine, time } = setUp();
  time.begin(2_000_000, 1);
  machine.now += 1_000;
  // 10 ms on the way: off by 5 ms at most.
  time.measured(machine.now - 10, machine.now, 2_000_995);
  expect(time.now()).toBe(2_001_000);
  machine.now += 1_000;
  // 400 ms, all of it on the way there.
  time.measured(machine.now - 400, machine.now, 2_002_000);
  expect(time.now()).toBe(2_002_000);
  expect(time.offset()).toBe(1_000_000);
});

test('an old measurement gives way, and so does one that no delay explains: a clock was set', () => {
  const { machine, time } = setUp();
  time.measured(machine.now, machine.now + 2, 3_000_001);
  machine.now += 61_000;
  time.measured(machine.now - 50, machine.now, 3_061_100);
  expect(time.now()).toBe(3_061_125);
  // This machine's clock jumps an hour ahead.
  machine.now += 3_600_000;
  time.measured(machine.now - 80, machine.now, 3_061_200);
  expect(time.now()).toBe(3_061_240);
  // While an answer was on its way it went back: the measurement says nothing.
  time.measured(machine.now + 5_000, machine.now, 9);
  expect(time.now()).toBe(3_061_240);
});

test('hub time is never behind what the hub has said', () => {
  const { time } = setUp();
  time.begin(7_000, 1);
  time.heard(6_000);
  expect(time.now()).toBe(7_000);
  time.heard(7_100);
  expect(time.now()).toBe(7_100);
});
