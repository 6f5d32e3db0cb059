/**
 * Where the view goes. Until somebody moves it, it holds the whole district, however large its room; then it keeps its
 * centre. What is selected and in view stays in view, and out from under the boxes at the corners.
 */
import type { Camera } from './camera.ts';
import { clampZoom, panned } from './camera.ts';
import type { Box, Ground } from './ground.ts';
import { closeZoom, fitMargin } from './ground.ts';
import { clearOf, covered, fittedClear, inView } from './sight.ts';
import type { Bounds, LonLat, MapFocus } from './types.ts';

/** A box above the map; `passing` ones come and go, so the whole district does not make room for them. */
export interface Corner {
  readonly box: Box;
  readonly passing: boolean;
}

export interface ViewParts {
  /** The whole district. */
  readonly bounds: () => Bounds;
  readonly scale: () => number;
  /** Place of what is selected; null where nothing is, or it has none. */
  readonly selectedAt: () => LonLat | null;
  readonly corners: () => readonly Corner[];
}

export class View {
  readonly #parts: ViewParts;
  #ground: Pick<Ground, 'camera' | 'moveTo'> | null = null;
  /** What a change of the room fits again; null once somebody has moved the view. */
  #held: Bounds | null = null;
  /** Where the view is going or stands, until a hand takes it. */
  #aim: Camera | null = null;
  #opened: Camera | null = null;

  constructor(parts: ViewParts) {
    this.#parts = parts;
  }

  /** The first picture of a ground: the whole district, or what the ground before it showed. Then `attach` it. */
  open(width: number, height: number): Camera {
    if (this.#opened === null) this.#held = this.#parts.bounds();
    const before = this.#aim ?? this.#opened ?? this.#fit(this.#parts.bounds(), width, height);
    this.#opened = this.#inRoom(before, width, height);
    return this.#opened;
  }

  attach(ground: Pick<Ground, 'camera' | 'moveTo'> | null): void {
    if (ground === null && this.#ground !== null) this.#opened = this.#ground.camera();
    this.#ground = ground;
  }

  /** What is drawn at this moment. Throws before it was opened. */
  camera(): Camera {
    const camera = this.#ground?.camera() ?? this.#opened;
    if (camera === null) throw new Error('view: not opened');
    return camera;
  }

  /** Somebody moves it by hand. */
  taken(): void {
    this.#held = null;
    this.#aim = null;
  }

  panBy(dx: number, dy: number): void {
    this.#held = null;
    this.#go(panned(this.#from(), dx, dy), true);
  }

  zoomBy(steps: number): void {
    this.#held = null;
    const from = this.#from();
    this.#go({ ...from, zoom: clampZoom(from.zoom + steps) }, true);
  }

  whole(): void {
    this.#hold(this.#parts.bounds());
  }

  show(focus: MapFocus): void {
    if ('bounds' in focus) return this.#hold(focus.bounds);
    const from = this.#from();
    const near = focus.keepZoom === true ? from.zoom : clampZoom(closeZoom + Math.log2(this.#parts.scale()));
    this.#held = null;
    this.#go(this.#clear({ ...from, center: focus.center, zoom: Math.max(from.zoom, near) }, focus.center), true);
  }

  /** The room has this size, px; or the scale is another. Without a size there is nothing to fit to. */
  resized(width: number, height: number): void {
    if (this.#ground === null || width === 0 || height === 0) return;
    this.#go(this.#inRoom(this.#from(), width, height), false);
  }

  /** Something else is selected. */
  selected(): void {
    const at = this.#parts.selectedAt();
    if (at === null || this.#ground === null || !inView(this.#from(), at)) return;
    if (covered(this.#from(), at, this.#boxes(), this.#parts.scale())) this.#go(this.#clear(this.#from(), at), true);
  }

  /** Other boxes lie above a map of this size, px: what only now lies beneath one comes forth. */
  cornersChanged(before: readonly Corner[], width: number, height: number): void {
    const at = this.#parts.selectedAt();
    if (at === null || this.#ground === null) return;
    const from = this.#from();
    // Of another size: it is about to be told so.
    if (from.width !== width || from.height !== height) return;
    const boxes = before.map(({ box }) => box);
    if (!covered(from, at, boxes, this.#parts.scale())) this.selected();
  }

  #from(): Camera {
    return this.#aim ?? this.camera();
  }

  #go(camera: Camera, glide: boolean): void {
    this.#aim = camera;
    this.#ground?.moveTo(camera, glide);
  }

  #hold(bounds: Bounds): void {
    const { width, height } = this.#from();
    this.#held = bounds;
    this.#go(this.#fit(bounds, width, height), true);
  }

  #boxes(): Box[] {
    return this.#parts.corners().map(({ box }) => box);
  }

  #fit(bounds: Bounds, width: number, height: number): Camera {
    const lasting = this.#parts.corners().filter(({ passing }) => !passing);
    const boxes = lasting.map(({ box }) => box);
    return fittedClear(bounds, width, height, fitMargin * this.#parts.scale(), boxes);
  }

  #clear(camera: Camera, at: LonLat): Camera {
    return clearOf(camera, at, this.#boxes(), this.#parts.scale());
  }

  #inRoom(before: Camera, width: number, height: number): Camera {
    const next = this.#held === null ? { ...before, width, height } : this.#fit(this.#held, width, height);
    const at = this.#parts.selectedAt();
    return at === null || !inView(before, at) ? next : this.#clear(next, at);
  }
}
