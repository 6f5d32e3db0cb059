/** Another platform over JT/T 809 at a real port. */
import { expect, onTestFinished, test } from 'vitest';
import type { Jt809Limits } from '../../hub/gateways/jt809/gateway.ts';
import { createJt809Gateway, defaultLimits } from '../../hub/gateways/jt809/gateway.ts';
import type { Platform } from '../../hub/gateways/jt809/platforms.ts';
import { platformsSchema } from '../../hub/gateways/jt809/platforms.ts';
import type { RejectionCounter } from '../../hub/telemetry/fix.ts';
import { toWgs84 } from '../../shared/geo/coordinates.ts';
import type { LogLine } from '../support/hub-kit.ts';
import { ManualClock, recordingLog, seededRandom } from '../support/hub-kit.ts';
import { eventually, hex, RecordingSink } from '../support/jt808.ts';
import { exchange809, filled, frame809, login809, LowerPlatform, position809, published } from '../support/jt809.ts';

const police: Platform = {
  ...{ id: 'police', accessCode: 20_180_920, user: 20_180_920, password: '20180920', version: '2011' },
};
const green: Platform = {
  ...{ id: 'green', accessCode: 77, user: 5, password: 'g', version: '2019', shifted: 'GCJ02' },
  encryption: { m1: 30_000_000, ia1: 20_000_000, ic1: 20_000_000 },
};

class Counted implements RejectionCounter {
  readonly counts: Record<string, number> = {};
  count(protocol: string, reason: string): void {
    expect(protocol).toBe('jt809');
    this.counts[reason] = (this.counts[reason] ?? 0) + 1;
  }
}

async function opened(platforms: readonly Platform[] = [police, green], limits: Partial<Jt809Limits> = {}) {
  const clock = new ManualClock(Date.UTC(2026, 10, 21, 14, 41, 6));
  const sink = new RecordingSink();
  const counted = new Counted();
  const lines: LogLine[] = [];
  const noted: string[] = [];
  const time = { monotonic: 0 };
  const gateway = createJt809Gateway({
    ...{ port: 0, host: '127.0.0.1', clock, timers: clock, random: seededRandom(1), log: recordingLog(lines) },
    ...{ sink, rejections: counted, platforms, limits, monotonic: () => time.monotonic },
    access: { note: ({ user, action, detail }) => void noted.push(`${user} ${action} ${detail}`.trimEnd()) },
  });
  const port = await gateway.start();
  onTestFinished(() => gateway.stop());
  return { port, clock, sink, counts: counted.counts, lines, noted, time };
}

/** Connected and logged in as the police. */
async function loggedIn(port: number): Promise<LowerPlatform> {
  const platform = await LowerPlatform.connect(port);
  platform.send(frame809('1001', login809()));
  await eventually(() => expect(platform.answers).toHaveLength(1));
  return platform;
}

const device = 'jt809:police:沪A12345';
const fix = {
  ...{ device, lon: 121.437, lat: 31.188, deviceAt: Date.UTC(2026, 10, 21, 14, 41, 5), speed: 36, heading: 90 },
  ...{ altitude: 12, positioned: true, replayed: false, sos: false },
};

