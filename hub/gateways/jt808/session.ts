/**
 * One connection of a terminal, without its socket: registers, proves itself, is live.
 *
 * Only what a live terminal says under its own number is believed. Each frame that can be answered is answered; what is
 * thrown away is counted.
 */
import type { Clock, RandomSource, Timers } from '../../ports.ts';
import { same } from '../../lib/same.ts';
import type { DeviceId, Fix, FixSink } from '../../telemetry/fix.ts';
import { Unframer } from './frames.ts';
import type { Location } from './location.ts';
import { readLocation, readLocationBatch } from './location.ts';
import { newAuthCode, readAuthCode, readRegistration } from './logon.ts';
import type { AnswerResult, Message } from './messages.ts';
import {
  answerResult,
  messageId,
  packagesWanted,
  platformAnswer,
  readMessage,
  registerAnswer,
  registerResult,
} from './messages.ts';
import type { PackageLimits } from './packages.ts';
import { Packages } from './packages.ts';
import type { Reject, RejectionReason } from './rejections.ts';
import type { Holder, LiveTerminals, TerminalDirectory } from './terminals.ts';

export interface SessionLimits {
  /** Machine ms until a connection must be live. */
  readonly logonMs: number;
  /** Registrations and proofs refused on one connection, after which it is closed. */
  readonly logonTries: number;
  /** Machine ms without a frame after which a live terminal may be gone: its number can be registered elsewhere. */
  readonly silentMs: number;
  /** Machine ms without a frame after which a live connection is closed; more than `silentMs`. */
  readonly idleMs: number;
  /** Machine ms within which a frame begun must end. */
  readonly halfFrameMs: number;
  readonly packages: PackageLimits;
}

export interface SessionDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly sink: FixSink;
  readonly reject: Reject;
  readonly terminals: TerminalDirectory;
  readonly live: LiveTerminals;
  readonly limits: SessionLimits;
}

/** The way back. */
export interface TerminalLink {
  send(bytes: Buffer): void;
  /** Ends the connection once what was sent is out. */
  close(): void;
}

type Phase =
  | { readonly name: 'new' }
  | { readonly name: 'registered'; readonly number: string }
  | { readonly name: 'live'; readonly number: string; readonly device: DeviceId }
  | { readonly name: 'ended' };

const { done, failed, wrongMessage, notSupported } = answerResult;
const nothing = (): void => undefined;
/** Of others, such as pictures, no part is kept: they would be refused once whole. */
const comeInParts: ReadonlySet<number> = new Set([messageId.location, messageId.locationBatch]);

export class TerminalSession implements Holder {
  readonly #deps: SessionDeps;
  readonly #link: TerminalLink;
  readonly #unframer: Unframer;
  readonly #packages: Packages;
  #phase: Phase = { name: 'new' };
  #serial = 0;
  #triesLeft: number;
  #silent = false;
  /** Whether the frame that is read calls for help. */
  #calls = false;
  /** Until the terminal is live, or from its last frame on. */
  #stopQuiet: () => void = nothing;
  #stopHalfFrame: (() => void) | undefined;

