import { expect, test } from 'vitest';
import type { Json } from '../../shared/lib/json.ts';
import { Drafts } from '../../seat/runtime/drafts.ts';
import { KeptDrafts } from './kept-drafts.ts';

/** What is under way has come back. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A seat as windows see it: one user at a time, drafts of each apart; `down` while it cannot be reached. */
class Seat {
  readonly drafts = new Drafts();
  user: string | undefined = 'lin';
  down = false;
  asked = 0;
  told: (readonly [user: string, name: string, draft: Json])[] = [];

  window(open = true): KeptDrafts {
    const window = new KeptDrafts({
      keep: async (user, name, draft) => {
        if (this.down) throw new Error('lost');
        this.told.push([user, name, draft]);
        await Promise.resolve();
        return user === this.user && this.drafts.keep(user, name, draft as never);
      },
      all: async (user) => {
        if (this.down) throw new Error('lost');
        this.asked += 1;
        await Promise.resolve();
        return user === this.user ? this.drafts.all(user) : {};
      },
    });
    window.at({ user: 'lin', open, byHand: false });
    return window;
  }
}

const lin = { user: 'lin', open: true, byHand: false };
const locked = { ...lin, open: false };

test('what is typed is kept, over a lock and in another window', async () => {
  const seat = new Seat();
  const one = seat.window();
  await settled();
  one.type('note', '看了一圈');
  await settled();
  expect(seat.drafts.all('lin')).toEqual({ note: '看了一圈' });
  one.at(locked);
  expect(one.get('note').value).toBe('看了一圈');
  const two = seat.window();
  await settled();
  expect(two.get('note')).toMatchObject({ value: '看了一圈', other: undefined });
});

test('a window in which nothing was typed takes nothing away, and takes over what the other typed', async () => {
  const seat = new Seat();
  const [one, two] = [seat.window(), seat.window()];
  await settled();
  one.type('intake', { text: '打桩' });
  await settled();
  for (const at of [locked, lin, locked, lin]) two.at(at);
  await settled();
  expect(seat.drafts.all('lin')).toEqual({ intake: { text: '打桩' } });
  expect(two.get('intake').value).toEqual({ text: '打桩' });
  expect(seat.told).toHaveLength(1);
});

test('what was taken in through one window is not brought back by another', async () => {
  const seat = new Seat();
  const [one, two] = [seat.window(), seat.window()];
  await settled();
  one.type('intake', 'typed');
  await settled();
  two.look();
  await settled();
  one.type('intake', null);
  await settled();
  two.at(locked);
  two.at(lin);
  await settled();
  expect(two.get('intake').value).toBeNull();
  expect(seat.drafts.all('lin')).toEqual({});
});

test('typed on both sides, both are there to choose from', async () => {
  const seat = new Seat();
  seat.drafts.keep('lin', 'intake', 'of before');
  const one = seat.window();
  one.type('intake', 'typed at once');
  await settled();
  expect(one.get('intake')).toMatchObject({ value: 'typed at once', other: 'of before' });
  expect(seat.drafts.all('lin'), 'nothing is overwritten unasked').toEqual({ intake: 'of before' });
  one.choose('intake', 'other');
  await settled();
  expect(one.get('intake')).toMatchObject({ value: 'of before', other: undefined });

  one.type('intake', 'once more');
  await settled();
  const two = seat.window();
  two.type('intake', 'of two');
  await settled();
  two.choose('intake', 'own');
  await settled();
  expect(seat.drafts.all('lin')).toEqual({ intake: 'of two' });
});

test('typed while the seat is away, it is kept once the seat is back', async () => {
  const seat = new Seat();
  const one = seat.window();
  await settled();
  seat.down = true;
  one.type('note', 'a');
  await settled();
  one.at(locked);
  one.type('note', 'ab');
  seat.down = false;
  one.at(lin);
  await settled();
  expect(seat.drafts.all('lin')).toEqual({ note: 'ab' });
  expect(one.get('note').other).toBeUndefined();
});

test('fast typing waits for the answer and then sends the last only', async () => {
  const seat = new Seat();
  const one = seat.window();
  await settled();
  for (const text of ['a', 'ab', 'abc', 'abcd']) one.type('note', text);
  await settled();
  expect(seat.told.map(([, , draft]) => draft)).toEqual(['a', 'abcd']);
});

test('what could not be kept is said', async () => {
  const seat = new Seat();
  const one = seat.window();
  await settled();
  one.type('note', 'x'.repeat(70_000));
  await settled();
  expect(one.get('note').refused).toBe(true);
  one.type('note', 'x');
  await settled();
  expect(one.get('note').refused).toBe(false);
});

test("another one's log-in through another window: nothing of the first is filed under the second", async () => {
  const seat = new Seat();
  const one = seat.window();
  await settled();
  seat.down = true;
  one.type('intake', '来电人的话');
  await settled();
  one.at(locked);
  // Back with the status of before: lin, open. Meanwhile wang has logged in.
  seat.down = false;
  seat.user = 'wang';
  one.at(lin);
  await settled();
  expect(seat.told.every(([user]) => user === 'lin')).toBe(true);
  expect([seat.drafts.all('wang'), seat.drafts.all('lin')]).toEqual([{}, {}]);
  one.at({ user: 'wang', open: true, byHand: false });
  await settled();
  expect(one.get('intake').value).toBeNull();
  expect(JSON.stringify(seat.drafts.all('wang'))).not.toContain('来电人');
});

test('logged out by hand in one window, the other holds nothing of it either; ended by the hub, it waits', async () => {
  const seat = new Seat();
  const two = seat.window();
  await settled();
  two.type('note', 'of lin');
  await settled();
  two.at({ user: undefined, open: false, byHand: false });
  expect(two.get('note').value).toBe('of lin');
  seat.drafts.forget('lin');
  two.at({ user: undefined, open: false, byHand: true });
  expect(two.get('note').value).toBeNull();
  two.at(lin);
  await settled();
  expect([two.get('note').value, seat.drafts.all('lin')]).toEqual([null, {}]);
});

test('the same is told as the same object until it changes', async () => {
  const seat = new Seat();
  const one = seat.window();
  await settled();
  let told = 0;
  const stop = one.subscribe(() => {
    told += 1;
  });
  one.type('note', 'a');
  const before = one.get('note');
  await settled();
  expect(one.get('note')).toBe(before);
  expect(one.get('never')).toBe(one.get('never too'));
  stop();
  one.type('note', 'b');
  expect(told).toBe(1);
});
