/** The other side of replies: a small server that takes them, or fails in all the ways such a server fails. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Socket } from 'node:net';

/** `lostAnswer`: takes it, and is cut off before it says so. */
export type Manner =
  | ('takes' | 'fails' | 'refusesKey' | 'rejects' | 'garbage' | 'otherId' | 'hangs' | 'lostAnswer' | 'huge' | 'cuts')
  | 'busy';

export class ReplyReceiver {
  manner: Manner | ((n: number) => Manner) = 'takes';
  /** Ids of everything that came in, in order, taken or not. */
  readonly asked: string[] = [];
  /** What it took, by id: the same id again is the same reply. */
  readonly taken = new Map<string, Record<string, unknown>>();
  readonly keys = new Set<string>();
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  async start(): Promise<this> {
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/replies`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString('utf8')) as Record<string, unknown>;
    const id = String(body['id']);
    this.asked.push(id);
    this.keys.add(String(request.headers.authorization));
    if (request.headers['idempotency-key'] !== id) return void response.writeHead(400).end();
    const manner = typeof this.manner === 'function' ? this.manner(this.asked.length) : this.manner;
    const take = (): void => void this.taken.set(id, body);
    const say = (status: number, text: string): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    };
    switch (manner) {
      case 'takes':
        take();
        return say(200, JSON.stringify({ id, receipt: `R-${this.taken.size}` }));
      case 'lostAnswer':
        take();
        return void request.socket.destroy();
      case 'cuts':
        return void request.socket.destroy();
      case 'fails':
        return say(503, '<html>down</html>');
      case 'busy':
        response.setHeader('retry-after', '120');
        return say(429, '');
      case 'refusesKey':
        return say(401, '');
      case 'rejects':
        return say(422, '{"error":"closed"}');
      case 'garbage':
        return say(200, '<html>please log in</html>');
      case 'otherId':
        return say(200, JSON.stringify({ id: 'another' }));
      case 'huge':
        return say(200, 'x'.repeat(200_000));
      case 'hangs':
        return;
    }
  }
}
