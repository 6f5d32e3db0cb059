/** How a test moves the map's page: on `window.mapPage`. */
import type { DistrictMapProps } from '../../../renderer/map/types.ts';

export interface MapPage {
  set(props: Partial<DistrictMapProps>): void;
  /** Hub time, ms after the night's instant. */
  clock(ms: number): void;
  crowd(count: number, step: number): void;
  /** The crowd with fixes of this very moment of the clock. */
  moved(count: number, step: number): void;
  /** So many units that report once a second from now on, while the clock runs; 0: they stop. */
  drive(count: number): void;
  /** The same units and reports, drawn as a web tracker draws them, in the map's place. */
  yardstick(count: number): Promise<void>;
  /** Hub time of the newest report that is drawn, and of the newest that came; NaN: none. */
  newest(): { readonly drawn: number; readonly told: number };
  /** How many units are drawn, single or in clusters. */
  unitsDrawn(): number;
  /** Hub time now, Unix ms. */
  now(): number;
  /** Takes the map down and puts a new one in its place. */
  remount(): void;
  /** What the map called back with, oldest first. */
  readonly selections: unknown[];
  readonly picks: unknown[];
}
