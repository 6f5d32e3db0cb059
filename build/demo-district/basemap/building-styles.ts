/** How rows of buildings are laid out, by what stands there: sizes in metres. */
import type { Use } from './land-use.ts';

export type Range = readonly [low: number, high: number];

export interface Rows {
  readonly depth: Range;
  readonly length: Range;
  readonly gap: Range;
  /** From the back of a row to the front of the next, as a multiple of its height, but at least so many metres. */
  readonly yard: readonly [times: number, least: number];
  readonly height: Range;
  /** Share of buildings that are no plain rectangle. */
  readonly shaped: number;
  readonly missing: number;
  /** Houses of a row stand back by up to so many metres. */
  readonly shift: number;
}

export const styles: Readonly<Record<Exclude<Use, 'park' | 'site'>, readonly Rows[]>> = {
  lanes: [
    {
      depth: [9, 10],
      length: [20, 38],
      gap: [3, 5],
      yard: [0.3, 4],
      height: [9, 11],
      shaped: 0.05,
      missing: 0.05,
      shift: 0,
    },
    {
      depth: [12, 16],
      length: [13, 20],
      gap: [7, 12],
      yard: [0.7, 9],
      height: [9, 15],
      shaped: 0.55,
      missing: 0.14,
      shift: 3,
    },
    {
      depth: [10, 12],
      length: [30, 48],
      gap: [6, 8],
      yard: [0.8, 10],
      height: [15, 18],
      shaped: 0.1,
      missing: 0.06,
      shift: 0,
    },
  ],
  slabs: [
    {
      depth: [11, 12],
      length: [38, 62],
      gap: [8, 12],
      yard: [0.95, 15],
      height: [17, 18],
      shaped: 0.04,
      missing: 0.05,
      shift: 2,
    },
    {
      depth: [11, 13],
      length: [28, 44],
      gap: [8, 11],
      yard: [0.95, 16],
      height: [18, 21],
      shaped: 0.12,
      missing: 0.06,
      shift: 4,
    },
    {
      depth: [13, 14],
      length: [34, 52],
      gap: [14, 18],
      yard: [0.8, 24],
      height: [30, 36],
      shaped: 0.12,
      missing: 0.08,
      shift: 4,
    },
  ],
  towers: [
    {
      depth: [16, 19],
      length: [24, 34],
      gap: [15, 20],
      yard: [0.35, 22],
      height: [54, 99],
      shaped: 0.75,
      missing: 0.08,
      shift: 7,
    },
    {
      depth: [14, 16],
      length: [34, 52],
      gap: [14, 18],
      yard: [0.4, 24],
      height: [51, 78],
      shaped: 0.3,
      missing: 0.07,
      shift: 6,
    },
  ],
  shops: [
    {
      depth: [30, 46],
      length: [38, 78],
      gap: [12, 18],
      yard: [0, 14],
      height: [20, 110],
      shaped: 0.6,
      missing: 0.05,
      shift: 2,
    },
    {
      depth: [20, 28],
      length: [30, 54],
      gap: [9, 14],
      yard: [0, 12],
      height: [15, 36],
      shaped: 0.5,
      missing: 0.05,
      shift: 2,
    },
  ],
  offices: [
    {
      depth: [22, 30],
      length: [42, 76],
      gap: [13, 18],
      yard: [0.3, 16],
      height: [24, 60],
      shaped: 0.5,
      missing: 0.06,
      shift: 4,
    },
    {
      depth: [28, 36],
      length: [28, 40],
      gap: [15, 20],
      yard: [0.2, 18],
      height: [48, 99],
      shaped: 0.3,
      missing: 0.1,
      shift: 4,
    },
  ],
  works: [
    {
      depth: [26, 46],
      length: [52, 120],
      gap: [12, 18],
      yard: [0, 13],
      height: [9, 14],
      shaped: 0.28,
      missing: 0.1,
      shift: 0,
    },
    {
      depth: [16, 22],
      length: [40, 70],
      gap: [10, 14],
      yard: [0, 12],
      height: [8, 12],
      shaped: 0.15,
      missing: 0.12,
      shift: 0,
    },
  ],
  public: [
    {
      depth: [13, 16],
      length: [44, 72],
      gap: [11, 15],
      yard: [0.8, 15],
      height: [15, 20],
      shaped: 0.55,
      missing: 0.16,
      shift: 4,
    },
    {
      depth: [24, 34],
      length: [50, 84],
      gap: [13, 18],
      yard: [0.3, 16],
      height: [24, 60],
      shaped: 0.7,
      missing: 0.1,
      shift: 2,
    },
  ],
};
