/** The district as decisions see it: the plates in force, and the questions asked of them. */
import type { Point } from '../../geo/point.ts';
import type { GridLevel, Plates } from './events.ts';

export type { NoiseStandard } from './noise-standard.ts';
export type Grid = Plates['grids'][number];
export type { Basemap, GridLevel, LifeCycle, Matter, Plates } from './events.ts';

export interface DistrictIndex {
  /** From management grid down to cell; shorter where the plates end early, empty outside the district. */
  gridChainAt(p: Point): readonly Grid[];
  gridAt(p: Point, level: GridLevel): Grid | undefined;
  /** The street or town: the responsibility grid. */
  streetAt(p: Point): Grid | undefined;
  isOutside(p: Point): boolean;
  /** Other streets whose border is within so many metres, nearest first: who else may know of it. */
  streetsNear(p: Point, metres: number): readonly Grid[];
}

/** The plates in force, with their content hash: what a rule took from them is named by it. */
export interface District {
  /** SHA-256 of the canonical JSON of the plates, lower-case hex. */
  readonly hash: string;
  readonly plates: Plates;
  readonly index: DistrictIndex;
}

/** Which pack is in force; stream `pack/district`. */
export interface PackState {
  readonly name: string;
  readonly schematic: boolean;
  /** Minutes east of UTC. */
  readonly utcOffset: number;
  readonly city: string;
  /** Content hash of the plates. */
  readonly plates: string;
  readonly grids: number;
  readonly roads: number;
  /** Content hash of the whole pack they came with; null where plates at hand were switched on. */
  readonly pack: string | null;
  /** Hub time, Unix ms. */
  readonly activatedAt: number;
  readonly by: string;
}

export const packStream = 'pack/district' as const;

export interface DistrictReads {
  pack(): PackState | undefined;
  /** Undefined until a pack is in force. */
  district(): District | undefined;
  /** Plates with this hash, in force or not; undefined where they are not at hand. */
  platesAt(hash: string): District | undefined;
}
