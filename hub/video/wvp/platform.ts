/** WVP-GB28181-pro as a video platform, over its HTTP API. Facts and where they were read: docs/decisions/0022. */
import { z } from 'zod';
import { err, ok } from '../../../shared/lib/result.ts';
import type { Result } from '../../../shared/lib/result.ts';
import type { VideoCodec, VideoQuality, VideoStreamAddress } from '../../../shared/wire/video-api.ts';
import type { Clock, Log } from '../../ports.ts';
import type { MediaHosts } from '../hosts.ts';
import type { ChannelRef, ListedChannel, Movement, PlatformTrouble, VideoPlatform } from '../port.ts';
import { pictureType } from '../still.ts';
import type { WvpClient, WvpFailure } from './client.ts';
import { channelSchema, deviceAnswerSchema, deviceSchema, pageSchema, streamSchema } from './schemas.ts';
import type { WvpChannel, WvpStream } from './schemas.ts';

export interface WvpPlatformDeps {
  readonly client: Pick<WvpClient, 'ask' | 'picture' | 'awaySince'>;
  /** Whether the API is spoken to over TLS: then so are its media, where it offers both. */
  readonly secure: boolean;
  readonly hosts: MediaHosts;
  readonly clock: Clock;
  readonly log: Log;
}

const listMs = 8_000;
/** Its own time-out for a camera that sends nothing is 10 s unless it was set otherwise. */
const playMs = 13_000;
const moveMs = 3_000;
const snapMs = 5_000;

const pageSize = 100;
const mostDevices = 2_000;
const mostChannels = 10_000;

/** Bits of the camera command of GB/T 28181, A.3. */
const bits = { right: 1, left: 2, down: 4, up: 8, nearer: 16, farther: 32 } as const;

/** Where the camera looks, by its catalogue's number for the direction of the axis. */
const headings: readonly (number | null)[] = [null, 90, 270, 180, 0, 135, 45, 225, 315];
/** Kinds of mount that can be moved from afar. */
const movable: ReadonlySet<number> = new Set([1, 2, 4, 5]);

const anything = z.unknown();
const part = encodeURIComponent;

const of = ({ device, channel }: ChannelRef): string => `${part(device)}/${part(channel)}`;

