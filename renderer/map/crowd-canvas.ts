/**
 * The crowd without a graphics card: the pixels of each sign are made once and put where it stands, in the page's own
 * memory. One picture is handed to the canvas, however many signs there are.
 */
import type { Palette } from '../theme/tokens.ts';
import type { CrowdFrame, CrowdPainter } from './crowd-frame.ts';
import { crowdAge, crowdAges, drawNose, drawSign, noseFrom, signRoom } from './crowd-signs.ts';
import { lookCount } from './fleet.ts';
import { unitStatuses } from './types.ts';

/** A sign is drawn for each of these directions, and one without. */
const directions = 24;
const turns = directions + 1;

/** Pixels as the machine holds RGBA: alpha is the uppermost byte. Only the square that holds any. */
export interface Sign {
  readonly pixels: Uint32Array;
  readonly size: number;
}

/** One of two pixels over the other, by the alpha of the upper. */
function over(upper: number, lower: number): number {
  const alpha = upper >>> 24;
  if (alpha === 0xff || lower >>> 24 === 0) return upper;
  const mix = (shift: number): number => {
    const [a, b] = [(upper >>> shift) & 0xff, (lower >>> shift) & 0xff];
    return (b + (((a - b) * alpha) >> 8)) << shift;
  };
  return ((Math.max(alpha, lower >>> 24) << 24) | mix(16) | mix(8) | mix(0)) >>> 0;
}

/** Puts a sign about a pixel; what lies beyond the picture is cut off. */
export function blit(picture: Uint32Array, width: number, height: number, sign: Sign, x: number, y: number): void {
  const { pixels, size } = sign;
  const [left, top] = [x - (size >> 1), y - (size >> 1)];
  const [fromX, toX] = [Math.max(0, -left), Math.min(size, width - left)];
  const [fromY, toY] = [Math.max(0, -top), Math.min(size, height - top)];
  for (let row = fromY; row < toY; row += 1) {
    const base = (top + row) * width + left;
    for (let column = fromX; column < toX; column += 1) {
      const pixel = pixels[row * size + column] ?? 0;
      if (pixel >>> 24 !== 0) picture[base + column] = over(pixel, picture[base + column] ?? 0);
    }
  }
}

/** The middle square of a picture that holds all that is drawn in it. */
function trimmed(all: Uint32Array, size: number): Sign {
  let reach = 0;
  const middle = size >> 1;
  for (const [i, pixel] of all.entries())
    if (pixel >>> 24 !== 0)
      reach = Math.max(reach, Math.abs((i % size) - middle), Math.abs(Math.floor(i / size) - middle));
  const side = 2 * reach + 1;
  const pixels = new Uint32Array(side * side);
  for (let row = 0; row < side; row += 1)
    for (let column = 0; column < side; column += 1) {
      const [x, y] = [middle - reach + column, middle - reach + row];
      if (x < size && y < size) pixels[row * side + column] = all[y * size + x] ?? 0;
    }
  return { pixels, size: side };
}

function makeSign(key: number, { palette, ratio, size }: CrowdFrame): Sign {
  const side = 2 * Math.ceil(signRoom * ratio * size) + 1;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('canvas: no 2-D context to draw a sign with');
  const [look, rest] = [Math.floor(key / (crowdAges.length * turns)), key % (crowdAges.length * turns)];
  const [age, turn] = [Math.floor(rest / turns), rest % turns];
  context.translate(side / 2, side / 2);
  context.scale(ratio * size, ratio * size);
  if (turn > 0) {
    context.save();
    context.rotate(((turn - 1) * 2 * Math.PI) / directions);
    drawNose(context, look % unitStatuses.length, palette);
    context.restore();
  }
  drawSign(context, look, age, palette);
  return trimmed(new Uint32Array(context.getImageData(0, 0, side, side).data.buffer), side);
}

export function createCanvasCrowd(): CrowdPainter {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('canvas: no 2-D context to draw the units with');
  let signs: (Sign | undefined)[] = [];
  let of = '';
  let image = new ImageData(1, 1);
  let picture = new Uint32Array(image.data.buffer);

  const forget = (palette: Palette, ratio: number, size: number): void => {
    const is = `${palette.mapLand}/${palette.ok}/${String(ratio)}/${String(size)}`;
    if (is === of) return;
    of = is;
    signs = Array.from({ length: lookCount * crowdAges.length * turns }, () => undefined);
  };

  return {
    by: 'canvas',
    canvas,
    paint: (frame) => {
      const { fleet, sight, ratio, now, size, palette, width, height } = frame;
      forget(palette, ratio, size);
      if (image.width !== width || image.height !== height) {
        image = new ImageData(width, height);
        picture = new Uint32Array(image.data.buffer);
      } else picture.fill(0);
      const { fixAt, heading, look } = fleet.columns;
      for (let i = 0; i < sight.count; i += 1) {
        const row = sight.rows[i] ?? 0;
        const age = crowdAge(fixAt[row] ?? 0, now);
        const turn = heading[row] ?? Number.NaN;
        // A heading of minutes ago says nothing.
        const way =
          size < noseFrom || age > 0 || Number.isNaN(turn)
            ? 0
            : 1 + (Math.round((turn / 360) * directions) % directions);
        const key = ((look[row] ?? 0) * crowdAges.length + age) * turns + way;
        const sign = (signs[key] ??= makeSign(key, frame));
        blit(
          picture,
          width,
          height,
          sign,
          Math.round((sight.x[i] ?? 0) * ratio),
          Math.round((sight.y[i] ?? 0) * ratio),
        );
      }
      context.putImageData(image, 0, 0);
    },
    destroy: () => {
      signs = [];
    },
  };
}
