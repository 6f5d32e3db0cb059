/** What a picture of many units is made from, and who makes it. */
import type { Palette } from '../theme/tokens.ts';
import type { Camera } from './camera.ts';
import type { Fleet, InSight } from './fleet.ts';

export interface CrowdFrame {
  readonly fleet: Fleet;
  readonly sight: InSight;
  readonly camera: Camera;
  /** Pixels of the canvas for one of the camera. */
  readonly ratio: number;
  /** Of the canvas. */
  readonly width: number;
  readonly height: number;
  /** The screen's own clock, ms. */
  readonly at: number;
  /** Hub time. */
  readonly now: number;
  readonly palette: Palette;
  /** How large signs are, of their usual size. */
  readonly size: number;
}

export interface CrowdPainter {
  readonly by: 'webgl' | 'canvas';
  readonly canvas: HTMLCanvasElement;
  paint(frame: CrowdFrame): void;
  destroy(): void;
}