export function wvpPlatform({ client, secure, hosts, clock, log }: WvpPlatformDeps): VideoPlatform {
  const saidOf = new Set<string>();

  /** Says once of each host that pictures of it are not let through. */
  function admitted(text: string): boolean {
    const url = URL.parse(text);
    if (url !== null && hosts.has(url)) return true;
    const host = url?.host ?? 'unreadable';
    if (saidOf.size < 100 && !saidOf.has(host)) {
      saidOf.add(host);
      log.warn({ host }, 'the video platform names a media host that is not among those allowed: see --video-hosts');
    }
    return false;
  }

  function addressesOf(stream: Omit<WvpStream, 'transcodeStream'>, quality: VideoQuality): VideoStreamAddress[] {
    const either = (plain: string | undefined, tls: string | undefined): string | undefined =>
      secure ? (tls ?? plain) : (plain ?? tls);
    const rtc = either(stream.rtc, stream.rtcs);
    const ways = {
      whep: rtc === undefined ? undefined : whepOf(rtc),
      wsFlv: either(stream.ws_flv, stream.wss_flv),
      flv: either(stream.flv, stream.https_flv),
      hls: either(stream.hls, stream.https_hls),
    } as const;
    const codec = codecOf(stream.mediaInfo?.videoCodec);
    return (Object.keys(ways) as (keyof typeof ways)[]).flatMap((protocol) => {
      const url = ways[protocol];
      return url !== undefined && url !== '' && admitted(url) ? [{ protocol, url, codec, quality }] : [];
    });
  }

  async function device(id: string): Promise<Result<boolean | undefined, WvpFailure>> {
    const found = await client.ask(
      { path: `api/device/query/devices/${part(id)}`, timeoutMs: listMs, again: true },
      deviceAnswerSchema,
    );
    if (!found.ok) return found;
    return ok(found.value && (found.value.onLine ?? found.value.online ?? false));
  }

  /** What the platform means where it refused a camera: its words differ by version, so it is asked. */
  async function why(channel: ChannelRef, failure: WvpFailure): Promise<PlatformTrouble> {
    if (failure.is === 'away') return failure.trouble;
    if (failure.is === 'unusable') return { code: 'NoStream', since: null };
    const online = await device(channel.device);
    if (online.ok) return { code: online.value === false ? 'DeviceOffline' : 'NoStream', since: null };
    return online.error.is === 'away' ? online.error.trouble : { code: 'NoStream', since: null };
  }

  async function done<T>(
    channel: ChannelRef,
    answer: Promise<Result<T, WvpFailure>>,
  ): Promise<Result<undefined, PlatformTrouble>> {
    const result = await answer;
    return result.ok ? ok(undefined) : err(await why(channel, result.error));
  }

  async function pages<S extends z.ZodType>(
    path: string,
    most: number,
    schema: S,
  ): Promise<Result<{ rows: z.infer<S>[]; unread: number[]; isCut: boolean }, WvpFailure>> {
    const rows: z.infer<S>[] = [];
    const unread: number[] = [];
    let isCut = false;
    for (let page = 1; ; page += 1) {
      const query = { page, count: pageSize };
      const read = await client.ask({ path, query, timeoutMs: listMs, again: true }, pageSchema);
      if (!read.ok) return read;
      const { total, list } = read.value;
      for (const row of list) {
        const parsed = schema.safeParse(row);
        if (parsed.success) rows.push(parsed.data);
        else unread.push((page - 1) * pageSize + list.indexOf(row) + 1);
      }
      if (list.length < pageSize || page * pageSize >= total) break;
      isCut = rows.length + unread.length >= most;
      if (isCut) break;
    }
    if (unread.length > 0) log.warn({ path, rows: unread.length }, 'rows of the video platform cannot be read');
    return ok({ rows, unread, isCut });
  }

  return {
    async play(channel) {
      const played = await client.ask({ path: `api/play/start/${of(channel)}`, timeoutMs: playMs }, streamSchema);
      if (!played.ok) return err(await why(channel, played.error));
      const { transcodeStream, ...stream } = played.value;
      const streams = [
        ...addressesOf(stream, 'main'),
        ...(transcodeStream === undefined ? [] : addressesOf(transcodeStream, 'sub')),
      ];
      return streams.length > 0 ? ok(streams) : err({ code: 'NoStream', since: null });
    },
    stop: (channel) =>
      done(channel, client.ask({ path: `api/play/stop/${of(channel)}`, timeoutMs: listMs, again: true }, anything)),
    async still(channel) {
      const at = clock.now();
      const query = { deviceId: channel.device, channelId: channel.channel };
      const taken = await client.ask({ path: 'api/play/snap', query, timeoutMs: snapMs }, anything);
      if (!taken.ok) return err(await why(channel, taken.error));
      const mark = markOf(taken.value, channel);
      const none = err<PlatformTrouble>({ code: 'NoStream', since: null });
      if (mark === undefined) return none;
      const picture = await client.picture({
        ...{ path: `api/device/query/snap/${of(channel)}`, query: { mark }, timeoutMs: snapMs, again: true },
      });
      if (!picture.ok && picture.error.is === 'unusable') return err({ code: 'NoStill', since: null });
      if (!picture.ok) return err(await why(channel, picture.error));
      const type = pictureType(picture.value);
      return type === undefined ? none : ok({ type, bytes: picture.value, at });
    },
    move: (channel, movement) =>
      done(
        channel,
        client.ask(
          { path: `api/front-end/common/${of(channel)}`, query: commandOf(movement), timeoutMs: moveMs },
          anything,
        ),
      ),
    async isOnline(channel) {
      const online = await device(channel.device);
      if (online.ok) return ok(online.value === true);
      return err(await why(channel, online.error));
    },
    async list() {
      const devices = await pages('api/device/query/devices', mostDevices, deviceSchema);
      if (!devices.ok) return err(troubleOf(devices.error));
      const all: ListedChannel[] = [];
      const unread = devices.value.unread.map((row) => ({ row, device: '' }));
      let cutAt = devices.value.isCut ? mostDevices : null;
      for (const { deviceId } of devices.value.rows) {
        const path = `api/device/query/devices/${part(deviceId)}/channels`;
        const channels = await pages(path, mostChannels, channelSchema);
        if (!channels.ok) return err(troubleOf(channels.error));
        unread.push(...channels.value.unread.map((row) => ({ row, device: deviceId })));
        const cameras = channels.value.rows.filter(({ channelType }) => (channelType ?? 0) === 0);
        if (all.length + cameras.length > mostChannels || channels.value.isCut) cutAt = mostChannels;
        all.push(...cameras.slice(0, mostChannels - all.length).map((channel) => listed(deviceId, channel)));
        if (cutAt === mostChannels) break;
      }
      return ok({ channels: all, unread, cutAt });
    },
    awaySince: () => client.awaySince,
  };
}

