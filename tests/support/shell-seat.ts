/** A seat that does what a test says: for the doors through which screens come in. */
import type { SeatLog, SeatTimers } from '../../seat/runtime/ports.ts';
import type { ScreenMessage, ScreenTransport, SeatRuntime } from '../../seat/runtime/screen-connection.ts';
import type { SeatTiles } from '../../seat/runtime/online-maps.ts';
import type { SeatPictures } from '../../seat/runtime/video.ts';
import type { AnswerOf, RequestName, RequestOf, SeatPush, SeatStatus } from '../../shared/wire/seat-api.ts';

export const signedOutStatus: SeatStatus = {
  link: 'signedOut',
  linkReason: null,
  user: null,
  seat: 'test-seat',
  lastSeq: 0,
  asOf: 0,
  clockOffset: 0,
  demoClock: false,
  clockRate: 1,
  pending: 0,
  refused: 0,
  asking: 0,
  waitingForOthers: 0,
  locked: false,
  lockAfterMs: null,
  alarms: { alarm: 0, late: 0, unacknowledged: 0, tray: 0 },
  secondFactorMissing: false,
  hub: null,
  spareHub: false,
};

type Answer = (body: never) => unknown;

export class FakeSeat implements SeatRuntime {
  readonly asked: { readonly name: RequestName; readonly body: unknown }[] = [];
  readonly answers = new Map<RequestName, Answer>();
  /** None, unless a test has some. */
  pictures: SeatPictures & SeatTiles = {
    stream: () => undefined,
    still: () => undefined,
    tile: (_request, done) => {
      done({ status: 'refused', code: 'Unknown' });
      return () => undefined;
    },
  };
  readonly #listeners = new Set<(push: SeatPush) => void>();

  async request<N extends RequestName>(name: N, body: RequestOf<N>): Promise<AnswerOf<N>> {
    this.asked.push({ name, body });
    const answer = this.answers.get(name);
    await Promise.resolve();
    return (answer === undefined ? {} : answer(body as never)) as AnswerOf<N>;
  }

  onPush(listener: (push: SeatPush) => void): () => void {
    this.#listeners.add(listener);
    listener({ push: 'status', status: this.firstStatus() });
    return () => void this.#listeners.delete(listener);
  }

  /** What a new listener is told at once. */
  protected firstStatus(): SeatStatus {
    return signedOutStatus;
  }

  get listening(): number {
    return this.#listeners.size;
  }

  push(push: SeatPush): void {
    for (const listener of [...this.#listeners]) listener(push);
  }

  /** Numbers under which the seat was asked to watch, in order. */
  watches(): readonly number[] {
    return this.asked.filter(({ name }) => name === 'watch').map(({ body }) => (body as RequestOf<'watch'>).watch);
  }
}

export const quietLog: SeatLog = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Timers that run when told. */
export class HandTimers implements SeatTimers {
  #works: (() => void)[] = [];
  after(_milliseconds: number, work: () => void): () => void {
    this.#works.push(work);
    return () => {
      this.#works = this.#works.filter((each) => each !== work);
    };
  }
  run(): void {
    const due = this.#works;
    this.#works = [];
    for (const work of due) work();
  }
  get waiting(): number {
    return this.#works.length;
  }
}

/** One screen's end of a connection, in memory. */
export class FakeTransport implements ScreenTransport {
  readonly sent: ScreenMessage[] = [];
  slow = false;
  closedFor: string | undefined;
  #onMessage: (message: unknown) => void = () => undefined;
  readonly #onClose: (() => void)[] = [];

  send(message: ScreenMessage): void {
    this.sent.push(message);
  }
  congested(): boolean {
    return this.slow;
  }
  onMessage(listener: (message: unknown) => void): void {
    this.#onMessage = listener;
  }
  onClose(listener: () => void): void {
    this.#onClose.push(listener);
  }
  close(reason: string): void {
    if (this.closedFor !== undefined) return;
    this.closedFor = reason;
    for (const listener of this.#onClose) listener();
  }
  /** The screen says something; waits until the seat has had time to answer. */
  async say(message: unknown): Promise<void> {
    this.#onMessage(message);
    await new Promise((resolve) => setImmediate(resolve));
  }
  answers(): ScreenMessage[] {
    return this.sent.filter((message) => 'answer' in message);
  }
  pushes(kind: SeatPush['push']): SeatPush[] {
    return this.sent.filter((message): message is SeatPush => 'push' in message && message.push === kind);
  }
}
