/** How Chinese names are spoken: syllables in pinyin without tones, as people type them. */
import { pinyin } from 'pinyin-pro';
import type { Spoken } from '../../shared/lib/search-words.ts';
import { normalised } from '../../shared/lib/search-words.ts';

/** Of a letter: there are a few thousand, however many names there are. */
const syllables = new Map<string, string>();
const numerals: Readonly<Record<string, string>> = {
  ...{ 一: '1', 二: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' },
};

function syllableOf(letter: string): string {
  const known = syllables.get(letter);
  if (known !== undefined) return known;
  const made = numerals[letter] ?? normalised(pinyin(letter, { toneType: 'none', v: true }));
  syllables.set(letter, made);
  return made;
}

/** The name with figures for its numerals, as it is typed: 机动1组. */
export function withFigures(name: string): string {
  return name.replace(/[一二三四五六七八九]/g, (numeral) => numerals[numeral] ?? numeral);
}

/** Undefined for a name without a Chinese character: it is found as it stands. */
export function spokenOf(name: string): Spoken | undefined {
  const plain = normalised(name);
  if (/^[\x20-\x7e]*$/.test(plain)) return undefined;
  const spelt = [...plain].map(syllableOf).filter((syllable) => syllable !== '');
  return { syllables: spelt, initials: spelt.map((syllable) => syllable[0] ?? '').join('') };
}
