import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import { seededRandom } from '../../../tests/support/hub-kit.ts';
import { authBody2013, authBody2019, frame2013, frame2019 } from '../../../tests/support/jt808.ts';
import { newAuthCode, readAuthCode, readRegistration } from './logon.ts';
import { same } from '../../lib/same.ts';
import type { Message } from './messages.ts';
import { readMessage } from './messages.ts';

function message(wire: Buffer): Message {
  const read = readMessage(wire.subarray(1, -1));
  return must(read.ok ? read.value : undefined, 'a message');
}

const of2013 = (body: string): Message => message(frame2013('0100', '013800138000', 1, body));
const of2019 = (body: string): Message => message(frame2019('0100', '013800138000', 1, body));
const ascii = (text: string, length: number): string =>
  Buffer.from(text.padEnd(length, '\0'), 'latin1').toString('hex');
/** 沪A12345 in GBK. */
const plate = 'bba6413132333435';

test('a registration of 2011, 2013 and 2019', () => {
  // 31: Shanghai, 0104: Xuhui; blue plate.
  const region = '001f' + '0068';
  const said = { province: 31, city: 104, terminal: 'T000001', plateColour: 1, plate: '沪A12345' };
  expect(
    readRegistration(of2013(region + ascii('MAKER', 5) + ascii('M8', 8) + ascii('T000001', 7) + '01' + plate)),
  ).toEqual({ version: 2011, manufacturer: 'MAKER', model: 'M8', ...said });
  expect(
    readRegistration(of2013(region + ascii('MAKER', 5) + ascii('M20', 20) + ascii('T000001', 7) + '01' + plate)),
  ).toEqual({ version: 2013, manufacturer: 'MAKER', model: 'M20', ...said });
  expect(
    readRegistration(
      of2019(region + ascii('MAKER000011', 11) + ascii('M30', 30) + ascii('T000001', 30) + '01' + plate),
    ),
  ).toEqual({ version: 2019, manufacturer: 'MAKER000011', model: 'M30', ...said });
});

test('a registration may have no plate, and may not be shorter than its fields', () => {
  const shortest2011 = '00'.repeat(25);
  const shortest2019 = '00'.repeat(76);
  expect(readRegistration(of2013(shortest2011))).toMatchObject({ version: 2011, plate: '', plateColour: 0 });
  expect(readRegistration(of2013('00'.repeat(37)))).toMatchObject({ version: 2013, plate: '' });
  expect(readRegistration(of2019(shortest2019))).toMatchObject({ version: 2019, plate: '', terminal: '' });
  expect(readRegistration(of2013(shortest2011.slice(2)))).toBeUndefined();
  expect(readRegistration(of2019(shortest2019.slice(2)))).toBeUndefined();
});

test('the code is the whole body in 2013, and in 2019 as long as its first byte says', () => {
  expect(readAuthCode(of2013(authBody2013))).toBe('1234');
  expect(readAuthCode(of2013(`${authBody2013}0000`))).toBe('1234');
  expect(readAuthCode(of2019(authBody2019))).toBe('1234');
  expect(readAuthCode(of2019('0431323334'))).toBe('1234');
  expect(readAuthCode(of2019('0531323334'))).toBeUndefined();
  expect(readAuthCode(of2019(''))).toBeUndefined();
});

test('codes are compared whole, and new ones differ', () => {
  expect(same('1234', '1234')).toBe(true);
  for (const other of ['', '123', '12345', '1235']) expect(same(other, '1234'), other).toBe(false);
  const random = seededRandom(1);
  const codes = Array.from({ length: 100 }, () => newAuthCode(random));
  expect(new Set(codes).size).toBe(100);
  for (const code of codes) expect(code).toMatch(/^[0-9a-f]{20}$/);
});
