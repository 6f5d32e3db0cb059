/** What plays a stream in a video element; one for each protocol. */
import type { LossReason } from './types.ts';

export interface Playing {
  /**
   * Grows with each frame that was shown. A picture whose number stands has stopped, whatever the connection says.
   */
  frames(): number;
  /** Frames that came and could not be shown in time. */
  dropped(): number;
  /** Lets go of stream and element. Calling it again is no error. */
  stop(): void;
}

export interface EngineEvents {
  /** The stream will bring nothing more. Told once at most, and not after `stop`. */
  readonly failed: (reason: LossReason) => void;
}

export type Engine = (element: HTMLVideoElement, path: string, events: EngineEvents) => Playing;

interface Counts {
  readonly totalVideoFrames: number;
  readonly droppedVideoFrames: number;
}

export function countsOf(element: HTMLVideoElement): Counts {
  return element.getVideoPlaybackQuality();
}

/** Tells the first failure only, and none once stopped. */
export function once(events: EngineEvents): { readonly failed: EngineEvents['failed']; readonly close: () => void } {
  let open = true;
  return {
    failed(reason) {
      if (!open) return;
      open = false;
      events.failed(reason);
    },
    close() {
      open = false;
    },
  };
}

/** Takes the stream from an element, so that it holds no decoder. */
export function emptied(element: HTMLVideoElement): void {
  element.pause();
  element.removeAttribute('src');
  element.srcObject = null;
  element.load();
}

/** Muted pictures may always begin by themselves; a refusal to begin is seen as frames that do not come. */
export function begin(element: HTMLVideoElement): void {
  void element.play().catch(() => undefined);
}
