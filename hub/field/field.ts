/**
 * The door for devices of units: socket.io, namespace `/field`. A device speaks for one unit, by that unit's key; it is told
 * the unit's own assignments, always the newest state of them, and may take their steps.
 */
import type { Namespace, Server, Socket } from 'socket.io';
import { z } from 'zod';
import type { AlarmReads } from '../../shared/domain/alarm/state.ts';
import type { DistrictReads } from '../../shared/domain/district/state.ts';
import type { MessageReads } from '../../shared/domain/message/state.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type {
  DeviceToHub,
  FieldAnswer,
  FieldConnectError,
  FieldEnded,
  FieldFind,
  FieldFindAnswer,
  FieldHandshake,
  FieldPageAnswer,
  FieldPageAsk,
  HubToDevice,
} from '../../shared/wire/field-api.ts';
import {
  alarmsSinceProtocol,
  fieldDutySchema,
  fieldFindSchema,
  fieldHandshakeSchema,
  fieldPageAskSchema,
  fieldPositionsSchema,
  fieldProtocolVersion,
  fieldReceiptSchema,
  fieldSosSchema,
  messagesSinceProtocol,
  fieldStepSchema,
  oldestServedFieldProtocol,
} from '../../shared/wire/field-api.ts';
import type { Desk } from '../desk/port.ts';
import { Rate } from '../feed/rates.ts';
import type { Attempts } from '../http/attempts.ts';
import { createAttempts } from '../http/attempts.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import type { FixSink } from '../telemetry/fix.ts';
import type { AccessLog } from '../vault/access-log.ts';
import { alarmsOf, commandOfFind, createCalls } from './calls.ts';
import { commandOfDuty, commandOfStep, unitActor } from './commands.ts';
import type { FieldCommand } from './commands.ts';
import { messagesOf } from './messages.ts';
import { jobsOf } from './jobs.ts';
import { pageOf } from './page.ts';
import type { PageReads } from './page.ts';
import type { UnitKeys } from './keys.ts';

type NoEvents = Record<string, never>;
interface DeviceData {
  unit: string;
  protocol: number;
  /** What the key it came with goes by. */
  key: string;
  /** Where it comes from, behind a relay too. */
  address: string;
}
type FieldNamespace = Namespace<DeviceToHub, HubToDevice, NoEvents, DeviceData>;
type FieldSocket = Socket<DeviceToHub, HubToDevice, NoEvents, DeviceData>;

export type FieldReads = PageReads &
  Pick<MessageReads, 'messagesSince'> &
  Pick<AlarmReads, 'openAlarms'> &
  Pick<DistrictReads, 'district'>;

export interface FieldDeps {
  readonly desk: Pick<Desk, 'submit' | 'onCommitted'>;
  readonly reads: FieldReads;
  /** The words of a message to a unit; noted in the access log, each time it is asked. */
  readonly words: (unit: string, ref: string) => string | undefined;
  readonly sink: FixSink;
  /** Whether the key may pass phones on. */
  readonly isRelay: (key: string, from: string) => boolean;
  readonly keys: Pick<UnitKeys, 'matches' | 'holds' | 'onChanged'>;
  readonly access: Pick<AccessLog, 'note'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly log: Log;
  /** Told of each link that opens and each step that comes. */
  readonly heard: () => void;
  readonly demoClock: boolean;
  readonly clockRate: number;
}

export interface FieldDoor {
  /** Says nothing more. The links themselves end with the socket server. */
  stop(): void;
}

/** A car's tablet and the phones of its officers; with one more the oldest link goes. */
const devicesOfUnit = 6;
/** One commit after the other may move the same job: told once per this, machine ms. */
const tellEveryMs = 40;
/** Packets that wait for the transport: with more, jobs are told when there is room. */
const pipePackets = 8;
const retryAfterMs = 1_000;
const busy = { status: 'unavailable', code: 'Busy', retryAfterMs } as const;
const rates = { messages: { burst: 200, perSecond: 20 }, commands: { burst: 60, perSecond: 5 } } as const;
/** Wrong keys in a minute: for one unit at an address, and at an address that many units may share. */
const tries = { windowMs: 60_000, addresses: 10_000 } as const;
const triesOfUnit = 10;
const triesOfAddress = 100;

/** Kinds whose change may change what a unit is told. */
const told: ReadonlySet<string> = new Set(['unit', 'assignment', 'incident', 'site', 'message', 'alarm']);

