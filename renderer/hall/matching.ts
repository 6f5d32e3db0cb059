/** Finding names by Chinese, full pinyin or initials: `xietulu`, `xtl` and 斜土 all find 斜土路. */
import { pinyin } from 'pinyin-pro';

interface Spelling {
  readonly plain: string;
  readonly full: string;
  readonly initials: string;
}

const spellings = new Map<string, Spelling>();
const mostSpellings = 20_000;
const numerals: Readonly<Record<string, string>> = {
  一: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

/** Lower case, without blanks and signs; Chinese numerals as figures, as they are typed. */
function plainOf(text: string): string {
  return withFigures(text)
    .toLowerCase()
    .replace(/[\s×*·。,，、/\-（）()]/g, '');
}

function withFigures(text: string): string {
  return text.replace(/[一二三四五六七八九]/g, (numeral) => numerals[numeral] ?? numeral);
}

/** Of a letter: there are a few thousand, however many names there are. */
const letters = new Map<string, readonly [full: string, initial: string]>();

function letterOf(letter: string): readonly [full: string, initial: string] {
  const known = letters.get(letter);
  if (known !== undefined) return known;
  const made = [
    pinyin(letter, { toneType: 'none', v: true }),
    pinyin(letter, { toneType: 'none', pattern: 'first', v: true }),
  ] as const;
  letters.set(letter, made);
  return made;
}

function spellingOf(name: string): Spelling {
  const known = spellings.get(name);
  if (known !== undefined) return known;
  const spelt = [...withFigures(name)].map(letterOf);
  const made = {
    plain: plainOf(name),
    full: plainOf(spelt.map(([full]) => full).join('')),
    initials: plainOf(spelt.map(([, initial]) => initial).join('')),
  };
  // A page runs for weeks, and every night brings new headlines.
  if (spellings.size >= mostSpellings) spellings.clear();
  spellings.set(name, made);
  return made;
}

/** 0: not at all; else the better the higher. */
export const likeness = (wanted: string, name: string): number => likenessTo(wanted)(name);

/** The same for many names: what was typed is read once. A name that does not fit fits nothing longer either. */
export function likenessTo(wanted: string): (name: string) => number {
  const typed = plainOf(wanted);
  return typed === '' ? () => 0 : (name) => fit(typed, spellingOf(name));
}

function fit(typed: string, { plain, full, initials }: Spelling): number {
  if (plain === typed) return 6;
  if (plain.startsWith(typed)) return 5;
  if (initials === typed || full === typed) return 4;
  if (initials.startsWith(typed) || full.startsWith(typed)) return 3;
  if (plain.includes(typed)) return 2;
  return initials.includes(typed) || full.includes(typed) ? 1 : 0;
}

/** Whether the name was typed whole, in Chinese or in full pinyin: initials stand for many. */
export function isWhole(wanted: string, name: string): boolean {
  const typed = plainOf(wanted);
  const { plain, full } = spellingOf(name);
  return typed !== '' && (plain === typed || full === typed);
}

/** Names that fit, best first; equal ones in the order given. */
export function matching(wanted: string, names: readonly string[]): readonly string[] {
  return names
    .map((name, index) => ({ name, index, score: likeness(wanted, name) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.name.length - b.name.length || a.index - b.index)
    .map(({ name }) => name);
}
