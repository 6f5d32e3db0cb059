import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isPhone, plainFigures, typed } from './typed.ts';

test('signs that cannot be seen are left out; line breaks stay', () => {
  expect(typed('斜土路\u202E号001\u202C', 80)).toEqual({ text: '斜土路号001', cut: 0 });
  expect(typed('一\u0000\u001B[31m二\u200F\u2066三\uFEFF', 80).text).toBe('一[31m二三');
  expect(typed('一\r\n二\t三\r四', 80).text).toBe('一\n二\t三\n四');
});

test('what has no room is counted, and no letter is halved', () => {
  expect(typed('12345', 3)).toEqual({ text: '123', cut: 2 });
  expect(typed('12𠮷5', 3)).toEqual({ text: '12', cut: 3 });
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat({ max: 20 }), (raw, most) => {
      const { text, cut } = typed(raw, most);
      expect(text.length).toBeLessThanOrEqual(most);
      expect(text.length + cut).toBe(typed(raw, Number.MAX_SAFE_INTEGER).text.length);
      expect(text).not.toMatch(/[\uD800-\uDBFF]$/);
    }),
  );
});

test.each(['', ' ', '110', '13900000000', '+86 139-0000-0000', '021-6438 0000'])('%j is a telephone number', (text) => {
  expect(isPhone(text)).toBe(true);
});

test.each(['12', '分机8001', '139000000000000000000', '139x', '---', '139#1'])('%j is none', (text) => {
  expect(isPhone(text)).toBe(false);
});

test('figures of full width are read as figures', () => {
  expect(isPhone(plainFigures('１３９００００００００'))).toBe(true);
});
