/**
 * Stands in for a WVP-GB28181-pro server: the part of its HTTP API that the hub uses, with cameras that are made up, and
 * the media server behind it. It answers as the real one does where that was read; docs/decisions/0022 says from what.
 */
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMedia } from './media.ts';
import type { Media } from './media.ts';

export interface StubCamera {
  readonly device: string;
  readonly channel: string;
  readonly name: string;
  /** WGS84 degrees. */
  readonly lon: number;
  readonly lat: number;
  readonly ptz: boolean;
  /** Its device is registered with the platform. */
  readonly online: boolean;
  /** The device answers the platform, and sends no picture. */
  readonly silent?: boolean;
}

export interface StubOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Taken in the place of a log-in. */
  readonly apiKey?: string;
  readonly cameras: readonly StubCamera[];
  /** How long it waits for a camera that sends nothing, ms. */
  readonly playTimeoutMs: number;
  /** Milliseconds that only grow. */
  readonly now: () => number;
}

export interface WvpStub {
  readonly url: string;
  readonly port: number;
  readonly media: Media;
  /** Camera commands as they came, `cmdCode/parameter1/parameter2/combindCode2`. */
  readonly commands: readonly string[];
  /** How often each path was asked. */
  asked(path: string): number;
  /** Every log-in is over. */
  expire(): void;
  stop(): Promise<void>;
}

