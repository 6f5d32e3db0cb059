import { performance } from 'node:perf_hooks';
import { describe, onTestFinished } from 'vitest';
import { mediaHosts } from '../../hub/video/hosts.ts';
import type { VideoPlatform } from '../../hub/video/port.ts';
import { WvpClient } from '../../hub/video/wvp/client.ts';
import { wvpPlatform } from '../../hub/video/wvp/platform.ts';
import { startWvpStub } from '../../simulator/video/wvp-stub.ts';
import type { StubCamera } from '../../simulator/video/wvp-stub.ts';
import { quietHubLog } from '../support/quiet-hub-log.ts';
import { recordedChannels, recordedLogin, startRecordedWvp } from '../support/recorded-wvp.ts';
import { videoPlatformContract } from './video-platform.contract.ts';

function adapterOf(url: string, login: { readonly user: string; readonly password: string }): VideoPlatform {
  const clock = { now: () => 1_790_000_000_000 };
  const base = new URL(`${url}/`);
  const client = new WvpClient({
    ...{ base, credentials: { kind: 'password', ...login }, clock, log: quietHubLog },
    monotonic: () => performance.now(),
  });
  return wvpPlatform({ client, secure: false, hosts: mediaHosts(['127.0.0.1']), clock, log: quietHubLog });
}

const wrong = { user: 'lianqin', password: 'not it' };

describe('WVP-GB28181-pro as recorded', () => {
  videoPlatformContract(async () => {
    const server = await startRecordedWvp();
    onTestFinished(() => server.stop());
    return {
      ...recordedChannels,
      ...server,
      protocols: ['whep', 'wsFlv', 'flv', 'hls'],
      adapter: (login = 'right') => adapterOf(server.url, login === 'right' ? recordedLogin : wrong),
      away: () => server.stop(),
    };
  });
});

describe('the stub of the simulator', () => {
  videoPlatformContract(async () => {
    const device = '31010400081186000001';
    const place = { lon: 121.43, lat: 31.18, ptz: true, online: true };
    const many = Array.from({ length: 120 }, (_, i): StubCamera => {
      const channel = `31010400081326${String(i + 1).padStart(6, '0')}`;
      return { device, channel, name: `示例路口 ${i + 1}`, ...place, silent: i === 1 };
    });
    const gone = { device: '31010400081186000002', channel: '31010400081326000200' };
    const login = { user: 'hub', password: 'of the stub' };
    const server = await startWvpStub({
      ...{ host: '127.0.0.1', port: 0, ...login, playTimeoutMs: 20, now: () => performance.now() },
      cameras: [...many, { ...gone, name: '断线', ...place, online: false }],
    });
    onTestFinished(() => server.stop());
    const channelOf = (n: number) => ({ device, channel: many[n]?.channel ?? '' });
    return {
      ...{ camera: channelOf(0), silent: channelOf(1), offline: gone, listed: 121 },
      unknownChannel: { device, channel: '31010400081326000999' },
      unknownDevice: { device: '31010400081186000009', channel: '31010400081326000001' },
      protocols: ['wsFlv', 'flv', 'hls'],
      adapter: (which = 'right') => adapterOf(server.url, which === 'right' ? login : wrong),
      logins: () => server.asked('/api/user/login'),
      playing: () => server.media.running.size > 0,
      lastCommand: () => server.commands.at(-1),
      expire: () => server.expire(),
      away: () => server.stop(),
    };
  });
});
