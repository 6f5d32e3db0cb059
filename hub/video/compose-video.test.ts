import { expect, test } from 'vitest';
import { ok } from '../../shared/lib/result.ts';
import type { VideoAnswer } from '../../shared/wire/video-api.ts';
import { ManualClock } from '../../tests/support/hub-kit.ts';
import { quietHubLog } from '../../tests/support/quiet-hub-log.ts';
import { composeVideo } from './compose-video.ts';
import { mediaHosts } from './hosts.ts';
import type { Movement, VideoPlatform, VideoSource } from './port.ts';
import { createVideoRoom } from './room.ts';
import type { VideoMetrics, VideoSeat } from './room.ts';

const channelOf = (n: number) => ({ device: 'd', channel: `c${n}` });

function seatOf(name: string): VideoSeat {
  return { person: { user: name, seat: name, name }, ended: () => undefined } as unknown as VideoSeat;
}

function common(clock: ManualClock) {
  const held: { stills: () => number } = { stills: () => 0 };
  const metrics: VideoMetrics = {
    asked: () => undefined,
    watch: ({ stills }) => void (held.stills = stills),
  };
  return {
    held,
    deps: {
      ...{ may: () => true, refused: () => undefined, access: { note: () => undefined }, simulated: false },
      random: { bytes: (n: number) => new Uint8Array(n) },
      ...{ clock, timers: clock, log: quietHubLog, metrics },
    },
  };
}

function given() {
  const clock = new ManualClock();
  const told: string[] = [];
  const platform: VideoPlatform = {
    play: () => Promise.resolve(ok([])),
    stop: () => Promise.resolve(ok(undefined)),
    still(channel) {
      told.push(`still ${channel.channel}`);
      return Promise.resolve(
        ok({ type: 'image/jpeg' as const, bytes: new Uint8Array([told.length]), at: clock.now() }),
      );
    },
    move(_channel, { pan }: Movement) {
      told.push(`move ${pan}`);
      return Promise.resolve(ok(undefined));
    },
    isOnline: () => Promise.resolve(ok(true)),
    list: () => Promise.resolve(ok({ channels: [], unread: [], cutAt: null })),
    awaySince: () => undefined,
  };
  const sources = new Map<string, VideoSource>([['v1', { channel: channelOf(1), streams: [], ptz: true }]]);
  const { held, deps } = common(clock);
  const room = createVideoRoom({ ...deps, platform, hosts: mediaHosts([]), source: (id) => sources.get(id) });
  return { clock, told, sources, room, stills: () => held.stills() };
}

test('a stop goes to the platform only from who moves the camera', async () => {
  const { room, told } = given();
  const [one, two] = [seatOf('one'), seatOf('two')];
  const move = (seat: VideoSeat, pan: number) =>
    room.answer(seat, { ask: 'move', videoPoint: 'v1', pan, tilt: 0, zoom: 0 });
  for (let n = 0; n < 50; n += 1) expect(await move(one, 0)).toEqual({ status: 'done' });
  expect(told).toEqual([]);
  expect(await move(one, 1)).toEqual({ status: 'done' });
  expect(await move(two, 0)).toEqual({ status: 'done' });
  expect(await move(one, 0)).toEqual({ status: 'done' });
  expect(told).toEqual(['move 1', 'move 0']);
});

test('a point that was given another camera shows that one, and stills are let go when they are old', async () => {
  const { room, told, sources, clock, stills } = given();
  const seat = seatOf('one');
  const still = (): Promise<VideoAnswer> => room.answer(seat, { ask: 'still', videoPoint: 'v1' });
  await still();
  await still();
  expect(told).toEqual(['still c1']);
  sources.set('v1', { channel: channelOf(2), streams: [], ptz: true });
  await still();
  expect(told).toEqual(['still c1', 'still c2']);
  expect(stills()).toBe(2);
  clock.advance(50_000);
  expect(stills()).toBe(0);
  await still();
  expect(told).toHaveLength(3);
});

test('a row of the register leads to no other port of the platform than its API, unless it was named', async () => {
  const open = async (url: string, hosts: readonly string[] = []) => {
    const { deps } = common(new ManualClock());
    const streams = [{ protocol: 'flv' as const, url, codec: 'h264' as const, sub: false }];
    const { room } = composeVideo({
      ...deps,
      monotonic: () => 0,
      config: {
        platform: { base: new URL('https://wvp.test/'), credentials: { kind: 'apiKey', key: 'k' } },
        hosts,
      },
      videoPoint: () => ({ streams }) as never,
    });
    return (await room.answer(seatOf('one'), { ask: 'open', videoPoint: 'v', quality: 'main' })).status;
  };
  expect(await open('https://wvp.test/live/a.flv')).toBe('streams');
  expect(await open('http://wvp.test:9200/')).toBe('refused');
  expect(await open('http://wvp.test/')).toBe('refused');
  expect(await open('http://wvp.test:9200/', ['wvp.test:9200'])).toBe('streams');
});
