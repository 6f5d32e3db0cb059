/** A server of map tiles on this machine that works, or fails in one of the ways such servers fail. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { plainPng } from './tiny-png.ts';

export type TileManner =
  'well' | 'silent' | 'forbidden' | 'html' | 'huge' | 'vast' | 'elsewhere' | 'broken' | 'error' | 'nothing';

export const tileColour = '#3060C0';
export const labelColour = '#C03060';
const wide = 256;
const tile = plainPng(tileColour, wide);
/** Small: drawn above, it leaves nothing of what is below, as it is opaque. */
const label = plainPng(labelColour, wide);
/** Few bytes, and 16 million pixels. */
const vast = plainPng(tileColour, 4_000);

export class TileServer {
  manner: TileManner = 'well';
  /** Key that is asked for; others are refused. */
  key: string | undefined;
  /** Paths with their queries, in the order they came. */
  readonly asked: string[] = [];
  /** How many connections were open at the same time, at most. */
  mostOpen = 0;
  port = 0;
  #open = 0;
  #server: Server | undefined;
  readonly #silent = new Set<ServerResponse>();

  async start(port = 0): Promise<this> {
    const server = createServer((request, response) => this.#answer(request, response));
    this.#server = server;
    server.on('connection', (socket) => {
      this.#open += 1;
      this.mostOpen = Math.max(this.mostOpen, this.#open);
      socket.on('close', () => (this.#open -= 1));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Gone, as a machine that is switched off; `start` with its port brings it back. */
  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  /** Answers those that were left without an answer. */
  speak(): void {
    for (const response of this.#silent) response.writeHead(200, { 'content-type': 'image/png' }).end(tile);
    this.#silent.clear();
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '';
    this.asked.push(path);
    const { searchParams, pathname } = new URL(path, this.url);
    if (this.key !== undefined && (searchParams.get('tk') ?? searchParams.get('key')) !== this.key) {
      response.writeHead(403, { 'content-type': 'application/json' }).end('{"code":301012,"msg":"权限类型错误"}');
      return;
    }
    const send = (bytes: Buffer, type = 'image/png'): void =>
      void response.writeHead(200, { 'content-type': type, 'content-length': bytes.length }).end(bytes);
    switch (this.manner) {
      case 'well':
        return send(/cva|cia|label/.test(pathname) ? label : tile);
      case 'silent':
        return void this.#silent.add(response);
      case 'forbidden':
        return void response.writeHead(403).end();
      case 'html':
        return send(Buffer.from('<!doctype html><title>登录</title>'));
      case 'huge':
        return send(Buffer.concat([tile, Buffer.alloc(3 << 20)]));
      case 'vast':
        return send(vast);
      case 'elsewhere':
        return void response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end();
      case 'broken':
        response.writeHead(200, { 'content-type': 'image/png', 'content-length': tile.length });
        return void response.write(tile.subarray(0, 100), () => response.destroy());
      case 'error':
        return void response.writeHead(500).end('oops');
      case 'nothing':
        return void response.writeHead(404).end();
    }
  }
}
