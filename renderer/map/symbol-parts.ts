/** What all signs of the map are made with. */
import type { Palette } from '../theme/tokens.ts';
import { fonts } from './ground.ts';

export type Context = CanvasRenderingContext2D;
export type Emphasis = 'plain' | 'hovered' | 'selected';

/** Room a sign takes about its place, px. */
export interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const square = (r: number): Extent => ({ left: -r, top: -r, right: r, bottom: r });

export const signFont = (weight: number, px = 12): string =>
  `${String(weight)} ${String(px)}px ${fonts.map((name) => (name === 'sans-serif' ? name : `"${name}"`)).join(', ')}`;

/** Contrast between a sign and what is around it, in the colours of the ground. */
export function casing(context: Context, palette: Palette, emphasis: Emphasis): void {
  context.strokeStyle = emphasis === 'plain' ? palette.mapLand : palette.text;
  context.lineWidth = emphasis === 'selected' ? 6 : emphasis === 'hovered' ? 5 : 4;
  context.stroke();
  if (emphasis === 'plain') return;
  context.strokeStyle = palette.mapLand;
  context.lineWidth = 2.5;
  context.stroke();
}
