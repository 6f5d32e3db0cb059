import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '../lib/json.ts';
import * as protocol from './field-api.ts';

/**
 * Hash of all schemas, by protocol version. Where this test fails, the wire has changed: raise `fieldProtocolVersion`,
 * say in its history what is new, and add a line here. A line is never changed once a release spoke that protocol.
 */
const recorded: { readonly [version: number]: string } = {
  1: 'f52aed547efbf7898810b66eb99d236b4a632e3352c1a15003c81f7141b6c46f',
  2: '63389ed112f43872256d4dccce2252326bece54d9488655ee04e16d8dc46bf41',
  3: '9fcfa87fc4e2aff422028725c0e3c7aae19ca987baf4b31a2dfebb01a111800a',
  4: '140a13e30a365fb35ede5d640ab5d29af3efeef388937be924d28cd8ed7c86b4',
  5: '80a1d4c707223cdf9e7888d1084ba6f25b809e77413a0f93fe71ec1811399551',
};

function schemas(): { readonly [name: string]: unknown } {
  const all = Object.entries(protocol).flatMap(([name, value]) =>
    value instanceof z.ZodType ? [[name, z.toJSONSchema(value, { io: 'input' })] as const] : [],
  );
  return Object.fromEntries(all);
}

test('the schemas of the wire are those recorded for this protocol version', () => {
  const hash = createHash('sha256').update(canonicalJson(schemas()), 'utf8').digest('hex');
  expect(recorded[protocol.fieldProtocolVersion]).toBe(hash);
});

test('every message is among the schemas, and the hub serves what it says', () => {
  expect(Object.keys(schemas())).toEqual(
    expect.arrayContaining([
      ...['fieldHandshakeSchema', 'fieldConnectErrorSchema', 'fieldWelcomeSchema', 'fieldJobsSchema'],
      ...['fieldStepSchema', 'fieldDutySchema', 'fieldAnswerSchema', 'fieldEndedSchema'],
    ]),
  );
  expect(protocol.oldestServedFieldProtocol).toBeLessThanOrEqual(protocol.fieldProtocolVersion);
  expect(Object.keys(recorded)).toContain(String(protocol.oldestServedFieldProtocol));
});

test('a job has no member for who called', () => {
  const job = z.toJSONSchema(protocol.fieldJobSchema) as { readonly properties: object };
  for (const name of ['personal', 'phone', 'caller', 'address', 'text', 'units', 'squad'])
    expect(Object.keys(job.properties)).not.toContain(name);
});
