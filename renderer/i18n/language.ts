/** Which language the screens speak: one for the seat, and one for each person who chose another there. */
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { DesktopBridge } from '../seat-client/bridge.ts';

export type Language = 'zh-CN' | 'en';

const key = 'lianqin.language';
const keyOf = (user: string | undefined): string => (user === undefined ? key : `${key}.${user}`);

/** Chinese is the usual one. */
const languageIn = (kept: string | null): Language => (kept === 'en' ? 'en' : 'zh-CN');

/** What was chosen: by the person, or else at the sign-in of this seat. */
export function rememberedLanguage(user?: string): Language {
  const own = user === undefined ? null : localStorage.getItem(keyOf(user));
  return languageIn(own ?? localStorage.getItem(key));
}

export const languageInForce = (): Language => languageIn(i18next.language);

/** The page says which language it speaks: to those who hear it read, to the browser, and to the desktop app. */
export function markPage(language: Language): void {
  document.documentElement.lang = language;
  document.title = i18next.t('app.name');
  const desktop: DesktopBridge | undefined = window.lianqin;
  desktop?.speaks(language);
}

export async function speak(language: Language): Promise<void> {
  if (languageInForce() !== language) await i18next.changeLanguage(language);
  markPage(language);
}

/** @param user Undefined: nobody is signed in, and the choice is the seat's. */
export async function chooseLanguage(language: Language, user: string | undefined): Promise<void> {
  localStorage.setItem(keyOf(user), language);
  await speak(language);
}

/** The language in force; the screen is drawn anew with another. */
export function useLanguage(): Language {
  return languageIn(useTranslation().i18n.language);
}
