/**
 * WHEP by the browser's own WebRTC (draft-ietf-wish-whep: POST of an SDP offer, 201 with the answer and where the session
 * stands, DELETE to end it). Candidates go with the offer; there is no trickle.
 */
import { begin, countsOf, emptied, once } from './engine.ts';
import type { Engine } from './engine.ts';

/** A network without a way out still has gathered its own addresses by then, ms. */
const gatheringMs = 1_500;
const answerMs = 6_000;

async function gathered(peer: RTCPeerConnection): Promise<string> {
  if (peer.iceGatheringState !== 'complete') {
    await new Promise<void>((resolve) => {
      const timer = window.setTimeout(resolve, gatheringMs);
      peer.addEventListener('icegatheringstatechange', () => {
        if (peer.iceGatheringState !== 'complete') return;
        window.clearTimeout(timer);
        resolve();
      });
    });
  }
  return peer.localDescription?.sdp ?? '';
}

export const playWhep: Engine = (element, path, events) => {
  const end = once(events);
  const peer = new RTCPeerConnection();
  const stopped = new AbortController();
  let session: string | null = null;
  const endSession = (): void => {
    if (session !== null) void fetch(session, { method: 'DELETE', keepalive: true }).catch(() => undefined);
    session = null;
  };
  peer.addTransceiver('video', { direction: 'recvonly' });
  peer.addEventListener('track', ({ track, streams }) => {
    element.srcObject = streams[0] ?? new MediaStream([track]);
    begin(element);
  });
  peer.addEventListener('connectionstatechange', () => {
    if (peer.connectionState === 'failed') end.failed('network');
    if (peer.connectionState === 'closed') end.failed('ended');
  });
  const start = async (): Promise<void> => {
    await peer.setLocalDescription(await peer.createOffer());
    const body = await gathered(peer);
    const late = window.setTimeout(() => stopped.abort(), answerMs);
    const { signal } = stopped;
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/sdp' },
      body,
      signal,
    });
    window.clearTimeout(late);
    if (response.status !== 201) return end.failed('network');
    const place = response.headers.get('location');
    if (place !== null) {
      const url = new URL(place, new URL(path, location.href));
      // What ends the session stands where it began; another host is not ours to write to.
      if (url.origin === location.origin) session = url.href;
    }
    const sdp = await response.text();
    if (stopped.signal.aborted) return endSession();
    await peer.setRemoteDescription({ type: 'answer', sdp });
  };
  start().catch((error: unknown) => {
    end.failed(error instanceof DOMException && error.name !== 'InvalidAccessError' ? 'network' : 'media');
  });
  return {
    frames: () => countsOf(element).totalVideoFrames,
    dropped: () => countsOf(element).droppedVideoFrames,
    stop() {
      end.close();
      stopped.abort();
      endSession();
      peer.close();
      emptied(element);
    },
  };
};
