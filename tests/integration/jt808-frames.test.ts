/** Frames of terminals of many makers, from public test suites, against a decode made without this gateway. */
import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { checked, unescaped, Unframer } from '../../hub/gateways/jt808/frames.ts';
import { createJt808Gateway } from '../../hub/gateways/jt808/gateway.ts';
import { readRegistration } from '../../hub/gateways/jt808/logon.ts';
import type { Message } from '../../hub/gateways/jt808/messages.ts';
import { readMessage } from '../../hub/gateways/jt808/messages.ts';
import type { Fix } from '../../hub/telemetry/fix.ts';
import { must } from '../../shared/lib/must.ts';
import { parseIso } from '../../shared/lib/time.ts';
import { ManualClock, recordingLog, seededRandom } from '../support/hub-kit.ts';
import { CountedRejections, escaped, eventually, RecordingSink, Terminal, TestTerminals } from '../support/jt808.ts';
import { sharedData } from '../support/shared-data.ts';

const file = sharedData('jt808-frames.json');

interface DecodedLocation {
  readonly alarm: number;
  readonly positioned: boolean;
  readonly lat: number;
  readonly lon: number;
  readonly altitude_m: number;
  readonly speed_kmh: number;
  readonly direction_deg: number;
  readonly time_gmt8: string;
}

interface Decoded {
  readonly message_id?: string;
  readonly checksum_ok?: boolean;
  readonly length_ok?: boolean;
  readonly version_2019?: boolean;
  readonly subpackage?: boolean;
  readonly body_length_declared?: number;
  readonly terminal_phone_bcd?: string;
  readonly serial?: number;
  readonly batch_type?: number;
  readonly location?: DecodedLocation;
  readonly locations?: readonly DecodedLocation[];
}

interface Sample {
  /** Hex between two flags, as it was before escaping; absent where the suite has a body alone. */
  readonly frame?: string;
  readonly independent_decode: Decoded;
}

interface Frames {
  readonly frame_decoder_cases: readonly { readonly wire: string; readonly expected_frame: string }[];
  readonly traccar: readonly Sample[];
  readonly smallchi_with_stated_fields: readonly Sample[];
}

function frames(): Frames {
  return JSON.parse(readFileSync(must(file, 'frames'), 'utf8')) as Frames;
}

/** The samples that have a frame, as it goes over the wire. */
function samples(): readonly (Sample & { readonly wire: Buffer })[] {
  const { traccar, smallchi_with_stated_fields } = frames();
  return [...traccar, ...smallchi_with_stated_fields].flatMap((sample) => {
    const { frame } = sample;
    if (frame === undefined) return [];
    return [{ ...sample, wire: frame.startsWith('7e') ? escaped(frame.slice(2, -2)) : Buffer.from(frame, 'hex') }];
  });
}

/** Registers all numbers, opens a gateway, and gives what one frame alone does there. */
async function opened(numbers: readonly string[]) {
  const clock = new ManualClock();
  const sink = new RecordingSink();
  const rejections = new CountedRejections();
  const terminals = new TestTerminals(...numbers.map(withoutZeros));
  const gateway = createJt808Gateway({
    ...{ port: 0, host: '127.0.0.1', clock, timers: clock, random: seededRandom(1), log: recordingLog([]) },
    ...{ sink, rejections, terminals },
  });
  const port = await gateway.start();
  onTestFinished(() => gateway.stop());
  return { port, sink, rejections, clock };
}

const withoutZeros = (digits: string): string => {
  const rest = [...digits].findIndex((digit) => digit !== '0');
  return rest < 0 ? '0' : digits.slice(rest);
};

function expected(location: DecodedLocation, phone: string, replayed: boolean, receivedAt: number): Fix {
  return {
    ...{ device: `jt808:${withoutZeros(phone)}`, lat: location.lat, lon: location.lon, receivedAt, replayed },
    deviceAt: must(parseIso(location.time_gmt8), 'time'),
    ...{ altitude: location.altitude_m, speed: location.speed_kmh, heading: location.direction_deg },
    ...{ positioned: location.positioned, sos: location.alarm % 2 === 1 },
  };
}

