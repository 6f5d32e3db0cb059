/** The signs of a crowd, each drawn once: by kind, status and age, and the nose that says where it heads. */
import type { Palette } from '../theme/tokens.ts';
import { agingAfter, staleAfter } from './ages.ts';
import { drawSymbol, noseTip, unitTone } from './symbols.ts';
import { unitKinds, unitStatuses } from './types.ts';

export const crowdAges = ['fresh', 'aging', 'stale'] as const;

/** Place among `crowdAges`. */
export function crowdAge(fixAt: number, now: number): number {
  const age = now - fixAt;
  return age < agingAfter ? 0 : age <= staleAfter ? 1 : 2;
}

/** From the middle of a sign to the edge of its room, px at its usual size. */
export const signRoom = noseTip + 2;

/** Smaller than this, of their usual size, signs have no nose: it would be a speck between them. */
export const noseFrom = 0.4;

/** Draws about the present origin, in pixels of the usual size. */
export function drawSign(context: CanvasRenderingContext2D, look: number, age: number, palette: Palette): void {
  const kind = unitKinds[Math.floor(look / unitStatuses.length)] ?? 'group';
  const status = unitStatuses[look % unitStatuses.length] ?? 'free';
  drawSymbol(context, { type: 'unit', kind, status, age: crowdAges[age] ?? 'fresh' }, palette, 'plain');
}

/** Points north; same as beside a single mark. */
export function drawNose(context: CanvasRenderingContext2D, status: number, palette: Palette): void {
  context.beginPath();
  context.moveTo(0, -noseTip);
  context.lineTo(6, -9);
  context.lineTo(-6, -9);
  context.closePath();
  context.fillStyle = palette[unitTone[unitStatuses[status] ?? 'free']];
  context.fill();
}
