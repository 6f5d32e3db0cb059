import { expect, test } from 'vitest';
import { HeldConnections } from './connections.ts';
import type { EngineEvents } from './engine.ts';
import { LivePicture } from './live-picture.ts';
import { picturePolicy as policy } from './policy.ts';
import type { Opened, PictureState, StreamOffer } from './types.ts';

const flv: StreamOffer = { protocol: 'flv', path: '/video/1/flv', codec: 'h264', quality: 'main' };
const hls: StreamOffer = { protocol: 'hls', path: '/video/1/hls', codec: 'h264', quality: 'main' };
const streams = (...offers: StreamOffer[]): Opened => ({
  status: 'streams',
  ticket: `t${offers.map(({ protocol }) => protocol).join('')}`,
  streams: offers,
  ptz: false,
  simulated: true,
});

/** A picture whose frames, streams and time are the test's. */
function scene(answers: Opened[], decodes = true, connections = new HeldConnections(4)) {
  const log: string[] = [];
  const said: PictureState[] = [];
  let now = 0;
  let frames = 0;
  let hidden = false;
  let events: EngineEvents | undefined;
  let look = (): void => undefined;
  const picture = new LivePicture({
    door: {
      open: (point, quality) => {
        log.push(`open ${point} ${quality}`);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (answer === undefined) throw new Error('no answer left');
        return Promise.resolve(answer);
      },
      close: (ticket) => log.push(`close ${ticket}`),
    },
    videoPoint: 'v1',
    quality: 'main',
    element: {} as HTMLVideoElement,
    decoders: { decodes: () => decodes },
    engineFor: (offer) =>
      Promise.resolve((_element, path, given) => {
        log.push(`play ${offer.protocol} ${path}`);
        frames = 0;
        events = given;
        return { frames: () => frames, dropped: () => 0, stop: () => void log.push('stop') };
      }),
    policy,
    now: () => now,
    hidden: () => hidden,
    every: (ms, call) => {
      expect(ms).toBe(policy.lookMs);
      look = call;
      return () => {
        look = () => undefined;
      };
    },
    connections,
    ending: () => log.push('ending'),
    changed: (state) => said.push(state),
  });
  return {
    ...{ picture, log, said },
    /** Lets time pass, with so many frames a second. */
    async pass(ms: number, perSecond = 0): Promise<void> {
      const until = now + ms;
      while (now < until) {
        now += policy.lookMs;
        frames += (perSecond * policy.lookMs) / 1_000;
        look();
        await settle();
      }
    },
    hide: (on: boolean) => void (hidden = on),
    fail: (reason: 'network' | 'ended') => events?.failed(reason),
    get now() {
      return now;
    },
  };
}

/** Everything that was answered has been heard. */
const settle = async (): Promise<void> => {
  for (let i = 0; i < 6; i += 1) await Promise.resolve();
};

const kinds = (said: readonly PictureState[]): string[] => said.map(({ is }) => is);

test('given a stream with frames, it plays', async () => {
  const s = scene([streams(flv)]);
  await settle();
  await s.pass(1_000, 25);
  expect(kinds(s.said)).toEqual(['starting', 'playing']);
  expect(s.picture.state).toEqual({ is: 'playing', simulated: true, ptz: false, quality: 'main' });
  await s.pass(60_000, 25);
  expect(kinds(s.said)).toEqual(['starting', 'playing']);
  s.picture.stop();
  expect(s.picture.state.is).toBe('idle');
  expect(s.log).toEqual(['open v1 main', 'play flv /video/1/flv', 'stop', 'close tflv']);
});

test('given frames that cease, it is said within ten seconds, and plays again by itself', async () => {
  const s = scene([streams(flv)]);
  await settle();
  await s.pass(2_000, 25);
  const died = s.now;
  await s.pass(policy.stallMs);
  expect(s.picture.state).toEqual({ is: 'stalled', frameAt: died });
  while (s.picture.state.is === 'stalled') await s.pass(policy.lookMs);
  expect(s.picture.state).toMatchObject({ is: 'lost', reason: 'stopped', frameAt: died });
  expect(s.now - died).toBeLessThanOrEqual(10_000);
  await s.pass(1_000);
  await s.pass(1_000, 25);
  expect(s.picture.state.is).toBe('playing');
  expect(s.log.filter((line) => line.startsWith('close'))).toHaveLength(1);
});

