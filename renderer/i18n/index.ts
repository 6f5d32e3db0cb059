import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';
import { markPage, rememberedLanguage } from './language.ts';
import { zhCN } from './zh-cn.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'screens';
    resources: { screens: typeof zhCN };
  }
}

/** Texts are part of the bundle, so they are there before the first screen is drawn. */
export async function startTexts(): Promise<void> {
  const language = rememberedLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh-CN',
    defaultNS: 'screens',
    resources: { 'zh-CN': { screens: zhCN }, en: { screens: en } },
    // React escapes what it draws.
    interpolation: { escapeValue: false },
  });
  markPage(language);
}
