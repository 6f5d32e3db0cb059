/** What every adapter of a video platform must do, and every server that stands in for one. */
import { expect, test } from 'vitest';
import type { ChannelRef, VideoPlatform } from '../../hub/video/port.ts';
import type { VideoProtocol } from '../../shared/wire/video-api.ts';

export interface PlatformHarness {
  /** A new adapter over the same server, with these log-in details, or the right ones. */
  adapter(login?: 'right' | 'wrong'): VideoPlatform;
  /** A camera that gives a picture and can be moved; its device is online. */
  readonly camera: ChannelRef;
  /** Its device is not registered with the platform. */
  readonly offline: ChannelRef;
  /** The device is online and sends nothing. */
  readonly silent: ChannelRef;
  /** A device that is known, without such a channel; and a device that is not. */
  readonly unknownChannel: ChannelRef;
  readonly unknownDevice: ChannelRef;
  /** Cameras that are listed; more than a page of them. */
  readonly listed: number;
  /** Ways that a stream is offered over. */
  readonly protocols: readonly VideoProtocol[];
  /** How often the server was logged in to. */
  logins(): number;
  /** Whether the server plays the camera. */
  playing(): boolean;
  /** The last command to a camera: code and the three figures of GB/T 28181 A.3. */
  lastCommand(): string | undefined;
  /** Every log-in is over. */
  expire(): void;
  /** Refuses every connection from now on. */
  away(): Promise<void>;
}

const fails = (code: string) => ({ ok: false, error: { code } });

export function videoPlatformContract(open: () => Promise<PlatformHarness>): void {
  test('a stream is started, named by its addresses and its coding, and stopped', async () => {
    const harness = await open();
    const platform = harness.adapter();
    const played = await platform.play(harness.camera);
    if (!played.ok) expect.fail(played.error.code);
    expect(played.value.map(({ protocol }) => protocol).toSorted()).toEqual(harness.protocols.toSorted());
    for (const { url, codec, quality } of played.value) {
      expect(URL.canParse(url)).toBe(true);
      expect([codec, quality]).toEqual(['h264', 'main']);
    }
    expect(harness.playing()).toBe(true);
    expect(await platform.play(harness.camera)).toEqual(played);
    expect(await platform.stop(harness.camera)).toMatchObject({ ok: true });
    expect(harness.playing()).toBe(false);
    expect(platform.awaySince()).toBeUndefined();
  });

  test('it logs in once, and again when the log-in is over', async () => {
    const harness = await open();
    const platform = harness.adapter();
    await Promise.all([platform.isOnline(harness.camera), platform.isOnline(harness.offline)]);
    expect(harness.logins()).toBe(1);
    harness.expire();
    expect(await platform.play(harness.camera)).toMatchObject({ ok: true });
    expect(harness.logins()).toBe(2);
  });

  test('a refused log-in is a platform away, and it is not tried with every camera', async () => {
    const harness = await open();
    const platform = harness.adapter('wrong');
    for (const channel of [harness.camera, harness.offline, harness.camera])
      expect(await platform.play(channel)).toMatchObject(fails('PlatformAway'));
    expect(harness.logins()).toBe(1);
    expect(platform.awaySince()).toBeTypeOf('number');
  });

  test('a camera that is not there, sends nothing or is not known says so, and the platform is not away', async () => {
    const harness = await open();
    const platform = harness.adapter();
    expect(await platform.play(harness.offline)).toMatchObject(fails('DeviceOffline'));
    expect(await platform.play(harness.silent)).toMatchObject(fails('NoStream'));
    expect(await platform.play(harness.unknownChannel)).toMatchObject(fails('NoStream'));
    expect(await platform.play(harness.unknownDevice)).toMatchObject(fails('NoStream'));
    expect(await platform.isOnline(harness.camera)).toEqual({ ok: true, value: true });
    expect(await platform.isOnline(harness.offline)).toEqual({ ok: true, value: false });
    expect(await platform.isOnline(harness.unknownDevice)).toEqual({ ok: true, value: false });
    expect(platform.awaySince()).toBeUndefined();
  });

  test('all cameras are listed, through all pages', async () => {
    const harness = await open();
    const list = await harness.adapter().list();
    if (!list.ok) expect.fail(list.error.code);
    const { channels, ...rest } = list.value;
    expect(rest).toEqual({ unread: [], cutAt: null });
    expect(channels).toHaveLength(harness.listed);
    expect(new Set(channels.map(({ channel }) => channel)).size).toBe(harness.listed);
    expect(channels.find(({ channel }) => channel === harness.camera.channel)).toMatchObject({
      ...harness.camera,
      ...{ ptz: true, online: true },
      lon: expect.closeTo(121.43, 1) as number,
      lat: expect.closeTo(31.18, 1) as number,
    });
    expect(channels.find(({ channel }) => channel === harness.offline.channel)).toMatchObject({ online: false });
  });

  test('a camera is moved by bits and speeds, and stands by zeros', async () => {
    const harness = await open();
    const platform = harness.adapter();
    const told = async (pan: number, tilt: number, zoom: number): Promise<string | undefined> => {
      expect(await platform.move(harness.camera, { pan, tilt, zoom })).toMatchObject({ ok: true });
      return harness.lastCommand();
    };
    // Right 1, left 2, down 4, up 8, nearer 16, farther 32.
    expect(await told(1, 0, 0)).toBe('1/255/0/0');
    expect(await told(-0.5, 1, 0)).toBe('10/128/255/0');
    expect(await told(0, -0.001, 0)).toBe('4/0/1/0');
    expect(await told(0, 0, 1)).toBe('16/0/0/15');
    expect(await told(1, -1, -0.2)).toBe('37/255/255/3');
    expect(await told(0, 0, 0)).toBe('0/0/0/0');
    expect(await platform.move(harness.unknownDevice, { pan: 1, tilt: 0, zoom: 0 })).toMatchObject(fails('NoStream'));
  });

  test('a still is a picture, taken when it was asked for', async () => {
    const harness = await open();
    const platform = harness.adapter();
    const still = await platform.still(harness.camera);
    if (!still.ok) expect.fail(still.error.code);
    expect(still.value.type).toBe('image/jpeg');
    expect([...still.value.bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    expect(still.value.at).toBeTypeOf('number');
    expect(await platform.still(harness.silent)).toMatchObject(fails('NoStream'));
    expect(await platform.still(harness.offline)).toMatchObject(fails('DeviceOffline'));
  });

  test('a platform that is gone is away since then', async () => {
    const harness = await open();
    const platform = harness.adapter();
    expect(await platform.isOnline(harness.camera)).toMatchObject({ ok: true });
    await harness.away();
    for (let i = 0; i < 4; i += 1) expect(await platform.play(harness.camera)).toMatchObject(fails('PlatformAway'));
    expect(platform.awaySince()).toBeTypeOf('number');
  });
}