  constructor(deps: SessionDeps, link: TerminalLink) {
    this.#deps = deps;
    this.#link = link;
    this.#triesLeft = deps.limits.logonTries;
    this.#unframer = new Unframer((content) => this.#content(content), deps.reject);
    this.#packages = new Packages({
      timers: deps.timers,
      limits: deps.limits.packages,
      ask: (to, first, missing) => this.#link.send(packagesWanted(to, this.#nextSerial(), first, missing)),
      lost: () => deps.reject('subPackageMissing'),
    });
    this.#awaitLogon();
  }

  get silent(): boolean {
    return this.#silent;
  }

  /** Bytes kept of frames and messages not yet whole. */
  get kept(): number {
    return this.#unframer.kept + this.#packages.bytes;
  }

  receive(chunk: Buffer): void {
    if (this.#phase.name === 'ended') return;
    this.#unframer.push(chunk);
    if (this.#ended()) return;
    if (this.#unframer.unfinished) this.#frameBegun();
    else this.#frameEnded();
  }

  /** Whether the connection is left unread for now: then a frame that does not end is not the terminal's fault. */
  hold(held: boolean): void {
    if (held) this.#frameEnded();
    else if (this.#unframer.unfinished && !this.#ended()) this.#frameBegun();
  }

  replaced(): void {
    this.#close();
  }

  /** The connection is gone, or to be closed: nothing of it is heard any more. */
  ended(): void {
    if (this.#phase.name === 'live') this.#deps.live.leave(this.#phase.number, this);
    this.#phase = { name: 'ended' };
    this.#stopQuiet();
    this.#frameEnded();
    this.#packages.close();
  }

  #end(reason: RejectionReason): void {
    this.#deps.reject(reason);
    this.#close();
  }

  #close(): void {
    this.ended();
    this.#link.close();
  }

  /** Asked anew after each step that may end the session. */
  #ended(): boolean {
    return this.#phase.name === 'ended';
  }

  #frameBegun(): void {
    const { timers, limits } = this.#deps;
    this.#stopHalfFrame ??= timers.after(limits.halfFrameMs, () => this.#end('halfFrameTimeout'));
  }

  #frameEnded(): void {
    this.#stopHalfFrame?.();
    this.#stopHalfFrame = undefined;
  }

  #awaitLogon(): void {
    const { timers, limits } = this.#deps;
    this.#stopQuiet();
    this.#stopQuiet = timers.after(limits.logonMs, () => this.#end('logonTimeout'));
  }

  /** A live terminal was heard: counts anew from here. */
  #heard(): void {
    const { timers, limits } = this.#deps;
    this.#silent = false;
    this.#stopQuiet();
    this.#stopQuiet = timers.after(limits.silentMs, () => {
      this.#silent = true;
      this.#stopQuiet = timers.after(limits.idleMs - limits.silentMs, () => this.#end('idleTimeout'));
    });
  }

  #nextSerial(): number {
    const serial = this.#serial;
    this.#serial = (serial + 1) & 0xffff;
    return serial;
  }

  #answer(message: Message, result: AnswerResult): void {
    this.#link.send(platformAnswer(message, this.#nextSerial(), result));
  }

  #refuse(message: Message, reason: RejectionReason, result: AnswerResult): void {
    this.#deps.reject(reason);
    this.#answer(message, result);
  }

  #content(content: Buffer): void {
    this.#frameEnded();
    // Closed by a frame earlier in the same chunk.
    if (this.#ended()) return;
    const read = readMessage(content);
    if (!read.ok) this.#deps.reject(read.error);
    else this.#message(read.value);
  }

  #message(message: Message): void {
    const phase = this.#phase;
    if ((phase.name === 'live' || phase.name === 'registered') && phase.number !== message.number) {
      this.#deps.reject('otherNumber');
      return;
    }
    if (message.encrypted) {
      this.#refuse(message, 'encrypted', notSupported);
      return;
    }
    if (message.part === undefined && message.id === messageId.register) this.#register(message);
    else if (message.part === undefined && message.id === messageId.authenticate) this.#authenticate(message);
    else if (phase.name !== 'live') this.#refuse(message, 'notAuthenticated', failed);
    else {
      this.#heard();
      if (message.part === undefined) this.#live(message, message.body, phase.device);
      else this.#part(message, message.part, phase.device);
    }
  }

  #register(message: Message): void {
    const { terminals, live, random } = this.#deps;
    const registration = readRegistration(message);
    if (registration === undefined) {
      this.#refuse(message, 'badBody', wrongMessage);
      return;
    }
    const { number } = message;
    const known = terminals.find(number);
    if (known === undefined) {
      this.#refuseLogon('notRegistered', registerAnswer(message, this.#nextSerial(), registerResult.noSuchTerminal));
      return;
    }
    const inUse = live.inUse(number, this);
    // A code once given stays: who has it can always take the number back from somebody who registered meanwhile.
    const code = inUse ? undefined : terminals.register(number, registration, known.authCode ?? newAuthCode(random));
    if (code === undefined) {
      const reason = inUse ? 'numberInUse' : 'registrationRefused';
      this.#refuseLogon(reason, registerAnswer(message, this.#nextSerial(), registerResult.terminalTaken));
      return;
    }
    if (this.#phase.name === 'new') this.#phase = { name: 'registered', number };
    this.#link.send(registerAnswer(message, this.#nextSerial(), registerResult.done, code));
  }

  #authenticate(message: Message): void {
    const { terminals, live } = this.#deps;
    const said = readAuthCode(message);
    if (said === undefined) {
      this.#refuse(message, 'badBody', wrongMessage);
      return;
    }
    const { number } = message;
    const known = terminals.find(number);
    if (known?.authCode === undefined || !same(said, known.authCode)) {
      const reason = known === undefined ? 'notRegistered' : 'wrongAuth';
      this.#refuseLogon(reason, platformAnswer(message, this.#nextSerial(), failed));
      return;
    }
    this.#phase = { name: 'live', number, device: known.device };
    this.#triesLeft = this.#deps.limits.logonTries;
    live.take(number, this);
    this.#heard();
    this.#answer(message, done);
  }

  #refuseLogon(reason: RejectionReason, answer: Buffer): void {
    this.#deps.reject(reason);
    this.#link.send(answer);
    this.#triesLeft -= 1;
    if (this.#triesLeft <= 0) this.#close();
  }

  #part(message: Message, part: NonNullable<Message['part']>, device: DeviceId): void {
    if (!comeInParts.has(message.id)) {
      this.#refuse(message, 'unknownMessage', notSupported);
      return;
    }
    const taken = this.#packages.take(message, part);
    if (taken.is === 'refused') this.#refuse(message, 'badSubPackage', wrongMessage);
    else if (taken.is === 'kept') this.#answer(message, done);
    else this.#live(message, taken.body, device);
  }

  /** @param body Of the whole message; the answer goes to the frame that made it whole. */
  #live(message: Message, body: Buffer, device: DeviceId): void {
    switch (message.id) {
      case messageId.terminalAnswer:
        // Answers are not answered.
        return;
      case messageId.heartbeat:
        this.#answer(message, done);
        return;
      case messageId.logout:
        this.#deps.live.leave(message.number, this);
        this.#phase = { name: 'new' };
        this.#awaitLogon();
        this.#answer(message, done);
        return;
      case messageId.location:
        this.#answerKept(message, this.#location(body, device, false) ? done : wrongMessage, device);
        return;
      case messageId.locationBatch:
        this.#answerKept(message, this.#batch(body, device) ? done : wrongMessage, device);
        return;
      default:
        this.#refuse(message, 'unknownMessage', notSupported);
    }
  }

  /**
   * Answered, a terminal may stop calling for help: so not before the call stands in the journal, and not at all where it
   * could not be written. It says it again then.
   */
  #answerKept(message: Message, result: AnswerResult, device: DeviceId): void {
    const kept = this.#calls ? this.#deps.sink.callKept?.(device) : undefined;
    this.#calls = false;
    if (kept === undefined) {
      this.#answer(message, result);
      return;
    }
    void kept.then((stands) => {
      if (stands && !this.#ended()) this.#answer(message, result);
    });
  }

  /** Its single positions are judged alone: sending the whole batch again would double the good ones. */
  #batch(body: Buffer, device: DeviceId): boolean {
    const batch = readLocationBatch(body);
    if (batch === undefined) {
      this.#deps.reject('badBody');
      return false;
    }
    for (const item of batch.bodies) this.#location(item, device, batch.replayed);
    return true;
  }

  #location(body: Buffer, device: DeviceId, replayed: boolean): boolean {
    const { clock, reject, sink } = this.#deps;
    const location = readLocation(body);
    if (location === undefined) {
      reject('badBody');
      return false;
    }
    if (!location.extrasFit) reject('badExtras');
    if (location.at === undefined) reject('badTime');
    if (location.place === undefined) reject('badPosition');
    const fix = fixOf(location, device, clock.now(), replayed);
    if (fix !== undefined) sink.take(fix);
    this.#calls ||= fix?.sos === true;
    return location.at !== undefined && location.place !== undefined;
  }
}

/**
 * Undefined where time or place cannot be read. Except for a call for help: that comes through with the time of arrival
 * and no position, for somebody may be in need where a device has lost its clock.
 */
function fixOf(location: Location, device: DeviceId, receivedAt: number, replayed: boolean): Fix | undefined {
  const { place, at, speed, heading, altitude, positioned, sos } = location;
  if (place !== undefined && at !== undefined) {
    const fix = { device, ...place, deviceAt: at, receivedAt, speed, altitude, positioned, replayed, sos };
    return heading === undefined ? fix : { ...fix, heading };
  }
  if (!sos || replayed) return undefined;
  const { lon, lat } = place ?? { lon: 0, lat: 0 };
  const said = at === undefined ? {} : { deviceAt: at };
  return { device, lon, lat, ...said, receivedAt, positioned: false, replayed, sos };
}
