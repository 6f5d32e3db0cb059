/** What is left of names and numbers for whoever need not know a person. */

/** 王*, 欧***. */
export function maskedName(name: string): string {
  return name === '' ? '' : `${name.slice(0, 1)}${'*'.repeat(Math.max(1, name.length - 1))}`;
}

const fewestShown = 7;

/** 138****1234; of a number shorter than seven figures nothing. */
export function maskedPhone(phone: string): string {
  const kept = phone.replace(/\D/g, '');
  return kept.length < fewestShown ? '*'.repeat(kept.length) : `${kept.slice(0, 3)}****${kept.slice(-4)}`;
}

/** What is known of a person; empty where it is not. */
export interface KnownOf {
  readonly name: string;
  readonly phone: string;
  readonly address: string;
}

const gap = '[\\s\\-—－()（）]?';
/** Mobile numbers, with the country's code or without, and numbers of identity cards and land lines, in figures of both widths. */
const numbers = [
  /(?<![\d０-９])[1-9]\d{16}[\dXx](?![\d０-９])/g,
  new RegExp(`(?<![\\d])(?:\\+?86${gap})?1\\d{2}${gap}\\d{4}${gap}\\d{4}(?!\\d)`, 'g'),
  new RegExp(`(?<![\\d])0\\d{2,3}${gap}\\d{7,8}(?!\\d)`, 'g'),
] as const;

/** Figures of full width as those of half: what is looked for is found in either. */
const plainFigures = (text: string): string =>
  text.replace(/[０-９]/g, (figure) => String.fromCharCode(figure.charCodeAt(0) - 0xfee0));

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The number however it is parted. */
function spelled(phone: string): RegExp | undefined {
  const figures = phone.replace(/\D/g, '');
  return figures.length < fewestShown ? undefined : new RegExp([...figures].join('[\\s\\-—－()（）]?'), 'g');
}

/**
 * Words with what is known of the person masked, and every number that could be a telephone or an identity card. What
 * else they tell of themself – a floor, a dog, who their neighbour is – no program finds.
 */
export function maskedWords(text: string, known: KnownOf): string {
  const phone = spelled(known.phone);
  let masked = plainFigures(text);
  if (known.address.length > 1) masked = masked.replace(new RegExp(escaped(known.address), 'g'), '***');
  if (known.name.length > 1) masked = masked.replace(new RegExp(escaped(known.name), 'g'), maskedName(known.name));
  if (phone !== undefined) masked = masked.replace(phone, maskedPhone(known.phone));
  for (const number of numbers) masked = masked.replace(number, (found) => maskedPhone(found));
  return masked;
}
