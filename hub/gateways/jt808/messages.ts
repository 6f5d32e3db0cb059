/** Headers, and the messages the platform sends (JT/T 808-2013 and -2019). */
import { err, ok } from '../../../shared/lib/result.ts';
import type { Result } from '../../../shared/lib/result.ts';
import { checked, framed } from './frames.ts';
import type { RejectionReason } from './rejections.ts';

/** Ids of the messages known here. */
export const messageId = {
  terminalAnswer: 0x0001,
  heartbeat: 0x0002,
  logout: 0x0003,
  register: 0x0100,
  authenticate: 0x0102,
  location: 0x0200,
  locationBatch: 0x0704,
  platformAnswer: 0x8001,
  packagesWanted: 0x8003,
  registerAnswer: 0x8100,
} as const;

/** Results of the general answer 0x8001. */
export const answerResult = { done: 0, failed: 1, wrongMessage: 2, notSupported: 3 } as const;
export type AnswerResult = (typeof answerResult)[keyof typeof answerResult];

/** Results of the answer to a registration, 0x8100. */
export const registerResult = { done: 0, terminalTaken: 3, noSuchTerminal: 4 } as const;
export type RegisterResult = (typeof registerResult)[keyof typeof registerResult];

/** What an answer's header repeats of the terminal's. */
export interface Sender {
  /** Of the header: 2011 has the header of 2013. */
  readonly version: 2013 | 2019;
  /** The byte of that name in a header of 2019; 0 where there is none. */
  readonly protocolVersion: number;
  /** As sent: 6 or 10 bytes of BCD. */
  readonly phone: Buffer;
}

export interface Message extends Sender {
  readonly id: number;
  readonly serial: number;
  /** Who sent it, in normal form; see `normalNumber`. */
  readonly number: string;
  readonly encrypted: boolean;
  /** Which part of a split message this is, counted from 1. */
  readonly part: { readonly index: number; readonly total: number } | undefined;
  /** Lies in the received bytes: copy what is to be kept. */
  readonly body: Buffer;
}

const lengthBits = 0x03ff;
const encryptionBits = 0x1c00;
const splitBit = 0x2000;
const versionBit = 0x4000;

/**
 * A terminal's number without leading zeros, so that the 12 digits of 2013 and the 20 of 2019 name the same terminal.
 * Nibbles beyond 9, which some makers send, count as the hex digits a–f.
 */
export function normalNumber(digits: string): string {
  return digits.toLowerCase().replace(/^0+(?=.)/, '');
}

/** Reads the content of a frame, escaped as it came. */
export function readMessage(content: Buffer): Result<Message, RejectionReason> {
  const plain = checked(content);
  if (!plain.ok) return plain;
  const bytes = plain.value;
  const attributes = bytes.readUInt16BE(2);
  const is2019 = (attributes & versionBit) !== 0;
  const isPart = (attributes & splitBit) !== 0;
  const phoneAt = is2019 ? 5 : 4;
  const serialAt = phoneAt + (is2019 ? 10 : 6);
  const bodyAt = serialAt + (isPart ? 6 : 2);
  if (bytes.length !== bodyAt + (attributes & lengthBits)) return err('length');
  const phone = bytes.subarray(phoneAt, serialAt);
  return ok({
    id: bytes.readUInt16BE(0),
    serial: bytes.readUInt16BE(serialAt),
    version: is2019 ? 2019 : 2013,
    protocolVersion: is2019 ? bytes.readUInt8(4) : 0,
    phone,
    number: normalNumber(phone.toString('hex')),
    encrypted: (attributes & encryptionBits) !== 0,
    part: isPart ? { total: bytes.readUInt16BE(serialAt + 2), index: bytes.readUInt16BE(serialAt + 4) } : undefined,
    body: bytes.subarray(bodyAt),
  });
}

/** A message to a terminal, ready for the wire, in the version the terminal speaks. */
function written(to: Sender, id: number, serial: number, body: Buffer): Buffer {
  const is2019 = to.version === 2019;
  const head = Buffer.allocUnsafe(is2019 ? 17 : 12);
  head.writeUInt16BE(id, 0);
  head.writeUInt16BE(body.length | (is2019 ? versionBit : 0), 2);
  if (is2019) head.writeUInt8(to.protocolVersion, 4);
  to.phone.copy(head, is2019 ? 5 : 4);
  head.writeUInt16BE(serial, head.length - 2);
  return framed(Buffer.concat([head, body]));
}

/** 0x8001. */
export function platformAnswer(to: Message, serial: number, result: AnswerResult): Buffer {
  const body = Buffer.allocUnsafe(5);
  body.writeUInt16BE(to.serial, 0);
  body.writeUInt16BE(to.id, 2);
  body.writeUInt8(result, 4);
  return written(to, messageId.platformAnswer, serial, body);
}

/** 0x8100. The code goes along only where the registration was taken. */
export function registerAnswer(to: Message, serial: number, result: RegisterResult, authCode = ''): Buffer {
  const body = Buffer.alloc(3 + authCode.length);
  body.writeUInt16BE(to.serial, 0);
  body.writeUInt8(result, 2);
  body.write(authCode, 3, 'latin1');
  return written(to, messageId.registerAnswer, serial, body);
}

/**
 * 0x8003: asks for parts of a split message again. How many stands in a byte in 2013, in a word in 2019.
 * @param first Serial of the message's first part.
 */
export function packagesWanted(to: Sender, serial: number, first: number, missing: readonly number[]): Buffer {
  const listAt = to.version === 2019 ? 4 : 3;
  const body = Buffer.allocUnsafe(listAt + 2 * missing.length);
  body.writeUInt16BE(first, 0);
  if (to.version === 2019) body.writeUInt16BE(missing.length, 2);
  else body.writeUInt8(missing.length, 2);
  for (const [at, index] of missing.entries()) body.writeUInt16BE(index, listAt + 2 * at);
  return written(to, messageId.packagesWanted, serial, body);
}
