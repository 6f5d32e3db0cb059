/** A device of a unit, as it talks to the hub, for tests. */
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import type {
  DeviceToHub,
  FieldAnswer,
  FieldConnectError,
  FieldJobs,
  FieldFind,
  FieldFindAnswer,
  FieldFix,
  FieldLooksAnswer,
  FieldMessage,
  FieldNotices,
  FieldPageAnswer,
  FieldSay,
  FieldSos,
  FieldSosState,
  FieldSupport,
  FieldSupports,
  FieldStep,
  FieldWelcome,
  HubToDevice,
} from '../../shared/wire/field-api.ts';
import {
  fieldJobsSchema,
  fieldMessagesSchema,
  fieldNoticesSchema,
  fieldProtocolVersion,
  fieldSosStateSchema,
  fieldSupportsSchema,
  fieldWelcomeSchema,
} from '../../shared/wire/field-api.ts';

type Said<S> = S extends unknown ? Omit<S, 'id'> & { readonly id?: string } : never;

export class FieldDevice {
  readonly socket: Socket<HubToDevice, DeviceToHub>;
  welcome: FieldWelcome | undefined;
  jobs: FieldJobs | undefined;
  /** Undefined until it was told of any. */
  messages: readonly FieldMessage[] | undefined;
  notices: FieldNotices | undefined;
  sosState: FieldSosState | undefined;
  supports: FieldSupports = [];
  ended: string | undefined;
  readonly #listeners = new Set<() => void>();

  private constructor(socket: Socket<HubToDevice, DeviceToHub>) {
    this.socket = socket;
    // What the hub says fits its own schemas: strict, so nothing more is in it either.
    socket.on('welcome', (message) => this.#take(() => (this.welcome = fieldWelcomeSchema.parse(message))));
    socket.on('jobs', (message) => this.#take(() => (this.jobs = fieldJobsSchema.parse(message))));
    socket.on('messages', (message) => this.#take(() => (this.messages = fieldMessagesSchema.parse(message))));
    socket.on('notices', (said) => this.#take(() => (this.notices = fieldNoticesSchema.parse(said))));
    socket.on('sosState', (said) => this.#take(() => (this.sosState = fieldSosStateSchema.parse(said))));
    socket.on('supports', (said) => this.#take(() => (this.supports = fieldSupportsSchema.parse(said))));
    socket.on('sessionEnded', ({ code }) => this.#take(() => (this.ended = code)));
    socket.on('disconnect', () => this.#take(() => undefined));
  }

  /** Rejects with the refusal where the hub does not let it in. */
  static async connect(url: string, auth: object): Promise<FieldDevice> {
    const socket: Socket<HubToDevice, DeviceToHub> = io(`${url}/field`, {
      ...{ auth: { protocol: fieldProtocolVersion, ...auth }, transports: ['websocket'], forceNew: true },
      reconnection: false,
    });
    onTestFinished(() => void socket.disconnect());
    const device = new FieldDevice(socket);
    await new Promise<void>((resolve, reject) => {
      socket.on('connect', resolve);
      socket.on('connect_error', (error) => {
        const { data } = error as Error & { readonly data?: FieldConnectError };
        reject(new Error(data?.code ?? error.message));
      });
    });
    return device;
  }

  step(said: Said<FieldStep>): Promise<FieldAnswer> {
    const message = { id: crypto.randomUUID(), ...said } as FieldStep;
    return this.socket.timeout(20_000).emitWithAck('step', message);
  }

  page(assignment: string): Promise<FieldPageAnswer> {
    return this.socket.timeout(20_000).emitWithAck('page', { assignment });
  }

  receipt(message: string, state: 'delivered' | 'read'): Promise<FieldAnswer> {
    return this.socket.timeout(20_000).emitWithAck('receipt', { id: crypto.randomUUID(), message, state });
  }

  duty(status: FieldJobs['unit']['status']): Promise<FieldAnswer> {
    return this.socket.timeout(20_000).emitWithAck('duty', { id: crypto.randomUUID(), status });
  }

  positions(fixes: readonly FieldFix[], id: string = crypto.randomUUID()): Promise<FieldAnswer> {
    return this.socket.timeout(20_000).emitWithAck('positions', { id, fixes: [...fixes] });
  }

  sos(said: Said<FieldSos>): Promise<FieldAnswer> {
    return this.socket.timeout(20_000).emitWithAck('sos', { id: crypto.randomUUID(), ...said });
  }

  support(said: Said<FieldSupport>): Promise<FieldAnswer> {
    return this.socket.timeout(20_000).emitWithAck('support', { id: crypto.randomUUID(), ...said });
  }

  find(said: Said<FieldFind>): Promise<FieldFindAnswer> {
    return this.socket.timeout(20_000).emitWithAck('find', { id: crypto.randomUUID(), ...said });
  }

  say(said: Said<FieldSay>): Promise<FieldAnswer> {
    return this.socket.timeout(20_000).emitWithAck('say', { id: crypto.randomUUID(), ...said });
  }

  looks(limit = 20): Promise<FieldLooksAnswer> {
    return this.socket.timeout(20_000).emitWithAck('looks', { limit });
  }

  async until(holds: () => boolean, what: string): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (!holds()) return;
        clearTimeout(timer);
        this.#listeners.delete(look);
        resolve();
      };
      const timer = setTimeout(
        () => reject(new Error(`waited in vain until ${what}: ${JSON.stringify(this.jobs)}`)),
        20_000,
      );
      this.#listeners.add(look);
    });
  }

  #take(change: () => unknown): void {
    change();
    for (const listener of [...this.#listeners]) listener();
  }
}
