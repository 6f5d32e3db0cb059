/** One connection of another platform, without its socket: logs in, stays alive, hands positions over. */
import { toWgs84 } from '../../../shared/geo/coordinates.ts';
import { same } from '../../lib/same.ts';
import type { Clock, RandomSource, Timers } from '../../ports.ts';
import type { DeviceId, Fix, FixSink } from '../../telemetry/fix.ts';
import type { LateRule } from '../../telemetry/late.ts';
import { checked, Unframer } from './frames.ts';
import type { Head } from './messages.ts';
import {
  answer,
  bodyOf,
  loginAnswerBody,
  loginResult,
  messageId,
  readExchange,
  readHead,
  readLogin,
  readLogout,
  subType,
} from './messages.ts';
import type { Platform } from './platforms.ts';
import type { VehiclePosition } from './positions.ts';
import { readPosition, readPositions } from './positions.ts';
import type { Reject, RejectionReason } from './rejections.ts';

export interface SessionLimits {
  /** Machine ms until a platform must have logged in. */
  readonly logonMs: number;
  /** Log-ins refused on one connection, after which it is closed. */
  readonly logonTries: number;
  /** Bytes a connection may bring before it has logged in: each is looked at on the hub's own time. */
  readonly bytesBeforeLogin: number;
  /** Machine ms without a frame after which a connection is closed; platforms say each minute that they live. */
  readonly idleMs: number;
  /** Machine ms within which a frame begun must end. */
  readonly halfFrameMs: number;
}

export interface SessionDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: RandomSource;
  readonly sink: FixSink;
  readonly reject: Reject;
  readonly platforms: readonly Platform[];
  readonly limits: SessionLimits;
  /** Of all connections: a platform sends what it kept back over a new one. */
  readonly late: LateRule;
  /** A log-in was refused; of a platform that is known, which one it said it is. */
  readonly loginRefused: (address: string, reason: RejectionReason, platform: string | undefined) => void;
  /** The platform has proved itself on this connection: one it had before ends. */
  readonly loggedIn: (platform: string, session: PlatformSession, address: string) => void;
  readonly left: (platform: string, session: PlatformSession) => void;
}

export interface PlatformLink {
  readonly address: string;
  send(bytes: Buffer): void;
  /** Ends the connection once what was sent is out. */
  close(): void;
}

const nothing = (): void => undefined;
/** A plate as it may stand in the id of a device. */
const platePattern = /^[\p{L}\p{N}-]{2,12}$/u;

export class PlatformSession {
  readonly #deps: SessionDeps;
  readonly #link: PlatformLink;
  readonly #unframer: Unframer;
  /** Set while it is logged in. */
  #platform: Platform | undefined;
  #over = false;
  #serial = 0;
  #triesLeft: number;
  #bytesLeft: number;
  #stopQuiet: () => void = nothing;
  #stopHalfFrame: (() => void) | undefined;

  constructor(deps: SessionDeps, link: PlatformLink) {
    this.#deps = deps;
    this.#link = link;
    this.#triesLeft = deps.limits.logonTries;
    this.#bytesLeft = deps.limits.bytesBeforeLogin;
    this.#unframer = new Unframer((content) => this.#content(content), deps.reject);
    this.#stopQuiet = deps.timers.after(deps.limits.logonMs, () => this.#end('logonTimeout'));
  }

  receive(chunk: Buffer): void {
    if (this.#over) return;
    if (this.#platform === undefined) {
      this.#bytesLeft -= chunk.length;
      if (this.#bytesLeft < 0) return this.#end('tooMuchBeforeLogin');
    }
    this.#unframer.push(chunk);
    if (this.#isOver()) return;
    if (this.#unframer.unfinished) this.#frameBegun();
    else this.#frameEnded();
  }

  /** Whether the connection is left unread for now: then a frame that does not end is not the platform's fault. */
  hold(held: boolean): void {
    if (held) this.#frameEnded();
    else if (this.#unframer.unfinished && !this.#over) this.#frameBegun();
  }

  /** Closes the connection. */
  close(): void {
    this.ended();
    this.#link.close();
  }

  /** The connection is gone, or to be closed. */
  ended(): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#platform !== undefined) this.#deps.left(this.#platform.id, this);
    this.#stopQuiet();
    this.#frameEnded();
  }

  /** Asked anew after each step that may end the session. */
  #isOver(): boolean {
    return this.#over;
  }

  #end(reason: RejectionReason): void {
    this.#deps.reject(reason);
    this.close();
  }

  #frameBegun(): void {
    const { timers, limits } = this.#deps;
    this.#stopHalfFrame ??= timers.after(limits.halfFrameMs, () => this.#end('halfFrameTimeout'));
  }

  #frameEnded(): void {
    this.#stopHalfFrame?.();
    this.#stopHalfFrame = undefined;
  }

