import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Kinds } from '../../shared/domain/catalog.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import { genesisHash } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { seal } from './seal.ts';
import type { Upcaster } from './upcast.ts';
import { eventReader, eventTexts, presentSchema, upcasterKey, upcasters } from './upcast.ts';

const kinds: Kinds = new Map([
  [
    'box',
    {
      kind: 'box',
      fold: 1,
      events: { Put: z.unknown(), Closed: z.unknown() },
      schemas: { Put: 3 },
      evolve: (state) => state,
      scope: () => [],
      dues: () => [],
    },
  ],
]);

const registry = new Map<string, Upcaster>([
  [upcasterKey('Put', 1), (data) => ({ ...(data as object), grams: (data as { kilos: number }).kilos * 1_000 })],
  [upcasterKey('Put', 2), (data) => ({ grams: (data as { grams: number }).grams })],
]);

function envelope(type: string, schema: number, data: Json): EventEnvelope {
  return {
    seq: 1,
    id: 'i',
    stream: 'box/a',
    version: 1,
    type,
    schema,
    data,
    at: 1,
    occurredAt: 1,
    by: { user: 'lin', seat: 'seat1', role: 'clerk' },
    cause: 'c',
  };
}

function read(type: string, schema: number, data: Json, known = registry): EventEnvelope {
  return eventReader(kinds, known)({ seq: 1, ...seal(genesisHash, envelope(type, schema, data)) });
}

test('an older event is brought up step by step', () => {
  expect(read('Put', 1, { kilos: 2 })).toMatchObject({ schema: 3, data: { grams: 2_000 } });
  expect(read('Put', 1, { kilos: 2 }).data).toEqual({ grams: 2_000 });
  expect(read('Put', 2, { kilos: 2, grams: 7 })).toMatchObject({ schema: 3, data: { grams: 7 } });
});

test('an event of the present schema is read as it is', () => {
  expect(read('Put', 3, { grams: 1 }).data).toEqual({ grams: 1 });
  expect(read('Closed', 1, {})).toMatchObject({ schema: 1, data: {} });
});

test('what a later release wrote, or what nothing brings up, is an error', () => {
  expect(() => read('Put', 4, {})).toThrow('newer');
  expect(() => read('Closed', 2, {})).toThrow('newer');
  expect(() => read('Opened', 1, {})).toThrow('unknown type Opened');
  expect(() => read('Put', 1, {}, new Map())).toThrow('no upcaster for Put@1');
});

test('every older schema of the hub has its upcaster', () => {
  for (const kind of catalog.kinds.values()) {
    for (const type of Object.keys(kind.events)) {
      const present = presentSchema(catalog.kinds, `${kind.kind}/x`, type) ?? 0;
      for (let schema = 1; schema < present; schema += 1) expect(upcasters.has(upcasterKey(type, schema))).toBe(true);
    }
  }
});

test('events are handed on as they are stored; only older ones are written anew', () => {
  const seen: string[] = [];
  const texts = eventTexts(kinds, (stored) => {
    seen.push(stored.bytes);
    return eventReader(kinds, registry)(stored);
  });
  const stored = (schema: number, data: Json, type = 'Put') => ({
    seq: 1,
    ...seal(genesisHash, envelope(type, schema, data)),
  });
  // What imitates the last members does not stand in their place.
  const tail = ',"schema":1,"seq":1,"stream":"box/a","type":"Closed","version":1}';
  for (const data of [{ grams: 1 }, tail, { type: 'Closed', schema: 9 }, [tail, '\\"']]) {
    const present = stored(3, data);
    expect(texts(present)).toBe(present.bytes);
  }
  expect(seen).toEqual([]);
  const old = stored(2, { kilos: 2, grams: 7 });
  expect(JSON.parse(texts(old))).toEqual({ ...envelope('Put', 3, { grams: 7 }) });
  expect(seen).toEqual([old.bytes]);
  expect(() => texts(stored(4, {}))).toThrow(/newer/);
  expect(() => texts(stored(1, {}, 'Painted'))).toThrow(/unknown type/);
});
