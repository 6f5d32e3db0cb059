/** A seat as small as can be, over a real socket: holds documents in a map and checks that no batch leaves a gap. */
import { createHash } from 'node:crypto';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type { z } from 'zod';
import type { Kinds } from '../../shared/domain/catalog.ts';
import { evolveDocument } from '../../shared/domain/catalog.ts';
import { digestParts } from '../../shared/lib/digest.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import type { EventEnvelope } from '../../shared/lib/journal.ts';
import { assert, must } from '../../shared/lib/must.ts';
import type {
  Batch,
  commandAnswerSchema,
  commandSchema,
  ConnectError,
  Digest,
  Hello,
  HelloAnswer,
  historyAnswerSchema,
  HubToSeat,
  PresenceOfSeat,
  SeatToHub,
  SnapshotPage,
  vaultAnswerSchema,
} from '../../shared/wire/hub-protocol.ts';
import {
  batchSchema,
  connectErrorSchema,
  envelopeSchema,
  helloAnswerSchema,
  protocolVersion,
  snapshotPageSchema,
} from '../../shared/wire/hub-protocol.ts';

export interface HeldDocument {
  readonly version: number;
  readonly seq: number;
  readonly state: unknown;
}

type Cache = NonNullable<Hello['cache']>;
type Message = { readonly batch: Batch } | { readonly page: SnapshotPage };
type Welcome = Extract<HelloAnswer, { status: 'welcome' }>;

/** Machine ms; far more than a hub takes on a loaded machine. Without it, what never comes hangs a test to its end. */
const longestWaitMs = 30_000;

/** As `work` settles it; rejects, saying what was waited for, where that takes too long. */
async function within<T>(what: string, work: (resolve: (value: T) => void) => void): Promise<T> {
  let late: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      late = setTimeout(() => reject(new Error(`never came: ${what}`)), longestWaitMs);
      work(resolve);
    });
  } finally {
    clearTimeout(late);
  }
}

export interface FeedClientOptions {
  readonly kinds: Kinds;
  readonly seat: string;
  readonly token: string;
  readonly protocol?: number;
}

export class FeedClient {
  documents = new Map<string, HeldDocument>();
  /** As it would be said at the next hello; null before the first snapshot or batch. */
  cache: Cache | null = null;
  /** What came with each connection. */
  readonly welcomes: Welcome[] = [];
  readonly refusals: (HelloAnswer | ConnectError)[] = [];
  readonly digests: { readonly digest: Digest; readonly seq: number }[] = [];
  readonly erased: string[] = [];
  presence: readonly PresenceOfSeat[] = [];
  presenceLists = 0;
  ended: string | undefined;
  /** What was wrong with what came: must stay empty. */
  readonly problems: string[] = [];
  batches = 0;
  pages = 0;
  personalRefs: string[] = [];
  readonly #options: FeedClientOptions;
  #socket: Socket<HubToSeat, SeatToHub> | undefined;
  #staged: { documents: Map<string, HeldDocument>; next: number } | undefined;
  /** While it lags: what came and was not taken in. */
  #queue: Message[] | undefined;
  #giveUp: (() => void) | undefined;

  constructor(options: FeedClientOptions) {
    this.#options = options;
  }