test('the published log-in is let in; link kept, positions taken, log-out answered', async () => {
  const { port, sink, clock, counts, lines, noted } = await opened();
  const platform = await LowerPlatform.connect(port);
  platform.send(Buffer.from(published.login, 'hex'));
  await eventually(() => expect(platform.answers).toHaveLength(1));
  // Result 0 and a verify code, under the access code and version it said.
  expect(platform.answers[0]).toHaveLength(2 * (22 + 5));
  expect(platform.answers[0]?.slice(16, 46)).toBe('10020133efb8010000' + '000000000000');
  platform.send(frame809('1005', ''), frame809('1200', exchange809('1202', position809())));
  await eventually(() => expect(sink.fixes).toEqual([{ ...fix, receivedAt: clock.now() }]));
  await eventually(() => expect(platform.answers[1]?.slice(8, 20)).toBe('000000011006'));
  const older = position809({ time: '150b07ea160000' });
  platform.send(frame809('1200', exchange809('1203', `02${older}${position809({ status: 0 })}`)));
  await eventually(() => expect(sink.fixes).toHaveLength(3));
  expect(sink.fixes[1]).toMatchObject({ replayed: true, deviceAt: Date.UTC(2026, 10, 21, 14, 0, 0) });
  expect(sink.fixes[2]).toMatchObject({ replayed: true, positioned: false });
  platform.send(frame809('1003', login809().slice(0, 24)));
  await eventually(() => expect(platform.closed).toBe(true));
  expect(platform.answers[2]?.slice(16, 20)).toBe('1004');
  expect(counts).toEqual({});
  expect(lines.map(({ data }) => data)).toEqual([{ platform: 'police' }, { platform: 'police' }]);
  expect(noted).toEqual(['platform:police login']);
});

test('a platform of 2019 that ciphers is read and answered so', async () => {
  const { port, sink, counts } = await opened();
  const { ciphered } = await import('../../hub/gateways/jt809/cipher.ts');
  const secret = (body: string): string =>
    green.encryption === undefined ? '' : ciphered(Buffer.from(body, 'hex'), 9, green.encryption).toString('hex');
  const head = { accessCode: 77, cipher: '0100000009', time: hex(1_795_000_000, 8) };
  const platform = await LowerPlatform.connect(port);
  const login = hex(5, 4) + filled('g', 8) + hex(77, 4) + filled('10.0.0.1', 32) + hex(809, 2) + '010213';
  platform.send(frame809('1001', secret(login), head));
  await eventually(() => expect(platform.answers).toHaveLength(1));
  const [answer = ''] = platform.answers;
  expect(answer.slice(34, 36)).toBe('01');
  expect(secret(answer.slice(60)).slice(0, 2)).toBe('00');
  const body808 = `0000000000000003${hex(31_188_000, 4)}${hex(121_437_000, 4)}000c016d005a261121224105`;
  const body = `010000001c${body808}${'30'.repeat(11)}00000000`.padEnd(2 * (5 + 28 + 45), '0');
  platform.send(frame809('1200', secret(exchange809('1202', body)), head));
  await eventually(() => expect(sink.fixes).toHaveLength(1));
  // Marked as shifted, and this platform shifts as GCJ-02 has it.
  expect(sink.fixes[0]).toMatchObject({
    ...{ device: 'jt809:green:沪A12345', ...toWgs84({ lon: 121.437, lat: 31.188 }, 'GCJ02'), speed: 36.5 },
  });
  expect(counts).toEqual({});
});

test.each([
  ['02', frame809('1001', login809(), { accessCode: 3 }), 'platformUnknown'],
  ['03', frame809('1001', login809('20180920', 4)), 'wrongLogin'],
  ['04', frame809('1001', login809('wrong')), 'wrongLogin'],
] as const)('a log-in is refused with result %s', async (result, frame, reason) => {
  const { port, counts, sink, noted } = await opened();
  const platform = await LowerPlatform.connect(port);
  platform.send(frame, frame809('1200', exchange809('1202', position809())));
  await eventually(() => expect(platform.answers).toHaveLength(1));
  expect(platform.answers[0]?.slice(44)).toBe(`${result}00000000`);
  await eventually(() => expect(counts).toEqual({ [reason]: 1, notLoggedIn: 1 }));
  platform.send(...Array.from({ length: 4 }, () => frame));
  await eventually(() => expect(platform.closed).toBe(true));
  const who = reason === 'platformUnknown' ? 'platform' : 'platform:police';
  expect(noted).toEqual(Array.from({ length: 5 }, () => `${who} loginFailed ${reason}`));
  expect(sink.fixes).toEqual([]);
});