test.skipIf(file === undefined)('each frame with a location decodes over TCP as it does elsewhere', async () => {
  const located = samples().filter(
    ({ independent_decode: { checksum_ok, location, locations } }) =>
      checksum_ok === true && (location !== undefined || locations !== undefined),
  );
  expect(located.length).toBeGreaterThanOrEqual(45);
  const phones = [
    ...new Set(located.map(({ independent_decode }) => must(independent_decode.terminal_phone_bcd, 'phone'))),
  ];
  const { port, sink, rejections, clock } = await opened(phones);
  for (const phone of phones) {
    const terminal = await Terminal.live(port, phone);
    const own = located.filter(({ independent_decode }) => independent_decode.terminal_phone_bcd === phone);
    const fixes: Fix[] = [];
    const answers: string[] = [];
    for (const { wire, independent_decode: decoded } of own) {
      terminal.send(wire);
      const replayed = decoded.batch_type === 1;
      for (const location of decoded.locations ?? [must(decoded.location, 'location')]) {
        fixes.push(expected(location, phone, replayed, clock.now()));
      }
      const words = [answers.length + 1, must(decoded.serial, 'serial')];
      const [serial, answered] = words.map((word) => word.toString(16).padStart(4, '0'));
      answers.push(`80010005${phone}${serial}${answered}${decoded.message_id?.slice(2)}00`);
    }
    await eventually(() => expect(terminal.answers.slice(1)).toEqual(answers));
    expect(sink.fixes.splice(0), phone).toEqual(fixes);
    terminal.socket.destroy();
  }
  expect(rejections.counts).toEqual({});
});

test.skipIf(file === undefined)('each other frame is refused for its reason, and gives no position', async () => {
  const known = new Set(['0x0100', '0x0200', '0x0704']);
  const others = samples().filter(({ independent_decode: decoded }) => {
    const sound = decoded.checksum_ok === true && decoded.length_ok === true;
    return !(sound && (decoded.location ?? decoded.locations) !== undefined) && decoded.message_id !== '0x0100';
  });
  expect(others.length).toBeGreaterThanOrEqual(9);
  const phones = others.flatMap(({ independent_decode }) => independent_decode.terminal_phone_bcd ?? []);
  const { port, sink, rejections } = await opened(phones);
  const seen = new Set<string>();
  for (const { wire, independent_decode: decoded } of others) {
    const terminal =
      decoded.terminal_phone_bcd === undefined
        ? await Terminal.connect(port)
        : await Terminal.live(port, decoded.terminal_phone_bcd);
    terminal.send(wire);
    const reason =
      decoded.message_id === undefined
        ? 'garbage'
        : decoded.checksum_ok !== true
          ? 'checksum'
          : decoded.length_ok !== true
            ? 'length'
            : known.has(decoded.message_id)
              ? 'none'
              : 'unknownMessage';
    seen.add(reason);
    await eventually(() => expect(rejections.counts, wire.toString('hex')).toEqual({ [reason]: 1 }));
    rejections.clear();
    terminal.socket.destroy();
  }
  expect(sink.fixes).toEqual([]);
  expect([...seen].sort()).toEqual(['checksum', 'garbage', 'length', 'unknownMessage']);
});

test.skipIf(file === undefined)('headers read as printed, registrations of three years as far as they go', () => {
  const versions = new Set<number>();
  for (const { wire, independent_decode: decoded } of samples()) {
    if (decoded.checksum_ok !== true || decoded.length_ok !== true) continue;
    const read = readMessage(wire.subarray(1, -1));
    const message: Message = must(read.ok ? read.value : undefined, wire.toString('hex'));
    expect(message).toMatchObject({
      id: Number(decoded.message_id),
      serial: decoded.serial,
      version: decoded.version_2019 === true ? 2019 : 2013,
      number: withoutZeros(must(decoded.terminal_phone_bcd, 'phone')),
      encrypted: false,
    });
    expect([message.body.length, message.part !== undefined]).toEqual([
      decoded.body_length_declared,
      decoded.subpackage,
    ]);
    if (message.id === 0x0100) versions.add(must(readRegistration(message), 'a registration').version);
  }
  expect([...versions].sort()).toEqual([2011, 2013, 2019]);
});

test.skipIf(file === undefined)('frames are found and unescaped as a public frame decoder has it', () => {
  const cases = frames().frame_decoder_cases.filter(({ expected_frame }) => expected_frame.startsWith('7e'));
  expect(cases).toHaveLength(2);
  for (const { wire, expected_frame } of cases) {
    const found: Buffer[] = [];
    const unframer = new Unframer(
      (content) => found.push(content),
      () => undefined,
    );
    unframer.push(Buffer.from(wire, 'hex'));
    expect(found).toHaveLength(1);
    // Five bytes are no message; unescaped they are those between the flags.
    const [content] = found;
    expect(checked(must(content, 'content'))).toEqual({ ok: false, error: 'garbage' });
    expect(must(unescaped(must(content, 'content')), 'plain').toString('hex')).toBe(expected_frame.slice(2, -2));
  }
});
