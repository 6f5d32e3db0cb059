/**
 * How texts are made comparable for finding, and cut into the words of an index: neighbouring characters, since no
 * boundary of words stands in a Chinese text. The index only names candidates; whether a text holds what was typed is
 * said by `holds`, so that nothing is found that is not there.
 *
 * Law, for texts and what was typed alike: whatever part of a text holds two letters, characters or digits finds it.
 */

/** So much of what is typed is looked for: code points after normalising. */
export const mostTyped = 48;
/** And so many words of it, as blanks part them. */
const mostTerms = 6;
/** Fewer letters, characters or digits than this are in every text. */
export const fewestTyped = 2;

const kept = /[\p{L}\p{N}]/u;
const plain = /^[a-z0-9]$/;

/**
 * Half width, small letters, without accents, signs, blanks and emoji: `１１２１－００７` and `1121 007` are the same. Each
 * code point by itself, so that a part of a text becomes a part of what the text becomes.
 */
export function normalised(text: string): string {
  let out = '';
  for (const point of text)
    for (const part of point.normalize('NFKD').toLowerCase().normalize('NFKD')) if (kept.test(part)) out += part;
  return out;
}

/** Words of the index are of two, three or four characters; Latin letters and digits are few, so theirs are longer. */
const longest = 4;

function grams(points: readonly string[], length: number, only: 'all' | 'plain', into: Set<string>): void {
  for (let at = 0; at + length <= points.length; at += 1) {
    const gram = points.slice(at, at + length);
    if (only === 'all' || gram.every((point) => plain.test(point))) into.add(gram.join(''));
  }
}

/** All words under which a normalised text is found. */
export function wordsOf(text: string, into: Set<string> = new Set()): Set<string> {
  const points = [...text];
  grams(points, 2, 'all', into);
  grams(points, 3, 'plain', into);
  grams(points, longest, 'plain', into);
  return into;
}

/** A name as it is spoken, syllable by syllable in pinyin; what is no Chinese character stands as it is. */
export interface Spoken {
  readonly syllables: readonly string[];
  readonly initials: string;
}

/**
 * Words under which a spoken name is found: its initials anywhere, its full pinyin from the beginning of any syllable
 * from two letters on, and anywhere from four on.
 */
export function spokenWords({ syllables, initials }: Spoken, into: Set<string> = new Set()): Set<string> {
  wordsOf(initials, into);
  const full = syllables.join('');
  grams([...full], longest, 'plain', into);
  let from = 0;
  for (const syllable of syllables) {
    for (const length of [2, 3]) {
      const beginning = full.slice(from, from + length);
      if (beginning.length === length) into.add(beginning);
    }
    from += syllable.length;
  }
  return into;
}

/** What was typed, made ready. */
export interface Wanted {
  /** Each has to stand in one and the same field, or in several of the same thing; longest first. */
  readonly terms: readonly string[];
  /** Words of the index that all have to be there; never empty. */
  readonly words: readonly string[];
  /** Only the beginning of what was typed is looked for. */
  readonly cut: boolean;
}

/** The words of the index that a term needs: as long as they come, for these are the rarest. */
function needed(term: string, into: Set<string>): void {
  const points = [...term];
  let from = 0;
  while (from < points.length) {
    let to = from;
    while (to < points.length && plain.test(points[to] ?? '')) to += 1;
    if (to === from) {
      if (from + 1 < points.length) into.add(points.slice(from, from + 2).join(''));
      from += 1;
      continue;
    }
    const run = points.slice(from, to);
    if (run.length > 1) grams(run, Math.min(run.length, longest), 'all', into);
    if (to < points.length) into.add(points.slice(to - 1, to + 1).join(''));
    from = to;
  }
}

/** Undefined where less was typed than two letters, characters or digits. */
export function wantedOf(typed: string): Wanted | undefined {
  const parts = typed.split(/\s+/u).map(normalised);
  const whole = parts.filter((part) => part !== '');
  const length = whole.reduce((sum, part) => sum + [...part].length, 0);
  if (length < fewestTyped) return undefined;
  let room = mostTyped;
  const terms: string[] = [];
  for (const part of whole) {
    const taken = [...part].slice(0, room);
    if (taken.length === 0 || terms.length === mostTerms) break;
    terms.push(taken.join(''));
    room -= taken.length;
  }
  // Single characters side by side, such as 工 地, are one word that was spaced out.
  const spread = terms.every((term) => [...term].length < fewestTyped) ? [terms.join('')] : terms;
  const distinct = [...new Set(spread)].sort((a, b) => b.length - a.length);
  const words = new Set<string>();
  for (const term of distinct) needed(term, words);
  return {
    terms: distinct,
    words: [...words],
    cut: terms.reduce((sum, term) => sum + [...term].length, 0) < length,
  };
}
