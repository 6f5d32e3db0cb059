/** Live pictures: the one door of this folder. */
export { Budget, limitFor } from './budget.ts';
export type { BudgetState } from './budget.ts';
export { LivePicture } from './live-picture.ts';
export { LiveVideo } from './live-video.tsx';
export type {
  Movement,
  Opened,
  OpenRefusal,
  PictureState,
  Still,
  StreamOffer,
  StreamQuality,
  VideoDoor,
} from './types.ts';
export { useBudget, useMayPlay } from './use-budget.ts';
