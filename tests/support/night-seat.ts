/** A seat of the product as a real process: asked by lines, killed, started again over the same folder. */
import { join } from 'node:path';
import type { SeatRuntime } from '../../seat/runtime/screen-connection.ts';
import type { Digest } from '../../shared/wire/hub-protocol.ts';
import type { AnswerOf, RequestName, RequestOf, SeatPush } from '../../shared/wire/seat-api.ts';
import { startHub } from './hub-process.ts';
import type { HubProcess } from './hub-process.ts';
import { NightSeat } from './night-hub.ts';

const entry = join(import.meta.dirname, 'night-seat-process.ts');

interface Said {
  readonly answer?: number;
  readonly body?: unknown;
  readonly error?: string;
  readonly push?: string;
}

interface Waiting {
  readonly resolve: (body: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface NightSeatProcess {
  readonly process: HubProcess;
  readonly dir: string;
  readonly desk: NightSeat;
  /** Of everything the seat holds. */
  digest(): Promise<Digest>;
  /** Ends it in order. */
  stop(): Promise<void>;
}

const bytesOf = (text: unknown): Uint8Array => new Uint8Array(Buffer.from(String(text), 'base64'));

/** @param url Where it looks for the hub. Pushes before it has signed in are few: nothing is watched yet. */
export function startNightSeat(dir: string, seatId: string, url: string): NightSeatProcess {
  const process = startHub([dir, seatId, url], { entry });
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(push: SeatPush) => void>();
  let asked = 0;
  process.onLine((line) => {
    const said = JSON.parse(line, (_, value: unknown) =>
      value !== null && typeof value === 'object' && 'base64' in value ? bytesOf(value.base64) : value,
    ) as Said;
    if (said.push !== undefined) for (const listener of [...listeners]) listener(said as SeatPush);
    if (said.answer === undefined) return;
    const one = waiting.get(said.answer);
    waiting.delete(said.answer);
    if (said.error === undefined) one?.resolve(said.body);
    else one?.reject(new Error(said.error));
  });
  void process.exited.then(() => {
    for (const { reject } of waiting.values()) reject(new Error(`the seat has ended: ${process.log()}`));
    waiting.clear();
  });
  function ask(name: string, body: unknown): Promise<unknown> {
    asked += 1;
    const number = asked;
    return new Promise((resolve, reject) => {
      waiting.set(number, { resolve, reject });
      process.send({ ask: number, name, body });
    });
  }
  const seat: SeatRuntime = {
    // What crosses the pipe is what the seat answered.
    request: <N extends RequestName>(name: N, body: RequestOf<N>) => ask(name, body) as Promise<AnswerOf<N>>,
    onPush(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  return {
    process,
    dir,
    desk: new NightSeat({ seat, close: () => process.signal('SIGTERM') }),
    digest: () => ask('digest', {}) as Promise<Digest>,
    async stop() {
      process.signal('SIGTERM');
      await process.exited;
    },
  };
}