test('given a stream that never begins, it is lost within ten seconds, and the other way is tried', async () => {
  const s = scene([streams(flv, hls)]);
  await settle();
  while (s.picture.state.is === 'starting') await s.pass(policy.lookMs);
  expect(s.now).toBeLessThanOrEqual(10_000);
  expect(s.picture.state).toMatchObject({ is: 'lost', reason: 'noPicture', frameAt: null });
  await s.pass(2_000, 25);
  expect(s.picture.state.is).toBe('playing');
  // What plays is kept to after a loss.
  s.fail('ended');
  expect(s.picture.state).toMatchObject({ is: 'lost', reason: 'ended' });
  await s.pass(3_000, 25);
  expect(s.log.filter((line) => line.startsWith('play'))).toEqual([
    ...['play flv /video/1/flv', 'play hls /video/1/hls', 'play hls /video/1/hls'],
  ]);
});

test('retries grow apart, and a hand may go before them', async () => {
  const s = scene([{ status: 'refused', code: 'PlatformAway' }]);
  await settle();
  const waits: number[] = [];
  for (let i = 0; i < 7; i += 1) {
    const { state } = s.picture;
    if (state.is !== 'refused' || state.retryAt === null) throw new Error(`not refused for a while: ${state.is}`);
    waits.push(state.retryAt - s.now);
    await s.pass(state.retryAt - s.now);
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]);
  const asked = s.log.length;
  s.picture.retry();
  await settle();
  expect(s.log.length).toBe(asked + 1);
});

test.each(['VideoUnknown', 'NoStream', 'NotAllowed'] as const)('%s is not asked again', async (code) => {
  const s = scene([{ status: 'refused', code }]);
  await settle();
  expect(s.picture.state).toEqual({ is: 'refused', code, retryAt: null });
  await s.pass(60_000);
  expect(s.log).toEqual(['open v1 main']);
});

test('what this browser cannot decode is said, and its ticket given back', async () => {
  const s = scene([streams({ ...flv, codec: 'h265' })], false);
  await settle();
  await s.pass(30_000);
  expect(s.picture.state).toEqual({ is: 'undecodable', codec: 'h265' });
  expect(s.log).toEqual(['open v1 main', 'close tflv']);
});

test('stopped while it opens: the ticket that comes is given back, and nothing plays', async () => {
  const s = scene([streams(flv)]);
  s.picture.stop();
  await settle();
  await s.pass(5_000);
  expect(s.log).toEqual(['open v1 main', 'close tflv']);
  expect(kinds(s.said)).toEqual(['starting', 'idle']);
});

test('a page that nobody sees loses nothing, however long no frame is shown there', async () => {
  const s = scene([streams(flv)]);
  await settle();
  await s.pass(1_000, 25);
  s.hide(true);
  await s.pass(60_000);
  expect(s.picture.state.is).toBe('playing');
  s.hide(false);
  await s.pass(policy.stallMs);
  expect(s.picture.state.is).toBe('stalled');
  expect(s.log.filter((line) => line.startsWith('open'))).toHaveLength(1);
});

test('unseen for long it gives its stream back, and begins anew once somebody looks', async () => {
  const s = scene([streams(flv)]);
  await settle();
  await s.pass(1_000, 25);
  s.hide(true);
  await s.pass(policy.hiddenMs, 25);
  await s.pass(policy.lookMs);
  expect(s.picture.state.is).toBe('idle');
  expect(s.log.at(-1)).toBe('close tflv');
  await s.pass(60_000);
  s.hide(false);
  await s.pass(1_000, 25);
  expect(s.picture.state.is).toBe('playing');
  expect(s.log.filter((line) => line.startsWith('open'))).toHaveLength(2);
});

test('the last frame can be kept before it goes, however the picture ends; of what never played there is none', async () => {
  const s = scene([streams(flv)]);
  await settle();
  s.fail('network');
  expect(s.log).not.toContain('ending');
  await s.pass(2_000, 25);
  s.fail('ended');
  expect(s.log.slice(-3)).toEqual(['ending', 'stop', 'close tflv']);
});

test('given no connection left to hold open, another way is taken, and where there is none it is said', async () => {
  const connections = new HeldConnections(1);
  const first = scene([streams(flv)], true, connections);
  await settle();
  await first.pass(1_000, 25);
  const other = scene([streams(flv, hls)], true, connections);
  await settle();
  expect(other.log).toContain('play hls /video/1/hls');
  const third = scene([streams(flv)], true, connections);
  await settle();
  expect(third.picture.state).toMatchObject({ is: 'lost', reason: 'connections' });
  first.picture.stop();
  await third.pass(policy.retryMs[0] ?? 0);
  await third.pass(1_000, 25);
  expect(third.picture.state.is).toBe('playing');
});
