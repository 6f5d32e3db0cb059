/** A screen without a page: the seat API as a browser speaks it, over the door of a real shell or hall. */
import { WebSocket } from 'ws';
import type { ClientOptions } from 'ws';
import { must } from '../../shared/lib/must.ts';
import type { AnswerOf, RequestName, RequestOf, SeatPush, SeatStatus } from '../../shared/wire/seat-api.ts';

interface Message {
  readonly answer?: number;
  readonly body?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

export class ScreenClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #documents = new Map<string, { readonly version: number; readonly state: unknown }>();
  readonly #looks = new Set<() => void>();
  readonly #listeners = new Set<(push: SeatPush) => void>();
  #status: SeatStatus | undefined;
  #last = 0;

  /** @param options With the cookie of a hall; the secret of a launch is in the address. */
  static open(url: string, options: ClientOptions = {}): Promise<ScreenClient> {
    const { protocol, host, hash } = new URL(url);
    const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/seat`, {
      ...options,
      headers: { origin: `${protocol}//${host}`, ...options.headers },
    });
    const client = new ScreenClient(socket);
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('open', () => {
        socket.send(JSON.stringify({ secret: hash.replace(/^#secret=/, '') }));
        resolve(client);
      });
    });
  }

  constructor(socket: WebSocket) {
    this.#socket = socket;
    // Positions are bytes; no test of this client looks at them.
    socket.on('message', (data, isBinary) => {
      if (!isBinary) this.#heard(JSON.parse(String(data)) as Message & SeatPush);
    });
  }

  #heard(message: Message & SeatPush): void {
    if (message.answer !== undefined) {
      this.#waiting.get(message.answer)?.(message);
      this.#waiting.delete(message.answer);
      return;
    }
    if (message.push === 'status') this.#status = message.status;
    if (message.push === 'opened' || message.push === 'changed')
      for (const { stream, version, state } of message.documents) this.#documents.set(stream, { version, state });
    if (message.push === 'changed') for (const stream of message.gone) this.#documents.delete(stream);
    for (const look of this.#looks) look();
    for (const listener of this.#listeners) listener(message);
  }

  /** Every push from now on; how the seat stands, as far as it was told, at once. */
  onPush(listener: (push: SeatPush) => void): () => void {
    this.#listeners.add(listener);
    if (this.#status !== undefined) listener({ push: 'status', status: this.#status });
    return () => void this.#listeners.delete(listener);
  }

  /** Rejects where the seat says that the request is wrong. */
  ask<N extends RequestName>(name: N, body: RequestOf<N>): Promise<AnswerOf<N>> {
    this.#last += 1;
    const request = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(request, ({ body: answer, error }) => {
        if (error !== undefined) reject(new Error(`${name}: ${error.code}: ${error.message}`));
        else resolve(answer as AnswerOf<N>);
      });
      this.#socket.send(JSON.stringify({ request, name, body }));
    });
  }

  /** Resolves at the first message from the seat after which the condition holds, or at once. */
  until(condition: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition()) return;
        this.#looks.delete(look);
        resolve();
      };
      this.#looks.add(look);
      look();
    });
  }

  get status(): SeatStatus {
    return must(this.#status, 'a status');
  }

  /** Of the kinds that are watched. */
  document(stream: string): unknown {
    return this.#documents.get(stream)?.state;
  }

  streams(kind: string): readonly string[] {
    return [...this.#documents.keys()].filter((stream) => stream.startsWith(`${kind}/`));
  }

  /** Puts a command on its way and waits until nothing of this user waits for the hub. Throws where it was refused. */
  async act(type: string, data: RequestOf<'submit'>['data'], about: readonly string[]): Promise<void> {
    const versions = about.map((stream) => [stream, this.#documents.get(stream)?.version ?? 0]);
    const answer = await this.ask('submit', { type, data, basedOn: Object.fromEntries(versions) });
    if (answer.status !== 'queued') throw new Error(`${type}: ${JSON.stringify(answer)}`);
    await this.settled(answer.entry);
  }

  /** Waits until an entry of the outbox was acknowledged. Throws where it was refused. */
  async settled(entry: string): Promise<void> {
    for (;;) {
      const { entries } = await this.ask('outbox', {});
      const found = must(
        entries.find(({ id }) => id === entry),
        'an entry of the outbox',
      );
      if (found.state === 'acknowledged') return;
      if (found.state === 'refused' || found.state === 'heldBack')
        throw new Error(`${found.type}: ${JSON.stringify(found.refusal)}`);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  close(): void {
    this.#socket.terminate();
  }
}
