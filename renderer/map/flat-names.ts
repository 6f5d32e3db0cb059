/**
 * Names on the plain ground, none upon another or on a mark. They are placed for a stretch somewhat wider than the view
 * and then move with it; what was shown stays where it still fits. Each is a small picture of its own, drawn once.
 */
import { contains } from '../../shared/geo/polygon.ts';
import { fromWorld } from './camera.ts';
import type { Letter } from './flat-along.ts';
import { lettersAlong, placesAlong, runOf } from './flat-along.ts';
import type { Frame } from './flat-plates.ts';
import type { Lettering, LineWish, PointWish } from './flat-wanted.ts';
import type { Box } from './ground.ts';
import { fonts } from './ground.ts';
import { BoxIndex } from './labels.ts';

const family = fonts.map((name) => (name === 'sans-serif' ? name : `"${name}"`)).join(', ');
const fontOf = ({ weight }: Lettering, size: number): string => `${String(weight)} ${String(size)}px ${family}`;

/** Names are placed so far beyond the view, px, and anew once it has moved by more than `hold`. */
const margin = 150;
const hold = 110;
/** The same name again along a road. */
const again = 380;
const apart = 240;
const spriteLimit = 1_500;
/** While it is zoomed, names follow over this many zooms before they are placed again. */
const followZoom = 0.4;

interface Sprite {
  readonly image: HTMLCanvasElement;
  /** Its middle from its left upper corner, in pixels of the canvas. */
  readonly x: number;
  readonly y: number;
}

interface Placed {
  readonly key: string;
  readonly text: string;
  /** Fractions of the world of its middle. */
  readonly at: readonly [number, number];
  /** About its middle, px at scale 1. */
  readonly boxes: readonly Box[];
  readonly sprite: Sprite;
}

export interface NamesWanted {
  readonly frame: Frame;
  /** Where no name may stand, px at scale 1 from the left upper corner. */
  readonly clear: readonly Box[];
  /** Another number: other boxes, or elsewhere on the ground. */
  readonly clearChange: number;
  /** The zoom changes from picture to picture: names only follow, and are placed when it stands. */
  readonly zooming: boolean;
  /** Another text: everything else that the names follow has changed. */
  readonly basis: string;
  readonly wishes: (zoom: number) => readonly (PointWish | LineWish)[];
}

interface Layout {
  readonly basis: string;
  readonly world: number;
  readonly ratio: number;
  /** Of the view it was made for, in fractions of the world. */
  readonly centre: readonly [number, number];
  readonly size: string;
  readonly clearChange: number;
  readonly names: readonly Placed[];
}

const shifted = ({ left, top, right, bottom }: Box, x: number, y: number): Box => ({
  left: left + x,
  top: top + y,
  right: right + x,
  bottom: bottom + y,
});

export class Names {
  readonly #measure: CanvasRenderingContext2D;
  readonly #widths = new Map<string, number>();
  readonly #sprites = new Map<string, Sprite>();
  #layout: Layout | undefined;
  constructor(measure: CanvasRenderingContext2D) {
    this.#measure = measure;
  }

  draw(context: CanvasRenderingContext2D, wanted: NamesWanted): void {
    const { frame } = wanted;
    const centre = [
      (frame.left + frame.width / 2) / frame.world,
      (frame.top + frame.height / 2) / frame.world,
    ] as const;
    if (!this.#holds(wanted, centre)) this.#place(wanted, centre);
    for (const { at, sprite } of this.#layout?.names ?? []) {
      const left = Math.round(at[0] * frame.world - frame.left - sprite.x);
      const top = Math.round(at[1] * frame.world - frame.top - sprite.y);
      const { width, height } = sprite.image;
      if (left > frame.width || top > frame.height || left + width < 0 || top + height < 0) continue;
      context.drawImage(sprite.image, left, top);
    }
  }

  #holds({ frame, basis, clearChange, zooming }: NamesWanted, centre: readonly [number, number]): boolean {
    const last = this.#layout;
    if (last === undefined || last.basis !== basis || last.ratio !== frame.ratio) return false;
    if (zooming) return Math.abs(Math.log2(frame.world / last.world)) < followZoom;
    if (last.world !== frame.world || last.clearChange !== clearChange) return false;
    if (last.size !== `${String(frame.width)}x${String(frame.height)}`) return false;
    const px = frame.world / frame.ratio;
    return Math.abs(centre[0] - last.centre[0]) * px <= hold && Math.abs(centre[1] - last.centre[1]) * px <= hold;
  }