  #heard(): void {
    const { timers, limits } = this.#deps;
    this.#stopQuiet();
    this.#stopQuiet = timers.after(limits.idleMs, () => this.#end('idleTimeout'));
  }

  #content(content: Buffer): void {
    this.#frameEnded();
    if (this.#over) return;
    const plain = checked(content);
    if (!plain.ok) return this.#deps.reject(plain.error);
    const head = readHead(plain.value);
    const platform = this.#deps.platforms.find(({ accessCode }) => accessCode === head.accessCode);
    if (platform === undefined) return this.#unknown(head);
    if (this.#platform !== undefined && this.#platform !== platform) return this.#deps.reject('otherPlatform');
    const body = bodyOf(plain.value, head, platform);
    if (body === undefined)
      return this.#deps.reject(head.encrypted && platform.encryption === undefined ? 'encrypted' : 'length');
    if (head.id === messageId.login) return this.#login(head, platform, body);
    if (this.#platform === undefined) return this.#deps.reject('notLoggedIn');
    this.#heard();
    this.#live(head, platform, body);
  }

  #answer(
    head: Head,
    platform: Pick<Platform, 'version' | 'encryption'>,
    id: number,
    body: Buffer = Buffer.alloc(0),
  ): void {
    const { version, encryption } = platform;
    this.#link.send(answer({ head, version, encryption, now: this.#deps.clock.now() }, id, this.#serial, body));
    this.#serial = (this.#serial + 1) >>> 0;
  }

  /** No platform has this access code. It is told so in the form of 2011: which one it speaks is not known. */
  #unknown(head: Head): void {
    if (head.id !== messageId.login) return this.#deps.reject('platformUnknown');
    this.#refuseLogin('platformUnknown', head, { version: '2011', id: undefined }, loginResult.wrongAccessCode);
  }

  #refuseLogin(
    reason: RejectionReason,
    head: Head,
    platform: Pick<Platform, 'version' | 'encryption'> & { readonly id: string | undefined },
    result: number,
  ): void {
    this.#deps.reject(reason);
    this.#deps.loginRefused(this.#link.address, reason, platform.id);
    this.#answer(head, platform, messageId.loginAnswer, loginAnswerBody(result, 0));
    this.#triesLeft -= 1;
    if (this.#triesLeft <= 0) this.close();
  }

  #login(head: Head, platform: Platform, body: Buffer): void {
    const said = readLogin(body, platform.version);
    if (said === undefined) return this.#deps.reject('badBody');
    const { addresses } = platform;
    const address = this.#link.address.replace(/^::ffff:/, '');
    if (addresses !== undefined && !addresses.includes(address))
      return this.#refuseLogin('wrongAddress', head, platform, loginResult.wrongAddress);
    if (said.user !== platform.user) return this.#refuseLogin('wrongLogin', head, platform, loginResult.noSuchUser);
    if (!same(said.password, platform.password))
      return this.#refuseLogin('wrongLogin', head, platform, loginResult.wrongPassword);
    this.#platform = platform;
    this.#triesLeft = this.#deps.limits.logonTries;
    this.#deps.loggedIn(platform.id, this, this.#link.address);
    this.#heard();
    // For the way back, which this hub does not open.
    const verifyCode = Buffer.from(this.#deps.random.bytes(4)).readUInt32BE(0);
    this.#answer(head, platform, messageId.loginAnswer, loginAnswerBody(loginResult.done, verifyCode));
  }

  #live(head: Head, platform: Platform, body: Buffer): void {
    switch (head.id) {
      case messageId.keepAlive:
        return this.#answer(head, platform, messageId.keepAliveAnswer);
      case messageId.logout: {
        const said = readLogout(body);
        if (said === undefined || said.user !== platform.user || !same(said.password, platform.password))
          return this.#deps.reject('wrongLogin');
        this.#answer(head, platform, messageId.logoutAnswer);
        return this.close();
      }
      case messageId.broken:
      case messageId.closing:
        return this.close();
      case messageId.exchange:
        return this.#exchange(platform, body);
      default:
        return this.#deps.reject('unknownMessage');
    }
  }

  /** Positions are not answered: the standard asks for none. */
  #exchange(platform: Platform, body: Buffer): void {
    const { reject } = this.#deps;
    const exchange = readExchange(body);
    if (exchange === undefined) return reject('badBody');
    const { plate, payload } = exchange;
    if (!platePattern.test(plate)) return reject('badPlate');
    const device: DeviceId = `jt809:${platform.id}:${plate}`;
    switch (exchange.subType) {
      case subType.position:
        return this.#position(readPosition(payload, platform.version), platform, device, false);
      case subType.batch: {
        const positions = readPositions(payload, platform.version);
        if (positions === undefined) return reject('badBody');
        for (const position of positions) this.#position(position, platform, device, true);
        return;
      }
      default:
        return reject('unknownSubType');
    }
  }

  /** @param kept Whether the message says that it was kept back; a platform's queue after a break comes as if it were new. */
  #position(read: VehiclePosition | undefined, platform: Platform, device: DeviceId, kept: boolean): void {
    const { reject, clock, sink, late } = this.#deps;
    if (read === undefined) return reject('badBody');
    const { at, speed, altitude, heading, sos, shifted } = read;
    const isKnown = !shifted || platform.shifted !== undefined;
    if (at === undefined) reject('badTime');
    if (read.place === undefined) reject('badPosition');
    else if (!isKnown) reject('shiftedPlace');
    const place = isKnown && at !== undefined ? read.place : undefined;
    const receivedAt = clock.now();
    const said = at === undefined ? {} : { deviceAt: at };
    const replayed = kept || (place !== undefined && late.keptBack(device, at ?? receivedAt, receivedAt));
    const call = { device, receivedAt, replayed, sos, ...said };
    // A call for help comes through with the time of arrival and no position.
    if (place === undefined) {
      if (!sos || replayed) return;
      return sink.take({ ...call, lon: 0, lat: 0, positioned: false });
    }
    const { lon, lat } = shifted ? toWgs84(place, platform.shifted ?? 'WGS84') : place;
    const fix: Fix = { ...call, lon, lat, speed, altitude, positioned: read.positioned };
    sink.take(heading === undefined ? fix : { ...fix, heading });
  }
}
