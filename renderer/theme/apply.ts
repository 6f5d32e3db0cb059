/** Puts the tokens where style sheets find them, and remembers which theme was chosen. */
import type { ThemeName } from './tokens.ts';
import { fontFamily, palettes, pictureTokens, sizes } from './tokens.ts';

const key = 'lianqin.theme';

export function rememberedTheme(): ThemeName {
  // The night hall is the usual one.
  return localStorage.getItem(key) === 'light' ? 'light' : 'dark';
}

/** The tokens by the names that style sheets know: for a part of the page in another theme than the rest. */
export function themeVariables(name: ThemeName): Readonly<Record<`--${string}`, string>> {
  const named = Object.entries(palettes[name]).map(
    ([token, colour]) => [`--${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, colour] as const,
  );
  return Object.fromEntries(named);
}

export function applyTheme(name: ThemeName): void {
  const { style, dataset } = document.documentElement;
  for (const [variable, colour] of Object.entries(themeVariables(name))) style.setProperty(variable, colour);
  for (const [token, colour] of Object.entries(pictureTokens)) style.setProperty(`--${token}`, colour);
  style.setProperty('--font', fontFamily);
  style.setProperty('--text-size', `${sizes.text}px`);
  style.setProperty('--small-size', `${sizes.small}px`);
  style.setProperty('--radius', `${sizes.radius}px`);
  style.setProperty('color-scheme', name);
  dataset['theme'] = name;
  localStorage.setItem(key, name);
}
