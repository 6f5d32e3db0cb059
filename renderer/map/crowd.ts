/**
 * Units where they are too many to be drawn one by one: each a small sign by kind, status and age, on a canvas of its own
 * beneath the marks. It is drawn by the graphics card where the ground is, else by a plain canvas that takes no more than
 * its share of the page's time: between two of its pictures the last one is moved with the view.
 */
import type { Camera } from './camera.ts';
import { project } from './camera.ts';
import { createCanvasCrowd } from './crowd-canvas.ts';
import type { CrowdFrame, CrowdPainter } from './crowd-frame.ts';
import { createWebglCrowd } from './crowd-webgl.ts';

/** More in view than this are a crowd, until there are fewer than that: at the border nothing flickers. */
const crowdFrom = 320;
const crowdBelow = 280;
/** The plain canvas rests this many times as long as a picture took, and no longer than this, ms: its data grow old. */
const restOfPicture = 3;
const longestRest = 700;

/** The more there are, the smaller. */
export function crowdSize(count: number): number {
  return count > 12_000 ? 0.32 : count > 7_000 ? 0.42 : count > 3_000 ? 0.5 : count > 1_000 ? 0.62 : 0.78;
}

interface CrowdParts {
  /** The canvas of the crowd is put before this one. */
  readonly above: HTMLCanvasElement;
  readonly webgl: boolean;
  /** It wants a picture. */
  readonly onDue: () => void;
}

export class Crowd {
  readonly #parts: CrowdParts;
  #painter: CrowdPainter | undefined;
  #crowded = false;
  /** Of the picture that is shown. */
  #painted: Camera | undefined;
  #notBefore = 0;
  #due = 0;
  #takes = 0;
  #webgl: boolean;

  constructor(parts: CrowdParts) {
    this.#parts = parts;
    this.#webgl = parts.webgl;
  }

  /** Whether so many in view are a crowd. */
  is(count: number): boolean {
    this.#crowded = count > (this.#crowded ? crowdBelow : crowdFrom);
    return this.#crowded;
  }

  /**
   * Draws, or where it is not yet its turn moves what is drawn to where the view is now, and comes back. Returns whether
   * it has drawn.
   */
  show(frame: CrowdFrame): boolean {
    const painter = (this.#painter ??= this.#make());
    const { canvas } = painter;
    const begun = performance.now();
    canvas.hidden = false;
    const sizeIs = canvas.width === frame.width && canvas.height === frame.height;
    if (painter.by === 'canvas' && sizeIs && begun < this.#notBefore && this.#painted !== undefined) {
      canvas.style.transform = transformOf(this.#painted, frame);
      this.#later(this.#notBefore - begun);
      return false;
    }
    if (!sizeIs) {
      canvas.width = frame.width;
      canvas.height = frame.height;
    }
    painter.paint(frame);
    this.#painted = frame.camera;
    canvas.style.transform = '';
    // A single slow picture on a busy machine is no measure, and the first makes its signs too.
    const took = performance.now() - begun;
    this.#takes = this.#takes * 0.7 + took * 0.3;
    this.#notBefore = begun + took + Math.min(longestRest, this.#takes * restOfPicture);
    return true;
  }

  get by(): CrowdPainter['by'] | 'none' {
    return this.#painter === undefined || this.#painter.canvas.hidden ? 'none' : this.#painter.by;
  }

  hide(): void {
    if (this.#painter !== undefined) this.#painter.canvas.hidden = true;
    this.#painted = undefined;
    window.clearTimeout(this.#due);
    this.#due = 0;
  }

  destroy(): void {
    window.clearTimeout(this.#due);
    this.#painter?.destroy();
    this.#painter?.canvas.remove();
    this.#painter = undefined;
  }

  #later(ms: number): void {
    if (this.#due !== 0) return;
    this.#due = window.setTimeout(() => {
      this.#due = 0;
      this.#parts.onDue();
    }, ms);
  }

  #make(): CrowdPainter {
    const lost = (): void => {
      this.#webgl = false;
      this.#painter?.canvas.remove();
      this.#painter = undefined;
      this.#parts.onDue();
    };
    const painter = (this.#webgl ? createWebglCrowd(lost) : undefined) ?? createCanvasCrowd();
    painter.canvas.className = 'district-map-crowd';
    painter.canvas.setAttribute('aria-hidden', 'true');
    this.#parts.above.before(painter.canvas);
    return painter;
  }
}

/** From the view that was painted to the present one. */
function transformOf(painted: Camera, { camera, ratio }: CrowdFrame): string {
  // The camera may count in larger pixels than the page does.
  const scale = ratio / window.devicePixelRatio;
  const [x, y] = project(camera, painted.center);
  const [dx, dy] = [(x - camera.width / 2) * scale, (y - camera.height / 2) * scale];
  const grown = 2 ** (camera.zoom - painted.zoom);
  return `translate(${String(dx)}px, ${String(dy)}px) scale(${String(grown)})`;
}