function troubleOf(failure: WvpFailure): PlatformTrouble {
  return failure.is === 'away' ? failure.trouble : { code: 'NoStream', since: null };
}

function codecOf(said: string | undefined): VideoCodec {
  const name = said?.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  if (name === 'H264' || name === 'AVC') return 'h264';
  return name === 'H265' || name === 'HEVC' ? 'h265' : 'unknown';
}

/** The media server answers its own WebRTC call and WHEP at two places, with the same names of the stream. */
function whepOf(rtc: string): string {
  const url = URL.parse(rtc);
  if (url === null) return rtc;
  url.pathname = url.pathname.replace(/\/index\/api\/webrtc$/, '/index/api/whep');
  return url.href;
}

/** Of the picture it took just now, by the end of the name of its file. */
function markOf(file: unknown, { device, channel }: ChannelRef): string | undefined {
  if (typeof file !== 'string') return undefined;
  const name = file.split(/[\\/]/).at(-1) ?? '';
  const start = `${device}_${channel}_`;
  if (!name.startsWith(start) || !name.endsWith('.jpg')) return undefined;
  const mark = name.slice(start.length, -'.jpg'.length);
  return /^[\w.:-]{1,60}$/.test(mark) ? mark : undefined;
}

/** GB/T 28181 A.3: speeds of one byte, of four bits for the zoom; 0 of all stops. */
function commandOf({ pan, tilt, zoom }: Movement): Readonly<Record<string, number>> {
  const bit = (speed: number, up: number, down: number): number => (speed > 0 ? up : speed < 0 ? down : 0);
  const share = (speed: number, most: number): number =>
    speed === 0 ? 0 : Math.max(1, Math.round(Math.abs(speed) * most));
  return {
    cmdCode: bit(pan, bits.right, bits.left) | bit(tilt, bits.up, bits.down) | bit(zoom, bits.nearer, bits.farther),
    parameter1: share(pan, 255),
    parameter2: share(tilt, 255),
    combindCode2: share(zoom, 15),
  };
}

function listed(device: string, channel: WvpChannel): ListedChannel {
  const { longitude, latitude, status, ptzType, directionType } = channel;
  const isPlaced = longitude !== undefined && latitude !== undefined && (longitude !== 0 || latitude !== 0);
  return {
    ...{ device, channel: channel.deviceId, name: channel.name ?? '' },
    lon: isPlaced ? longitude : null,
    lat: isPlaced ? latitude : null,
    heading: headings[directionType ?? 0] ?? null,
    ptz: ptzType !== undefined && movable.has(ptzType),
    online: status === true || (typeof status === 'string' && /^(on|ok|1)$/i.test(status)),
  };
}
