/**
 * The marks above either ground: one canvas, so that both maps mean the same and a fix is drawn in the frame in which it
 * is due, with no worker between. Nothing is drawn while nothing changes; many changes make one drawing per frame.
 */
import type { Palette } from '../theme/tokens.ts';
import { palettes } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import { inLargePixels, project } from './camera.ts';
import { JoinedBefore } from './clusters.ts';
import type { Counted } from './counts-told.ts';
import { countsTold } from './counts-told.ts';
import { nextAge, nextChange } from './ages.ts';
import { Arrangement, takesRoom } from './arrangement.ts';
import { Crowd, crowdSize } from './crowd.ts';
import { crowdAge } from './crowd-signs.ts';
import type { InSight } from './fleet.ts';
import { Fleet } from './fleet.ts';
import type { Box } from './ground.ts';
import type { HeatSpan } from './heat.ts';
import { heatPlaces } from './heat.ts';
import type { Fan, Mark, MarkInput, MarkRef, MarkWords } from './marks.ts';
import { same } from './marks.ts';
import type { Measure } from './measure.ts';
import { HeatPicture } from './paint-heat.ts';
import type { Drawn } from './paint-marks.ts';
import { MarkPainter } from './paint-marks.ts';
import { paintSeen, paintShapes } from './paint-shapes.ts';
import { paintFound, paintMeasure } from './paint-tools.ts';
import type { Areas } from './scene-areas.ts';
import { unitMarks } from './scene-units.ts';
import type { Scene } from './scene.ts';
import { buildScene } from './scene.ts';
import type { SeenLine } from './seen-trails.ts';
import { SeenTrails } from './seen-trails.ts';
import type { PlateShapes } from './shapes.ts';
import { unitRadius } from './symbols.ts';
import type { DistrictMapProps, LonLat, MapUnit } from './types.ts';

export interface MarkState extends Pick<
  DistrictMapProps,
  | 'sites'
  | 'videoPoints'
  | 'units'
  | 'fixes'
  | 'incidents'
  | 'selected'
  | 'preview'
  | 'trail'
  | 'layers'
  | 'theme'
  | 'now'
  | 'permits'
  | 'posts'
  | 'sensitivePlaces'
  | 'heat'
> {
  readonly shapes: PlateShapes;
  readonly areas: Areas;
  readonly words: MarkWords;
  /** How many times larger than usual everything is drawn. */
  readonly scale: number;
  readonly heatSpan: HeatSpan;
  readonly fan: Fan | null;
  readonly measure: Measure | null;
  /** A place that was looked up. */
  readonly found: LonLat | null;
  readonly lengthText: (metres: number) => string;
  /** Trails that were seen elsewhere, instead of what is seen here. */
  readonly seen?: readonly SeenLine[] | undefined;
}

export interface MarkLayerParts {
  readonly canvas: HTMLCanvasElement;
  readonly state: MarkState;
  readonly camera: () => Camera;
  /** What lies above the map at its corners, px. */
  readonly corners: () => readonly Box[];
  /** No easing: people who ask their system for less motion. */
  readonly still: boolean;
  /** Whether the graphics card draws the ground: then it draws many units too. */
  readonly webgl: boolean;
  /** Where marks and labels stand once the view is at rest. */
  readonly onRest: (boxes: readonly Box[]) => void;
}

const restMs = 160;
const ageCheckMs = 1_000;
/** Between two pictures of what moves where no graphics card draws: more would take a core of an office machine. */
const easeMs = 33;
/** Trails fade and complaints leave their span without anything else changing. */
const fadeCheckMs = 15_000;
/** Marks beyond the edge whose labels or pins still reach into view, px. */
const edge = 60;
/** So many boxes at most are kept clear of the ground's names. */
const clearUpTo = 300;
const hitSlack = 4;
/** Of a crowd so many under one click are told apart; the others are hidden by them. */
const mostHit = 8;
/** So many of a crowd have marks of their own, and so many an outline of where they may be. */
const mostEngaged = 60;
const mostDoubted = 200;

const times = ({ left, top, right, bottom }: Box, factor: number): Box => ({
  left: left * factor,
  top: top * factor,
  right: right * factor,
  bottom: bottom * factor,
});

