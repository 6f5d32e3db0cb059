import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '../../../shared/lib/must.ts';
import { ManualClock, seededRandom } from '../../../tests/support/hub-kit.ts';
import {
  answersIn,
  authBody2013,
  authBody2019,
  CountedRejections,
  frame2013,
  frame2019,
  place,
  position,
  positionAt,
  RecordingSink,
  TestTerminals,
  wire,
} from '../../../tests/support/jt808.ts';
import { longestOnWire } from './frames.ts';
import { defaultLimits } from './gateway.ts';
import type { RejectionReason } from './rejections.ts';
import { TerminalSession } from './session.ts';
import { LiveTerminals } from './terminals.ts';

const phone = '013800138000';
const number = '13800138000';
const other = '013900139000';

const auth = frame2013('0102', phone, 1, authBody2013);
const location = (serial: number, body = position()): Buffer => frame2013('0200', phone, serial, body);
/** 2011: no model to speak of, no plate. */
const registration = '00'.repeat(25);
const register = (from = phone): Buffer => frame2013('0100', from, 3, registration);

/** A hall of connections. */
function hall(terminals = new TestTerminals(number, '13900139000')) {
  const clock = new ManualClock();
  const sink = new RecordingSink();
  const rejections = new CountedRejections();
  const { counts } = rejections;
  const live = new LiveTerminals();
  const random = seededRandom(808);
  const deps = {
    clock,
    timers: clock,
    random,
    sink,
    reject: rejections.reject,
    terminals,
    live,
    limits: defaultLimits,
  };
  const connect = () => {
    const sent: Buffer[] = [];
    const state = { closed: false };
    const session = new TerminalSession(deps, {
      send: (bytes) => sent.push(bytes),
      close: () => {
        state.closed = true;
      },
    });
    return {
      session,
      state,
      send: (...frames: readonly Buffer[]) => session.receive(Buffer.concat(frames)),
      /** What came back since the last call, without flags and check bytes. */
      answers: () => answersIn(Buffer.concat(sent.splice(0))),
    };
  };
  return { clock, sink, counts, terminals, connect };
}

type Hall = ReturnType<typeof hall>;
type Connection = ReturnType<Hall['connect']>;

function liveTerminal(given = hall()): Hall & Connection {
  const connection = given.connect();
  connection.send(auth);
  expect(connection.answers()).toEqual([answer(1, '0102', 0)]);
  return { ...given, ...connection };
}

/** The general answer to a frame of 2013; the serial of the answer itself is how many went before. */
function answer(serial: number, id: string, result: number, own = 0): string {
  const words = [own, serial].map((word) => word.toString(16).padStart(4, '0'));
  return `80010005${phone}${must(words[0], 'own')}${must(words[1], 'serial')}${id}0${result}`;
}

const fix = {
  ...{ device: `jt808:${number}`, ...place, deviceAt: positionAt, speed: 36.5, heading: 90, altitude: 12 },
  ...{ positioned: true, replayed: false, sos: false },
} as const;

test('a terminal entered by the bureau registers, proves itself with the code it was given, and is live', () => {
  const terminals = new TestTerminals();
  terminals.codes.set(number, undefined);
  const { connect, sink, counts, clock } = hall(terminals);
  const { send, answers } = connect();
  send(register());
  const [registered = ''] = answers();
  const code = must(terminals.codes.get(number), 'code');
  expect(registered).toBe(`81000017${phone}0000000300${Buffer.from(code).toString('hex')}`);
  expect(terminals.registrations).toMatchObject([{ number, version: 2011, plate: '' }]);
  send(frame2013('0102', phone, 4, Buffer.from(code).toString('hex')), location(5), frame2013('0002', phone, 6, ''));
  expect(answers()).toEqual([answer(4, '0102', 0, 1), answer(5, '0200', 0, 2), answer(6, '0002', 0, 3)]);
  expect(sink.fixes).toEqual([{ ...fix, receivedAt: clock.now() }]);
  expect(counts).toEqual({});
});

test('a code once given stays when the terminal registers again', () => {
  const { send, answers, terminals } = { ...hall(), ...liveTerminal() };
  send(register());
  expect(answers()).toEqual([`81000007${phone}0001000300${authBody2013}`]);
  expect(terminals.codes.get(number)).toBe('1234');
});

test('2019: code with length, IMEI and version; answers in 2019; the same terminal as with twelve digits', () => {
  const { connect, sink, clock } = hall();
  const { send, answers } = connect();
  send(frame2019('0102', phone, 1, authBody2019), frame2019('0200', phone, 2, position({ alarm: 1 })));
  expect(answers()).toEqual([
    '800140050100000000013800138000' + '0000' + '0001010200',
    '800140050100000000013800138000' + '0001' + '0002020000',
  ]);
  expect(sink.fixes).toEqual([{ ...fix, sos: true, receivedAt: clock.now() }]);
});

