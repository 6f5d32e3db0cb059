/** Puts the tokens where style sheets find them, and remembers which theme was chosen. */
import type { ThemeName } from './tokens.ts';
import { fontFamily, palettes, sizes } from './tokens.ts';

const key = 'lianqin.theme';

export function rememberedTheme(): ThemeName {
  // The night hall is the usual one.
  return localStorage.getItem(key) === 'light' ? 'light' : 'dark';
}

export function applyTheme(name: ThemeName): void {
  const { style, dataset } = document.documentElement;
  for (const [token, colour] of Object.entries(palettes[name])) {
    style.setProperty(`--${token.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, colour);
  }
  style.setProperty('--font', fontFamily);
  style.setProperty('--text-size', `${sizes.text}px`);
  style.setProperty('--small-size', `${sizes.small}px`);
  style.setProperty('--radius', `${sizes.radius}px`);
  style.setProperty('color-scheme', name);
  dataset['theme'] = name;
  localStorage.setItem(key, name);
}
