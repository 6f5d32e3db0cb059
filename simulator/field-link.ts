/** The device of a unit at the hub's door for devices. Comes back by itself; what it says is said until it is answered. */
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { uuidv7 } from '../shared/lib/ids.ts';
import type {
  DeviceToHub,
  FieldAnswer,
  FieldDuty,
  FieldJobs,
  FieldStep,
  HubToDevice,
} from '../shared/wire/field-api.ts';
import { fieldJobsSchema, fieldProtocolVersion } from '../shared/wire/field-api.ts';
import type { Chance } from './random.ts';
import type { HubTime } from './time.ts';

const answerMs = 10_000;
const againMs = 1_000;

type WithoutId<S> = S extends unknown ? Omit<S, 'id'> : never;
export type Step = WithoutId<FieldStep>;

export interface FieldLinkOptions {
  readonly url: string;
  readonly unit: string;
  readonly key: string;
  readonly time: HubTime;
  readonly chance: Chance;
  readonly onJobs: (jobs: FieldJobs) => void;
  readonly onTrouble: (what: string) => void;
}

export class FieldLink {
  readonly #options: FieldLinkOptions;
  readonly #socket: Socket<HubToDevice, DeviceToHub>;
  #stopped = false;

  constructor(options: FieldLinkOptions) {
    this.#options = options;
    const { url, unit, key, time, onJobs, onTrouble } = options;
    this.#socket = io(`${url}/field`, {
      ...{ auth: { unit, key, protocol: fieldProtocolVersion }, transports: ['websocket'], forceNew: true },
    });
    this.#socket.on('welcome', ({ hubTime }) => time.correct(hubTime));
    this.#socket.on('jobs', (jobs) => onJobs(fieldJobsSchema.parse(jobs)));
    this.#socket.on('sessionEnded', ({ code }) => onTrouble(`the hub ended the link: ${code}`));
    this.#socket.on('connect_error', (error) => {
      if (!this.#socket.active) onTrouble(`the hub refuses the link: ${error.message}`);
    });
  }

  /** Resolves with whether the hub took it. */
  step(step: Step): Promise<boolean> {
    const message = { ...step, id: this.#newId() } as FieldStep;
    return this.#say(`${step.step} of ${step.assignment}`, () =>
      this.#socket.timeout(answerMs).emitWithAck('step', message),
    );
  }

  duty(status: FieldDuty['status']): Promise<boolean> {
    const message = { id: this.#newId(), status };
    return this.#say(`duty ${status}`, () => this.#socket.timeout(answerMs).emitWithAck('duty', message));
  }

  stop(): void {
    this.#stopped = true;
    this.#socket.disconnect();
  }

  #newId(): string {
    return uuidv7(this.#options.time.now(), this.#options.chance.bytes(10));
  }

  async #say(what: string, send: () => Promise<FieldAnswer>): Promise<boolean> {
    while (!this.#stopped) {
      const answer = await send().catch(() => undefined);
      if (answer?.status === 'accepted') return true;
      if (answer?.status === 'refused') {
        this.#options.onTrouble(`${what} was refused: ${answer.code}`);
        return false;
      }
      await new Promise((resolve) => setTimeout(resolve, answer?.retryAfterMs ?? againMs));
    }
    return false;
  }
}