  #place(wanted: NamesWanted, centre: readonly [number, number]): void {
    const { frame } = wanted;
    const { ratio, world } = frame;
    const px = world / ratio;
    const view = {
      left: frame.left / ratio,
      top: frame.top / ratio,
      width: frame.width / ratio,
      height: frame.height / ratio,
    };
    const taken = new BoxIndex();
    for (const box of wanted.clear) taken.add(box);
    const names: Placed[] = [];
    const byText = new Map<string, (readonly [number, number])[]>();
    const near = (text: string, x: number, y: number): boolean =>
      (byText.get(text) ?? []).some(([ox, oy]) => Math.hypot(ox - x, oy - y) < apart);
    const inRoom = (x: number, y: number): boolean =>
      x > -margin && y > -margin && x < view.width + margin && y < view.height + margin;
    const add = (placed: Placed): void => {
      const [x, y] = [placed.at[0] * px - view.left, placed.at[1] * px - view.top];
      for (const box of placed.boxes) taken.add(shifted(box, x, y));
      byText.set(placed.text, [...(byText.get(placed.text) ?? []), [x, y]]);
      names.push(placed);
    };
    const fits = ({ at, boxes }: Pick<Placed, 'at' | 'boxes'>): boolean => {
      const [x, y] = [at[0] * px - view.left, at[1] * px - view.top];
      return !boxes.some((box) => taken.taken(shifted(box, x, y)));
    };
    const wishes = wanted.wishes(frame.zoom);
    const last = this.#layout;
    const before = new Map<string, Placed[]>();
    // At another zoom everything has another place.
    const same =
      last !== undefined && last.world === world && last.ratio === ratio && sameLook(last.basis, wanted.basis);
    for (const placed of same ? last.names : []) before.set(placed.key, [...(before.get(placed.key) ?? []), placed]);
    const kept = new Set<string>();
    for (const wish of wishes) {
      for (const placed of before.get(wish.key) ?? []) {
        const [x, y] = [placed.at[0] * px - view.left, placed.at[1] * px - view.top];
        if (!inRoom(x, y) || !fits(placed)) continue;
        add(placed);
        kept.add(wish.key);
      }
    }
    for (const wish of wishes) {
      if (wish.kind === 'line') {
        const points: (readonly [number, number])[] = [];
        for (let i = 1; i < wish.line.length; i += 2)
          points.push([(wish.line[i - 1] ?? 0) * px - view.left, (wish.line[i] ?? 0) * px - view.top]);
        this.#along(wish, points, { inRoom, near, fits, add, px, left: view.left, top: view.top, ratio });
        continue;
      }
      if (kept.has(wish.key)) continue;
      const [x, y] = [wish.at[0] * px - view.left, wish.at[1] * px - view.top];
      if (!inRoom(x, y) || (wish.area === null && near(wish.text, x, y))) continue;
      const { halves, sprite } = this.#pointSprite(wish, ratio);
      const box = { left: -halves[0], top: -halves[1], right: halves[0], bottom: halves[1] };
      const found = asides(wish, halves)
        .map(([ax, ay], i) => ({ i, at: [(x + ax + view.left) / px, (y + ay + view.top) / px] as const }))
        .find(({ i, at }) => fits({ at, boxes: [box] }) && (i === 0 || isWithin(wish, at)));
      if (found === undefined) continue;
      add({ key: wish.key, text: wish.text, at: found.at, boxes: [box], sprite });
    }
    const size = `${String(frame.width)}x${String(frame.height)}`;
    this.#layout = { basis: wanted.basis, world, ratio, centre, size, clearChange: wanted.clearChange, names };
  }

  #along(
    wish: LineWish,
    points: readonly (readonly [number, number])[],
    room: {
      readonly inRoom: (x: number, y: number) => boolean;
      readonly near: (text: string, x: number, y: number) => boolean;
      readonly fits: (placed: Pick<Placed, 'at' | 'boxes'>) => boolean;
      readonly add: (placed: Placed) => void;
      readonly px: number;
      readonly left: number;
      readonly top: number;
      readonly ratio: number;
    },
  ): void {
    const { look, text, key } = wish;
    const run = runOf(points);
    const widths = [...text].map((letter) => this.#width(letter, look) + look.size * look.spacing);
    const needed = widths.reduce((sum, width) => sum + width, 0) + 8;
    for (const middle of placesAlong(run.length, needed, again)) {
      const letters = lettersAlong(text, widths, run, middle);
      const centre = letters?.[letters.length >> 1];
      if (letters === undefined || centre === undefined) continue;
      if (!room.inRoom(centre.x, centre.y) || room.near(text, centre.x, centre.y)) continue;
      const half = look.size * 0.62 + 1.5;
      const boxes = letters.map(({ x, y }) => ({
        left: x - centre.x - half,
        top: y - centre.y - half,
        right: x - centre.x + half,
        bottom: y - centre.y + half,
      }));
      const at = [(centre.x + room.left) / room.px, (centre.y + room.top) / room.px] as const;
      if (!room.fits({ at, boxes })) continue;
      const own = letters.map((letter) => ({ ...letter, x: letter.x - centre.x, y: letter.y - centre.y }));
      room.add({ key, text, at, boxes, sprite: this.#lettersSprite(own, look, room.ratio) });
    }
  }

  #width(text: string, look: Lettering): number {
    const key = `${String(look.weight)}/${String(look.size)}/${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    if (this.#widths.size > 5_000) this.#widths.clear();
    this.#measure.font = fontOf(look, look.size);
    const { width } = this.#measure.measureText(text);
    this.#widths.set(key, width);
    return width;
  }

  #sprite(
    key: string,
    width: number,
    height: number,
    ratio: number,
    draw: (on: CanvasRenderingContext2D) => void,
  ): Sprite {
    const known = this.#sprites.get(key);
    if (known !== undefined) return known;
    if (this.#sprites.size > spriteLimit) this.#sprites.clear();
    const image = document.createElement('canvas');
    image.width = Math.ceil(width * ratio);
    image.height = Math.ceil(height * ratio);
    const sprite = { image, x: image.width / 2, y: image.height / 2 };
    this.#sprites.set(key, sprite);
    const context = image.getContext('2d');
    if (context === null) return sprite;
    context.setTransform(ratio, 0, 0, ratio, sprite.x, sprite.y);
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.lineJoin = 'round';
    draw(context);
    return sprite;
  }

  #lettersSprite(letters: readonly Letter[], look: Lettering, ratio: number): Sprite {
    const turns = letters.map(({ text, x, y, turn }) => [text, x.toFixed(1), y.toFixed(1), turn.toFixed(2)].join());
    const key = [look.size, look.weight, look.colour, look.halo, ratio, ...turns].join('/');
    const reach = Math.max(...letters.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)))) + look.size;
    return this.#sprite(key, 2 * reach, 2 * reach, ratio, (context) => {
      context.font = fontOf(look, look.size);
      context.strokeStyle = look.halo;
      context.lineWidth = 2.6;
      context.fillStyle = look.colour;
      for (const paint of ['strokeText', 'fillText'] as const) {
        for (const { text, x, y, turn } of letters) {
          context.save();
          context.translate(x, y);
          context.rotate(turn);
          context[paint](text, 0, 0);
          context.restore();
        }
      }
    });
  }

  /** The picture of an upright name, and half its width and height. */
  #pointSprite(
    { text, under, look }: PointWish,
    ratio: number,
  ): { readonly halves: readonly [number, number]; readonly sprite: Sprite } {
    const space = look.size * look.spacing;
    const letters = [...text].length;
    const small = Math.round(look.size * 0.82);
    const wide = this.#width(text, look) + space * (letters - 1);
    const wideUnder = under === '' ? 0 : this.#width(under, { ...look, size: small });
    const halves = [Math.max(wide, wideUnder) / 2 + 4, under === '' ? look.size * 0.62 + 2 : look.size * 1.15] as const;
    const key = [text, under, look.size, look.weight, look.colour, look.halo, look.spacing, ratio].join('/');
    const sprite = this.#sprite(key, 2 * halves[0] + 4, 2 * halves[1] + 8, ratio, (context) => {
      const draw = (line: string, dx: number, dy: number, size: number): void => {
        context.font = fontOf(look, size);
        context.strokeStyle = look.halo;
        context.lineWidth = 3;
        context.strokeText(line, dx, dy);
        context.fillStyle = look.colour;
        context.fillText(line, dx, dy);
      };
      context.letterSpacing = `${String(space)}px`;
      // The canvas adds the space behind the last letter too.
      draw(text, space / 2, under === '' ? 0 : -look.size * 0.6, look.size);
      context.letterSpacing = '0px';
      if (under !== '') draw(under, 0, look.size * 0.65, small);
    });
    return { halves, sprite };
  }
}

/** The part of a basis before the first bar says how names look; what follows, where they come from. */
const sameLook = (a: string, b: string): boolean => a.split('|')[0] === b.split('|')[0];

function isWithin({ area }: PointWish, [x, y]: readonly [number, number]): boolean {
  if (area === null) return true;
  const [lon, lat] = fromWorld(x, y);
  return contains(area, { lon, lat });
}

/** Steps aside for a mark rather than vanish; never to where it would name something else. */
function asides({ below }: PointWish, [w, h]: readonly [number, number]): readonly (readonly [number, number])[] {
  if (below !== null)
    return [
      [0, below + h],
      [0, -below - h],
      [w + below, 0],
      [-w - below, 0],
    ];
  return [
    [0, 0],
    [0, h + 4],
    [0, -h - 4],
    [0, 2 * h],
    [0, -2 * h],
    [w / 2, 0],
    [-w / 2, 0],
  ];
}
