/** Codes, lists and brackets in the language in force. */
import type { TFunction } from 'i18next';
import { zhCN } from './zh-cn.ts';

type Sections<Texts> = {
  [K in keyof Texts & string]: Texts[K] extends string ? never : K | `${K}.${Sections<Texts[K]>}`;
}[keyof Texts & string];

/** Where texts by code stand, such as `matter` or `link.reason`. */
export type Section = Sections<typeof zhCN>;

function textsOf(section: Section): Readonly<Record<string, unknown>> {
  const step = (texts: unknown, name: string): unknown => (texts as Readonly<Record<string, unknown>>)[name];
  return section.split('.').reduce(step, zhCN) as Readonly<Record<string, unknown>>;
}

/** Whether there is a text for a code that came from elsewhere. */
export const hasText = (section: Section, code: string): boolean =>
  Object.hasOwn(textsOf(section), code) && typeof textsOf(section)[code] === 'string';

/** Whether the text for a code takes figures or names. */
export const takesFigures = (section: Section, code: string): boolean => String(textsOf(section)[code]).includes('{{');

/** Codes that have a text, in the order of the texts. */
export const codesOf = (section: Section): readonly string[] => Object.keys(textsOf(section));

/** The text for a code that came from elsewhere; the code itself where there is none, so that nothing is hidden. */
export function codeText(t: TFunction, section: Section, code: string, values: object = {}): string {
  if (!hasText(section, code)) return code;
  return (t as unknown as (key: string, values: object) => string)(`${section}.${code}`, values);
}

/** `A、B`, `A, B`. */
export const listed = (t: TFunction, parts: readonly string[]): string => parts.join(t('punctuation.list'));

/** `甲，乙`: parts of one saying; empty ones are left out. */
export const clauses = (t: TFunction, ...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(t('punctuation.clause'));

/** `A；B`. */
export const sentences = (t: TFunction, parts: readonly string[]): string => parts.join(t('punctuation.semicolon'));

/** `名（注）`. */
export const bracketed = (t: TFunction, name: string, note: string): string => t('punctuation.bracket', { name, note });

/** `名：话`. */
export const saidOf = (t: TFunction, name: string, said: string): string => t('punctuation.said', { name, said });
