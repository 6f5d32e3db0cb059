import { expect, test } from 'vitest';
import type { Palette } from './tokens.ts';
import { palettes } from './tokens.ts';

/** Lightness, and hue in degrees, in OKLab (https://bottosson.github.io/posts/oklab/). */
function oklab(hex: string): { readonly lightness: number; readonly hue: number } {
  const linear = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  const [r, g, b] = [linear(1), linear(3), linear(5)];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const [a, c] = [
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
  return {
    lightness: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    hue: ((Math.atan2(c, a) * 180) / Math.PI + 360) % 360,
  };
}

const zones = ['zone1', 'zone2', 'zone3', 'zone4'] as const;
const statuses = ['ok', 'warn', 'late', 'alarm', 'accent'] as const;

test.each(Object.entries(palettes))(
  '%s: zone hues are equally light and apart from each other',
  (_, palette: Palette) => {
    const seen = zones.map((zone) => oklab(palette[zone]));
    const light = seen.map(({ lightness }) => lightness);
    expect(Math.max(...light) - Math.min(...light)).toBeLessThan(0.02);
    for (const [i, one] of seen.entries()) {
      for (const other of seen.slice(i + 1)) {
        const apart = Math.abs(one.hue - other.hue);
        expect(Math.min(apart, 360 - apart)).toBeGreaterThan(40);
      }
    }
  },
);

test.each(Object.entries(palettes))('%s: no zone has the hue of a status', (_, palette: Palette) => {
  for (const zone of zones) {
    for (const status of statuses) {
      const apart = Math.abs(oklab(palette[zone]).hue - oklab(palette[status]).hue);
      expect(Math.min(apart, 360 - apart), `${zone} and ${status}`).toBeGreaterThan(20);
    }
  }
});

/** Contrast of two colours (WCAG 2.2, 1.4.3). */
function contrast(one: string, other: string): number {
  const luminance = (hex: string): number => {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

test.each(Object.entries(palettes))('%s: words can be read on every ground', (_, palette: Palette) => {
  for (const ground of ['ground', 'panel', 'raised'] as const)
    for (const word of ['text', 'muted', 'accent', 'ok', 'warn', 'late', 'alarm'] as const)
      expect(contrast(palette[word], palette[ground]), `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5);
  for (const [word, ground] of [
    ['onAccent', 'accentFill'],
    ['onAlarm', 'alarm'],
    ['onAccent', 'warn'],
    ['onPast', 'past'],
  ] as const)
    expect(contrast(palette[word], palette[ground]), `${word} on ${ground}`).toBeGreaterThanOrEqual(4.5);
});
