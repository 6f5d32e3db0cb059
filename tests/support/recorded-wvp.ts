/** A server that gives the recorded answers of a WVP-GB28181-pro server, in the order and under the terms it would. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', 'contract', 'wvp-recorded');

interface Recorded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const recorded = (name: string): Recorded => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Recorded;

export const recordedLogin = { user: 'lianqin', password: 'recorded-password' };
const device = '31010400081186000001';
const other = '31010400081186000002';
const channel = (n: number): string => `31010400081326${String(n).padStart(6, '0')}`;

export const recordedChannels = {
  camera: { device, channel: channel(1) },
  offline: { device: other, channel: channel(200) },
  silent: { device, channel: channel(2) },
  unknownChannel: { device, channel: channel(999) },
  unknownDevice: { device: '31010400081186000009', channel: channel(1) },
  /** 100 and one more of the first device, one of the second; what is no camera is not counted. */
  listed: 102,
} as const;

/** The start of a JPEG; nobody looks at it. */
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x10, 0x4a, 0x46, 0x49, 0x46, 0x00, 0x01, 0xff, 0xd9]);

export interface RecordedWvp {
  readonly url: string;
  logins(): number;
  playing(): boolean;
  lastCommand(): string | undefined;
  expire(): void;
  stop(): Promise<void>;
}

const { camera, offline, silent, unknownDevice } = recordedChannels;
const of = (path: string, ref: { readonly device: string; readonly channel: string }): string =>
  `/api/${path}/${ref.device}/${ref.channel}`;

/** By path; a list is by its page. */
const answers: Readonly<Record<string, string | readonly string[]>> = {
  '/api/device/query/devices': ['devices'],
  [`/api/device/query/devices/${device}`]: 'device-online',
  [`/api/device/query/devices/${other}`]: 'device-offline',
  [`/api/device/query/devices/${unknownDevice.device}`]: 'device-unknown',
  [`/api/device/query/devices/${device}/channels`]: ['channels-1', 'channels-2'],
  [`/api/device/query/devices/${other}/channels`]: ['channels-offline'],
  [of('play/start', camera)]: 'play',
  [of('play/start', silent)]: 'play-silent',
  [of('play/start', offline)]: 'play-offline',
  [of('play/stop', camera)]: 'stop',
  [of('front-end/common', camera)]: 'ptz',
  [of('front-end/common', unknownDevice)]: 'ptz-no-device',
};

export async function startRecordedWvp(): Promise<RecordedWvp> {
  let logins = 0;
  let isIn = false;
  let isPlaying = false;
  let command: string | undefined;
  const login = recorded('login');
  const md5 = createHash('md5').update(recordedLogin.password).digest('hex');

  function answerTo(path: string, query: URLSearchParams): Recorded {
    if (path === '/api/play/snap') return recorded(query.get('channelId') === camera.channel ? 'snap' : 'snap-failed');
    const found = answers[path];
    if (found === undefined) return recorded('play-no-channel');
    if (typeof found === 'object') return recorded(found[Number(query.get('page')) - 1] ?? 'play-no-channel');
    if (found === 'play') isPlaying = true;
    if (found === 'stop') isPlaying = false;
    const figures = ['cmdCode', 'parameter1', 'parameter2', 'combindCode2'].map((name) => query.get(name));
    if (found === 'ptz') command = figures.join('/');
    return recorded(found);
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://recorded.invalid');
    const send = ({ status, headers, body }: Recorded): void => {
      const text = JSON.stringify(body).replaceAll('{host}', request.headers.host ?? '');
      response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', ...headers }).end(text);
    };
    if (pathname === '/api/user/login') {
      logins += 1;
      const isRight = searchParams.get('username') === recordedLogin.user && searchParams.get('password') === md5;
      isIn ||= isRight;
      return send(isRight ? login : recorded('login-refused'));
    }
    if (!isIn || request.headers['access-token'] !== login.headers['access-token'])
      return send(recorded('unauthorized'));
    if (pathname === of('device/query/snap', camera)) {
      const isTaken = searchParams.get('mark') === '2026-08-06_22-40-31';
      return void response
        .writeHead(isTaken ? 200 : 404, { 'content-type': 'image/png' })
        .end(isTaken ? jpeg : undefined);
    }
    send(answerTo(pathname, searchParams));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    logins: () => logins,
    playing: () => isPlaying,
    lastCommand: () => command,
    expire: () => {
      isIn = false;
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
