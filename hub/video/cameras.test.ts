import { expect, test } from 'vitest';
import { err, ok } from '../../shared/lib/result.ts';
import type { Result } from '../../shared/lib/result.ts';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import { quietHubLog } from '../../tests/support/quiet-hub-log.ts';
import { Cameras, lingerMs, longestMoveMs, standing } from './cameras.ts';
import type { Movement, PlatformTrouble, VideoPlatform } from './port.ts';

const channel = { device: 'd', channel: 'c' };
const trouble: PlatformTrouble = { code: 'PlatformAway', since: 1 };
const right: Movement = { pan: 1, tilt: 0, zoom: 0 };

function given() {
  const clock = new ManualClock();
  const told: string[] = [];
  const waiting: ((answer: Result<undefined, PlatformTrouble>) => void)[] = [];
  const plan = { play: true, holdMoves: false, failMoves: 0 };
  const platform: VideoPlatform = {
    async play() {
      told.push('play');
      await Promise.resolve();
      return plan.play ? ok([]) : err(trouble);
    },
    async stop() {
      told.push('stop');
      return Promise.resolve(ok(undefined));
    },
    async move(_channel, { pan, tilt, zoom }) {
      told.push(`move ${pan} ${tilt} ${zoom}`);
      if (plan.failMoves > 0) {
        plan.failMoves -= 1;
        return err(trouble);
      }
      return plan.holdMoves ? new Promise((resolve) => waiting.push(resolve)) : ok(undefined);
    },
    still: () => Promise.resolve(err(trouble)),
    isOnline: () => Promise.resolve(ok(true)),
    list: () => Promise.resolve(ok({ channels: [], unread: [], cutAt: null })),
    awaySince: () => undefined,
  };
  const cameras = new Cameras({ platform, timers: clock, log: quietHubLog });
  return { clock, told, plan, waiting, cameras };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the last one out stops the stream, a while later', async () => {
  const { cameras, told, clock } = given();
  await cameras.play(channel, 'a');
  await cameras.play(channel, 'b');
  cameras.close(channel, 'a');
  cameras.close(channel, 'a');
  clock.advance(lingerMs * 3);
  await settled();
  expect(told).toEqual(['play', 'play']);
  cameras.close(channel, 'b');
  clock.advance(lingerMs - 1);
  await settled();
  expect([told, cameras.open]).toEqual([['play', 'play'], 1]);
  clock.advance(1);
  await settled();
  expect([told, cameras.open]).toEqual([['play', 'play', 'stop'], 0]);
});

test('who comes back in time finds the stream', async () => {
  const { cameras, told, clock } = given();
  await cameras.play(channel, 'a');
  cameras.close(channel, 'a');
  clock.advance(lingerMs - 1);
  await cameras.play(channel, 'b');
  clock.advance(lingerMs * 3);
  await settled();
  expect(told).not.toContain('stop');
});

test('asks at the same time are one ask; what did not begin is not stopped', async () => {
  const { cameras, told, plan } = given();
  plan.play = false;
  const both = await Promise.all([cameras.play(channel, 'a'), cameras.play(channel, 'b')]);
  expect(both).toEqual([err(trouble), err(trouble)]);
  await settled();
  expect([told, cameras.open]).toEqual([['play'], 0]);
});

test('one moves it at a time; who waits is overtaken by the newest, and a stop is always told', async () => {
  const { cameras, told, plan, waiting } = given();
  const [one, other] = [{}, {}];
  plan.holdMoves = true;
  const first = cameras.move(channel, one, right);
  await settled();
  void cameras.move(channel, one, { pan: 0.5, tilt: 0, zoom: 0 });
  void cameras.move(channel, one, { pan: 0.7, tilt: 0, zoom: 0 });
  const last = cameras.move(channel, one, standing);
  expect(await cameras.move(channel, other, right)).toBeUndefined();
  plan.holdMoves = false;
  waiting[0]?.(ok(undefined));
  expect([await first, await last]).toEqual([ok(undefined), ok(undefined)]);
  expect(told).toEqual(['move 1 0 0', 'move 0 0 0']);
  // It stands: now the other may.
  expect(await cameras.move(channel, other, right)).toEqual(ok(undefined));
});

test('a movement that nobody ends is ended', async () => {
  const { cameras, told, clock } = given();
  await cameras.move(channel, {}, right);
  clock.advance(longestMoveMs);
  await settled();
  expect(told).toEqual(['move 1 0 0', 'move 0 0 0']);
});

test('a seat that goes leaves its camera standing, also where the platform has to be told again', async () => {
  const { cameras, told, plan, clock } = given();
  const seat = {};
  await cameras.move(channel, seat, right);
  plan.failMoves = 2;
  cameras.halt(seat);
  for (let i = 0; i < 8; i += 1) {
    await settled();
    clock.advance(1_000);
  }
  expect(told).toEqual(['move 1 0 0', 'move 0 0 0', 'move 0 0 0', 'move 0 0 0']);
});
