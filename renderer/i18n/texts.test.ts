import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import { en } from './en.ts';
import { codesOf, codeText, hasText, listed, takesFigures } from './say.ts';
import { zhCN } from './zh-cn.ts';

type Texts = { readonly [key: string]: string | Texts };

/** Every text with its key, such as `stage.closed`. */
function all(texts: Texts, above = ''): readonly (readonly [key: string, text: string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${above}${key}`, value] as const] : all(value, `${above}${key}.`),
  );
}

const chinese = all(zhCN);
const english = all(en as unknown as Texts);
const textIn = new Map(chinese);
/** The English for exactly one has the key of the English for any number, with this behind it. */
const forOne = '_one';
const isForOne = (key: string): boolean => key.endsWith(forOne) && !textIn.has(key);
const figures = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? ''))].sort();
const hasChinese = (text: string): boolean => /\p{Script=Han}|[，。；：（）！？、]/u.test(text);

beforeAll(async () => {
  const resources = { 'zh-CN': { screens: zhCN }, en: { screens: en } };
  await i18next.init({ lng: 'zh-CN', fallbackLng: 'zh-CN', defaultNS: 'screens', resources });
});

const shownIn = (language: string): ((key: string, values?: object) => string) =>
  i18next.getFixedT(language, 'screens') as unknown as (key: string, values?: object) => string;

describe.each([
  ['zh-CN', chinese],
  ['en', english],
] as const)('texts in %s', (language, texts) => {
  test('no text is empty: an empty one is shown as its key', () => {
    expect(texts.length).toBeGreaterThan(500);
    expect(texts.filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  test('no key is shown in the place of its text', () => {
    const shown = shownIn(language);
    expect(texts.filter(([key]) => shown(key) === key).map(([key]) => key)).toEqual([]);
    expect(texts.filter(([key]) => /[a-z]+\.[a-z]\w+/.test(shown(key))).map(([key]) => key)).toEqual([]);
  });
});

test('English has every key, in the order of the Chinese ones', () => {
  const keys = english.map(([key]) => key).filter((key) => !isForOne(key));
  expect(keys).toEqual(chinese.map(([key]) => key));
});

test('a text and its English take the same names and figures', () => {
  const apart = english.filter(([key, text]) => {
    const own = isForOne(key) ? key.slice(0, -forOne.length) : key;
    const [wanted, found] = [figures(textIn.get(own) ?? ''), figures(text)];
    // For exactly one the number may be a word, such as `once`.
    const missing = wanted.filter((name) => !found.includes(name) && !(isForOne(key) && name === 'count'));
    return missing.length > 0 || found.some((name) => !wanted.includes(name));
  });
  expect(apart.map(([key]) => key)).toEqual([]);
});

test('English counts one as one', () => {
  const shown = shownIn('en');
  expect([0, 1, 2].map((count) => shown('system.accountCount', { count }))).toEqual([
    ...['0 accounts', '1 account', '2 accounts'],
  ]);
  expect(shown('devices.refusedOnce', { count: 1, reason: 'jump', time: '23:14' })).toBe('jump, once (23:14)');
  expect(english.filter(([key]) => isForOne(key)).length).toBeGreaterThan(10);
});

test('what stands in English is English: Chinese only for names that an English reader needs', () => {
  const named = new Set(['app.otherLanguage', 'actions.script', 'commandLine.hint', 'intake.placeHint']);
  const left = english.filter(([key, text]) => hasChinese(text) && !named.has(key));
  expect(left.map(([key]) => key)).toEqual([]);
});

test('a code that came from elsewhere is said in the language in force, and itself where nothing is known', () => {
  const [t, inEnglish] = [i18next.getFixedT('zh-CN', 'screens'), i18next.getFixedT('en', 'screens')];
  expect([t, inEnglish].map((say) => codeText(say, 'link.reason', 'Busy'))).toEqual(['中枢正忙', 'the hub is busy']);
  expect([t, inEnglish].map((say) => codeText(say, 'matter', 'unheardOf'))).toEqual(['unheardOf', 'unheardOf']);
  // Names that every object has are no texts.
  expect([hasText('matter', 'toString'), hasText('matter', 'light'), hasText('facts', 'reply')]).toEqual([
    ...[false, true, false],
  ]);
  expect([takesFigures('refusal', 'UnitBusy'), takesFigures('refusal', 'Stale')]).toEqual([true, false]);
  expect(codesOf('dutyMode')).toEqual(['routine', 'night', 'holiday', 'emergency']);
  expect([t, inEnglish].map((say) => listed(say, ['A', 'B']))).toEqual(['A、B', 'A, B']);
});
