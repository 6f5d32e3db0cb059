/**
 * The door for devices of units: socket.io, namespace `/field`. A device speaks for one unit, by that unit's key; it is told
 * the unit's own assignments, always the newest state of them, and may take their steps.
 */
import type { Server } from 'socket.io';
import type { z } from 'zod';
import type { AlarmReads } from '../../shared/domain/alarm/state.ts';
import { splitStream } from '../../shared/lib/journal.ts';
import type {
  DeviceToHub,
  FieldAnswer,
  FieldLooksAnswer,
  FieldPageAnswer,
  FieldPageAsk,
  FieldStep,
} from '../../shared/wire/field-api.ts';
import {
  fieldDutySchema,
  fieldFindSchema,
  fieldLooksAskSchema,
  fieldPageAskSchema,
  fieldPositionsSchema,
  fieldReceiptSchema,
  fieldSaySchema,
  fieldSosSchema,
  fieldSupportSchema,
  fieldStepSchema,
  noticesSinceProtocol,
} from '../../shared/wire/field-api.ts';
import type { Desk } from '../desk/port.ts';
import { Rate } from '../feed/rates.ts';
import type { Log, Timers } from '../ports.ts';
import type { FixSink } from '../telemetry/fix.ts';
import type { AccessLog } from '../vault/access-log.ts';
import type { Admission } from './admission.ts';
import { createCalls } from './calls.ts';
import { commandOfDuty, commandOfStep, unitActor } from './commands.ts';
import type { FieldCommand } from './commands.ts';
import type { DeviceData, FieldNamespace, TellDeps } from './device.ts';
import { Device } from './device.ts';
import { checkedHandshake, Refused } from './handshake.ts';
import { found } from './finds.ts';
import type { FindDeps } from './finds.ts';
import { pageOf } from './page.ts';
import type { PageReads } from './page.ts';
import { commandOfSaying } from './tellings.ts';
import type { FieldUploads } from './uploads.ts';
import type { UnitKeys } from './keys.ts';

export type FieldReads = PageReads & TellDeps['reads'] & FindDeps['reads'] & Pick<AlarmReads, 'alarm'>;

export interface FieldDeps extends TellDeps {
  readonly desk: Pick<Desk, 'submit' | 'onCommitted'>;
  readonly reads: FieldReads;
  readonly keys: Pick<UnitKeys, 'holds' | 'onChanged'>;
  readonly admission: Admission;
  /** Where positions and calls for help go. */
  readonly sink: FixSink;
  readonly uploads: FieldUploads;
  readonly looks: (unit: string, limit: number) => FieldLooksAnswer;
  readonly access: Pick<AccessLog, 'note'>;
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
const retryAfterMs = 1_000;
const busy = { status: 'unavailable', code: 'Busy', retryAfterMs } as const;
const rates = { messages: { burst: 200, perSecond: 20 }, commands: { burst: 60, perSecond: 5 } } as const;

/** Kinds whose change may change what a unit is told. */
const told: ReadonlySet<string> = new Set(['unit', 'assignment', 'incident', 'site', 'message', 'alarm']);

/** Opens the namespace on the server that all namespaces share. */
export function openFieldDoor(io: Server, deps: FieldDeps): FieldDoor {
  const { desk, reads, keys, access, timers, monotonic, log } = deps;
  // The server is shared with other namespaces, so its own type names no events.
  const namespace = io.of('/field') as unknown as FieldNamespace;
  const calls = createCalls({ sink: deps.sink, clock: deps.clock });
  const devices = new Map<string, Device[]>();
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

  function admit(auth: unknown, peer: string): DeviceData {
    const { unit, key, protocol, via } = checkedHandshake(auth);
    const address = deps.admission.addressOf(peer, via);
    return { unit, key: deps.admission.admit({ unit, key }, address), protocol, address };
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
    const isTold = socket.data.protocol >= noticesSinceProtocol && utcOffset !== undefined;
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
    type Event = Exclude<keyof DeviceToHub, 'page' | 'time'>;
    type Answer<E extends Event> = Parameters<Parameters<DeviceToHub[E]>[1]>[0];
    const on = <E extends Event, S extends z.ZodType>(
      event: E,
      schema: S,
      work: (message: z.infer<S>) => Promise<Answer<E>> | Answer<E>,
    ): void => {
      const answered = async (said: unknown): Promise<Answer<E> | FieldAnswer> => {
        const parsed = schema.safeParse(said);
        if (!parsed.success) {
          const field = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
          return { status: 'refused', code: 'InvalidMessage', params: { field } };
        }
        // A call for help waits for nothing.
        return event === 'sos' || commands.take() ? work(parsed.data) : busy;
      };
      const listener = (...args: readonly unknown[]): void => {
        const last = args.at(-1);
        const ack = typeof last === 'function' ? (answer: unknown): void => void last(answer) : () => undefined;
        answered(args[0])
          .then(ack)
          .catch((error: unknown) => {
            log.error({ unit, event, reason: error instanceof Error ? error.message : String(error) }, 'a step failed');
            ack({ status: 'refused', code: 'InternalError', params: {} });
          });
      };
      socket.on(event as Event, listener as never);
    };
    on('step', fieldStepSchema, (said) => {
      const assignment = reads.assignment(said.assignment);
      return assignment?.unit === unit ? stepped(unit, said, assignment.incident) : notYours(unit, said.assignment);
    });
    on('duty', fieldDutySchema, (said) => give(unit, said.id, commandOfDuty(unit, said)));
    on('receipt', fieldReceiptSchema, ({ id, message, state }) =>
      give(unit, id, { type: 'NoteMessage', data: { message, state } }),
    );
    on('positions', fieldPositionsSchema, (said) => {
      deps.heard();
      return calls.positions(unit, said);
    });
    on('find', fieldFindSchema, (said) => found(unit, said, { reads, give, uploads: deps.uploads }));
    on('say', fieldSaySchema, (said) => {
      const command = commandOfSaying(unit, said, reads);
      return command === undefined ? notYours(unit, said.assignment ?? '') : give(unit, said.id, command);
    });
    on('looks', fieldLooksAskSchema, ({ limit }) => deps.looks(unit, limit));
    on('support', fieldSupportSchema, ({ id, alarm, is }) => {
      const isSent = reads.alarm(alarm)?.support.some((one) => one.unit === unit) === true;
      return isSent
        ? give(unit, id, { type: 'AnswerSupport', data: { alarm, unit, is } })
        : notYours(unit, alarm, 'alarm');
    });
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
    return notYours(unit, assignment);
  }

  function notYours(unit: string, id: string, subject: 'assignment' | 'alarm' = 'assignment') {
    access.note({ ...unitName(unit), action: 'refused', subject, detail: 'NotYours' });
    return { status: 'refused', code: 'NotYours', params: { [subject]: id } } as const;
  }

  /** A file first: what stands in the journal as evidence is there. */
  async function stepped(unit: string, said: FieldStep, incident: string): Promise<FieldAnswer> {
    if (said.step === 'evidence' && said.upload !== undefined) {
      const attached = await deps.uploads.attach(unit, incident, said.upload);
      if (attached.status !== 'accepted') return attached;
    }
    return give(unit, said.id, commandOfStep(said));
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