/** Only what is needed to say that the protocol is another one: the rest may look different there. */
const protocolOnly = z.object({ protocol: z.int() });

class Refused extends Error {
  readonly data: FieldConnectError;

  constructor(code: FieldConnectError['code'], detail: string) {
    super(code);
    this.data = { code, detail, oldest: oldestServedFieldProtocol, newest: fieldProtocolVersion };
  }
}

function checkedHandshake(auth: unknown): FieldHandshake {
  const { data: said } = protocolOnly.safeParse(auth);
  if (said === undefined) throw new Refused('InvalidMessage', 'the handshake names no protocol');
  if (said.protocol < oldestServedFieldProtocol) throw new Refused('ProtocolTooOld', 'upgrade the device');
  if (said.protocol > fieldProtocolVersion) throw new Refused('ProtocolTooNew', 'upgrade the hub');
  const { data: handshake } = fieldHandshakeSchema.safeParse(auth);
  if (handshake === undefined) throw new Refused('InvalidMessage', 'not a handshake');
  return handshake;
}

/** Tells one device what is asked of its unit: the newest, once, and only where the link has room. */
class Device {
  readonly socket: FieldSocket;
  readonly unit: string;
  #told = '';
  #toldMessages = '';
  #toldAlarms = '';
  /** Words that this device was told, by record: each is looked up once. */
  #words: ReadonlyMap<string, string> = new Map();

  constructor(socket: FieldSocket) {
    this.socket = socket;
    this.unit = socket.data.unit;
  }

