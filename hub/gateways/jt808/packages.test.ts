import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ManualClock } from '../../../tests/support/hub-kit.ts';
import type { Message } from './messages.ts';
import type { PackageLimits, PartTaken } from './packages.ts';
import { Packages } from './packages.ts';

const limits: PackageLimits = { parts: 64, messages: 4, bytes: 4_096, waitMs: 10_000, asks: 3 };

function opened(changed: Partial<PackageLimits> = {}) {
  const clock = new ManualClock();
  const asked: [number, readonly number[]][] = [];
  const state = { lost: 0 };
  const packages = new Packages({
    timers: clock,
    limits: { ...limits, ...changed },
    ask: (_to, first, missing) => asked.push([first, missing]),
    lost: () => {
      state.lost += 1;
    },
  });
  /** The part of a message whose first part has this serial. */
  const take = (first: number, index: number, total: number, body: Buffer, id = 0x0704): PartTaken => {
    const part = { index, total };
    const message: Message = {
      ...{ id, serial: (first + index - 1) & 0xffff, version: 2013, protocolVersion: 0, number: '1', encrypted: false },
      ...{ phone: Buffer.alloc(6), part, body },
    };
    return packages.take(message, part);
  };
  return { clock, packages, asked, state, take };
}

const body = (text: string): Buffer => Buffer.from(text, 'latin1');
const kept = { is: 'kept' } as const;
const refused = { is: 'refused' } as const;

test('in any order, with any parts twice, the whole comes out once, in order', () => {
  const orders = fc.tuple(fc.integer({ min: 1, max: 8 }), fc.nat(0xffff)).chain(([total, first]) =>
    fc.tuple(
      fc.constant(total),
      fc.constant(first),
      fc.shuffledSubarray(
        Array.from({ length: total }, (_, i) => i + 1),
        { minLength: total, maxLength: total },
      ),
      fc.array(fc.nat(20), { maxLength: 5 }),
    ),
  );
  fc.assert(
    fc.property(orders, ([total, first, order, repeats]) => {
      const { packages, take, state, clock } = opened();
      const sent = [...order];
      for (const at of repeats) sent.splice(at % (sent.length + 1), 0, order[at % order.length] ?? 1);
      const wholes = sent.flatMap((index) => {
        const bytes = body(`${index};`);
        const taken = take(first, index, total, bytes);
        bytes.fill(0);
        return taken.is === 'whole' ? [taken.body.toString('latin1')] : [];
      });
      expect(wholes).toEqual([Array.from({ length: total }, (_, i) => `${i + 1};`).join('')]);
      expect([packages.bytes, state.lost]).toEqual([0, 0]);
      clock.advance(limits.waitMs);
      expect(clock.waiting).toBe(0);
    }),
  );
});

test('missing parts are asked for, some time after the last one, so often, then the message is given up', () => {
  const { clock, take, asked, state, packages } = opened();
  expect(take(7, 2, 4, body('b'))).toEqual(kept);
  clock.advance(9_999);
  expect(take(7, 4, 4, body('d'))).toEqual(kept);
  clock.advance(9_999);
  expect(asked).toEqual([]);
  clock.advance(1);
  expect(asked).toEqual([[7, [1, 3]]]);
  expect(take(7, 1, 4, body('a'))).toEqual(kept);
  clock.advance(20_000);
  expect(asked.slice(1)).toEqual([
    [7, [3]],
    [7, [3]],
  ]);
  expect([state.lost, packages.bytes]).toEqual([0, 3]);
  clock.advance(10_000);
  expect([state.lost, packages.bytes, clock.waiting, asked.length]).toEqual([1, 0, 0, 3]);
});

test('a part asked for makes the message whole', () => {
  const { clock, take, asked, state } = opened();
  take(7, 1, 2, body('a'));
  clock.advance(10_000);
  expect(asked).toEqual([[7, [2]]]);
  expect(take(7, 2, 2, body('b'))).toEqual({ is: 'whole', body: body('ab') });
  clock.advance(100_000);
  expect([asked.length, state.lost]).toEqual([1, 0]);
});

test('messages are told apart by id and serial of the first part; serials go round', () => {
  const { take } = opened();
  take(0xffff, 1, 2, body('a'));
  take(0xffff, 1, 2, body('x'), 0x0200);
  take(20, 1, 2, body('m'));
  expect(take(20, 2, 2, body('n'))).toEqual({ is: 'whole', body: body('mn') });
  expect(take(0xffff, 2, 2, body('b'))).toEqual({ is: 'whole', body: body('ab') });
  expect(take(0xffff, 2, 2, body('y'), 0x0200)).toEqual({ is: 'whole', body: body('xy') });
});

test('a message of one part is whole at once, and again once its first is forgotten', () => {
  const { take, clock } = opened();
  expect(take(1, 1, 1, body('a'))).toEqual({ is: 'whole', body: body('a') });
  expect(take(1, 1, 1, body('a'))).toEqual(kept);
  clock.advance(limits.waitMs);
  expect(take(1, 1, 1, body('b'))).toEqual({ is: 'whole', body: body('b') });
});

test('parts that cannot be are refused', () => {
  const { take, packages, clock } = opened();
  for (const [index, total] of [
    [0, 2],
    [0, 0],
    [1, 0],
    [3, 2],
    [1, 65],
  ] as const) {
    expect(take(9, index, total, body('a')), `${index} of ${total}`).toEqual(refused);
  }
  expect(take(9, 1, 2, body('a'))).toEqual(kept);
  expect(take(9, 2, 3, body('a'))).toEqual(refused);
  expect(packages.bytes).toBe(1);
  packages.close();
  expect(clock.waiting).toBe(0);
});

test('messages begun are limited: those done go first, then the oldest, which is counted', () => {
  const { take, state } = opened({ messages: 2 });
  take(10, 1, 2, body('a'));
  expect(take(20, 1, 1, body('b')).is).toBe('whole');
  take(30, 1, 2, body('c'));
  expect(state.lost).toBe(0);
  take(40, 1, 2, body('d'));
  expect(state.lost).toBe(1);
  expect(take(30, 2, 2, body('c')).is).toBe('whole');
  expect(take(40, 2, 2, body('d')).is).toBe('whole');
});

test('bytes kept are limited, whatever comes', () => {
  const { take, packages, state, clock } = opened({ bytes: 100 });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(6), fc.nat(6), fc.nat(60)), { maxLength: 60 }), (parts) => {
      for (const [first, index, total, size] of parts) {
        take(first, index, total, Buffer.alloc(size));
        expect(packages.bytes).toBeLessThanOrEqual(100);
      }
      packages.close();
      expect([packages.bytes, clock.waiting]).toEqual([0, 0]);
    }),
  );
  state.lost = 0;
  expect(take(1, 1, 2, Buffer.alloc(101))).toEqual(refused);
  expect(take(2, 1, 2, Buffer.alloc(60))).toEqual(kept);
  expect(take(3, 1, 2, Buffer.alloc(60))).toEqual(kept);
  expect([state.lost, packages.bytes]).toEqual([1, 60]);
  expect(take(3, 2, 2, Buffer.alloc(41))).toEqual(refused);
});

test('what was begun is lost with its connection', () => {
  const { take, packages, state, clock } = opened();
  take(1, 1, 1, body('whole'));
  take(2, 1, 2, body('a'));
  take(3, 1, 2, body('b'));
  packages.close();
  expect([state.lost, packages.bytes, clock.waiting]).toEqual([2, 0, 0]);
});
