/** Times of a live picture, ms. */
export interface PicturePolicy {
  /** Between two looks at the picture. */
  readonly lookMs: number;
  /** Without a first frame until then it will not come. */
  readonly startMs: number;
  /** Without a new frame for so long it is said to stand. */
  readonly stallMs: number;
  /** And after so long it is given up and begun anew. */
  readonly lossMs: number;
  /** Before the first, second… try after a loss; the last one for all that follow. */
  readonly retryMs: readonly number[];
  /** On a page that nobody has seen for so long, the stream is given back until somebody looks. */
  readonly hiddenMs: number;
}

/** A dead stream is said to be dead within ten seconds. */
export const picturePolicy: PicturePolicy = {
  lookMs: 500,
  startMs: 8_000,
  stallMs: 3_000,
  lossMs: 8_000,
  retryMs: [1_000, 2_000, 4_000, 8_000, 15_000],
  hiddenMs: 300_000,
};
