/** Colours of the tokens, `#RRGGBB`. */

const channel = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);

/** So much of the one colour painted over the other, 0 to 1. */
export function mixed(under: string, over: string, part: number): string {
  const value = (at: number): string =>
    Math.round(channel(under, at) * (1 - part) + channel(over, at) * part)
      .toString(16)
      .padStart(2, '0');
  return `#${value(1)}${value(3)}${value(5)}`;
}
