import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostTyped, normalised, spokenWords, wantedOf, wordsOf } from './search-words.ts';

/** Chinese, digits, Latin, signs, blanks, wide forms, emoji, accents, a rare character beyond the basic plane. */
const letter = fc.constantFrom(
  ...['工', '地', '噪', '声', '路', '枫', '林', '中', '队', '一', '1', '2', '0', '9', 'a', 'B', 'x', 'é', 'ß', 'İ'],
  ...[
    '－',
    '-',
    ' ',
    '　',
    '１',
    '２',
    'Ａ',
    'ｂ',
    '（',
    '）',
    '·',
    '"',
    '*',
    '🚧',
    '👷🏽',
    '𠮷',
    '㈠',
    '①',
    '\u0301',
    '\ud800',
  ],
);
const texts = fc.array(letter, { minLength: 0, maxLength: 30 }).map((letters) => letters.join(''));

const countOf = (text: string): number => [...normalised(text)].length;

describe('what is typed', () => {
  test('of any text, each part with two letters or more finds it', () => {
    fc.assert(
      fc.property(texts, fc.nat(), fc.nat(), (text, from, length) => {
        const points = [...text];
        const start = points.length === 0 ? 0 : from % points.length;
        const part = points.slice(start, start + 2 + (length % 12)).join('');
        const wanted = wantedOf(part);
        if (countOf(part) < 2) {
          expect(wanted).toBeUndefined();
          return;
        }
        const whole = normalised(text);
        const words = wordsOf(whole);
        expect(wanted?.terms.every((term) => whole.includes(term))).toBe(true);
        expect(wanted?.words.filter((word) => !words.has(word))).toEqual([]);
        expect(wanted?.words).not.toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  test('widths, accents, signs and blanks make no difference; a part of a text stays a part', () => {
    expect(normalised('１１２１－００７')).toBe('1121007');
    expect(normalised(' Ｃafé（工地）🚧 ')).toBe('cafe工地');
    expect(wantedOf('工 地')?.terms).toEqual(['工地']);
    fc.assert(
      fc.property(texts, texts, texts, (before, text, after) => {
        expect(normalised(before + text + after)).toBe(normalised(before) + normalised(text) + normalised(after));
      }),
    );
  });

  test('signs alone, one character and nothing are not looked for', () => {
    for (const typed of ['', ' ', '工', '1', '" OR *', '🚧🚧', '\u0301', '--', '\ud800'].filter(
      (one) => countOf(one) < 2,
    ))
      expect(wantedOf(typed)).toBeUndefined();
  });

  test('operators of a query language are words like others', () => {
    for (const typed of [
      'NEAR(工地)',
      '工地" OR "1"="1',
      "'; DROP TABLE document_incident; --",
      '工地*',
      'AND OR NOT',
    ]) {
      const wanted = wantedOf(typed);
      expect(wanted?.words.every((word) => /^[\p{L}\p{N}]+$/u.test(word))).toBe(true);
    }
  });

  test('of a very long text only the beginning is looked for, and it says so', () => {
    const wanted = wantedOf('夜间施工噪声'.repeat(2_000));
    expect([...(wanted?.terms[0] ?? '')]).toHaveLength(mostTyped);
    expect(wanted?.cut).toBe(true);
    expect(wantedOf('a1 b2 c3 d4 e5 f6 g7 h8')?.cut).toBe(true);
    expect(wantedOf('夜间施工')?.cut).toBe(false);
  });

  test('long numbers are looked for by four digits at a time: two of them stand everywhere', () => {
    expect(wantedOf('1121007')?.words).toEqual(['1121', '1210', '2100', '1007']);
    expect(wantedOf('3号楼')?.words).toEqual(['3号', '号楼']);
    expect(wantedOf('jd1')?.words).toEqual(['jd1']);
  });
});

test('a spoken name is found by initials, and in full from the beginning of a syllable', () => {
  const words = spokenWords({ syllables: ['feng', 'lin', 'lu'], initials: 'fll' });
  const found = (typed: string): boolean => wantedOf(typed)?.words.every((word) => words.has(word)) === true;
  for (const typed of ['fl', 'fll', 'fe', 'fen', 'feng', 'fengl', 'fenglinlu', 'lin', 'linl', 'lu', 'engl'])
    expect([typed, found(typed)]).toEqual([typed, true]);
  for (const typed of ['flx', 'gl', 'fenglix', 'ulin']) expect([typed, found(typed)]).toEqual([typed, false]);
});
