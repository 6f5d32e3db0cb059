/** Files of layers as they come: features with the properties and the coordinates of their makers. */
import type { Geometry } from './features.ts';

export interface SourceFeature {
  /** Counted from 1, as it stands in the file. */
  readonly number: number;
  /** Null where the file has a feature without a place. */
  readonly geometry: Geometry | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface SourceFile {
  readonly file: string;
  readonly features: readonly SourceFeature[];
  readonly warnings: readonly string[];
}