test('after a log-out the terminal must prove itself again', () => {
  const { send, answers, sink, counts } = liveTerminal();
  send(frame2013('0003', phone, 2, ''), location(3), auth, location(4));
  expect(answers()).toEqual([
    answer(2, '0003', 0, 1),
    answer(3, '0200', 1, 2),
    answer(1, '0102', 0, 3),
    answer(4, '0200', 0, 4),
  ]);
  expect([sink.fixes.length, counts]).toEqual([1, { notAuthenticated: 1 }]);
});

test('with the right code the newer connection takes over, and the older one is closed and not believed', () => {
  const { connect, sink, counts } = hall();
  const [old, young] = [connect(), connect()];
  old.send(auth);
  young.send(auth);
  expect([old.state.closed, young.state.closed]).toEqual([true, false]);
  old.send(location(2));
  expect(sink.fixes).toEqual([]);
  // The old one's end, heard late, does not take the number from the new one.
  old.session.ended();
  young.send(location(2));
  const third = connect();
  third.send(register());
  expect([sink.fixes.length, counts]).toEqual([1, { numberInUse: 1 }]);
});

test('somebody with another code, or who registers anew, does not disturb the terminal on the line', () => {
  const { connect, send, state, answers, sink, counts } = liveTerminal();
  const thief = connect();
  thief.send(frame2013('0102', phone, 9, '34333231'), location(10), register());
  expect(thief.answers()).toEqual([answer(9, '0102', 1, 0), answer(10, '0200', 1, 1), `81000003${phone}0002000303`]);
  send(location(2));
  expect(answers()).toEqual([answer(2, '0200', 0, 1)]);
  expect([state.closed, sink.fixes.length]).toEqual([false, 1]);
  expect(counts).toEqual({ wrongAuth: 1, notAuthenticated: 1, numberInUse: 1 });
});

test('a terminal that came back without a word can register once the old connection has been silent', () => {
  const { connect, clock, send } = liveTerminal();
  clock.advance(defaultLimits.silentMs - 1);
  send(frame2013('0002', phone, 2, ''));
  clock.advance(defaultLimits.silentMs - 1);
  const back = connect();
  back.send(register());
  expect(back.answers()).toEqual([`81000003${phone}0000000303`]);
  clock.advance(1);
  const again = connect();
  again.send(register());
  expect(again.answers()).toEqual([`81000007${phone}0000000300${authBody2013}`]);
});

test('a call for help comes through even where the device has lost its clock or its place, once and without position', () => {
  const { send, sink, clock, counts, answers } = liveTerminal();
  const help = { device: fix.device, receivedAt: clock.now(), positioned: false, replayed: false, sos: true };
  send(location(2, position({ alarm: 1, time: '000000000000' })), location(3, position({ alarm: 1, lat: 91_000_000 })));
  expect(sink.fixes).toEqual([
    { ...help, ...place },
    { ...help, lon: 0, lat: 0, deviceAt: positionAt },
  ]);
  expect(counts).toEqual({ badTime: 1, badPosition: 1 });
  expect(answers()).toEqual([answer(2, '0200', 2, 1), answer(3, '0200', 2, 2)]);
  // From long ago it is nothing to run for.
  send(frame2013('0704', phone, 4, `000101001c${position({ alarm: 1, time: '000000000000' })}`));
  expect([sink.fixes.length, counts['badTime']]).toEqual([2, 2]);
});

test('of a batch each position is judged alone, and the batch is answered once', () => {
  const { send, sink, counts, answers } = liveTerminal();
  const items = [position(), position({ time: '261321000000' }), position({ lat: 90_000_001 }), position({ speed: 0 })];
  send(frame2013('0704', phone, 2, `000401${items.map((item) => `001c${item}`).join('')}`));
  expect(sink.fixes.map(({ speed, replayed }) => [speed, replayed])).toEqual([
    [36.5, true],
    [0, true],
  ]);
  expect(counts).toEqual({ badTime: 1, badPosition: 1 });
  expect(answers()).toEqual([answer(2, '0704', 0, 1)]);
});

test("a terminal's answers are not answered", () => {
  const { send, answers, counts } = liveTerminal();
  send(frame2013('0001', phone, 2, '0000810300'));
  expect([answers(), counts]).toEqual([[], {}]);
});

type OfServer = 'notReading' | 'tooManyConnections' | 'tooManyFromAddress' | 'internalError';

