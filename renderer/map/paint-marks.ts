/** Painting marks and labels: each sign is drawn once into a picture of its own, and that picture wherever it stands. */
import type { Palette } from '../theme/tokens.ts';
import type { Box } from './ground.ts';
import type { PlacedLabel } from './labels.ts';
import type { Mark } from './marks.ts';
import type { Emphasis } from './symbol-parts.ts';
import { signFont } from './symbol-parts.ts';
import { drawSymbol, extentOf, noseTip, unitTone } from './symbols.ts';

/** Room about a sign for its casing, px. */
const spriteMargin = 5;
/** About a permit without its site, px. */
const permitRoom = 14;

export interface Drawn {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
  readonly box: Box;
  readonly label: PlacedLabel | undefined;
}

interface Sprite {
  readonly image: HTMLCanvasElement;
  /** Where its upper left corner lies from the place, and how large it is, CSS px. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export function boxOf({ symbol, aside, heading, thing }: Mark, x: number, y: number): Box {
  if (symbol === null) {
    const room = thing.kind === 'permit' ? permitRoom : 0;
    return { left: x - room, top: y - room, right: x + room, bottom: y + room };
  }
  const { left, top, right, bottom } = extentOf(symbol);
  if (aside !== null) {
    const [dx, dy] = aside;
    return { left: x + dx + left, top: y + dy + top, right: x + dx + right, bottom: y + dy + bottom };
  }
  const turn = ((heading ?? 0) * Math.PI) / 180;
  const [nx, ny] = heading === null ? [0, 0] : [Math.sin(turn) * noseTip, -Math.cos(turn) * noseTip];
  return {
    left: x + Math.min(left, nx),
    top: y + Math.min(top, ny),
    right: x + Math.max(right, nx),
    bottom: y + Math.max(bottom, ny),
  };
}

export class MarkPainter {
  readonly #sprites = new Map<string, Sprite>();

  forget(): void {
    this.#sprites.clear();
  }

  #sprite(mark: Mark, emphasis: Emphasis, palette: Palette, ratio: number): Sprite | null {
    if (mark.symbol === null) return null;
    const key = `${emphasis}/${Object.values(mark.symbol).join('/')}/${String(ratio)}`;
    const known = this.#sprites.get(key);
    if (known !== undefined) return known;
    const { left, top, right, bottom } = extentOf(mark.symbol);
    const [width, height] = [right - left + 2 * spriteMargin, bottom - top + 2 * spriteMargin];
    const image = document.createElement('canvas');
    image.width = Math.ceil(width * ratio);
    image.height = Math.ceil(height * ratio);
    const context = image.getContext('2d');
    if (context === null) return null;
    const origin = { x: spriteMargin - left, y: spriteMargin - top };
    context.setTransform(ratio, 0, 0, ratio, origin.x * ratio, origin.y * ratio);
    drawSymbol(context, mark.symbol, palette, emphasis);
    const sprite = {
      image,
      left: -origin.x,
      top: -origin.y,
      width: image.width / ratio,
      height: image.height / ratio,
    };
    this.#sprites.set(key, sprite);
    return sprite;
  }

  paintMark(context: CanvasRenderingContext2D, { mark, x, y }: Drawn, palette: Palette, ratio: number): void {
    const emphasis: Emphasis = mark.selected ? 'selected' : mark.hovered ? 'hovered' : 'plain';
    const sprite = this.#sprite(mark, emphasis, palette, ratio);
    if (sprite === null) return;
    context.save();
    context.translate(x, y);
    if (mark.rough) {
      context.beginPath();
      context.arc(0, 0, 14, 0, 2 * Math.PI);
      context.setLineDash([4, 3]);
      context.strokeStyle = palette.muted;
      context.lineWidth = 1.5;
      context.stroke();
      context.setLineDash([]);
    }
    if (mark.aside !== null) {
      const [dx, dy] = mark.aside;
      context.beginPath();
      context.moveTo(0, 0);
      context.lineTo(dx, dy);
      context.strokeStyle = palette.text;
      context.lineWidth = 1.5;
      context.stroke();
      context.beginPath();
      context.arc(0, 0, 2.5, 0, 2 * Math.PI);
      context.fillStyle = palette.text;
      context.fill();
      context.translate(dx, dy);
    }
    const { image, left, top, width, height } = sprite;
    context.drawImage(image, left, top, width, height);
    if (mark.heading !== null && mark.symbol?.type === 'unit') {
      context.rotate((mark.heading * Math.PI) / 180);
      context.beginPath();
      context.moveTo(0, -noseTip);
      context.lineTo(5, -11);
      context.lineTo(-5, -11);
      context.closePath();
      context.fillStyle = palette[unitTone[mark.symbol.status]];
      context.fill();
    }
    context.restore();
  }

  paintLabel(context: CanvasRenderingContext2D, { mark, label }: Drawn, palette: Palette): void {
    if (mark.label === null || label === undefined) return;
    const { left, top, right, bottom } = label.box;
    const boxed = mark.selected || mark.hovered;
    if (boxed) {
      context.beginPath();
      context.roundRect(left, top - 1, right - left, bottom - top + 2, 4);
      context.fillStyle = palette.raised;
      context.fill();
      context.strokeStyle = mark.selected ? palette.text : palette.edge;
      context.lineWidth = 1;
      context.stroke();
    }
    context.font = signFont(boxed || mark.thing.kind === 'incident' ? 600 : 500);
    context.textBaseline = 'middle';
    context.textAlign = 'center';
    const [x, y] = [(left + right) / 2, (top + bottom) / 2 + 0.5];
    if (!boxed) {
      context.strokeStyle = palette.mapLand;
      context.lineWidth = 3.5;
      context.lineJoin = 'round';
      context.strokeText(mark.label.text, x, y);
    }
    context.fillStyle = palette[mark.label.tone];
    context.fillText(mark.label.text, x, y);
  }
}
