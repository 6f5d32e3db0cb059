/**
 * Messages of JT/T 809, as far as an upper platform takes positions in. Header of 2011 (22 bytes): length, serial number,
 * message, access code of the lower platform, version (3), cipher flag, cipher key; that of 2019 has the time after it,
 * 8 bytes of UTC seconds.
 *
 * Sources: the layout of header, 0x1001, 0x1002, 0x1003, 0x1200, 0x1202 and 0x1203 agrees with the public decoder
 * github.com/SmallChi/JT809 and its frames, and with the 2011 frame taken apart at chinasem.cn/article/637965. Not
 * confirmed by a public source: that a platform of 2019 may add its version after 0x1001 (taken), and that times in bodies
 * of 2011 are UTC+8 (taken so, as JT/T 808 has it).
 */
import iconv from 'iconv-lite';
import type { CipherConstants } from './cipher.ts';
import { ciphered } from './cipher.ts';
import { framed } from './frames.ts';
import type { Platform } from './platforms.ts';

export const messageId = {
  login: 0x1001,
  loginAnswer: 0x1002,
  logout: 0x1003,
  logoutAnswer: 0x1004,
  keepAlive: 0x1005,
  keepAliveAnswer: 0x1006,
  /** Link broken, and link closed on purpose: said on the way out. */
  broken: 0x1007,
  closing: 0x1008,
  exchange: 0x1200,
} as const;

export const subType = { position: 0x1202, batch: 0x1203 } as const;

export const loginResult = { done: 0, wrongAddress: 1, wrongAccessCode: 2, noSuchUser: 3, wrongPassword: 4 } as const;

const headerLength = { '2011': 22, '2019': 30 } as const;

/** What stands in every header, whichever the version. */
export interface Head {
  readonly serial: number;
  readonly id: number;
  readonly accessCode: number;
  readonly version: Buffer;
  readonly encrypted: boolean;
  readonly key: number;
}

/** @param plain Header and body, at least 22 bytes. */
export function readHead(plain: Buffer): Head {
  return {
    serial: plain.readUInt32BE(4),
    id: plain.readUInt16BE(8),
    accessCode: plain.readUInt32BE(10),
    version: Buffer.from(plain.subarray(14, 17)),
    encrypted: plain.readUInt8(17) !== 0,
    key: plain.readUInt32BE(18),
  };
}

/** Undefined where the header is cut short, or the body is ciphered and the constants are not known. */
export function bodyOf(plain: Buffer, head: Head, { version, encryption }: Platform): Buffer | undefined {
  const body = plain.subarray(headerLength[version]);
  if (plain.length < headerLength[version]) return undefined;
  if (!head.encrypted) return body;
  return encryption === undefined ? undefined : ciphered(body, head.key, encryption);
}

export interface AnswerTo {
  readonly head: Head;
  readonly version: Platform['version'];
  readonly encryption?: CipherConstants | undefined;
  /** Hub time, Unix ms. */
  readonly now: number;
}

/** The bytes of an answer; ciphered where the question was. */
export function answer({ head, version, encryption, now }: AnswerTo, id: number, serial: number, body: Buffer): Buffer {
  const isCiphered = head.encrypted && encryption !== undefined;
  const header = Buffer.alloc(headerLength[version]);
  header.writeUInt32BE(serial, 4);
  header.writeUInt16BE(id, 8);
  header.writeUInt32BE(head.accessCode, 10);
  head.version.copy(header, 14);
  header.writeUInt8(isCiphered ? 1 : 0, 17);
  header.writeUInt32BE(isCiphered ? head.key : 0, 18);
  if (version === '2019') header.writeBigUInt64BE(BigInt(Math.floor(now / 1_000)), 22);
  return framed(Buffer.concat([header, isCiphered ? ciphered(body, head.key, encryption) : body]));
}

export interface Login {
  readonly user: number;
  readonly password: string;
}

const shortestLogin = { '2011': 46, '2019': 50 } as const;

/** Of 0x1001: user, password (8), in 2019 the access code again, then address and port for a way back that is not taken. */
export function readLogin(body: Buffer, version: Platform['version']): Login | undefined {
  return body.length < shortestLogin[version] ? undefined : readLogout(body);
}

/** Of 0x1003, and the beginning of 0x1001. */
export function readLogout(body: Buffer): Login | undefined {
  if (body.length < 12) return undefined;
  return { user: body.readUInt32BE(0), password: text(body.subarray(4, 12)) };
}

export function loginAnswerBody(result: number, verifyCode: number): Buffer {
  const body = Buffer.alloc(5);
  body.writeUInt8(result, 0);
  body.writeUInt32BE(verifyCode, 1);
  return body;
}

export interface Exchange {
  readonly plate: string;
  /** JT/T 415. */
  readonly colour: number;
  readonly subType: number;
  readonly payload: Buffer;
}

const plateLength = 21;

/** Of 0x1200: plate (21, GBK), colour, sub-type, length, and so many bytes. */
export function readExchange(body: Buffer): Exchange | undefined {
  const at = plateLength + 1 + 2 + 4;
  if (body.length < at || body.readUInt32BE(at - 4) !== body.length - at) return undefined;
  return {
    plate: text(body.subarray(0, plateLength)),
    colour: body.readUInt8(plateLength),
    subType: body.readUInt16BE(plateLength + 1),
    payload: body.subarray(at),
  };
}

/** GBK up to the first NUL. */
function text(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return iconv.decode(end < 0 ? bytes : bytes.subarray(0, end), 'gbk').trim();
}