/** How each reason comes about at a live terminal, and whether its connection ends with it. */
const scenarios: Record<
  Exclude<RejectionReason, OfServer>,
  {
    readonly when: (terminal: ReturnType<typeof liveTerminal>) => void;
    readonly closes?: true;
    readonly times?: number;
  }
> = {
  garbage: { when: ({ send }) => send(Buffer.from('7e0102037e', 'hex')) },
  tooLong: { when: ({ send }) => send(Buffer.alloc(longestOnWire + 1, 1), Buffer.of(0x7e)) },
  badEscape: { when: ({ send }) => send(Buffer.from('7e0002000001380013807d03000005ad7e', 'hex')) },
  checksum: { when: ({ send }) => send(Buffer.from('7e000200000138001380000005ac7e', 'hex')) },
  length: { when: ({ send }) => send(wire('0002', '0001', phone, '0005')) },
  encrypted: { when: ({ send }) => send(frame2013('0200', phone, 2, position(), 0x0400)) },
  notRegistered: { when: ({ connect }) => connect().send(register('013700137000')) },
  registrationRefused: {
    when: ({ terminals, send }) => {
      terminals.refuses = () => true;
      send(register());
    },
  },
  numberInUse: { when: ({ connect }) => connect().send(register()) },
  wrongAuth: { when: ({ connect }) => connect().send(frame2013('0102', phone, 2, '')) },
  notAuthenticated: { when: ({ connect }) => connect().send(location(2)) },
  otherNumber: { when: ({ send }) => send(frame2013('0200', other, 2, position())) },
  unknownMessage: {
    when: ({ send }) =>
      send(frame2013('0900', phone, 2, '00'), wire('0801', '2001', phone, '0003', '0002', '0001', '00')),
    times: 2,
  },
  badBody: {
    when: ({ send }) => {
      send(location(2, position().slice(2)), frame2013('0704', phone, 3, '000101'), frame2013('0100', phone, 4, '00'));
      send(frame2019('0102', phone, 5, '0531'));
    },
    times: 4,
  },
  badTime: { when: ({ send }) => send(location(2, position({ time: '260230000000' }))) },
  badPosition: { when: ({ send }) => send(location(2, position({ lon: 180_000_001 }))) },
  badExtras: { when: ({ send }) => send(location(2, `${position()}0104`)) },
  badSubPackage: { when: ({ send }) => send(wire('0200', '2001', phone, '0002', '0002', '0003', '00')) },
  subPackageMissing: {
    when: ({ send, clock }) => {
      send(wire('0200', '2001', phone, '0002', '0002', '0001', '00'));
      const { waitMs, asks } = defaultLimits.packages;
      clock.advance(waitMs * (asks + 1));
    },
  },
  logonTimeout: {
    when: ({ connect, clock }) => {
      const { state, send } = connect();
      send(register(other));
      clock.advance(defaultLimits.logonMs);
      expect(state.closed).toBe(true);
    },
  },
  idleTimeout: { when: ({ clock }) => clock.advance(defaultLimits.idleMs), closes: true },
  halfFrameTimeout: {
    when: ({ send, clock }) => {
      send(location(2).subarray(0, 20));
      clock.advance(defaultLimits.halfFrameMs);
    },
    closes: true,
  },
};

for (const [reason, { when, closes = false, times = 1 }] of Object.entries(scenarios)) {
  test(`counted: ${reason}`, () => {
    const terminal = liveTerminal();
    when(terminal);
    expect(terminal.counts).toEqual({ [reason]: times });
    expect(terminal.state.closed).toBe(closes);
    expect(terminal.sink.fixes).toHaveLength(reason === 'badExtras' ? 1 : 0);
    if (closes) return;
    terminal.send(location(99));
    expect(terminal.sink.fixes.at(-1)).toMatchObject({ deviceAt: positionAt });
  });
}

test('a connection without a proof, or refused too often, is closed, and none of its alarms stays', () => {
  const { connect, clock, counts } = hall();
  const { send, state } = connect();
  for (let tries = 0; tries < defaultLimits.logonTries; tries += 1) {
    expect(state.closed).toBe(false);
    send(frame2013('0102', phone, tries, '30'));
  }
  expect([state.closed, counts, clock.waiting]).toEqual([true, { wrongAuth: defaultLimits.logonTries }, 0]);
});

