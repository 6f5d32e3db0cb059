/** A terminal on the line: registers, proves itself, then tells where it is. Comes back by itself after a break. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Location, TerminalId } from './jt808.ts';
import { authentication, location, message, PlatformReader, registration } from './jt808.ts';

const heartbeatMs = 20_000;
const comeBackMs = 2_000;

export interface TerminalOptions extends TerminalId {
  readonly host: string;
  readonly port: number;
  /** Told what went wrong; it goes on trying. */
  readonly onTrouble: (what: string) => void;
}

export class Terminal {
  readonly #options: TerminalOptions;
  #socket: Socket | undefined;
  #live = false;
  #serial = 0;
  #heartbeat: NodeJS.Timeout | undefined;
  #again: NodeJS.Timeout | undefined;
  #stopped = false;
  #silent = false;

  constructor(options: TerminalOptions) {
    this.#options = options;
    this.#open();
  }

  get live(): boolean {
    return this.#live;
  }

  /** While silent nothing is sent, not even a heartbeat: as in a tunnel. */
  set silent(silent: boolean) {
    this.#silent = silent;
  }

  /** What cannot leave is lost: the next position is better. */
  tell(where: Location): void {
    if (this.#live) this.#send(0x0200, location(where));
  }

  stop(): void {
    this.#stopped = true;
    this.#live = false;
    clearTimeout(this.#again);
    clearInterval(this.#heartbeat);
    this.#socket?.destroy();
  }

  #open(): void {
    const { host, port, version, phone, onTrouble } = this.#options;
    const reader = new PlatformReader();
    const socket = connect(port, host);
    this.#socket = socket;
    socket.on('connect', () => this.#send(0x0100, registration(version, phone.slice(-7))));
    socket.on('data', (chunk: Buffer) => {
      for (const said of reader.push(chunk)) {
        if (said.is === 'registered' && said.result === 0) this.#send(0x0102, authentication(version, said.code));
        else if (said.is === 'registered') onTrouble(`the registration was refused with ${said.result}`);
        else if (said.to === 0x0102 && said.result === 0) this.#begin();
        else if (said.result !== 0) onTrouble(`message ${said.to.toString(16)} was answered with ${said.result}`);
      }
    });
    socket.on('error', (error) => onTrouble(error.message));
    socket.on('close', () => {
      this.#live = false;
      clearInterval(this.#heartbeat);
      if (!this.#stopped) this.#again = setTimeout(() => this.#open(), comeBackMs);
    });
  }

  #begin(): void {
    this.#live = true;
    clearInterval(this.#heartbeat);
    this.#heartbeat = setInterval(() => this.#send(0x0002, Buffer.alloc(0)), heartbeatMs);
  }

  #send(id: number, body: Buffer): void {
    if (this.#silent || this.#socket?.writable !== true) return;
    this.#serial += 1;
    this.#socket.write(message(this.#options, id, this.#serial, body));
  }
}
