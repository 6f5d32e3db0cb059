/** A network between seats and a hub that can be cut in three ways, byte by byte, below every protocol. */
import { createServer, connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { must } from '../../shared/lib/must.ts';

export type NetworkState =
  | 'whole'
  /** Every connection is reset, new ones too. */
  | 'reset'
  /** Connections stand, and nothing passes, not even their end. What was on its way passes once the network is whole. */
  | 'silent'
  /** One byte a second in each direction of each connection. */
  | 'slow';

/** One direction of one connection: what came in and has not gone out. */
class Lane {
  readonly #to: Socket;
  #waiting: Buffer[] = [];
  #ended = false;

  constructor(from: Socket, to: Socket, state: () => NetworkState) {
    this.#to = to;
    from.on('data', (bytes) => {
      this.#waiting.push(bytes);
      if (state() === 'whole') this.flush();
    });
    // The two ends are ended together only once everything before the end has passed.
    from.on('close', () => {
      this.#ended = true;
      if (state() === 'whole') this.flush();
    });
    from.on('error', () => undefined);
  }

  flush(): void {
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    if (bytes.length > 0 && this.#to.writable) this.#to.write(bytes);
    if (this.#ended) this.#to.end();
  }

  oneByte(): void {
    const bytes = Buffer.concat(this.#waiting);
    if (bytes.length > 0 && this.#to.writable) this.#to.write(bytes.subarray(0, 1));
    this.#waiting = bytes.length > 1 ? [bytes.subarray(1)] : [];
    if (this.#ended && this.#waiting.length === 0) this.#to.end();
  }
}

export interface Network {
  readonly url: string;
  /** Connections that stand at this moment. */
  readonly connections: number;
  /** Bytes taken in since the start, in both directions. */
  readonly bytes: number;
  become(state: NetworkState): void;
}

const slowMs = 1_000;

/** @param hubPort Where the connections go. */
export async function openCut(hubPort: number): Promise<Network & { close(): void }> {
  let state: NetworkState = 'whole';
  let bytes = 0;
  const pairs = new Map<Socket, { readonly hub: Socket; readonly lanes: readonly Lane[] }>();
  const server = createServer((seat) => {
    if (state === 'reset') return void seat.resetAndDestroy();
    const hub = connect(hubPort, '127.0.0.1');
    seat.setNoDelay(true);
    hub.setNoDelay(true);
    for (const socket of [seat, hub]) socket.on('data', (some) => (bytes += some.length));
    pairs.set(seat, { hub, lanes: [new Lane(seat, hub, () => state), new Lane(hub, seat, () => state)] });
    const gone = (): void => {
      if (seat.destroyed && hub.destroyed) pairs.delete(seat);
    };
    seat.on('close', gone);
    hub.on('close', gone);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const clock = setInterval(() => {
    if (state !== 'slow') return;
    for (const { lanes } of pairs.values()) for (const lane of lanes) lane.oneByte();
  }, slowMs);
  const { port } = must(server.address() as AddressInfo | null, 'a bound port');
  return {
    close() {
      clearInterval(clock);
      server.close();
      for (const [seat, { hub }] of pairs) for (const socket of [seat, hub]) socket.destroy();
    },
    url: `http://127.0.0.1:${port}`,
    get connections() {
      return pairs.size;
    },
    get bytes() {
      return bytes;
    },
    become(next) {
      state = next;
      if (next === 'reset')
        for (const [seat, { hub }] of pairs) for (const socket of [seat, hub]) socket.resetAndDestroy();
      if (next === 'whole') for (const { lanes } of pairs.values()) for (const lane of lanes) lane.flush();
    },
  };
}
