import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import { DemoNight } from '../../../tests/support/demo-night.ts';
import type { TFunction } from '../../hall/types.ts';
import { ordersOf, quotedRefs, replyRow } from './reply-list.ts';

const t = ((key: string, values?: object) =>
  `${key}${values === undefined ? '' : JSON.stringify(values)}`) as unknown as TFunction;

function received() {
  const night = new DemoNight();
  const ids = (['12345', 'phone', '12345'] as const).map((source, at) =>
    night.receive({
      ...{ text: '斜土路小木桥路口工地还在打桩', source, time: `22:4${at}` },
      personal: { ref: `${at}`.repeat(32), mac: 'a'.repeat(64), has: ['text'] },
    }),
  );
  return ids.map((id) => night.incident(id));
}

test('given orders and calls, then the list of a source has its own orders, in the order in which they came', () => {
  const [first, , third] = received();
  const all = received().map((one, at) => ({ ...one, externalId: at === 1 ? null : `E-${at}` }));
  expect(ordersOf(all.toReversed(), '12345').map(({ externalId }) => externalId)).toEqual(['E-0', 'E-2']);
  expect(ordersOf(all, 'phone')).toEqual([]);
  expect(must(first, 'one').source).toBe(must(third, 'another').source);
});

test('given an order nobody answered, then its row says that it is owed; given one answered, then by what words', () => {
  const order = { ...must(received()[0], 'one'), externalId: 'E-1' };
  const owed = replyRow(order, new Map(), 480, t);
  expect(owed).toMatchObject({
    externalId: 'E-1',
    replyWay: 'shift.reply.none',
    replyText: '',
    outcome: '',
    arrivedAt: '',
  });
  expect(owed.receivedAt).toMatch(/^\d{4}-\d\d-\d\d 22:40$/);
  const handle = { ref: 'b'.repeat(32), mac: 'c'.repeat(64), has: ['text'] };
  const answered = {
    ...{ ...order, open: [] },
    replies: [{ at: order.receivedAt, user: 'u', way: 'spoken' as const, personal: handle }],
  };
  expect(quotedRefs([answered])).toEqual([handle.ref]);
  const words = (content: string | null) => replyRow(answered, new Map([[handle.ref, content]]), 480, t);
  expect(words('已停工')).toMatchObject({ replyWay: 'shift.replyWay.spoken', replyText: '已停工' });
  // What may not be read is said, and never left looking as if nothing had been told.
  expect(words(null).replyText).toBe('shift.replyList.notRead');
  expect(replyRow(answered, new Map(), 480, t).replyText).toBe('shift.replyList.notRead');
});
