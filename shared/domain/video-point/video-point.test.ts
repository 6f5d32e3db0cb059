import { describe, expect, test } from 'vitest';
import { given, testNow } from '../../../tests/support/given.ts';
import { minute } from '../../lib/time.ts';
import { commands } from '../catalog.ts';

const provenance = { source: '示例视频平台', asOf: testNow - 90 * minute, how: 'import' as const };
const record = { name: '示例路口 1 号', at: { lon: 121.44, lat: 31.19 }, heading: 90, fov: 60, guard: true };
const stream = 'videoPoint/v1' as const;
const recorded = { stream, type: 'VideoPointRecorded', data: { record, provenance } };
const withdrawn = { stream, type: 'VideoPointWithdrawn', data: { reason: '拆除', provenance } };
const wish = { type: 'RecordVideoPoint', data: { id: 'v1', record, provenance } };
const end = { type: 'WithdrawVideoPoint', data: { id: 'v1', reason: '拆除', provenance } };

test('a video point is recorded once, and withdrawn once', () => {
  given([]).when(wish).then([recorded]);
  given([recorded]).when(wish).then([]);
  given([recorded]).when(end).then([withdrawn]);
  given([recorded, withdrawn]).when(end).then([]);
  given([]).when(end).thenRefused('VideoPointUnknown', { field: 'id', id: 'v1' });
});

test('lists hold those that stand; one that is gone can still be looked up', () => {
  const before = given([recorded]).reads;
  expect(before.videoPoints()).toEqual([{ ...record, id: 'v1', provenance }]);
  const after = given([recorded, withdrawn]).reads;
  expect(after.videoPoints()).toEqual([]);
  expect(after.videoPoint('v1')).toMatchObject({ name: record.name, withdrawn: { reason: '拆除' } });
});

test.each([
  ['heading', 360],
  ['heading', -1],
  ['fov', 9],
  ['fov', 181],
])('%s %d is no direction and no view', (member, value) => {
  const data = { ...wish.data, record: { ...record, [member]: value } };
  const parsed = commands.get('RecordVideoPoint')?.schema.safeParse(data);
  expect(parsed?.error?.issues[0]?.path).toEqual(['record', member]);
});

describe('codes and addresses', () => {
  const channel = '31010401081326000017';
  const url = 'https://video.example/live/1.m3u8';
  const stream = { protocol: 'hls', url, codec: 'h265', sub: false };
  const full = {
    ...{ ...record, range: 150, channel, device: '31010401081186000002', ptz: true },
    streams: [stream, { protocol: 'wsFlv', url: 'wss://video.example:8443/live/1.flv?x=1', codec: 'h264', sub: true }],
  };
  const say = (change: object, id = 'v1') => ({ ...wish, data: { ...wish.data, id, record: { ...full, ...change } } });

  test('are kept as they are given', () => {
    given([])
      .when(say({}))
      .then([{ ...recorded, data: { record: full, provenance } }]);
  });

  test('of two points each has its own channel; who is gone has none', () => {
    const held = { ...recorded, data: { record: full, provenance } };
    given([held])
      .when(say({ name: '改名' }))
      .then([{ ...held, data: { record: { ...full, name: '改名' }, provenance } }]);
    given([held]).when(say({}, 'v2')).thenRefused('GbCodeTaken', { field: 'record.channel', channel, other: 'v1' });
    given([held, withdrawn])
      .when(say({}, 'v2'))
      .then([{ ...held, stream: 'videoPoint/v2' }]);
    expect(given([held]).reads.videoPointByChannel(channel)?.id).toBe('v1');
  });

  test.each([
    [{ channel: '3101' }, 'GbCodeLength', { field: 'record.channel', from: 1, to: 4, digits: '3101' }],
    [
      ...([{ device: channel.replace('132', '137') }, 'GbCodeType'] as const),
      { field: 'record.device', from: 11, to: 13, digits: '137' },
    ],
    [
      ...([{ streams: [stream, { ...stream, url: 'rtsp://video.example/1' }] }, 'StreamAddressWrong'] as const),
      { field: 'record.streams.1.url', protocol: 'hls' },
    ],
    [
      ...([{ streams: [{ ...stream, protocol: 'wsFlv' }] }, 'StreamAddressWrong'] as const),
      { field: 'record.streams.0.url', protocol: 'wsFlv' },
    ],
    [
      ...([{ streams: [{ ...stream, url: 'https://a b/' }] }, 'StreamAddressWrong'] as const),
      { field: 'record.streams.0.url', protocol: 'hls' },
    ],
    [
      ...([{ streams: [{ ...stream, url: 'http://admin:1@10.0.0.1/live.m3u8' }] }, 'StreamAddressSecret'] as const),
      { field: 'record.streams.0.url' },
    ],
  ])('%j is refused', (change, code, params) => {
    given([]).when(say(change)).thenRefused(code, params);
  });
});
