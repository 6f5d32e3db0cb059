/**
 * What tests of the JT/T 809 gateway need: frames put together from hex fields, without the gateway's own code, and
 * frames that others published.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { hex } from './jt808.ts';

/** CRC-CCITT by a table, the other way round than the gateway works it out. */
const table = Array.from({ length: 256 }, (_, byte) =>
  Array.from({ length: 8 }).reduce<number>(
    (crc) => ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff,
    byte << 8,
  ),
);
const crc = (bytes: Buffer): number =>
  bytes.reduce((sum, byte) => ((sum << 8) & 0xffff) ^ (table[(sum >> 8) ^ byte] ?? 0), 0xffff);

const pairs: Readonly<Record<string, string>> = { '5b': '5a01', '5a': '5a02', '5d': '5e01', '5e': '5e02' };

export interface Head809 {
  readonly accessCode?: number;
  readonly serial?: number;
  /** Hex of the cipher flag and key. */
  readonly cipher?: string;
  /** Hex of the time of 2019. */
  readonly time?: string;
}

/** A frame for the wire: length, CRC, escapes and flags put in. */
export function frame809(id: string, body: string, head: Head809 = {}): Buffer {
  const { accessCode = 20_180_920, serial = 1, cipher = '0000000000', time = '' } = head;
  const rest = [hex(serial, 4), id, hex(accessCode, 4), '010000', cipher, time, body].join('');
  const content = Buffer.from(hex(rest.length / 2 + 8, 4) + rest, 'hex');
  const whole = content.toString('hex') + hex(crc(content), 2);
  return Buffer.from(`5b${(whole.match(/../g) ?? []).map((byte) => pairs[byte] ?? byte).join('')}5d`, 'hex');
}

/** Hex of text, filled up with NUL. */
export const filled = (text: string, bytes: number): string =>
  Buffer.from(text, 'latin1')
    .toString('hex')
    .padEnd(2 * bytes, '0');

export const login809 = (password = '20180920', user = 20_180_920): string =>
  hex(user, 4) + filled(password, 8) + filled('127.0.0.1', 32) + hex(809, 2);

/** 沪A12345 in GBK. */
export const plate = 'bba6413132333435';

/** Body of 0x1200 around a sub-message. */
export const exchange809 = (subType: string, payload: string, plateHex = plate): string =>
  `${plateHex.padEnd(42, '0')}02${subType}${hex(payload.length / 2, 4)}${payload}`;

export interface Position809 {
  readonly flag?: string;
  /** Hex of day, month, year, hour, minute, second. */
  readonly time?: string;
  readonly lon?: number;
  readonly lat?: number;
  readonly status?: number;
  readonly alarm?: number;
}

/** 36 bytes of 2011; by default 121.437° E 31.188° N on 21 November 2026 at 22:41:05, 36 km/h to the east. */
export function position809(fields: Position809 = {}): string {
  const { flag = '00', time = '150b07ea162905', lon = 121_437_000, lat = 31_188_000, status = 3, alarm = 0 } = fields;
  const words = [hex(36, 2), hex(35, 2), hex(1_234, 4), hex(90, 2), hex(12, 2)].join('');
  return flag + time + hex(lon, 4) + hex(lat, 4) + words + hex(status, 4) + hex(alarm, 4);
}

/** Frames of others: github.com/SmallChi/JT809 (tests) and chinasem.cn/article/637965. */
export const published = {
  /** 0x1001 of access code and user 20180920 with that password. */
  login:
    '5B000000480000008510010133EFB8010000000000270F0133EFB832303138303932303132372E302E302E31000000000000000000000000000000000000000000000003296A915D',
  /** The same, ciphered with M1 30000000, IA1 20000000, IC1 20000000. */
  loginCiphered:
    '5B000000480000008510010133EFB8010000010003E8B2D37D9CC4900C77DC78F8676527D8AE12243CFB64CC2FBA619AEFAD33ACCB3256F67BFF19DF33097841098665703FE36E5D',
  /** 0x1202 of 赣B63265 at access code 11, 7 December 2018 14:34:56, 114.809933° E 25.526799° N. */
  position:
    '5b0000005a020000006912000000000b1000000000000000b8d3423633323635000000000000000000000000000212020000002400070c07e20e223806d7dc4d0185820f005200000079a079015006c2000c000300000000bcfd5d',
  /** 0x1201 of 2019, with its time after the key. */
  register2019:
    '5B000000AC000006821200013415F4010000000000270F000000005E02A507B8D4C1413132333435000000000000000000000000000112010000006E31313131313131313131003131313131313131313100313131313131313100000000000000000000000000000000000000000000313233343536373839000000000000313131313141410000000000000000000000000000000000000000000000323232323232323232323232006D7A5D',
} as const;

/** Splits what a gateway sent into frames, as hex without flags, escapes and CRC. */
export function answers809(bytes: Buffer): string[] {
  const frames = bytes.toString('hex').match(/../g) ?? [];
  const found: string[] = [];
  let content: string[] | undefined;
  for (const byte of frames) {
    if (byte === '5b') content = [];
    else if (byte === '5d') {
      found.push(unescaped(content ?? []).slice(0, -4));
      content = undefined;
    } else content?.push(byte);
  }
  return found;
}

function unescaped(bytes: readonly string[]): string {
  const plain = Object.fromEntries(Object.entries(pairs).map(([value, pair]) => [pair, value]));
  let text = '';
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? '';
    if (byte === '5a' || byte === '5e') {
      at += 1;
      text += plain[byte + (bytes[at] ?? '')] ?? '??';
    } else text += byte;
  }
  return text;
}

/** Another platform at the other end of a real connection. */
export class LowerPlatform {
  readonly socket: Socket;
  #received = Buffer.alloc(0);
  #closed = false;

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk]);
    });
    socket.on('error', () => undefined);
    socket.once('close', () => {
      this.#closed = true;
    });
    onTestFinished(() => void socket.destroy());
  }

  static async connect(port: number): Promise<LowerPlatform> {
    const platform = new LowerPlatform(connect({ port, host: '127.0.0.1', noDelay: true }));
    await once(platform.socket, 'connect');
    return platform;
  }

  get answers(): readonly string[] {
    return answers809(this.#received);
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(...chunks: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(chunks));
  }
}