export class MarkLayer {
  readonly #parts: MarkLayerParts;
  readonly #context: CanvasRenderingContext2D;
  readonly #fleet = new Fleet();
  readonly #crowd: Crowd;
  readonly #painter = new MarkPainter();
  readonly #before = new JoinedBefore();
  readonly #seen = new SeenTrails();
  readonly #heat = new HeatPicture();
  #heatPlaces: { readonly of: readonly unknown[]; readonly places: readonly LonLat[] } = { of: [], places: [] };
  #state: MarkState;
  #hovered: MarkRef | null = null;
  #drawn: readonly Drawn[] = [];
  #frame = 0;
  #rest = 0;
  /** Hub time at which ages change what is drawn, and that of the last picture. */
  #nextAt = Number.POSITIVE_INFINITY;
  #paintedAt = 0;
  #crowded = false;
  #crowdFrame = 0;
  /** Timer of the next picture of what moves, and when there was one. */
  #easing = 0;
  #whole = false;
  #movedAt = Number.NEGATIVE_INFINITY;
  #stopFixes: (() => void) | undefined;
  #paintings = 0;
  #told = '';
  readonly #arrangement: Arrangement;
  readonly #ageCheck: number;

  constructor(parts: MarkLayerParts) {
    const context = parts.canvas.getContext('2d');
    if (context === null) throw new Error('canvas: no 2-D context to draw the marks with');
    this.#context = context;
    this.#parts = parts;
    this.#state = parts.state;
    this.#arrangement = new Arrangement(context);
    this.#crowd = new Crowd({ above: parts.canvas, webgl: parts.webgl, onDue: () => this.#repaintCrowd() });
    this.#listen();
    this.#follow(true);
    this.#ageCheck = window.setInterval(() => this.#checkAges(), ageCheckMs);
    this.repaint();
  }

  update(state: MarkState): void {
    const before = this.#state;
    this.#state = state;
    if (before.theme !== state.theme || before.scale !== state.scale) this.#painter.forget();
    if (before.fixes !== state.fixes) this.#listen();
    if (before.units !== state.units || before.fixes !== state.fixes) this.#follow(this.#parts.still);
    this.repaint();
  }