  tell(deps: Pick<FieldDeps, 'reads' | 'words' | 'clock'>): void {
    const { reads } = deps;
    if (!this.socket.connected || waiting(this.socket) >= pipePackets) return;
    if (this.socket.data.protocol >= messagesSinceProtocol) this.#tellMessages(deps);
    if (this.socket.data.protocol >= alarmsSinceProtocol) this.#tellAlarms(reads);
    const jobs = jobsOf(this.unit, reads);
    const text = JSON.stringify(jobs);
    if (jobs === undefined || text === this.#told) return;
    this.#told = text;
    this.socket.emit('jobs', jobs);
  }

  #tellMessages({ reads, words, clock }: Pick<FieldDeps, 'reads' | 'words' | 'clock'>): void {
    const now = new Map<string, string>();
    const messages = messagesOf(this.unit, reads, clock.now(), (ref) => {
      const text = this.#words.get(ref) ?? words(this.unit, ref);
      if (text !== undefined) now.set(ref, text);
      return text;
    });
    this.#words = now;
    const text = JSON.stringify(messages);
    if (text === this.#toldMessages || (messages.length === 0 && this.#toldMessages === '')) return;
    this.#toldMessages = text;
    this.socket.emit('messages', messages);
  }

  #tellAlarms(reads: FieldReads): void {
    const alarms = alarmsOf(this.unit, reads);
    const text = JSON.stringify(alarms);
    if (text === this.#toldAlarms) return;
    this.#toldAlarms = text;
    this.socket.emit('alarms', alarms);
  }

  end(code: FieldEnded['code']): void {
    this.socket.emit('sessionEnded', { code });
    this.socket.disconnect(true);
  }
}

/** Packets handed over that the transport has not taken. */
function waiting({ conn }: FieldSocket): number {
  // engine.io calls it private in its types and public in its documentation of back-pressure.
  return (conn as unknown as { readonly writeBuffer: readonly unknown[] }).writeBuffer.length;
}

/** Opens the namespace on the server that all namespaces share. */
export function openFieldDoor(io: Server, deps: FieldDeps): FieldDoor {
  const { desk, reads, keys, access, timers, monotonic, log } = deps;
  // The server is shared with other namespaces, so its own type names no events.
  const namespace = io.of('/field') as unknown as FieldNamespace;
  const byUnit = createAttempts(monotonic, { ...tries, failures: triesOfUnit });
  const byAddress = createAttempts(monotonic, { ...tries, failures: triesOfAddress });
  const devices = new Map<string, Device[]>();
  const calls = createCalls({ sink: deps.sink, now: () => deps.clock.now() });
  let telling: (() => void) | undefined;

  namespace.use((socket, next) => {
    try {
      socket.data = admit(socket.handshake.auth, socket.handshake.address);
      next();
    } catch (error) {
      if (!(error instanceof Refused))
        log.error({ reason: error instanceof Error ? error.message : String(error) }, 'a handshake failed');
      next(error instanceof Refused ? error : new Refused('NotAllowed', 'the hub could not check the key'));
    }
  });
  namespace.on('connection', (socket) => {
    deps.heard();
    const { unit, key } = socket.data;
    // The key may have been taken back since the handshake, with nobody there yet to be told.
    if (keys.holds(unit, key)) enter(new Device(socket));
    else socket.disconnect(true);
  });

  /** The phone's address, by the word of a relay that has a key of its own. */
  function relayed({ key, address }: NonNullable<FieldHandshake['via']>, peer: string): string {
    if (byAddress.waitFor(peer) > 0) throw new Refused('TooManyAttempts', 'too many wrong keys: wait a minute');
    if (deps.isRelay(key, peer)) return `relay:${address}`;
    byAddress.failed(peer);
    access.note({ user: 'relay', seat: peer, action: 'loginFailed', subject: 'relayKey', detail: 'KeyWrong' });
    throw new Refused('NotAllowed', 'this is no relay of this hub');
  }

  function admit(auth: unknown, peer: string): DeviceData {
    const { unit, key, protocol, via } = checkedHandshake(auth);
    const from = via === undefined ? peer : relayed(via, peer);
    const counted: readonly (readonly [Attempts, string])[] = [
      [byUnit, `${from} ${unit}`],
      [byAddress, from],
    ];
    if (counted.some(([attempts, tried]) => attempts.waitFor(tried) > 0))
      throw new Refused('TooManyAttempts', 'too many wrong keys: wait a minute');
    const known = reads.unit(unit) !== undefined;
    const name = known ? keys.matches(unit, key, from) : undefined;
    if (name !== undefined) return { unit, key: name, protocol, address: from };
    for (const [attempts, tried] of counted) attempts.failed(tried);
    // What a stranger calls itself is not written anywhere.
    const user = known ? `unit:${unit}` : 'unit:unknown';
    access.note({ user, seat: from, action: 'loginFailed', subject: 'unitKey', detail: 'KeyWrong' });
    throw new Refused('NotAllowed', 'this key opens nothing here');
  }

  function enter(device: Device): void {
    const { socket, unit } = device;
    const others = devices.get(unit) ?? [];
    devices.set(unit, [...others, device]);
    socket.on('disconnect', () => {
      const left = (devices.get(unit) ?? []).filter((one) => one !== device);
      if (left.length > 0) devices.set(unit, left);
      else devices.delete(unit);
    });
    if (others.length >= devicesOfUnit) others[0]?.end('Replaced');
    serve(device);
    const { address } = socket.data;
    access.note({ user: `unit:${unit}`, seat: address, action: 'login', subject: 'unitKey', detail: socket.data.key });
    const { clock, demoClock, clockRate } = deps;
    const utcOffset = reads.district()?.plates.utcOffset;
    const isTold = socket.data.protocol >= alarmsSinceProtocol && utcOffset !== undefined;
    socket.emit('welcome', { hubTime: clock.now(), demoClock, clockRate, ...(isTold ? { utcOffset } : {}) });
    device.tell(deps);
  }

  function serve(device: Device): void {
    const { socket, unit } = device;
    const messages = new Rate(monotonic, rates.messages.burst, rates.messages.perSecond);
    const commands = new Rate(monotonic, rates.commands.burst, rates.commands.perSecond);
    socket.use((_packet, next) => {
      if (messages.take()) {
        next();
        return;
      }
      log.warn({ unit }, 'a device sends without end: its link is closed');
      socket.disconnect(true);
    });
    socket.conn.on('drain', () => device.tell(deps));
    const on = <S extends z.ZodType>(
      event: 'step' | 'duty' | 'receipt' | 'positions' | 'sos' | 'find',
      schema: S,
      work: (message: z.infer<S>) => Promise<FieldAnswer> | FieldAnswer,
    ): void => {
      const listener = (...args: readonly unknown[]): void => {
        const last = args.at(-1);
        const ack = typeof last === 'function' ? (answer: FieldAnswer): void => void last(answer) : () => undefined;
        answered(schema, args[0], work)
          .then(ack)
          .catch((error: unknown) => {
            log.error({ unit, event, reason: error instanceof Error ? error.message : String(error) }, 'a step failed');
            ack({ status: 'refused', code: 'InternalError', params: {} });
          });
      };
      socket.on(event, listener as DeviceToHub[typeof event]);
    };
    const answered = async <S extends z.ZodType>(
      schema: S,
      said: unknown,
      work: (message: z.infer<S>) => Promise<FieldAnswer> | FieldAnswer,
    ): Promise<FieldAnswer> => {
      const parsed = schema.safeParse(said);
      if (!parsed.success) {
        const field = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
        return { status: 'refused', code: 'InvalidMessage', params: { field } };
      }
      return commands.take() ? work(parsed.data) : { status: 'unavailable', code: 'Busy', retryAfterMs };
    };
    on('step', fieldStepSchema, (said) => {
      if (reads.assignment(said.assignment)?.unit === unit) return give(unit, said.id, commandOfStep(said));
      access.note({ ...unitName(unit), action: 'refused', subject: 'assignment', detail: 'NotYours' });
      return { status: 'refused', code: 'NotYours', params: { assignment: said.assignment } };
    });
    on('duty', fieldDutySchema, (said) => give(unit, said.id, commandOfDuty(unit, said)));
    on('receipt', fieldReceiptSchema, ({ id, message, state }) =>
      give(unit, id, { type: 'NoteMessage', data: { message, state } }),
    );
    on('positions', fieldPositionsSchema, (said) => calls.positions(unit, said));
    on('find', fieldFindSchema, (said) => find(unit, said));
    on('sos', fieldSosSchema, (said) => calls.sos(unit, said));
    socket.on('page', (said: unknown, ack?: unknown) => {
      if (typeof ack === 'function') ack(commands.take() ? pageFor(unit, said) : busy);
    });
    socket.on('time', (ack) => {
      if (typeof ack === 'function') ack(deps.clock.now());
    });
  }

  function pageFor(unit: string, said: unknown): FieldPageAnswer {
    const parsed = fieldPageAskSchema.safeParse(said);
    if (!parsed.success) {
      const field = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
      return { status: 'refused', code: 'InvalidMessage', params: { field } };
    }
    const { assignment }: FieldPageAsk = parsed.data;
    const page = pageOf(unit, assignment, reads, deps.clock.now());
    if (page !== undefined) return { status: 'page', page };
    access.note({ ...unitName(unit), action: 'refused', subject: 'assignment', detail: 'NotYours' });
    return { status: 'refused', code: 'NotYours', params: { assignment } };
  }

  async function find(unit: string, said: FieldFind): Promise<FieldFindAnswer> {
    const plates = reads.district()?.plates;
    if (plates === undefined) return busy;
    const known = reads.incident(said.id);
    // An id of somebody else's: told no more of it than of one that is not there.
    if (known !== undefined && known.source !== 'patrol') return { status: 'refused', code: 'NotYours', params: {} };
    const answer = await give(unit, said.id, commandOfFind(said, plates));
    if (answer.status !== 'accepted') return answer;
    return { status: 'accepted', number: reads.incident(said.id)?.number ?? '' };
  }

  async function give(unit: string, id: string, { type, data }: FieldCommand): Promise<FieldAnswer> {
    deps.heard();
    const answer = await desk.submit({ id, type, data, basedOn: {}, madeAt: deps.clock.now() }, unitActor(unit));
    switch (answer.status) {
      case 'accepted':
        return { status: 'accepted' };
      case 'refused': {
        const { code, params } = answer.refusal;
        return { status: 'refused', code, params } as FieldAnswer;
      }
      case 'unavailable':
        return answer;
    }
  }

  function tellAll(): void {
    telling = undefined;
    for (const of of devices.values()) for (const device of of) device.tell(deps);
  }

  const stopHearing = desk.onCommitted((rows) => {
    if (devices.size === 0 || telling !== undefined) return;
    if (rows.some(({ stream }) => told.has(splitStream(stream).kind))) telling = timers.after(tellEveryMs, tellAll);
  });
  const stopKeys = keys.onChanged((unit) => {
    for (const device of devices.get(unit) ?? [])
      if (!keys.holds(unit, device.socket.data.key)) device.end('KeyReplaced');
  });

  return {
    stop() {
      stopHearing();
      stopKeys();
      telling?.();
    },
  };
}

function unitName(unit: string): { readonly user: string; readonly seat: string } {
  const { user, seat } = unitActor(unit);
  return { user, seat };
}
