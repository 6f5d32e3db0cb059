/** How a test moves the map's page: on `window.mapPage`. */
import type { DistrictMapProps } from '../../../renderer/map/types.ts';

export interface MapPage {
  set(props: Partial<DistrictMapProps>): void;
  /** Hub time, ms after the night's instant. */
  clock(ms: number): void;
  crowd(count: number, step: number): void;
  /** Takes the map down and puts a new one in its place. */
  remount(): void;
  /** What the map called back with, oldest first. */
  readonly selections: unknown[];
  readonly picks: unknown[];
}
