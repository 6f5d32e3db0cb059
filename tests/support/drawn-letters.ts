/** What the plain ground writes, letter by letter, and the marks above it: noted in the page as it is drawn. */
import type { Page } from 'playwright/test';

export interface LetterBox {
  readonly name: string;
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Notes every letter that is drawn into a picture, and where that picture is then put. */
export function watchLetters(): void {
  interface Noted {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    readonly halfWidth: number;
    readonly halfHeight: number;
  }
  const inside = new WeakMap<object, Noted[]>();
  const drawn: {
    kind: 'name' | 'mark' | 'square';
    picture: number;
    notes: readonly Noted[];
    x: number;
    y: number;
    w: number;
    h: number;
  }[] = [];
  let pictures = 0;
  Object.assign(window, { drawnPictures: drawn });
  const { fillText, drawImage, clearRect } = CanvasRenderingContext2D.prototype;
  const note = function (this: CanvasRenderingContext2D, text: string, x: number, y: number): void {
    const to = this.getTransform();
    const size = Number.parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? '0');
    const half = this.measureText(text).width / 2;
    const [cos, sin] = [Math.abs(to.a), Math.abs(to.b)];
    const [w, h] = [half, size * 0.42];
    const noted = {
      text,
      x: x * to.a + y * to.c + to.e,
      y: x * to.b + y * to.d + to.f,
      halfWidth: w * cos + h * sin,
      halfHeight: w * sin + h * cos,
    };
    if (this.canvas.className === 'district-map-marks') {
      drawn.push({ kind: 'mark', picture: -1, notes: [noted], x: 0, y: 0, w: 0, h: 0 });
      return;
    }
    inside.set(this.canvas, [...(inside.get(this.canvas) ?? []), noted]);
  };
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
    note.call(this, text, x, y);
    fillText.call(this, text, x, y);
  };
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...given: unknown[]) {
    const [image, x, y, w, h] = given as [
      CanvasImageSource & { width: number; height: number },
      number,
      number,
      number?,
      number?,
    ];
    const to = this.getTransform();
    const [left, top] = [x * to.a + to.e, y * to.d + to.f];
    if (this.canvas.className === 'district-map-flat') {
      const kind = image instanceof ImageBitmap ? 'square' : 'name';
      drawn.push({ kind, picture: (pictures += 1), notes: inside.get(image) ?? [], x: left, y: top, w: 0, h: 0 });
    } else if (this.canvas.className === 'district-map-marks') {
      drawn.push({
        kind: 'mark',
        picture: -1,
        notes: [],
        x: left,
        y: top,
        w: (w ?? image.width) * to.a,
        h: (h ?? image.height) * to.d,
      });
    }
    (drawImage as (...args: unknown[]) => void).apply(this, given);
  } as typeof drawImage;
  // Whatever was drawn before is painted over.
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    if (this.canvas.className === 'district-map-marks')
      for (let i = drawn.length - 1; i >= 0; i -= 1) if (drawn[i]?.kind === 'mark') drawn.splice(i, 1);
    clearRect.apply(this, box);
  };
}

/** Names on the ground by picture, and the marks, as last drawn. */
export function lettersDrawn(page: Page): Promise<{ readonly names: LetterBox[][]; readonly marks: LetterBox[] }> {
  return page.evaluate(() => {
    const { drawnPictures: drawn } = window as unknown as {
      drawnPictures: {
        kind: string;
        picture: number;
        notes: { text: string; x: number; y: number; halfWidth: number; halfHeight: number }[];
        x: number;
        y: number;
        w: number;
        h: number;
      }[];
    };
    // The last drawing begins with the squares.
    const last = drawn.findLastIndex(({ kind }) => kind === 'square');
    const boxOf = (one: (typeof drawn)[number]) =>
      one.notes.map(({ text, x, y, halfWidth, halfHeight }) => ({
        name: one.notes.map((note) => note.text).join(''),
        text,
        left: one.x + x - halfWidth,
        right: one.x + x + halfWidth,
        top: one.y + y - halfHeight,
        bottom: one.y + y + halfHeight,
      }));
    // Symbols have room for their casing about them.
    const casing = 6;
    const symbol = ({ x, y, w, h }: (typeof drawn)[number]) => ({
      name: 'symbol',
      text: '',
      left: x + casing,
      top: y + casing,
      right: x + w - casing,
      bottom: y + h - casing,
    });
    const marks = drawn.filter(({ kind }) => kind === 'mark');
    return {
      names: drawn.filter(({ kind }, i) => i > last && kind === 'name').map(boxOf),
      marks: marks.flatMap((one) => (one.notes.length > 0 ? boxOf(one) : [symbol(one)])),
    };
  });
}

export const overlap = (a: LetterBox, b: LetterBox): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
