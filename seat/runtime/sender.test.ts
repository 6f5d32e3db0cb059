import fc from 'fast-check';
import { expect, test } from 'vitest';
import { catalog } from '../../shared/domain/catalog.ts';
import type { CommandEnvelope } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { parted, wholeData } from './sender.ts';

const receive = must(catalog.commands.get('ReceiveIncident'), 'the command');
const whole = (data: Json, personal: string | null): Json =>
  // Nothing else of an entry is looked at.
  wholeData({ command: { id: 'i', data } as CommandEnvelope, personal } as Parameters<typeof wholeData>[0]);

test('the point of a caller is kept apart with the words; that of the trouble stays', () => {
  const point = { lon: 121.452931312, lat: 31.187341213 };
  const words = { phone: '13912340001' };
  const called = { source: 'phone', position: { ...point, of: 'caller' }, personal: words };
  const { data, personal } = parted(called, receive);
  expect(data).toEqual({ source: 'phone', position: null });
  expect(JSON.parse(personal ?? '')).toEqual({ personal: words, position: called.position });
  expect(parted({ position: called.position }, receive)).toMatchObject({
    data: { position: null },
    personal: canonicalJson({ position: called.position }),
  });
  const placed = { source: 'phone', position: { ...point, of: 'place' } };
  expect(parted(placed, receive)).toMatchObject({ data: placed, personal: null });
});

test('what was parted is put together as it was, whatever it is; once erased, nothing of a person is in it', () => {
  const degrees = fc.double({ min: -180, max: 180, noNaN: true });
  const position = fc.oneof(
    fc.record({
      lon: degrees,
      lat: degrees,
      of: fc.constantFrom('caller', 'place'),
    }),
    fc.jsonValue(),
  );
  const command = fc.record({ id: fc.uuid(), position, personal: fc.jsonValue() }, { requiredKeys: [] });
  fc.assert(
    fc.property(fc.oneof(command, fc.jsonValue()), (made) => {
      const given = made as Json;
      const { data, personal } = parted(given, receive);
      expect(canonicalJson(whole(data, personal))).toBe(canonicalJson(given));
      const left = canonicalJson(whole(data, null));
      expect(left).toBe(canonicalJson(data));
      expect(left).not.toContain('"of":"caller"');
    }),
  );
});
