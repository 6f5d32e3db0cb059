/** The outbox of a phone: nothing lost, nothing doubled, in order, whatever happens to the line. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry, Pressed } from './outbox.ts';
import { answered, dismissed, laneOf, mostAnswered, next, pressed } from './outbox.ts';

const uuid = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const step = (n: number, job = 1): Pressed => ({
  event: 'step',
  message: { step: 'accept', id: uuid(n), assignment: uuid(900 + job) },
});
const sos = (n: number): Pressed => ({ event: 'sos', message: { id: uuid(n), happenedAt: 0, fix: null } });

describe('the outbox', () => {
  test('given two steps of one job and one of another, then the second waits for the first, the other does not', () => {
    const entries = [step(1), step(2), step(3, 2)].reduce<readonly Entry[]>((all, one) => pressed(all, one, 0), []);
    expect(next(entries).map(({ id }) => id)).toEqual([uuid(1), uuid(3)]);
    expect(next(answered(entries, uuid(1), { status: 'accepted' }, 1)).map(({ id }) => id)).toEqual([uuid(2), uuid(3)]);
  });
  test('given a call for help pressed last, then it goes first', () => {
    const entries = [step(1), step(2, 2), sos(3)].reduce<readonly Entry[]>((all, one) => pressed(all, one, 0), []);
    expect(next(entries)[0]?.event).toBe('sos');
  });
  test('given a refusal, then it stays until it was read, and the next of its lane goes on', () => {
    const two = pressed(pressed([], step(1), 0), step(2), 0);
    const refused = answered(two, uuid(1), { status: 'refused', code: 'NotYours' }, 5);
    expect(refused[0]).toMatchObject({ state: 'refused', said: 'NotYours', answeredAt: 5 });
    expect(next(refused).map(({ id }) => id)).toEqual([uuid(2)]);
    expect(dismissed(refused, uuid(1)).map(({ id }) => id)).toEqual([uuid(2)]);
    // What was not refused is not thrown away by it.
    expect(dismissed(refused, uuid(2))).toEqual(refused);
  });
  test('given many answered, then the newest are kept, and all that wait', () => {
    let entries: readonly Entry[] = [];
    for (let n = 1; n <= mostAnswered + 20; n += 1) {
      entries = pressed(entries, step(n, n), n);
      if (n > 10) entries = answered(entries, uuid(n), { status: 'accepted' }, n);
    }
    expect(entries.filter(({ state }) => state === 'waiting')).toHaveLength(10);
    expect(entries.filter(({ state }) => state === 'sent')).toHaveLength(mostAnswered);
    const refused = answered(pressed([], step(900), 0), uuid(900), { status: 'refused', code: 'NotYours' }, 1);
    let later = refused;
    for (let n = 901; n <= 901 + mostAnswered; n += 1)
      later = answered(pressed(later, step(n, n), n), uuid(n), { status: 'accepted' }, n);
    expect(later.filter(({ state }) => state === 'refused')).toEqual(refused);
  });
});

/** A hub that answers the same id as it did first, over a line that loses what is sent and what is answered. */
class PlayedHub {
  readonly taken: string[] = [];
  readonly #answers = new Map<string, 'accepted' | 'refused'>();
  take(entry: Entry, refuses: boolean): 'accepted' | 'refused' {
    const known = this.#answers.get(entry.id);
    if (known !== undefined) return known;
    const answer = refuses ? 'refused' : 'accepted';
    this.#answers.set(entry.id, answer);
    if (answer === 'accepted') this.taken.push(entry.id);
    return answer;
  }
}

test('with a line that cuts anywhere and a phone that is shut off anywhere, each is taken once and in its lane’s order', () => {
  const act = fc.oneof(
    fc.record({ is: fc.constant('press' as const), job: fc.integer({ min: 1, max: 3 }) }),
    fc.record({
      is: fc.constant('send' as const),
      lost: fc.constantFrom('no', 'onTheWay', 'answer', 'busy'),
      which: fc.nat(),
      refuses: fc.boolean(),
    }),
    fc.record({ is: fc.constant('restart' as const) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const hub = new PlayedHub();
      let entries: readonly Entry[] = [];
      let count = 0;
      const all: Entry[] = [];
      const send = (lost: string, which: number, refuses: boolean): void => {
        const ready = next(entries);
        const entry = ready[which % Math.max(1, ready.length)];
        if (entry === undefined || lost === 'onTheWay') return;
        if (lost === 'busy')
          return void (entries = answered(entries, entry.id, { status: 'unavailable', retryAfterMs: 1 }, 0));
        const status = hub.take(entry, refuses);
        if (lost === 'answer') return;
        const answer = status === 'refused' ? { status, code: 'NotYours' } : { status };
        entries = answered(entries, entry.id, answer, 0);
        entries = answered(entries, entry.id, answer, 1);
      };
      for (const one of acts) {
        if (one.is === 'press') {
          count += 1;
          entries = pressed(entries, step(count, one.job), count);
          all.push(...entries.slice(-1));
        } else if (one.is === 'send') send(one.lost, one.which, one.refuses);
        // What was written away is what is there after it.
        else entries = JSON.parse(JSON.stringify(entries)) as readonly Entry[];
      }
      while (next(entries).length > 0) send('no', 0, false);
      expect(new Set(hub.taken).size).toBe(hub.taken.length);
      const refused = new Set(entries.filter(({ state }) => state === 'refused').map(({ id }) => id));
      for (const { id } of all) if (!refused.has(id)) expect(hub.taken).toContain(id);
      for (const lane of new Set(all.map(laneOf))) {
        const inLane = all.filter((entry) => laneOf(entry) === lane).map(({ id }) => id);
        const order = hub.taken.filter((id) => inLane.includes(id));
        expect(order).toEqual(inLane.filter((id) => order.includes(id)));
      }
    }),
    { numRuns: 200 },
  );
});
