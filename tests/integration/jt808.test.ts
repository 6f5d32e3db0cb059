/** Terminals of JT/T 808 at a real port. What the frames should give is written out here, byte by byte. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { Jt808Limits } from '../../hub/gateways/jt808/gateway.ts';
import { createJt808Gateway, defaultLimits } from '../../hub/gateways/jt808/gateway.ts';
import { longestOnWire } from '../../hub/gateways/jt808/frames.ts';
import type { Fix } from '../../hub/telemetry/fix.ts';
import { must } from '../../shared/lib/must.ts';
import type { LogLine } from '../support/hub-kit.ts';
import { ManualClock, recordingLog, seededRandom } from '../support/hub-kit.ts';
import {
  CountedRejections,
  eventually,
  frame2013,
  place,
  position,
  positionAt,
  RecordingSink,
  Terminal,
  TestTerminals,
  wire,
} from '../support/jt808.ts';

const phone = '013800138000';
const number = '13800138000';
const other = '013900139000';

async function opened(limits: Partial<Jt808Limits> = {}, sink = new RecordingSink()) {
  const clock = new ManualClock();
  const rejections = new CountedRejections();
  const terminals = new TestTerminals(number, '13900139000');
  const lines: LogLine[] = [];
  const gateway = createJt808Gateway({
    ...{ port: 0, host: '127.0.0.1', clock, timers: clock, random: seededRandom(1), log: recordingLog(lines) },
    ...{ sink, rejections, terminals, limits },
  });
  const port = await gateway.start();
  onTestFinished(() => gateway.stop());
  return { gateway, port, clock, sink, terminals, counts: rejections.counts, lines };
}

const bytes = (...hex: readonly string[]): Buffer => Buffer.from(hex.join(''), 'hex');

const fix: Omit<Fix, 'receivedAt'> = {
  ...{ device: `jt808:${number}`, ...place, deviceAt: positionAt, speed: 36.5, heading: 90, altitude: 12 },
  ...{ positioned: true, replayed: false, sos: false },
};

test('register, authenticate, heartbeat, location, log-out of 2013, each answered', async () => {
  const { port, sink, terminals, clock, counts } = await opened();
  terminals.codes.set(number, undefined);
  const terminal = await Terminal.connect(port);
  // Shanghai, Xuhui, maker, model of 20, terminal of 7, blue, 沪A12345 in GBK.
  const registration = ['001f', '0068', '4d414b4552', '4d'.padEnd(40, '0'), '54303030303031', '01', 'bba6413132333435'];
  terminal.send(wire('0100', '002d', phone, '0001', ...registration));
  await eventually(() => expect(terminal.answers).toHaveLength(1));
  const code = Buffer.from(must(terminals.codes.get(number), 'code')).toString('hex');
  expect(terminal.answers[0]).toBe(`81000017${phone}0000000100${code}`);
  expect(terminals.registrations).toMatchObject([
    { number, version: 2013, province: 31, city: 104, terminal: 'T000001', plate: '沪A12345' },
  ]);
  terminal.send(wire('0102', '0014', phone, '0002', code));
  terminal.send(bytes('7e000200000138001380000005ad7e'));
  terminal.send(bytes('7e0200001c0138001380000007000000000000000301dbe420073cfb48000c016d005a2611212241056c7e'));
  // South 33.45°, west 70.66°, not positioned, at New Year's midnight.
  terminal.send(bytes('7e0200001c0138001380000008000000000000000c01fe681004362fa0020800000000260101000000a67e'));
  terminal.send(wire('0003', '0000', phone, '0009'));
  await eventually(() => expect(terminal.answers).toHaveLength(6));
  expect(terminal.answers.slice(1)).toEqual([
    `80010005${phone}00010002010200`,
    `80010005${phone}00020005000200`,
    `80010005${phone}00030007020000`,
    `80010005${phone}00040008020000`,
    `80010005${phone}00050009000300`,
  ]);
  const receivedAt = clock.now();
  expect(sink.fixes).toEqual([
    { ...fix, receivedAt },
    {
      ...{ device: fix.device, lat: -33.45, lon: -70.66, deviceAt: Date.UTC(2025, 11, 31, 16), receivedAt },
      ...{ altitude: 520, speed: 0, heading: 0, positioned: false, replayed: false, sos: false },
    },
  ]);
  expect(counts).toEqual({});
});

test('2019: ten bytes of number, protocol version, escapes, a call for help, additional fields', async () => {
  const { port, sink, clock, counts } = await opened();
  const terminal = await Terminal.connect(port);
  // 04 "1234", IMEI, version; then serial 7d7e, alarm bit 0, extras 01 with 7e and 31 with 7d.
  terminal.send(
    bytes(
      '7e0102402801000000000138001380000001043132333438363831323030303030303030303156312e300000000000000000',
      '00000000000000008c7e7e0200402801000000000138001380007d017d02000000010000000301dbe420073cfb48000c016d',
      '016726112122410601040000007d0230011f31017d013b7e',
    ),
  );
  await eventually(() => expect(terminal.answers).toHaveLength(2));
  expect(terminal.answers).toEqual([
    '80014005010000000001380013800000000001010200',
    '80014005010000000001380013800000017d7e020000',
  ]);
  expect(sink.fixes).toEqual([
    { ...fix, receivedAt: clock.now(), deviceAt: positionAt + 1_000, heading: 359, sos: true },
  ]);
  expect(counts).toEqual({});
});

/** The three positions of the batches below. */
const batch = [0, 1, 2].map((at) => ({
  ...{ lat: (31_188_000 + at * 1_000) / 1e6, lon: (121_437_000 + at * 1_000) / 1e6 },
  ...{ deviceAt: Date.UTC(2026, 10, 21, 14, 0, at * 10), speed: 10 * (at + 1), heading: 10 * (at + 1) },
  ...{ device: fix.device, altitude: 12, positioned: at < 2, sos: false },
}));

