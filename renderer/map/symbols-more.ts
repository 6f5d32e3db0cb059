/** Signs of posts, of places that noise weighs on, and of several marks drawn as one. */
import type { Palette } from '../theme/tokens.ts';
import type { MarkSymbol } from './marks.ts';
import type { Context, Emphasis, Extent } from './symbol-parts.ts';
import { casing, signFont, square } from './symbol-parts.ts';

/** A flag on its staff: filled while the post has to be kept. */
export function drawPost(context: Context, state: 'due' | 'off', palette: Palette, emphasis: Emphasis): void {
  const colour = state === 'due' ? palette.text : palette.muted;
  context.beginPath();
  context.moveTo(0, 1);
  context.lineTo(0, -13);
  context.lineTo(9, -9.5);
  context.lineTo(0, -6);
  casing(context, palette, emphasis);
  context.fillStyle = state === 'due' ? colour : palette.mapLand;
  context.fill();
  context.strokeStyle = colour;
  context.lineWidth = 1.6;
  context.stroke();
  context.beginPath();
  context.arc(0, 1, 1.8, 0, 2 * Math.PI);
  context.fillStyle = colour;
  context.fill();
}

type SensitiveSymbol = Extract<MarkSymbol, { type: 'sensitivePlace' }>;

export function drawSensitive(
  context: Context,
  { letter, small }: SensitiveSymbol,
  palette: Palette,
  emphasis: Emphasis,
): void {
  context.beginPath();
  context.arc(0, 0, small ? 2.5 : 8.5, 0, 2 * Math.PI);
  casing(context, palette, emphasis);
  context.fillStyle = small ? palette.text : palette.mapLand;
  context.fill();
  if (small) return;
  context.strokeStyle = palette.text;
  context.lineWidth = 1.2;
  context.stroke();
  context.font = signFont(600);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = palette.text;
  context.fillText(letter, 0, 0.5);
}

type ClusterSymbol = Extract<MarkSymbol, { type: 'cluster' }>;

const halfWidth = (count: number): number => 6 + 3.6 * String(count).length;
/** Of the pin of several incidents, px. */
const head = 12;
const height = 31;

export function clusterExtent({ of, count }: ClusterSymbol): Extent {
  switch (of) {
    case 'incident':
      return { left: -head - 2, top: -height - 2, right: head + 2, bottom: 1 };
    case 'videoPoint': {
      const half = halfWidth(count) + 6;
      return { left: -half, top: -9, right: half, bottom: 9 };
    }
    default:
      return square(Math.max(10, halfWidth(count) + 1));
  }
}

function shape(context: Context, { of, count }: ClusterSymbol, grow: number): void {
  const half = halfWidth(count);
  context.beginPath();
  switch (of) {
    case 'incident': {
      const y = head - height;
      context.arc(0, y, head - 0.5 + grow, 0.8 * Math.PI, 0.2 * Math.PI);
      context.lineTo(0, grow);
      context.closePath();
      return;
    }
    case 'videoPoint':
      context.roundRect(-half - 5, -8, 2 * half + 10, 16, 8);
      return;
    case 'site':
      context.roundRect(-half, -9, 2 * half, 18, 3);
      return;
    case 'sensitivePlace':
      context.roundRect(-half, -9, 2 * half, 18, 9);
      return;
    case 'post':
      context.moveTo(-half, -9);
      context.lineTo(half, -9);
      context.lineTo(half, 5);
      context.lineTo(0, 10);
      context.lineTo(-half, 5);
      context.closePath();
      return;
  }
}

/** The shape of its kind with the number; of incidents filled in the worst colour among them. */
export function drawCluster(context: Context, symbol: ClusterSymbol, palette: Palette, emphasis: Emphasis): void {
  const { of, count, tone, late } = symbol;
  const isIncident = of === 'incident';
  shape(context, symbol, late === null ? 0 : 2);
  casing(context, palette, emphasis);
  if (late !== null) {
    context.fillStyle = palette[late];
    context.fill();
    shape(context, symbol, 0);
    context.strokeStyle = palette.mapLand;
    context.lineWidth = 2;
    context.stroke();
  }
  const filled = isIncident && tone !== 'muted';
  shape(context, symbol, 0);
  context.fillStyle = filled ? palette[tone] : of === 'videoPoint' ? palette.raised : palette.mapLand;
  context.fill();
  if (!filled) {
    context.strokeStyle = of === 'videoPoint' ? palette.edge : palette[tone];
    context.lineWidth = 1.6;
    context.stroke();
  }
  context.font = signFont(700);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillStyle = filled ? palette.onAccent : of === 'videoPoint' ? palette.muted : palette[tone];
  const x = of === 'videoPoint' ? 4 : 0;
  context.fillText(String(count), x, isIncident ? head - height + 0.5 : 0.5);
  if (of !== 'videoPoint') return;
  context.beginPath();
  context.roundRect(-halfWidth(count) - 2, -2.5, 5.5, 5, 1);
  context.moveTo(-halfWidth(count) + 4, 0);
  context.lineTo(-halfWidth(count) + 6.5, -2);
  context.lineTo(-halfWidth(count) + 6.5, 2);
  context.fill();
}
