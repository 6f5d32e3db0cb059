import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskedName, maskedPhone, maskedWords } from './masking.ts';

const known = { name: '示例甲', phone: '138 0000 1234', address: '示例路12弄3号501室' };
const unknown = { name: '', phone: '', address: '' };

test('of a name its first sign is left, of a number its ends', () => {
  expect([maskedName('示例甲'), maskedName('甲'), maskedName('')]).toEqual(['示**', '甲*', '']);
  expect([maskedPhone('138 0000 1234'), maskedPhone('110'), maskedPhone('')]).toEqual(['138****1234', '***', '']);
});

describe('words', () => {
  test.each([
    ['我是示例甲，电话13800001234', '我是示**，电话138****1234'],
    ['电话 138-0000-1234。', '电话 138****1234。'],
    ['１３８００００１２３４', '138****1234'],
    ['家住示例路12弄3号501室', '家住***'],
    ['座机 021-12345678，身份证31010519491231002X', '座机 021****5678，身份证310****1002'],
  ])('what is known of the caller, and numbers: %s', (text, masked) => {
    expect(maskedWords(text, known)).toBe(masked);
  });
});

test('whatever the number, the parting and the words around it, its middle stands nowhere', () => {
  const figures = fc.stringMatching(/^1[3-9]\d{9}$/);
  const parting = fc.constantFrom('', ' ', '-');
  const around = fc.constantFrom('', '电话', '请回', '，谢谢', 'a');
  fc.assert(
    fc.property(figures, parting, around, around, (number, part, before, after) => {
      const spelled = [number.slice(0, 3), number.slice(3, 7), number.slice(7)].join(part);
      const masked = maskedWords(`${before}${spelled}${after}`, unknown);
      expect(masked).toBe(`${before}${number.slice(0, 3)}****${number.slice(7)}${after}`);
    }),
  );
});

test('what is no number of a person stays: hours, house numbers of others, order numbers', () => {
  const text = '23:30起，延安路120号门口，12345工单，50米，2026年11月21日';
  expect(maskedWords(text, unknown)).toBe(text);
});