  #listen(): void {
    this.#stopFixes?.();
    this.#stopFixes = this.#state.fixes?.subscribe((moved) => this.#fixesCame(moved));
  }

  #fixesCame(moved: Uint32Array | null): void {
    const isSeen = this.#fleet.moved(moved, performance.now(), this.#parts.still);
    this.#noteTrails(moved);
    if (!isSeen) return;
    this.#moveOn();
  }

  /** The next picture of what moves, in its time: of a crowd alone, or with the marks above it. */
  #moveOn(whole = !this.#crowded): void {
    this.#whole ||= whole;
    if (this.#parts.webgl) return this.#step();
    if (this.#easing !== 0) return;
    const wait = Math.max(0, this.#movedAt + easeMs - performance.now());
    this.#easing = window.setTimeout(() => {
      this.#easing = 0;
      this.#step();
    }, wait);
  }

  #step(): void {
    if (this.#whole) this.repaint();
    else this.#repaintCrowd();
    this.#whole = false;
  }

  #noteTrails(places: Uint32Array | null): void {
    const now = this.#state.now();
    if (places === null) return this.#seen.see(this.#state.units, now);
    const { lon, lat, fixAt } = this.#fleet.columns;
    for (const place of places) {
      const row = this.#fleet.rowAt(place);
      const unit = this.#fleet.unit(row);
      const seenAt = fixAt[row] ?? Number.NaN;
      if (unit === undefined || unit.status === 'offDuty' || Number.isNaN(seenAt)) continue;
      this.#seen.saw(unit.id, lon[row] ?? 0, lat[row] ?? 0, seenAt, now);
    }
  }

  /** The crowd alone, before the next picture; the marks above it only where one of theirs is on its way. */
  #repaintCrowd(): void {
    if (this.#frame !== 0 || this.#crowdFrame !== 0) return;
    this.#crowdFrame = window.requestAnimationFrame(() => {
      this.#crowdFrame = 0;
      if (this.#crowded) this.#paintCrowd();
    });
  }

  /** Trails of what was seen until now. */
  seen(): readonly SeenLine[] {
    return this.#state.seen ?? this.#seen.lines(this.#state.now());
  }

  hover(thing: MarkRef | null): void {
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

  /** What is drawn at a pixel, the topmost first: marks, or where there is none those about it, or a label. */
  hits(screenX: number, screenY: number): readonly Mark[] {
    const [x, y] = [screenX / this.#state.scale, screenY / this.#state.scale];
    const inside = (box: Box, slack: number): boolean =>
      x >= box.left - slack && x <= box.right + slack && y >= box.top - slack && y <= box.bottom + slack;
    const topFirst = [...this.#drawn].reverse();
    const marks = (slack: number): Mark[] =>
      topFirst.filter(({ mark, box }) => mark.symbol !== null && inside(box, slack)).map(({ mark }) => mark);
    const found = marks(0);
    const crowd = this.#crowdAt(x, y, 0);
    if (found.length + crowd.length > 0) return [...found, ...crowd];
    const near = [...marks(hitSlack), ...this.#crowdAt(x, y, hitSlack)].slice(0, 1);
    if (near.length > 0) return near;
    return topFirst
      .filter(({ mark, label }) => mark.thing.kind !== 'area' && label !== undefined && inside(label.box, 0))
      .slice(0, 1)
      .map(({ mark }) => mark);
  }

  /** Of the crowd those whose sign is there, the nearest first. */
  #crowdAt(x: number, y: number, slack: number): readonly Mark[] {
    if (!this.#crowded) return [];
    const camera = inLargePixels(this.#parts.camera(), this.#state.scale);
    const sight = this.#fleet.look(camera, performance.now(), edge);
    const reach = unitRadius * crowdSize(sight.count) + slack;
    const near: { readonly unit: MapUnit; readonly far: number }[] = [];
    for (let i = 0; i < sight.count; i += 1) {
      const far = Math.hypot((sight.x[i] ?? 0) - x, (sight.y[i] ?? 0) - y);
      const unit = far <= reach ? this.#fleet.unit(sight.rows[i] ?? 0) : undefined;
      const isMark = unit === undefined || this.#drawn.some(({ mark: { thing } }) => same(thing, 'unit', unit.id));
      if (!isMark) near.push({ unit, far });
    }
    near.sort((a, b) => a.far - b.far);
    const input = this.#input(camera, performance.now(), this.#state.now());
    return unitMarks(
      input,
      near.slice(0, mostHit).map(({ unit }) => unit),
    ).sort(
      (a, b) =>
        near.findIndex(({ unit }) => unit.id === a.thing.id) - near.findIndex(({ unit }) => unit.id === b.thing.id),
    );
  }

  hit(screenX: number, screenY: number): MarkRef | null {
    return this.hits(screenX, screenY)[0]?.thing ?? null;
  }

  destroy(): void {
    window.cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#rest);
    window.clearTimeout(this.#easing);
    window.cancelAnimationFrame(this.#crowdFrame);
    window.clearInterval(this.#ageCheck);
    this.#stopFixes?.();
    this.#crowd.destroy();
  }

  #follow(still: boolean): void {
    const { units, fixes, now } = this.#state;
    this.#fleet.follow(units, fixes, performance.now(), still);
    this.#seen.see(units, now());
  }

  /** Of what fades with time. */
  #fading(now: number): number {
    const { layers } = this.#state;
    return layers.trails === true || layers.heat === true ? Math.floor(now / fadeCheckMs) : 0;
  }

  /** In a replay time goes back too. */
  #checkAges(): void {
    const now = this.#state.now();
    if (now >= this.#nextAt || now < this.#paintedAt || this.#fading(now) !== this.#fading(this.#paintedAt))
      this.repaint();
  }

  /** Draws at once: in the frame in which the ground has moved. */
  paint(): void {
    window.cancelAnimationFrame(this.#frame);
    window.cancelAnimationFrame(this.#crowdFrame);
    this.#frame = this.#crowdFrame = 0;
    const at = performance.now();
    const now = this.#state.now();
    // From here on a pixel is as large as the scale makes it.
    const camera = inLargePixels(this.#parts.camera(), this.#state.scale);
    const ratio = this.#size(this.#parts.camera()) * this.#state.scale;
    this.#paintedAt = now;
    const palette = palettes[this.#state.theme];
    const sight = this.#fleet.look(camera, at, edge);
    this.#crowded = this.#crowd.is(sight.count) && this.#state.layers.units;
    const scene = this.#scene(camera, at, now, sight);
    const context = this.#context;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, camera.width, camera.height);
    const heat = this.#paintHeat(camera, now, palette);
    paintShapes(context, scene, camera, palette);
    const seen = this.#state.layers.trails === true ? (this.#state.seen ?? this.#seen.lines(now)) : [];
    paintSeen(context, seen, camera, palette);
    this.#drawn = this.#arrangement.arrange(scene.marks, camera, this.#corners());
    for (const drawn of this.#drawn) this.#painter.paintMark(context, drawn, palette, ratio);
    for (const drawn of this.#drawn) this.#painter.paintLabel(context, drawn, palette);
    const { measure, found, lengthText } = this.#state;
    if (found !== null) paintFound(context, found, camera, palette);
    if (measure !== null) paintMeasure(context, measure, camera, palette, lengthText);
    if (this.#crowded) this.#paintCrowd();
    else this.#crowd.hide();
    this.#tell({
      ...{ drawn: this.#drawn, scene, heat, seen: new Set(seen.map(({ unit }) => unit)).size },
      units: this.#crowded ? sight.count : null,
    });
    this.#movedAt = at;
    if (this.#isMoving(at)) this.#moveOn(true);
    window.clearTimeout(this.#rest);
    this.#rest = window.setTimeout(() => this.#parts.onRest(this.#boxes()), restMs);
  }

  /** Of the crowd only those that are marks too keep the marks busy. */
  #isMoving(at: number): boolean {
    if (!this.#fleet.moving(at)) return false;
    return !this.#crowded || this.#drawn.some(({ mark: { thing } }) => thing.kind === 'unit');
  }

  #paintCrowd(): void {
    const { scale, theme, now } = this.#state;
    const at = performance.now();
    const camera = inLargePixels(this.#parts.camera(), scale);
    const { canvas } = this.#parts;
    const sight = this.#fleet.look(camera, at, edge);
    const drawn = this.#crowd.show({
      ...{ fleet: this.#fleet, sight, camera, at, now: now(), palette: palettes[theme] },
      ...{ ratio: window.devicePixelRatio * scale, width: canvas.width, height: canvas.height },
      size: crowdSize(sight.count),
    });
    if (drawn) canvas.dataset['newest'] = String(this.#fleet.newest);
    this.#movedAt = at;
    if (this.#fleet.moving(at)) this.#moveOn(false);
  }

  #paintHeat(camera: Camera, now: number, palette: Palette): number {
    const { heat, heatSpan, layers, shapes } = this.#state;
    if (layers.heat !== true || heat === undefined) return 0;
    const of = [heat, heatSpan, shapes, Math.floor(now / fadeCheckMs)];
    if (of.some((one, i) => one !== this.#heatPlaces.of[i]))
      this.#heatPlaces = { of, places: heatPlaces(heat, heatSpan, now, shapes) };
    const { places } = this.#heatPlaces;
    this.#heat.paint(this.#context, places, camera, palette);
    return places.length;
  }

  #tell(counted: Counted): void {
    const told = countsTold(counted);
    const { dataset } = this.#parts.canvas;
    dataset['crowd'] = this.#crowd.by;
    if (!this.#crowded) dataset['newest'] = String(this.#fleet.newest);
    this.#paintings += 1;
    dataset['paintings'] = String(this.#paintings);
    if (told === this.#told) return;
    this.#told = told;
    dataset['marks'] = told;
  }

  #size({ width, height }: Camera): number {
    const ratio = window.devicePixelRatio;
    const { canvas } = this.#parts;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      this.#painter.forget();
    }
    return ratio;
  }

  #input(camera: Camera, at: number, now: number): MarkInput {
    return {
      ...this.#state,
      hovered: this.#hovered,
      now,
      zoom: camera.zoom,
      placeOf: ({ id }) => this.#fleet.place(id, at) ?? null,
      inView: (place: LonLat) => {
        const [x, y] = project(camera, place);
        return x > -edge && x < camera.width + edge && y > -edge && y < camera.height + edge;
      },
    };
  }

  #scene(camera: Camera, at: number, now: number, sight: InSight): Scene {
    const { units, doubted } = this.#drawnSingly(sight, now);
    return buildScene({ ...this.#state, ...this.#input(camera, at, now), units, doubted, before: this.#before });
  }

  /**
   * Units with a mark of their own: all in sight, or of a crowd what is selected, pointed at, or sent to something. And
   * those of whom it is said how far they may be.
   */
  #drawnSingly(
    sight: InSight,
    now: number,
  ): { readonly units: readonly MapUnit[]; readonly doubted: readonly MapUnit[] } {
    const { selected, preview, layers } = this.#state;
    const units = new Map<string, MapUnit>();
    const doubted = new Map<string, MapUnit>();
    // What is selected is never hidden, and the preview begins where its unit is.
    for (const id of [selected?.kind === 'unit' ? selected.id : '', preview?.from ?? '', this.#hoveredUnit()]) {
      const unit = this.#fleet.find(id);
      if (unit === undefined) continue;
      units.set(id, unit);
      doubted.set(id, unit);
    }
    this.#nextAt = Number.POSITIVE_INFINITY;
    const { fixAt } = this.#fleet.columns;
    for (let i = 0; layers.units && i < sight.count; i += 1) {
      const row = sight.rows[i] ?? 0;
      const seenAt = fixAt[row] ?? Number.NaN;
      const unit = this.#fleet.unit(row);
      if (unit === undefined) continue;
      if (!this.#crowded || (unit.engaged === true && units.size < mostEngaged)) units.set(unit.id, unit);
      else this.#nextAt = Math.min(this.#nextAt, nextAge(seenAt, now));
      if (crowdAge(seenAt, now) > 0 && doubted.size < mostDoubted) doubted.set(unit.id, unit);
    }
    for (const unit of [...units.values(), ...doubted.values()])
      this.#nextAt = Math.min(this.#nextAt, nextChange(unit, now));
    return { units: [...units.values()], doubted: [...doubted.values()] };
  }

  #hoveredUnit(): string {
    return this.#hovered?.kind === 'unit' ? this.#hovered.id : '';
  }

  #corners(): Box[] {
    return this.#parts.corners().map((box) => times(box, 1 / this.#state.scale));
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
