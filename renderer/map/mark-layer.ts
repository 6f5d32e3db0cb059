/**
 * The marks above either ground: one canvas, so that both maps mean the same and a fix is drawn in the frame in which it
 * is due, with no worker between. Nothing is drawn while nothing changes; many changes make one drawing per frame.
 */
import type { Palette } from '../theme/tokens.ts';
import { palettes } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import { inLargePixels, project } from './camera.ts';
import { Tracks } from './easing.ts';
import type { Box } from './ground.ts';
import { fonts } from './ground.ts';
import type { LabelWish, PlacedLabel, Side } from './labels.ts';
import { placeLabels } from './labels.ts';
import { paintShapes } from './paint-shapes.ts';
import type { Mark, MarkWords, Scene } from './scene.ts';
import { agesSignature, buildScene } from './scene.ts';
import type { PlateShapes } from './shapes.ts';
import type { Emphasis } from './symbols.ts';
import { drawSymbol, extentOf, noseTip, unitTone } from './symbols.ts';
import type { DistrictMapProps, LonLat, MapSelection } from './types.ts';

export interface MarkState extends Pick<
  DistrictMapProps,
  'sites' | 'videoPoints' | 'units' | 'incidents' | 'selected' | 'preview' | 'trail' | 'layers' | 'theme' | 'now'
> {
  readonly shapes: PlateShapes;
  readonly words: MarkWords;
  /** How many times larger than usual everything is drawn. */
  readonly scale: number;
}

export interface MarkLayerParts {
  readonly canvas: HTMLCanvasElement;
  readonly state: MarkState;
  readonly camera: () => Camera;
  /** What lies above the map at its corners, px. */
  readonly corners: () => readonly Box[];
  /** No easing: people who ask their system for less motion. */
  readonly still: boolean;
  /** Where marks and labels stand once the view is at rest. */
  readonly onRest: (boxes: readonly Box[]) => void;
}

const font = (weight: number): string =>
  `${String(weight)} 12px ${fonts.map((name) => (name === 'sans-serif' ? name : `"${name}"`)).join(', ')}`;
const labelHeight = 17;
const restMs = 160;
const ageCheckMs = 1_000;
/** Marks beyond the edge whose labels or pins still reach into view, px. */
const edge = 60;
/** So many boxes at most are kept clear of the ground's names. */
const clearUpTo = 300;
const hitSlack = 4;
/** Room about a sign for its casing, px. */
const spriteMargin = 5;

