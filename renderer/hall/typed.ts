/** What may be typed or pasted into the intake: without signs that cannot be seen, and no longer than is kept. Pure. */

/** Controls but for line breaks and tabs, and marks that turn the order of the letters around them. */
const unseen = /[^\P{Cc}\n\t]|[\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

export interface Typed {
  readonly text: string;
  /** Letters that were not taken, as there is no room for them. */
  readonly cut: number;
}

/** @param most Letters (UTF-16) that are kept. */
export function typed(raw: string, most: number): Typed {
  const plain = raw.replace(/\r\n?/g, '\n').replace(unseen, '');
  if (plain.length <= most) return { text: plain, cut: 0 };
  // Never half a letter.
  const end = /[\uD800-\uDBFF]$/.test(plain.slice(0, most)) ? most - 1 : most;
  return { text: plain.slice(0, end), cut: plain.length - end };
}

/** Figures and signs of full width, as an input method writes them, in their plain form. */
export const plainFigures = (text: string): string => text.normalize('NFKC');

/** Empty, or 3 to 20 of: figures, +, -, blanks. */
export function isPhone(text: string): boolean {
  const number = text.trim();
  return number === '' || (/^[0-9+\- ]{3,20}$/.test(number) && number.replace(/[^0-9]/g, '').length >= 3);
}
