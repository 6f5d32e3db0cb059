/**
 * What tests of the JT/T 808 gateway need: frames put together from hex fields, without the gateway's own code, and the
 * ports it is given.
 */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { once } from 'node:events';
import { onTestFinished, vi } from 'vitest';
import type { RejectionReason } from '../../hub/gateways/jt808/rejections.ts';
import type { Registration, TerminalDirectory } from '../../hub/gateways/jt808/terminals.ts';
import type { DeviceId, Fix, FixSink, RejectionCounter } from '../../hub/telemetry/fix.ts';

/** Hex digits of a number, so many bytes wide. */
export const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, '0');

const escapes: Readonly<Record<string, string>> = { '7e': '7d02', '7d': '7d01' };

/** A frame for the wire from the hex of header and body: check byte, escapes and flags put in. */
export function wire(...fields: readonly string[]): Buffer {
  const plain = fields.join('').match(/../g) ?? [];
  const check = plain.reduce((sum, byte) => sum ^ Number.parseInt(byte, 16), 0);
  return escaped([...plain, hex(check, 1)].join(''));
}

/** A frame for the wire from the hex of header, body and check byte. */
export function escaped(content: string): Buffer {
  const bytes = (content.match(/../g) ?? []).map((byte) => escapes[byte] ?? byte);
  return Buffer.from(`7e${bytes.join('')}7e`, 'hex');
}

/** A frame of 2013: the length put in, and `bits` of the attribute beside it. */
export function frame2013(id: string, phone: string, serial: number, body: string, bits = 0): Buffer {
  return wire(id, hex(bits | (body.length / 2), 2), phone, hex(serial, 2), body);
}

/** The same of 2019, protocol version 1. */
export function frame2019(id: string, phone: string, serial: number, body: string, bits = 0): Buffer {
  return wire(id, hex(0x4000 | bits | (body.length / 2), 2), '01', phone.padStart(20, '0'), hex(serial, 2), body);
}

/** Code `1234`, as `TestTerminals` gives it. */
export const authBody2013 = '31323334';
/** Length, code, IMEI (15), software version (20). */
export const authBody2019 = `04${authBody2013}${'30'.repeat(15)}${'00'.repeat(20)}`;

export interface PositionFields {
  readonly alarm?: number;
  readonly status?: number;
  /** Degrees ×1e6, without sign. */
  readonly lat?: number;
  readonly lon?: number;
  readonly altitude?: number;
  /** km/h ×10 */
  readonly speed?: number;
  readonly direction?: number;
  /** Twelve BCD digits. */
  readonly time?: string;
}

/** Body of 0x0200 without additional fields; by default 31.188° N 121.437° E on 21 November 2026, 22:41:05. */
export function position(fields: PositionFields = {}): string {
  const { alarm = 0, status = 3, lat = 31_188_000, lon = 121_437_000 } = fields;
  const { altitude = 12, speed = 365, direction = 90, time = '261121224105' } = fields;
  const words = [altitude, speed, direction].map((word) => hex(word, 2));
  return [alarm, status, lat, lon].map((word) => hex(word, 4)).join('') + words.join('') + time;
}

export const place = { lat: 31.188, lon: 121.437 } as const;
export const positionAt = Date.UTC(2026, 10, 21, 14, 41, 5);

/** Splits what a gateway sent into frames, as hex without flags, escapes and check byte. */
export function answersIn(bytes: Buffer): string[] {
  return bytes
    .toString('latin1')
    .split('~')
    .filter((content) => content !== '')
    .map((content) => content.replaceAll('}\x02', '~').replaceAll('}\x01', '}'))
    .map((content) => Buffer.from(content, 'latin1').subarray(0, -1).toString('hex'));
}

export class RecordingSink implements FixSink {
  readonly fixes: Fix[] = [];

  /** What becomes of calls for help, by hand; absent: nobody keeps them. */
  callKept?: (device: DeviceId) => Promise<boolean>;

  take(fix: Fix): void {
    this.fixes.push(fix);
  }
}

export class CountedRejections implements RejectionCounter {
  #counts: Record<string, number> = {};

  get counts(): Readonly<Record<string, number>> {
    return this.#counts;
  }

  count(protocol: string, reason: string): void {
    if (protocol !== 'jt808') throw new Error(`counted under ${protocol}`);
    this.#counts[reason] = (this.#counts[reason] ?? 0) + 1;
  }

  clear(): void {
    this.#counts = {};
  }

  readonly reject = (reason: RejectionReason): void => this.count('jt808', reason);
}

/** Terminals the bureau has entered; all have registered before, with code `1234`, unless said otherwise. */
export class TestTerminals implements TerminalDirectory {
  readonly codes = new Map<string, string | undefined>();
  readonly registrations: (Registration & { readonly number: string })[] = [];
  /** What it refuses to register. */
  refuses: (registration: Registration) => boolean = () => false;

  constructor(...numbers: readonly string[]) {
    for (const number of numbers) this.codes.set(number, '1234');
  }

  find(number: string): ReturnType<TerminalDirectory['find']> {
    if (!this.codes.has(number)) return undefined;
    const authCode = this.codes.get(number);
    const device = `jt808:${number}` as const;
    return authCode === undefined ? { device } : { device, authCode };
  }

  register(number: string, registration: Registration, authCode: string): string | undefined {
    if (this.refuses(registration)) return undefined;
    this.registrations.push({ number, ...registration });
    this.codes.set(number, authCode);
    return authCode;
  }
}

/** Waits until the expectations hold. */
export const eventually = (expectations: () => void): Promise<void> =>
  vi.waitFor(expectations, { timeout: 30_000, interval: 5 });

/** A terminal at the other end of a real connection. */
export class Terminal {
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

  static async connect(port: number): Promise<Terminal> {
    const terminal = new Terminal(connect({ port, host: '127.0.0.1', noDelay: true }));
    await once(terminal.socket, 'connect');
    return terminal;
  }

  /** One connected and proved with code `1234`. */
  static async live(port: number, phone: string, version: 2013 | 2019 = 2013): Promise<Terminal> {
    const terminal = await Terminal.connect(port);
    const auth =
      version === 2019 ? frame2019('0102', phone, 0, authBody2019) : frame2013('0102', phone, 0, authBody2013);
    terminal.send(auth);
    await eventually(() => {
      if (!terminal.answers.some((answer) => answer.endsWith('0000010200'))) throw new Error('not live yet');
    });
    return terminal;
  }

  get answers(): readonly string[] {
    return answersIn(this.#received);
  }

  get closed(): boolean {
    return this.#closed;
  }

  send(...chunks: readonly Buffer[]): void {
    this.socket.write(Buffer.concat(chunks));
  }
}
