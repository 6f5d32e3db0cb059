import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '../lib/json.ts';
import * as protocol from './hub-protocol.ts';

/**
 * Hash of all schemas, by protocol version. Where this test fails, the wire has changed: raise `protocolVersion`, say in
 * its history what is new, and add a line here. A line is never changed once a release spoke that protocol.
 */
const recorded: { readonly [version: number]: string } = {
  1: '66658cb00ff1f1d6cb05706c59a4aa9ca7cbcc7fa0297f1237588f68a1fe373d',
  2: 'afa84e1ccbed0db82cdc4ee175f3300e16c18795aee16e00a39bf1587da992b1',
  3: 'b2b083d41d570ffff1ff59eba03184878415dc8eb2daefa14fe503725b41f515',
};

function schemas(): { readonly [name: string]: unknown } {
  const all = Object.entries(protocol).flatMap(([name, value]) =>
    value instanceof z.ZodType ? [[name, z.toJSONSchema(value, { io: 'input' })] as const] : [],
  );
  return Object.fromEntries(all);
}

test('the schemas of the wire are those recorded for this protocol version', () => {
  const hash = createHash('sha256').update(canonicalJson(schemas()), 'utf8').digest('hex');
  expect(recorded[protocol.protocolVersion]).toBe(hash);
});

test('every message is among the schemas, and the hub serves what it says', () => {
  expect(Object.keys(schemas())).toEqual(
    expect.arrayContaining([
      ...['handshakeSchema', 'connectErrorSchema', 'helloSchema', 'helloAnswerSchema', 'batchSchema'],
      ...['snapshotPageSchema', 'appliedSchema', 'commandSchema', 'commandAnswerSchema', 'historyRequestSchema'],
      ...[
        'historyAnswerSchema',
        'vaultReadSchema',
        'vaultAnswerSchema',
        'platesRequestSchema',
        'platesAnswerSchema',
        'basemapRequestSchema',
        'basemapAnswerSchema',
        'onlineMapsSchema',
        'mapTileRequestSchema',
        'mapTileAnswerSchema',
        'presenceSchema',
        'presenceOfSeatSchema',
      ],
      ...['unitIndexSchema', 'positionsTakenSchema', 'sessionEndedSchema'],
    ]),
  );
  expect(protocol.oldestServedProtocol).toBeLessThanOrEqual(protocol.protocolVersion);
  expect(Object.keys(recorded)).toContain(String(protocol.oldestServedProtocol));
});

test('a change of a schema would be noticed', () => {
  const changed = protocol.commandSchema.extend({ urgent: z.boolean().optional() });
  expect(canonicalJson(z.toJSONSchema(changed))).not.toBe(canonicalJson(z.toJSONSchema(protocol.commandSchema)));
});