test('batches: type 0 moves the unit, type 1 only fills its track', async () => {
  const { port, sink, clock, counts } = await opened();
  const terminal = await Terminal.live(port, phone);
  // Two of type 0 in 2013, then three of type 1 in 2019.
  terminal.send(
    bytes(
      '7e0704003f0138001380000020000200001c000000000000000301dbe420073cfb48000c0064000a261121220000001c0000',
      '00000000000301dbe808073cff30000c00c800142611212200104e7e',
    ),
    bytes(
      '7e0704405d01000000000138001380000021000301001c000000000000000301dbe420073cfb48000c0064000a2611212200',
      '00001c000000000000000301dbe808073cff30000c00c80014261121220010001c000000000000000101dbebf0073d031800',
      '0c012c001e261121220020ba7e',
    ),
  );
  await eventually(() => expect(terminal.answers).toHaveLength(3));
  expect(terminal.answers.slice(1)).toEqual([
    `80010005${phone}00010020070400`,
    '80014005010000000001380013800000020021070400',
  ]);
  const receivedAt = clock.now();
  expect(sink.fixes).toEqual([
    ...batch.slice(0, 2).map((one) => ({ ...one, receivedAt, replayed: false })),
    ...batch.map((one) => ({ ...one, receivedAt, replayed: true })),
  ]);
  expect(counts).toEqual({});
});

/** The batch of type 1 in three parts: serials 30–32 in 2013, ffff–1 in 2019. */
const parts2013 = [
  '7e07042028013800138000003000030001000301001c000000000000000301dbe420073cfb48000c0064000a261121220000001c' +
    '0000000000527e',
  '7e0704202801380013800000310003000200000301dbe808073cff30000c00c80014261121220010001c000000000000000101db' +
    'ebf0073d034d7e',
  '7e0704200d01380013800000320003000318000c012c001e261121220020857e',
] as const;
const parts2019 = [
  '7e070460280100000000013800138000ffff00030001000301001c000000000000000301dbe420073cfb48000c0064000a261121' +
    '220000001c0000000000237e',
  '7e07046028010000000001380013800000000003000200000301dbe808073cff30000c00c80014261121220010001c0000000000' +
    '00000101dbebf0073d033d7e',
  '7e0704600d010000000001380013800000010003000318000c012c001e261121220020f77e',
] as const;