interface Answer {
  readonly status?: number;
  readonly code: number;
  readonly msg: string;
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const good = (data?: unknown): Answer => ({ code: 0, msg: '成功', data });
const unauthorized: Answer = { status: 401, code: 401, msg: '请登录后重新请求' };
/** A failed assertion there comes as an error of the server, with its words. */
const asserted = (msg: string): Answer => ({ status: 500, code: 500, msg });

export async function startWvpStub(options: StubOptions): Promise<WvpStub> {
  const { cameras, now } = options;
  const media = createMedia(now);
  const tokens = new Set<string>();
  const counts = new Map<string, number>();
  const commands: string[] = [];
  const marks = new Set<string>();
  const devices = [...new Set(cameras.map(({ device }) => device))];
  let base = '';

  const find = (device: string | undefined, channel: string | undefined): StubCamera | undefined =>
    cameras.find((camera) => camera.device === device && camera.channel === channel);
  const isOnline = (device: string): boolean => cameras.some((camera) => camera.device === device && camera.online);
  const streamOf = ({ device, channel }: StubCamera): string => `${device}_${channel}`;

  function page<T>(all: readonly T[], query: URLSearchParams): Answer {
    const [number, size] = [Number(query.get('page')), Number(query.get('count'))];
    if (!(number >= 1) || !(size >= 1)) return { status: 400, code: 400, msg: '参数或方法错误' };
    const list = all.slice((number - 1) * size, number * size);
    return good({ total: all.length, list, pageNum: number, pageSize: size, size: list.length });
  }

  const deviceShown = (device: string) => ({
    ...{ deviceId: device, name: `录像机 ${device.slice(-4)}`, manufacturer: 'simulator', transport: 'TCP' },
    ...{ onLine: isOnline(device), channelCount: cameras.filter((camera) => camera.device === device).length },
  });
  const channelShown = (camera: StubCamera) => ({
    ...{ deviceId: camera.channel, parentDeviceId: camera.device, name: camera.name, channelType: 0 },
    ...{ longitude: camera.lon, latitude: camera.lat, ptzType: camera.ptz ? 1 : 3 },
    status: camera.online ? 'ON' : 'OFF',
  });

  function login(query: URLSearchParams): Answer {
    const md5 = createHash('md5').update(options.password, 'utf8').digest('hex');
    if (query.get('username') !== options.user || query.get('password') !== md5)
      return { code: 100, msg: '用户名或密码错误' };
    const token = randomBytes(24).toString('base64url');
    tokens.add(token);
    return { ...good({ id: 1, username: options.user, accessToken: token }), headers: { 'access-token': token } };
  }

  async function play(camera: StubCamera | undefined): Promise<Answer> {
    if (camera === undefined) return asserted('通道不存在');
    if (!camera.online) return { code: 100, msg: '设备离线' };
    if (camera.silent === true) {
      await new Promise((resolve) => setTimeout(resolve, options.playTimeoutMs));
      return { code: -2, msg: '收流超时' };
    }
    const stream = streamOf(camera);
    media.start(stream);
    return good({
      ...{ app: 'rtp', stream, mediaServerId: 'simulator', progress: 0 },
      flv: `${base}/rtp/${stream}.live.flv`,
      ws_flv: `${base.replace(/^http/, 'ws')}/rtp/${stream}.live.flv`,
      hls: `${base}/rtp/${stream}/hls.m3u8`,
      mediaInfo: { app: 'rtp', stream, videoCodec: 'H264', width: 320, height: 180, online: true },
    });
  }

  function command(query: URLSearchParams): Answer {
    const names = ['cmdCode', 'parameter1', 'parameter2', 'combindCode2'];
    const values = names.map((name) => (query.has(name) ? Number(query.get(name)) : NaN));
    const most = [255, 255, 255, 15];
    const wrong = values.findIndex((value, i) => !Number.isInteger(value) || value < 0 || value > (most[i] ?? 0));
    if (wrong >= 0) return { code: 100, msg: `${String(names[wrong])} 为 0-${String(most[wrong])}的数字` };
    commands.push(values.join('/'));
    return good();
  }

  function snap(camera: StubCamera | undefined): Answer {
    if (camera === undefined || !camera.online || camera.silent === true) return { code: -100, msg: '失败' };
    const mark = new Date(1_700_000_000_000 + marks.size).toISOString().replaceAll(/[:.]/g, '-');
    const name = `${streamOf(camera)}_${mark}.jpg`;
    marks.add(name);
    return good(`/opt/wvp/snap/${name}`);
  }

  async function api(path: string, query: URLSearchParams): Promise<Answer | Buffer | undefined> {
    const [, device, channel] = /^\/api\/\S+?\/([\w.]+)\/([\w.]+)$/.exec(path) ?? [];
    const camera = find(device, channel);
    const channels = /^\/api\/device\/query\/devices\/(\w+)\/channels$/.exec(path)?.[1];
    if (path === '/api/device/query/devices') return page(devices.map(deviceShown), query);
    if (channels !== undefined) return page(cameras.filter((one) => one.device === channels).map(channelShown), query);
    const one = /^\/api\/device\/query\/devices\/(\w+)$/.exec(path)?.[1];
    if (one !== undefined) return good(devices.includes(one) ? deviceShown(one) : undefined);
    if (path.startsWith('/api/play/start/')) return play(camera);
    if (path.startsWith('/api/play/stop/')) {
      if (camera === undefined) return asserted('通道不存在');
      media.stop(streamOf(camera));
      return good({ deviceId: device, channelId: channel });
    }
    if (path === '/api/play/snap') return snap(find(query.get('deviceId') ?? '', query.get('channelId') ?? ''));
    if (path.startsWith('/api/device/query/snap/')) {
      const isTaken = camera !== undefined && marks.has(`${streamOf(camera)}_${query.get('mark') ?? ''}.jpg`);
      return isTaken ? media.still : undefined;
    }
    if (path.startsWith('/api/front-end/common/'))
      return devices.includes(device ?? '') ? command(query) : asserted(`设备[${device ?? ''}]不存在`);
    return { status: 404, code: 404, msg: '资源未找到' };
  }

  function isIn({ headers }: IncomingMessage): boolean {
    const [token, key] = [headers['access-token'], headers['api-key']];
    return (typeof token === 'string' && tokens.has(token)) || (key !== undefined && key === options.apiKey);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (media.serve(request, response)) return;
    const { pathname, searchParams } = new URL(request.url ?? '/', base);
    counts.set(pathname, (counts.get(pathname) ?? 0) + 1);
    const said =
      pathname === '/api/user/login'
        ? login(searchParams)
        : isIn(request)
          ? await api(pathname, searchParams)
          : unauthorized;
    if (said === undefined) return void response.writeHead(404, { 'content-length': 0 }).end();
    // It says PNG of all its stills, which are JPEG.
    if (Buffer.isBuffer(said)) return void response.writeHead(200, { 'content-type': 'image/png' }).end(said);
    const { status = 200, headers = {}, ...body } = said;
    response
      .writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers })
      .end(JSON.stringify(body));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.on('upgrade', (request, socket) => media.upgrade(request, socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  base = `http://${options.host}:${port}`;
  return {
    ...{ url: base, port, media, commands },
    asked: (path) => counts.get(path) ?? 0,
    expire: () => tokens.clear(),
    async stop() {
      media.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