interface Drawn {
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

const times = ({ left, top, right, bottom }: Box, factor: number): Box => ({
  left: left * factor,
  top: top * factor,
  right: right * factor,
  bottom: bottom * factor,
});

/** Stands beside its place this much higher too, so that the line to the place shows. */
const asideLift = 7;

function boxOf({ symbol, aside, heading }: Mark, x: number, y: number): Box {
  if (symbol === null) return { left: x, top: y, right: x, bottom: y };
  const { left, top, right, bottom } = extentOf(symbol);
  if (aside !== 0) {
    return { left: x + aside + left, top: y - asideLift + top, right: x + aside + right, bottom: y };
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

/** What moves or waits tonight, before what the registers hold. */
const lives = ({ thing }: Mark): boolean => thing.kind === 'unit' || thing.kind === 'incident';

/** All but the dots of cameras keep labels and names away. */
const takesRoom = ({ symbol }: Mark): boolean => symbol !== null && !(symbol.type === 'videoPoint' && symbol.small);

export class MarkLayer {
  readonly #parts: MarkLayerParts;
  readonly #context: CanvasRenderingContext2D;
  readonly #tracks = new Tracks();
  readonly #sprites = new Map<string, Sprite>();
  readonly #widths = new Map<string, number>();
  #state: MarkState;
  #hovered: MapSelection | null = null;
  #drawn: readonly Drawn[] = [];
  #sides = new Map<string, Side>();
  #sidesZoom = 0;
  #frame = 0;
  #rest = 0;
  #ages = '';
  #paintings = 0;
  readonly #ageCheck: number;

  constructor(parts: MarkLayerParts) {
    const context = parts.canvas.getContext('2d');
    if (context === null) throw new Error('canvas: no 2-D context to draw the marks with');
    this.#context = context;
    this.#parts = parts;
    this.#state = parts.state;
    this.#follow(true);
    this.#ageCheck = window.setInterval(() => this.#checkAges(), ageCheckMs);
    this.repaint();
  }

  update(state: MarkState): void {
    const before = this.#state;
    this.#state = state;
    if (before.theme !== state.theme || before.scale !== state.scale) this.#sprites.clear();
    if (before.units !== state.units) this.#follow(this.#parts.still);
    this.repaint();
  }

  hover(thing: MapSelection | null): void {
    if (thing?.kind === this.#hovered?.kind && thing?.id === this.#hovered?.id) return;
    this.#hovered = thing;
    this.repaint();
  }

  /** Draws before the next picture, once however often it is asked. */
  repaint(): void {
    if (this.#frame !== 0) return;
    this.#frame = window.requestAnimationFrame(() => {
      this.#frame = 0;
      this.paint();
    });
  }

  /** What is drawn at a pixel: the topmost mark, else the label. */
  hit(screenX: number, screenY: number): MapSelection | null {
    const [x, y] = [screenX / this.#state.scale, screenY / this.#state.scale];
    const inside = (box: Box, slack: number): boolean =>
      x >= box.left - slack && x <= box.right + slack && y >= box.top - slack && y <= box.bottom + slack;
    const topFirst = [...this.#drawn].reverse();
    const found =
      topFirst.find(({ mark, box }) => mark.symbol !== null && inside(box, 0)) ??
      topFirst.find(({ mark, box }) => mark.symbol !== null && inside(box, hitSlack)) ??
      topFirst.find(({ label }) => label !== undefined && inside(label.box, 0));
    return found?.mark.thing ?? null;
  }

  destroy(): void {
    window.cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#rest);
    window.clearInterval(this.#ageCheck);
  }

  #follow(still: boolean): void {
    const places = this.#state.units.flatMap(({ id, at }) => (at === null ? [] : [[id, at] as const]));
    this.#tracks.follow(places, performance.now(), still);
  }

  #checkAges(): void {
    if (agesSignature(this.#state.units, this.#state.now()) !== this.#ages) this.repaint();
  }

  /** Draws at once: in the frame in which the ground has moved. */
  paint(): void {
    window.cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const at = performance.now();
    const now = this.#state.now();
    // From here on a pixel is as large as the scale makes it.
    const camera = inLargePixels(this.#parts.camera(), this.#state.scale);
    const ratio = this.#size(this.#parts.camera()) * this.#state.scale;
    this.#ages = agesSignature(this.#state.units, now);
    const palette = palettes[this.#state.theme];
    const scene = this.#scene(camera, at, now);
    const context = this.#context;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, camera.width, camera.height);
    paintShapes(context, scene, camera, palette);
    this.#drawn = this.#arrange(scene, camera);
    for (const drawn of this.#drawn) this.#paintMark(drawn, palette, ratio);
    for (const drawn of this.#drawn) this.#paintLabel(drawn, palette);
    this.#paintings += 1;
    this.#parts.canvas.dataset['paintings'] = String(this.#paintings);
    if (this.#tracks.moving(at)) this.repaint();
    window.clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => this.#parts.onRest(this.#boxes()), restMs);
  }

  #size({ width, height }: Camera): number {
    const ratio = window.devicePixelRatio;
    const { canvas } = this.#parts;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      this.#sprites.clear();
    }
    return ratio;
  }

  #scene(camera: Camera, at: number, now: number): Scene {
    return buildScene({
      ...this.#state,
      hovered: this.#hovered,
      now,
      zoom: camera.zoom,
      placeOf: ({ id }) => this.#tracks.place(id, at) ?? null,
      inView: (place: LonLat) => {
        const [x, y] = project(camera, place);
        return x > -edge && x < camera.width + edge && y > -edge && y < camera.height + edge;
      },
    });
  }

  /** Where each mark and its label stands. */
  #arrange(scene: Scene, camera: Camera): Drawn[] {
    const marks = scene.marks.map((mark) => {
      const [x, y] = project(camera, mark.at);
      return { mark, x, y, box: boxOf(mark, x, y) };
    });
    const key = ({ thing }: Mark): string => `${thing.kind}/${thing.id}`;
    const wishes: LabelWish[] = [];
    for (let i = marks.length - 1; i >= 0; i -= 1) {
      const one = marks[i];
      if (one?.mark.label === undefined || one.mark.label === null) continue;
      const { text, upon, must } = one.mark.label;
      const width = this.#width(text) + (upon || one.mark.selected || one.mark.hovered ? 12 : 4);
      wishes.push({
        key: key(one.mark),
        mark: one.box,
        width,
        height: labelHeight,
        upon,
        must,
        overMinor: lives(one.mark),
      });
    }
    const obstacles = marks
      .filter(({ mark }) => takesRoom(mark))
      .map(({ mark, box }) => ({ box, minor: !lives(mark) }));
    // Sides are kept while things move, and chosen anew when the scale changes.
    if (camera.zoom !== this.#sidesZoom) this.#sides.clear();
    this.#sidesZoom = camera.zoom;
    const placed = placeLabels(obstacles, wishes, this.#sides, {
      view: { left: 0, top: 0, right: camera.width, bottom: camera.height },
      closed: this.#corners(),
    });
    this.#sides = new Map([...placed].map(([name, { side }]) => [name, side]));
    return marks.map((one) => ({ ...one, label: placed.get(key(one.mark)) }));
  }

  #corners(): Box[] {
    return this.#parts.corners().map((box) => times(box, 1 / this.#state.scale));
  }

  #width(text: string): number {
    const known = this.#widths.get(text);
    if (known !== undefined) return known;
    // Ages make ever new texts: the measures of yesterday need not be kept.
    if (this.#widths.size > 5_000) this.#widths.clear();
    this.#context.font = font(600);
    const { width } = this.#context.measureText(text);
    this.#widths.set(text, width);
    return width;
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

  #paintMark({ mark, x, y }: Drawn, palette: Palette, ratio: number): void {
    const emphasis: Emphasis = mark.selected ? 'selected' : mark.hovered ? 'hovered' : 'plain';
    const sprite = this.#sprite(mark, emphasis, palette, ratio);
    if (sprite === null) return;
    const context = this.#context;
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
    if (mark.aside !== 0) {
      context.beginPath();
      context.moveTo(0, 0);
      context.lineTo(mark.aside, -asideLift);
      context.strokeStyle = palette.text;
      context.lineWidth = 1.5;
      context.stroke();
      context.beginPath();
      context.arc(0, 0, 2.5, 0, 2 * Math.PI);
      context.fillStyle = palette.text;
      context.fill();
      context.translate(mark.aside, -asideLift);
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

  #paintLabel({ mark, label }: Drawn, palette: Palette): void {
    if (mark.label === null || label === undefined) return;
    const context = this.#context;
    const { left, top, right, bottom } = label.box;
    const boxed = mark.selected || mark.hovered || mark.label.upon;
    if (boxed) {
      context.beginPath();
      context.roundRect(left, top - 1, right - left, bottom - top + 2, 4);
      context.fillStyle = palette.raised;
      context.fill();
      context.strokeStyle = mark.selected ? palette.text : mark.label.upon ? palette[mark.label.tone] : palette.edge;
      context.lineWidth = 1;
      context.stroke();
    }
    context.font = font(boxed || mark.thing.kind === 'incident' ? 600 : 500);
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

  /** In pixels of the screen. */
  #boxes(): Box[] {
    const boxes = this.#corners();
    for (let i = this.#drawn.length - 1; i >= 0 && boxes.length < clearUpTo; i -= 1) {
      const drawn = this.#drawn[i];
      if (drawn === undefined) continue;
      if (takesRoom(drawn.mark)) boxes.push(drawn.box);
      if (drawn.label !== undefined) boxes.push(drawn.label.box);
    }
    return boxes.map((box) => times(box, this.#state.scale));
  }
}
