/** HLS by hls.js: the way that passes every proxy, some seconds behind. */
import Hls from 'hls.js';
import workerUrl from 'hls.js/dist/hls.worker.js?url';
import { begin, countsOf, emptied, once } from './engine.ts';
import type { Engine } from './engine.ts';

export const playHls: Engine = (element, path, events) => {
  const end = once(events);
  const hls = new Hls({
    // A file of ours: a worker made from a blob is refused by the content policy.
    workerPath: workerUrl,
    liveDurationInfinity: true,
    liveSyncDurationCount: 2,
    backBufferLength: 10,
    maxBufferLength: 12,
    // Retries are the picture's affair, which tries other ways too.
    manifestLoadPolicy: { default: loadPolicy(6_000) },
    playlistLoadPolicy: { default: loadPolicy(6_000) },
    fragLoadPolicy: { default: loadPolicy(10_000) },
  });
  hls.on(Hls.Events.ERROR, (_event, { fatal, type }) => {
    if (fatal) end.failed(type === Hls.ErrorTypes.NETWORK_ERROR ? 'network' : 'media');
  });
  hls.on(Hls.Events.MANIFEST_PARSED, () => begin(element));
  hls.loadSource(path);
  hls.attachMedia(element);
  return {
    frames: () => countsOf(element).totalVideoFrames,
    dropped: () => countsOf(element).droppedVideoFrames,
    stop() {
      end.close();
      hls.destroy();
      emptied(element);
    },
  };
};

/** One try, with a limit, and a second for what was only slow. */
function loadPolicy(ms: number) {
  const retry = { maxNumRetry: 1, retryDelayMs: 500, maxRetryDelayMs: 500 };
  return { maxTimeToFirstByteMs: ms, maxLoadTimeMs: 2 * ms, timeoutRetry: retry, errorRetry: retry };
}