test('a live terminal is kept as long as it is heard, however slowly a frame comes in', () => {
  const { send, clock, state, counts } = liveTerminal();
  for (let beat = 0; beat < 4; beat += 1) {
    clock.advance(defaultLimits.idleMs - 40_000);
    const frame = frame2013('0002', phone, beat, '');
    send(frame.subarray(0, 5));
    clock.advance(defaultLimits.halfFrameMs - 1);
    send(frame.subarray(5));
  }
  expect([state.closed, counts]).toEqual([false, {}]);
  // Frames of others, or without a fitting check byte, are no sign of life.
  clock.advance(defaultLimits.idleMs - 1);
  send(frame2013('0002', other, 9, ''), Buffer.from('7e000200000138001380000005ac7e', 'hex'));
  clock.advance(1);
  expect([state.closed, counts]).toEqual([true, { otherNumber: 1, checksum: 1, idleTimeout: 1 }]);
});

test('a frame cut short while the connection is left unread has its time from when it is read again', () => {
  const { session, send, clock, state, counts } = liveTerminal();
  send(location(2).subarray(0, 20));
  session.hold(true);
  clock.advance(2 * defaultLimits.halfFrameMs);
  session.hold(false);
  clock.advance(defaultLimits.halfFrameMs - 1);
  expect([state.closed, counts]).toEqual([false, {}]);
  clock.advance(1);
  expect([state.closed, counts]).toEqual([true, { halfFrameTimeout: 1 }]);
});

test('any chunking of any frames with garbage between them gives the same fixes', () => {
  const step = fc.oneof(
    fc.record({ speed: fc.nat(2_000), lat: fc.nat(90_000_000), alarm: fc.nat(1) }).map((fields) => ({ fields })),
    // May hold flags, or end in half a frame: the flag of the next frame ends it.
    fc.uint8Array({ maxLength: 40 }).map((noise) => ({ noise: Buffer.from(noise) })),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), fc.array(fc.nat(3_000), { maxLength: 60 }), (steps, places) => {
      const { session, sink } = liveTerminal();
      const stream = Buffer.concat(
        steps.map((one, at) => ('fields' in one ? location(at, position(one.fields)) : one.noise)),
      );
      const cuts = [...new Set(places.map((at) => at % (stream.length + 1)))].sort((a, b) => a - b);
      for (const [i, from] of [0, ...cuts].entries()) session.receive(stream.subarray(from, cuts[i] ?? stream.length));
      expect(sink.fixes.map(({ speed, lat, sos }) => ({ speed, lat, sos }))).toEqual(
        steps.flatMap((one) =>
          'fields' in one
            ? [{ speed: one.fields.speed / 10, lat: one.fields.lat / 1e6, sos: one.fields.alarm === 1 }]
            : [],
        ),
      );
    }),
  );
});

test('random bytes and random bodies never throw, and keep memory bounded', () => {
  const ids = ['0001', '0002', '0003', '0100', '0102', '0200', '0704', '0900', 'ffff'];
  const frame = fc
    .tuple(fc.constantFrom(...ids), fc.constantFrom(0, 0x2000, 0x0400), fc.boolean(), fc.uint8Array({ maxLength: 90 }))
    .map(([id, bits, is2019, body]) => {
      const parts = bits === 0x2000 ? 4 : 0;
      const padded = Buffer.concat([body, Buffer.alloc(parts)]);
      const length = (padded.length - parts).toString(16).padStart(2, '0');
      const attribute = ((is2019 ? 0x40 : 0) | (bits >> 8)).toString(16).padStart(2, '0') + length;
      const sender = is2019 ? `01${phone.padStart(20, '0')}` : phone;
      return wire(id, attribute, sender, '0001', padded.toString('hex'));
    });
  const chunk = fc.oneof(
    frame,
    fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
  );
  fc.assert(
    fc.property(fc.array(chunk, { maxLength: 20 }), (chunks) => {
      const { session, clock } = liveTerminal();
      for (const bytes of chunks) {
        session.receive(bytes);
        expect(session.kept).toBeLessThanOrEqual(longestOnWire + defaultLimits.packages.bytes);
        clock.advance(3_000);
      }
      session.ended();
      expect(clock.waiting).toBe(0);
    }),
  );
});

test('a call for help is answered once it stands in the journal, and not where it could not be written', async () => {
  const { send, answers, sink } = liveTerminal();
  let stands: (kept: boolean) => void = () => undefined;
  sink.callKept = () => new Promise((resolve) => (stands = resolve));
  answers();
  send(location(7, position({ alarm: 1 })));
  expect(sink.fixes.at(-1)).toMatchObject({ sos: true });
  expect(answers()).toEqual([]);
  // Others are not held up by it.
  send(location(8));
  expect(answers()).toHaveLength(1);
  stands(true);
  await Promise.resolve();
  await Promise.resolve();
  expect(answers()).toHaveLength(1);
  send(location(9, position({ alarm: 1 })));
  stands(false);
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  expect(answers()).toEqual([]);
});