test('an address that is not its own is refused; a log-in elsewhere ends the one before', async () => {
  const { port, counts } = await opened([{ ...police, addresses: ['10.9.8.7'] }]);
  const platform = await LowerPlatform.connect(port);
  platform.send(frame809('1001', login809()));
  await eventually(() => expect(platform.answers[0]?.slice(44)).toBe('0100000000'));
  expect(counts).toEqual({ wrongAddress: 1 });

  const other = await opened([{ ...police, addresses: ['127.0.0.1'] }]);
  const first = await loggedIn(other.port);
  const second = await loggedIn(other.port);
  await eventually(() => expect(first.closed).toBe(true));
  second.send(frame809('1005', ''));
  await eventually(() => expect(second.answers).toHaveLength(2));
});

test('what is wrong is counted, and the next position comes through', async () => {
  const { port, sink, counts } = await opened();
  const platform = await loggedIn(port);
  const good = frame809('1200', exchange809('1202', position809()));
  platform.send(
    Buffer.from('garbage'),
    frame809('1200', exchange809('1201', '00')),
    frame809('1300', '00'),
    frame809('1200', exchange809('1202', position809()).slice(0, -2)),
    frame809('1200', exchange809('1202', position809(), '2020')),
    frame809('1200', exchange809('1202', position809({ time: '1f0b07ea162905' }))),
    frame809('1200', exchange809('1202', position809({ lat: 91_000_000 }))),
    frame809('1200', exchange809('1202', position809({ flag: '01' }))),
    frame809('1005', '', { accessCode: 77, time: hex(1, 8) }),
    frame809('1005', '', { cipher: '0100000001' }),
    Buffer.concat([good.subarray(0, 30), Buffer.from([good[30] === 0 ? 1 : 0]), good.subarray(31)]),
    good,
  );
  await eventually(() => expect(sink.fixes).toHaveLength(1));
  expect(counts).toEqual({
    ...{ garbage: 1, unknownSubType: 1, unknownMessage: 1, badBody: 1, badPlate: 1, badTime: 1, badPosition: 1 },
    ...{ shiftedPlace: 1, otherPlatform: 1, encrypted: 1, checksum: 1 },
  });
});

test('a call for help comes through where time or place cannot be read', async () => {
  const { port, sink, clock } = await opened();
  const platform = await loggedIn(port);
  platform.send(frame809('1200', exchange809('1202', position809({ alarm: 1, time: '00000000000000' }))));
  await eventually(() => expect(sink.fixes).toHaveLength(1));
  expect(sink.fixes[0]).toMatchObject({ sos: true, positioned: false, receivedAt: clock.now() });
  expect(sink.fixes[0]).not.toHaveProperty('deviceAt');
});

test('who does not log in, says nothing, or half of it, is closed', async () => {
  const { port, clock, counts } = await opened();
  const silent = await LowerPlatform.connect(port);
  const idle = await loggedIn(port);
  const half = await LowerPlatform.connect(port);
  half.send(frame809('1001', login809()).subarray(0, 20));
  silent.send(Buffer.from('5b', 'hex'));
  await eventually(() => expect(clock.waiting).toBeGreaterThanOrEqual(5));
  clock.advance(defaultLimits.halfFrameMs);
  await eventually(() => expect([silent.closed, half.closed]).toEqual([true, true]));
  clock.advance(defaultLimits.idleMs);
  await eventually(() => expect(idle.closed).toBe(true));
  const late = await LowerPlatform.connect(port);
  late.send(frame809('1005', ''));
  await eventually(() => expect(counts['notLoggedIn']).toBe(1));
  clock.advance(defaultLimits.logonMs);
  await eventually(() => expect(late.closed).toBe(true));
  expect(counts).toMatchObject({ halfFrameTimeout: 2, idleTimeout: 1, logonTimeout: 1 });
});

