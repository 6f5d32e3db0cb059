import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGbCode } from './gb-code.ts';

/** Xuhui, unit 01, urban management, network camera, government extranet, number 17. */
const good = '31010401081326000017';

test('a code is told in its parts', () => {
  const parts = { centre: '31010401', industry: '08', type: '132', network: '6', number: '000017' };
  expect(parseGbCode(good, 'channel')).toEqual({ parts, oddities: [] });
});

describe('faults name the digits', () => {
  test.each([
    ['', 'GbCodeLength', 1, 0, ''],
    [good.slice(1), 'GbCodeLength', 1, 19, good.slice(1)],
    [`${good}1`, 'GbCodeLength', 1, 21, `${good}1`],
    [good.replace('6', 'O'), 'GbCodeNotDigits', 14, 14, 'O'],
    [` ${good}`, 'GbCodeNotDigits', 1, 1, ' '],
    [good.replace('3', '３'), 'GbCodeNotDigits', 1, 1, '３'],
    [`10${good.slice(2)}`, 'GbCodeCentre', 1, 2, '10'],
    [`3100${good.slice(4)}`, 'GbCodeCentre', 3, 4, '00'],
    [`310100${good.slice(6)}`, 'GbCodeCentre', 5, 6, '00'],
    [good.replace('132', '136'), 'GbCodeType', 11, 13, '136'],
    [good.replace('132', '200'), 'GbCodeType', 11, 13, '200'],
  ])('%s', (text, code, from, to, digits) => {
    expect(parseGbCode(text, 'channel')).toEqual({ fault: { code, from, to, digits } });
  });
});

describe('oddities are told beside the parts', () => {
  test.each([
    [good.replace('08132', '77132'), 'GbCodeIndustryUnknown', 9, 10, '77'],
    [good.replace('132', '118'), 'GbCodeTypeUnusual', 11, 13, '118'],
    [good.replace('1326', '1329'), 'GbCodeNetworkReserved', 14, 14, '9'],
    [good.replace('000017', '000000'), 'GbCodeNumberZero', 15, 20, '000000'],
  ])('%s', (text, code, from, to, digits) => {
    expect(parseGbCode(text, 'channel')).toMatchObject({ oddities: [{ code, from, to, digits }] });
  });
});

test('a recorder and a platform below are devices, and no channels', () => {
  expect(parseGbCode(good.replace('132', '118'), 'device')).toMatchObject({ oddities: [] });
  expect(parseGbCode(good.replace('132', '200'), 'device')).toMatchObject({ oddities: [] });
  expect(parseGbCode(good.replace('132', '216'), 'device')).toMatchObject({ fault: { code: 'GbCodeType' } });
});

test('any text is either told in parts that are the text again, or has a fault within it', () => {
  const almost = fc
    .tuple(fc.nat(good.length - 1), fc.string({ maxLength: 2 }))
    .map(([at, put]) => good.slice(0, at) + put + good.slice(at + 1));
  const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 20, maxLength: 20 }).map((all) => all.join(''));
  fc.assert(
    fc.property(fc.oneof(fc.string(), almost, digits), fc.constantFrom('channel', 'device'), (text, as) => {
      const parsed = parseGbCode(text, as);
      if ('fault' in parsed) {
        const { from, to } = parsed.fault;
        expect(text.slice(from - 1, to)).toContain(parsed.fault.digits);
        return;
      }
      const { centre, industry, type, network, number } = parsed.parts;
      expect(centre + industry + type + network + number).toBe(text);
      expect(text).toMatch(/^[0-9]{20}$/);
    }),
    { numRuns: 2_000, seed: 28181 },
  );
});