test('sub-packages out of order, one twice, each answered', async () => {
  const { port, sink, clock, counts } = await opened();
  const terminal = await Terminal.live(port, phone);
  for (const part of [2, 0, 2, 1, 0]) terminal.send(bytes(must(parts2013[part], 'part')));
  await eventually(() => expect(terminal.answers).toHaveLength(6));
  expect(terminal.answers.slice(1)).toEqual(
    ['0032', '0030', '0032', '0031', '0030'].map((serial, at) => `80010005${phone}000${at + 1}${serial}070400`),
  );
  expect(sink.fixes).toEqual(batch.map((one) => ({ ...one, receivedAt: clock.now(), replayed: true })));
  expect(counts).toEqual({});
});

test('a missing sub-package is asked for, and the message given up when it does not come', async () => {
  const { port, sink, clock, counts } = await opened();
  const { waitMs, asks } = defaultLimits.packages;
  const terminal = await Terminal.live(port, phone);
  terminal.send(bytes(parts2013[1]));
  await eventually(() => expect(terminal.answers).toHaveLength(2));
  clock.advance(waitMs);
  await eventually(() => expect(terminal.answers).toHaveLength(3));
  expect(terminal.answers[2]).toBe(`80030007${phone}000200300200010003`);
  terminal.send(bytes(parts2013[0]), bytes(parts2013[2]));
  await eventually(() => expect(sink.fixes).toHaveLength(3));

  const young = await Terminal.live(port, phone, 2019);
  young.send(bytes(parts2019[2]), bytes(parts2019[1]));
  await eventually(() => expect(young.answers).toHaveLength(3));
  for (let ask = 0; ask < asks; ask += 1) {
    clock.advance(waitMs);
    await eventually(() => expect(young.answers).toHaveLength(4 + ask));
    expect(young.answers.at(-1)).toBe(
      `8003400601000000000138001380000${(3 + ask).toString(16).padStart(3, '0')}ffff00010001`,
    );
  }
  clock.advance(waitMs);
  expect(counts).toEqual({ subPackageMissing: 1 });
  young.send(bytes(parts2019[0]));
  await eventually(() => expect(young.answers).toHaveLength(4 + asks));
  expect(sink.fixes).toHaveLength(3);
});

test('several frames in one chunk, one frame byte by byte, a wrong check byte between', async () => {
  const { port, sink, counts } = await opened();
  const terminal = await Terminal.live(port, phone);
  const frames = [1, 2, 3].map((speed) => frame2013('0200', phone, speed, position({ speed })));
  const broken = Buffer.from(must(frames[1], 'frame'));
  broken.writeUInt8(broken.readUInt8(30) ^ 1, 30);
  terminal.send(must(frames[0], 'frame'), broken, must(frames[1], 'frame'));
  for (const byte of must(frames[2], 'frame')) {
    await new Promise<void>((sent) => terminal.socket.write(Buffer.of(byte), () => sent()));
  }
  await eventually(() => expect(sink.fixes).toHaveLength(3));
  expect(sink.fixes.map(({ speed }) => speed)).toEqual([0.1, 0.2, 0.3]);
  expect([counts, terminal.closed]).toEqual([{ checksum: 1 }, false]);
});

