import fc from 'fast-check';
import { expect, test } from 'vitest';
import { envelopeSchema } from '../../shared/wire/hub-protocol.ts';
import { eventOf, isEnvelope } from './event-text.ts';

const right = {
  seq: 3,
  id: '01920000-0000-7000-8000-000000000001',
  stream: 'box/a',
  version: 1,
  type: 'Put',
  schema: 1,
  data: { amount: 1 },
  at: 1_795_190_400_000,
  occurredAt: -1,
  by: { user: 'lin', seat: 's', role: 'r' },
  cause: 'c',
};

/** What may stand in the place of a member, most of it wrong. */
const values = [
  ...[0, 1, -1, -0, 1.5, 2 ** 53, Number.MAX_SAFE_INTEGER, null, true, [], {}, '', 'box/a', 'a b/c', 'box/', '/a'],
  ...[`box/${'a'.repeat(100)}`, `box/${'a'.repeat(101)}`, 'box/é', 'BOX/a', 'b1/a', right.id, right.id.toUpperCase()],
  ...['00000000-0000-0000-0000-000000000000', '01920000-0000-9000-8000-000000000001', `${right.id}\n`],
  ...[right.by, { ...right.by, more: 1 }, { user: 'lin', seat: 's' }, { ...right.by, role: 1 }, [right.by]],
] as const;
const names = [...Object.keys(right), 'prevHash', '__proto__', 'toString'];

test('an event is one exactly where the schema of the wire says so', () => {
  const change = fc.record({
    name: fc.constantFrom(...names),
    to: fc.oneof(fc.constantFrom(...values), fc.jsonValue(), fc.constant(undefined)),
  });
  let taken = 0;
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), (changes) => {
      const members = new Map<string, unknown>(Object.entries(right));
      for (const { name, to } of changes) {
        if (to === undefined) members.delete(name);
        else members.set(name, to);
      }
      // As text, for `__proto__` is a member like any other there.
      const text = `{${[...members].map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join()}}`;
      const value: unknown = JSON.parse(text);
      const { success } = envelopeSchema.safeParse(value);
      expect(isEnvelope(value), text).toBe(success);
      expect(eventOf(text)).toEqual(success ? value : undefined);
      if (success) taken += 1;
    }),
    { numRuns: 1_500 },
  );
  expect(taken).toBeGreaterThan(100);
});

test('what is no object, or no JSON, is no event', () => {
  for (const text of ['', '{', 'null', '1', '"text"', '[]', `[${JSON.stringify(right)}]`, `${JSON.stringify(right)}x`])
    expect(eventOf(text)).toBeUndefined();
  expect(eventOf(JSON.stringify(right))).toEqual(right);
});
