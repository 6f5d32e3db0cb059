import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { zhCN } from './zh-cn.ts';

type Texts = { readonly [key: string]: string | Texts };

/** Every text with its key, such as `stage.closed`. */
function all(texts: Texts, above = ''): readonly (readonly [key: string, text: string])[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${above}${key}`, value] as const] : all(value, `${above}${key}.`),
  );
}

const texts = all(zhCN);

beforeAll(async () => {
  await i18next.init({ lng: 'zh-CN', defaultNS: 'screens', resources: { 'zh-CN': { screens: zhCN } } });
});

test('no text is empty: an empty one is shown as its key', () => {
  expect(texts.length).toBeGreaterThan(500);
  expect(texts.filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
});

test('no key is shown in the place of its text', () => {
  const shown = (key: string): string => (i18next.t as (key: string) => string)(key);
  expect(texts.filter(([key]) => shown(key) === key).map(([key]) => key)).toEqual([]);
  expect(texts.filter(([key]) => /[a-z]+\.[a-z]\w+/.test(shown(key))).map(([key]) => key)).toEqual([]);
});