test('garbage without end is not kept: the connection goes on where frames come again, or ends without a frame', async () => {
  const { port, sink, counts, clock } = await opened();
  const terminal = await Terminal.live(port, phone);
  const noise = Buffer.alloc(100 * longestOnWire, 0x55);
  terminal.send(bytes('7e'), noise, frame2013('0200', phone, 2, position()));
  await eventually(() => expect(sink.fixes).toHaveLength(1));
  expect(counts).toEqual({ tooLong: 1 });
  terminal.send(bytes('7e'), noise);
  await eventually(() => expect(counts).toEqual({ tooLong: 2 }));
  clock.advance(defaultLimits.halfFrameMs);
  await eventually(() => expect(terminal.closed).toBe(true));
  expect(counts).toEqual({ tooLong: 2, halfFrameTimeout: 1 });

  const stranger = await Terminal.connect(port);
  stranger.send(noise);
  await eventually(() => expect(counts).toMatchObject({ garbage: 1 }));
  clock.advance(defaultLimits.logonMs);
  await eventually(() => expect(stranger.closed).toBe(true));
  expect(counts).toEqual({ tooLong: 2, halfFrameTimeout: 1, garbage: 1, logonTimeout: 1 });
});

test('half a frame and then silence, or no frame for long: closed and counted', async () => {
  const { port, clock, counts } = await opened();
  const [half, idle] = [await Terminal.live(port, phone), await Terminal.live(port, other)];
  // In one write: what answers the first has read the half of the second.
  half.send(frame2013('0002', phone, 2, ''), frame2013('0200', phone, 3, position()).subarray(0, 20));
  await eventually(() => expect(half.answers).toHaveLength(2));
  clock.advance(defaultLimits.halfFrameMs);
  await eventually(() => expect(half.closed).toBe(true));
  clock.advance(defaultLimits.idleMs);
  await eventually(() => expect(idle.closed).toBe(true));
  expect(counts).toEqual({ halfFrameTimeout: 1, idleTimeout: 1 });
});

test("another's number is not believed; a reconnect takes over; a thief does not", async () => {
  const { port, sink, counts } = await opened();
  const terminal = await Terminal.live(port, phone);
  terminal.send(frame2013('0200', other, 2, position()), frame2013('0200', phone, 3, position()));
  await eventually(() => expect(sink.fixes).toHaveLength(1));
  expect(sink.fixes[0]?.device).toBe(`jt808:${number}`);

  const thief = await Terminal.connect(port);
  thief.send(frame2013('0102', phone, 1, '30303030'), frame2013('0200', phone, 2, position()));
  await eventually(() => expect(thief.answers).toHaveLength(2));
  expect(thief.answers).toEqual([`80010005${phone}00000001010201`, `80010005${phone}00010002020001`]);
  terminal.send(frame2013('0200', phone, 4, position()));
  await eventually(() => expect(sink.fixes).toHaveLength(2));

  const back = await Terminal.live(port, phone);
  await eventually(() => expect(terminal.closed).toBe(true));
  back.send(frame2013('0200', phone, 5, position()));
  await eventually(() => expect(sink.fixes).toHaveLength(3));
  const stranger = await Terminal.connect(port);
  stranger.send(frame2013('0100', '013700137000', 1, '00'.repeat(25)));
  await eventually(() => expect(stranger.answers).toEqual([`810000030137001370000000000104`]));
  expect(counts).toEqual({ otherNumber: 1, wrongAuth: 1, notAuthenticated: 1, notRegistered: 1 });
});

test('refused too often: answered, then closed', async () => {
  const { port, counts } = await opened({ logonTries: 2 });
  const terminal = await Terminal.connect(port);
  terminal.send(frame2013('0102', phone, 1, '30'), frame2013('0102', phone, 2, '31'));
  await eventually(() => expect(terminal.closed).toBe(true));
  expect(terminal.answers).toHaveLength(2);
  expect(counts).toEqual({ wrongAuth: 2 });
});