  get socket(): Socket<HubToSeat, SeatToHub> {
    return must(this.#socket, 'a link');
  }

  get connected(): boolean {
    return this.#socket?.connected === true;
  }

  get seq(): number {
    return this.cache?.lastSeq ?? 0;
  }

  /** Resolves once the hub has answered hello, refused the connection, or dropped it. */
  async connect(port: number, hello = true): Promise<void> {
    this.disconnect();
    this.ended = undefined;
    const { seat, token, protocol = protocolVersion } = this.#options;
    const socket: Socket<HubToSeat, SeatToHub> = io(`http://127.0.0.1:${port}/seat`, {
      transports: ['websocket'],
      auth: { token, seat, protocol },
      reconnection: false,
      forceNew: true,
    });
    this.#socket = socket;
    socket.on('feed', (batch) => this.#take({ batch }));
    socket.on('snapshot', (page) => this.#take({ page }));
    socket.on('presence', (seats) => {
      this.presence = seats;
      this.presenceLists += 1;
    });
    socket.on('erased', (refs) => this.erased.push(...refs));
    socket.on('sessionEnded', ({ code }) => {
      this.ended = code;
    });
    await within<null>('a connection', (resolve) => {
      this.#giveUp = () => resolve(null);
      socket.on('connect', () => resolve(null));
      // Said also where the transport ends before the hub has let the seat in; nothing else comes then.
      socket.on('disconnect', () => resolve(null));
      socket.on('connect_error', (error) => {
        // Only the hub's own word has data: without it the transport failed.
        const { data } = connectErrorSchema.safeParse('data' in error ? error.data : undefined);
        if (data === undefined) this.problems.push(`no connection: ${error.message}`);
        else this.refusals.push(data);
        resolve(null);
      });
    });
    if (hello && socket.connected) await this.hello();
  }

  async hello(): Promise<void> {
    const { socket, cache, personalRefs } = this;
    await within<null>('an answer to hello', (resolve) => {
      // A hub that goes away meanwhile never answers.
      this.#giveUp = () => resolve(null);
      socket.on('disconnect', () => resolve(null));
      socket.emit('hello', { cache, personalRefs }, (answer) => {
        // Here, not after the promise: what follows on the link may come before its continuation.
        helloAnswerSchema.parse(answer);
        if (answer.status === 'welcome') this.welcomes.push(answer);
        else this.refusals.push(answer);
        resolve(null);
      });
    });
  }

  disconnect(): void {
    this.#socket?.removeAllListeners();
    this.#socket?.disconnect();
    this.#giveUp?.();
    this.#socket = undefined;
    this.#staged = undefined;
    if (this.#queue !== undefined) this.#queue = [];
  }

  /** Takes nothing in any more, until `resume`. */
  lag(): void {
    this.#queue ??= [];
  }

  resume(): void {
    const waiting = this.#queue ?? [];
    this.#queue = undefined;
    for (const message of waiting) this.#take(message);
  }

  get queued(): number {
    return this.#queue?.length ?? 0;
  }

  command(message: z.infer<typeof commandSchema>): Promise<z.infer<typeof commandAnswerSchema>> {
    return within('an answer to a command', (resolve) => this.socket.emit('command', message, resolve));
  }

  history(stream: string, afterVersion = 0): Promise<z.infer<typeof historyAnswerSchema>> {
    return within('a timeline', (resolve) => this.socket.emit('history', { stream, afterVersion }, resolve));
  }

  vaultRead(ref: string, reason: string, inFull = false): Promise<z.infer<typeof vaultAnswerSchema>> {
    return within('personal data', (resolve) =>
      this.socket.emit('vaultRead', { ref, reason, ...(inFull ? { inFull } : {}) }, resolve),
    );
  }

  /** Its own digest, by the shared definition. */
  digest(): Digest {
    const documents = [...this.documents]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([stream, { version, state }]) => ({ stream, version, body: canonicalJson(state) }));
    const hash = createHash('sha256');
    for (const part of digestParts(documents)) hash.update(part, 'utf8');
    return { count: documents.length, sha256: hash.digest('hex') };
  }

  #take(message: Message): void {
    if (this.#queue !== undefined) {
      this.#queue.push(message);
      return;
    }
    try {
      if ('batch' in message) this.#apply(batchSchema.parse(message.batch));
      else this.#stage(snapshotPageSchema.parse(message.page));
    } catch (error) {
      this.problems.push(String(error));
    }
  }

  #stage(page: SnapshotPage): void {
    this.pages += 1;
    if (page.page === 0) this.#staged = { documents: new Map(), next: 0 };
    const staged = must(this.#staged, `page 0 before page ${page.page}`);
    assert(page.page === staged.next, `page ${staged.next} before page ${page.page}`);
    staged.next += 1;
    for (const { stream, ...document } of page.documents) {
      assert(!staged.documents.has(stream), `${stream} once in a snapshot`);
      staged.documents.set(stream, document);
    }
    if (page.done !== undefined) {
      assert(page.done.count === staged.documents.size, 'a whole snapshot');
      this.documents = staged.documents;
      this.#staged = undefined;
      const { through, labels } = page.done;
      this.#stand(through, labels, []);
    }
    this.#socket?.emit('applied', { page: page.page });
  }

  #apply({ items, through, labels, digest }: Batch): void {
    this.batches += 1;
    assert(this.#staged === undefined, 'no batch within a snapshot');
    const from = this.seq;
    assert(through.seq >= from, `place ${through.seq} is not before ${from}`);
    let last = from;
    for (const item of items) {
      if (item.kind === 'event') {
        const event = envelopeSchema.parse(JSON.parse(item.bytes)) as EventEnvelope;
        assert(event.seq > last && event.seq <= through.seq, `event ${event.seq} between ${last} and ${through.seq}`);
        last = event.seq;
        const held = this.documents.get(event.stream);
        assert(event.version === (held?.version ?? 0) + 1, `version ${event.version} of ${event.stream} follows`);
        const state = evolveDocument(held?.state, event, this.#options.kinds);
        this.documents.set(event.stream, { version: event.version, seq: event.seq, state });
      } else if (item.kind === 'enter') {
        assert(!this.documents.has(item.stream), `${item.stream} enters once`);
        assert(item.seq <= through.seq, `${item.stream} enters not from the future`);
        this.documents.set(item.stream, { version: item.version, seq: item.seq, state: item.state });
      } else {
        assert(this.documents.delete(item.stream), `${item.stream} was there before it left`);
      }
    }
    this.#stand(through, labels ?? this.cache?.labels ?? must(this.welcomes.at(-1), 'welcome').labels, this.#passed());
    if (digest !== undefined) this.digests.push({ digest, seq: through.seq });
    this.#socket?.emit('applied', { seq: through.seq });
  }

  /** Places passed, newest first: this client keeps the last 64 of them. */
  #passed(): Cache['checkpoints'] {
    const { cache } = this;
    return cache === null
      ? []
      : [[cache.lastSeq, cache.lastHash] as [number, string], ...cache.checkpoints].slice(0, 64);
  }

  #stand(through: Batch['through'], labels: string[], checkpoints: Cache['checkpoints']): void {
    const { journalId, epoch, foldKey } = must(this.welcomes.at(-1), 'welcome');
    this.cache = { journalId, epoch, foldKey, labels, lastSeq: through.seq, lastHash: through.hash, checkpoints };
  }
}
