import { expect, test } from 'vitest';
import { catalog } from '../../shared/domain/catalog.ts';
import type { Json } from '../../shared/lib/json.ts';
import { fingerprintOf } from './check.ts';
import { toldOf } from './personal.ts';

const receive = catalog.commands.get('ReceiveIncident');
const fingerprint = (data: Json): string => fingerprintOf(new Uint8Array(32), 'ReceiveIncident', toldOf(data, receive));
const report = (lon: number, of: string): Json => ({ id: 'i', position: { lon, lat: 31.187341213, of } });

test('a fingerprint does not tell where a caller was, not even to who tries all points', () => {
  const taken = fingerprint(report(121.452931312, 'caller'));
  expect(fingerprint(report(121.5, 'caller'))).toBe(taken);
  // As a seat sends it again once the point was erased.
  expect(fingerprint({ id: 'i', position: null })).toBe(taken);
  expect(fingerprint({ id: 'j', position: null })).not.toBe(taken);
  expect(fingerprint(report(121.452931312, 'place'))).not.toBe(taken);
  expect(fingerprint(report(121.5, 'place'))).not.toBe(fingerprint(report(121.452931312, 'place')));
  expect(toldOf('text', receive)).toBe('text');
});