test('a hundred megabytes of garbage are read, dropped, and harm nobody', async () => {
  const other: Platform = { id: 'other', accessCode: 78, user: 5, password: 'g', version: '2011' };
  const { port, sink, counts } = await opened([police, other]);
  const good = await loggedIn(port);
  const bad = await LowerPlatform.connect(port);
  bad.send(frame809('1001', hex(5, 4) + filled('g', 8) + filled('127.0.0.1', 32) + hex(809, 2), { accessCode: 78 }));
  await eventually(() => expect(bad.answers).toHaveLength(1));
  const before = process.memoryUsage().arrayBuffers;
  const block = Buffer.alloc(1_000_000, 0x31);
  for (let n = 0; n < 100; n += 1) {
    if (!bad.socket.write(block)) await new Promise<void>((drained) => void bad.socket.once('drain', drained));
  }
  good.send(frame809('1200', exchange809('1202', position809())));
  await eventually(() => expect(sink.fixes).toHaveLength(1));
  expect(counts['garbage']).toBe(1);
  // What waits in the sockets of both ends, far less than what was sent.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(70_000_000);
});

test('what a platform kept back and sends as if it were new fills the track and moves nothing', async () => {
  const { port, sink } = await opened();
  const platform = await loggedIn(port);
  // 21:41, 21:51, 22:31 and 22:41:05, at 22:41:06.
  for (const time of ['150b07ea152905', '150b07ea153305', '150b07ea161f05', '150b07ea162905'])
    platform.send(frame809('1200', exchange809('1202', position809({ time }))));
  await eventually(() => expect(sink.fixes).toHaveLength(4));
  expect(sink.fixes.map(({ replayed }) => replayed)).toEqual([true, true, true, false]);
});

test('who guesses is not listened to for a minute; who is in stays in', async () => {
  const { port, counts, time } = await opened([police], { refusedPerMinute: 3, logonTries: 3 });
  const inside = await loggedIn(port);
  const guesser = await LowerPlatform.connect(port);
  guesser.send(...Array.from({ length: 3 }, () => frame809('1001', login809('wrong'))));
  await eventually(() => expect(guesser.closed).toBe(true));
  const again = await LowerPlatform.connect(port);
  await eventually(() => expect(again.closed).toBe(true));
  expect(counts).toEqual({ wrongLogin: 3, tooManyAttempts: 1 });
  inside.send(frame809('1005', ''));
  await eventually(() => expect(inside.answers).toHaveLength(2));
  time.monotonic += 60_000;
  await loggedIn(port);
});

test('before it has logged in a connection may bring little, and of one address there are few', async () => {
  const { port, counts } = await opened([police], { bytesBeforeLogin: 1_000, connectionsPerAddress: 2 });
  const [talker, second] = [await LowerPlatform.connect(port), await LowerPlatform.connect(port)];
  const third = await LowerPlatform.connect(port);
  await eventually(() => expect(third.closed).toBe(true));
  for (let n = 0; n < 40; n += 1) talker.send(frame809('1005', ''));
  await eventually(() => expect(talker.closed).toBe(true));
  expect(counts).toMatchObject({ tooManyFromAddress: 1, tooMuchBeforeLogin: 1 });
  second.send(frame809('1001', login809()));
  await eventually(() => expect(second.answers).toHaveLength(1));
  for (let n = 0; n < 40; n += 1) second.send(frame809('1005', ''));
  await eventually(() => expect(second.answers).toHaveLength(41));
});

test('a connection more than there is room for is closed', async () => {
  const { port, counts } = await opened([police], { connections: 1 });
  await loggedIn(port);
  const further = await LowerPlatform.connect(port);
  await eventually(() => expect(further.closed).toBe(true));
  expect(counts).toEqual({ tooManyConnections: 1 });
});

test('the file of platforms names what is wrong', () => {
  expect(platformsSchema.safeParse([police, green]).success).toBe(true);
  for (const wrong of [[], [{ ...police, id: 'Police' }], [police, { ...green, id: 'police' }], [{ ...police, x: 1 }]])
    expect(platformsSchema.safeParse(wrong).success).toBe(false);
});