test('connections are limited, overall and per address', async () => {
  for (const [limits, reason] of [
    [{ connections: 2 }, 'tooManyConnections'],
    [{ connectionsPerAddress: 2 }, 'tooManyFromAddress'],
  ] as const) {
    const { port, counts } = await opened(limits);
    const first = await Terminal.live(port, phone);
    const second = await Terminal.live(port, other);
    const third = await Terminal.connect(port);
    await eventually(() => expect(third.closed).toBe(true));
    expect(counts).toEqual({ [reason]: 1 });
    expect([first.closed, second.closed]).toEqual([false, false]);
    first.socket.destroy();
    second.socket.destroy();
    // Room for two again once the hub has seen them go.
    for (let taken = 0; taken < 2;) {
      const next = await Terminal.connect(port);
      next.send(frame2013('0002', phone, 1, ''));
      await eventually(() => expect(next.closed || next.answers.length > 0).toBe(true));
      if (!next.closed) taken += 1;
    }
  }
});

test('an error with one terminal closes its connection, and no other', async () => {
  class BrokenSink extends RecordingSink {
    override take(fix: Fix): void {
      if (fix.device === 'jt808:13900139000') throw new Error('sink broken');
      super.take(fix);
    }
  }
  const { port, sink, counts, lines } = await opened({}, new BrokenSink());
  const [good, bad] = [await Terminal.live(port, phone), await Terminal.live(port, other)];
  bad.send(frame2013('0200', other, 2, position()));
  await eventually(() => expect(bad.closed).toBe(true));
  good.send(frame2013('0200', phone, 2, position()));
  await eventually(() => expect(sink.fixes).toHaveLength(1));
  expect(counts).toEqual({ internalError: 1 });
  expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
});

test('who does not read the answers is not read either, and is closed', async () => {
  class CountingSink extends RecordingSink {
    taken = 0;
    override take(): void {
      this.taken += 1;
    }
  }
  const never = 1e12;
  const sink = new CountingSink();
  const { port, counts, clock } = await opened({ logonMs: never, silentMs: never, idleMs: 2 * never }, sink);
  const deaf = connect({ port, host: '127.0.0.1' });
  onTestFinished(() => void deaf.destroy());
  deaf.on('error', () => undefined);
  await once(deaf, 'connect');
  deaf.write(frame2013('0102', phone, 1, '31323334'));
  const inChunk = 2_000;
  const chunk = Buffer.concat(Array.from({ length: inChunk }, (_, at) => frame2013('0200', phone, at, position())));
  // Many times what the buffers of both ends hold.
  let chunksLeft = 1_000;
  const offered = chunksLeft * inChunk;
  const flood = (): void => {
    for (let room = true; room && chunksLeft > 0 && !deaf.destroyed; chunksLeft -= 1) room = deaf.write(chunk);
  };
  deaf.on('drain', flood);
  flood();

  const neighbour = await Terminal.live(port, other);
  let beat = 0;
  for (let before = -1; before !== sink.taken;) {
    before = sink.taken;
    for (let turn = 0; turn < 50; turn += 1) {
      beat += 1;
      neighbour.send(frame2013('0002', other, beat, ''));
      await eventually(() => expect(neighbour.answers).toHaveLength(1 + beat));
    }
  }
  expect(sink.taken).toBeGreaterThan(0);
  expect(sink.taken).toBeLessThan(offered / 2);
  expect(counts).toEqual({});
  clock.advance(defaultLimits.notReadingMs);
  expect(counts).toEqual({ notReading: 1 });
});

test('a port taken is an error of start; after stop nobody is connected', async () => {
  const { port, gateway } = await opened();
  const clock = new ManualClock();
  const second = createJt808Gateway({
    ...{ port, host: '127.0.0.1', clock, timers: clock, random: seededRandom(1), log: recordingLog([]) },
    ...{ sink: new RecordingSink(), rejections: new CountedRejections(), terminals: new TestTerminals() },
  });
  await expect(second.start()).rejects.toThrow('EADDRINUSE');
  const terminal = await Terminal.live(port, phone);
  await gateway.stop();
  await eventually(() => expect(terminal.closed).toBe(true));
});
