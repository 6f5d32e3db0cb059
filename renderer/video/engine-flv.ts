/** HTTP-FLV and WebSocket-FLV by mpegts.js: about a second behind. */
import mpegts from 'mpegts.js';
import { begin, countsOf, emptied, once } from './engine.ts';
import type { Engine, EngineEvents, Playing } from './engine.ts';

// It would write each hiccup of a stream to the console; the picture says it to the person.
mpegts.LoggingControl.applyConfig({ enableAll: false });

const play = (element: HTMLVideoElement, url: URL, events: EngineEvents): Playing => {
  const end = once(events);
  const player = mpegts.createPlayer(
    { type: 'flv', url: url.href, isLive: true, hasAudio: false, cors: false },
    {
      // Its workers are made from blobs, which the content policy refuses.
      enableWorker: false,
      enableWorkerForMSE: false,
      enableStashBuffer: false,
      liveSync: true,
      liveSyncMaxLatency: 3,
      liveSyncTargetLatency: 1,
      autoCleanupSourceBuffer: true,
      autoCleanupMaxBackwardDuration: 20,
      autoCleanupMinBackwardDuration: 10,
    },
  );
  player.on(mpegts.Events.ERROR, (type: string) => {
    end.failed(type === mpegts.ErrorTypes.NETWORK_ERROR ? 'network' : 'media');
  });
  player.on(mpegts.Events.LOADING_COMPLETE, () => end.failed('ended'));
  player.attachMediaElement(element);
  player.load();
  begin(element);
  return {
    frames: () => countsOf(element).totalVideoFrames,
    dropped: () => countsOf(element).droppedVideoFrames,
    stop() {
      end.close();
      player.destroy();
      emptied(element);
    },
  };
};

export const playFlv: Engine = (element, path, events) => play(element, new URL(path, location.href), events);

export const playWsFlv: Engine = (element, path, events) => {
  const url = new URL(path, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return play(element, url, events);
};
