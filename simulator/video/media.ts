/**
 * A small media server for made-up cameras: one short clip, marked 模拟, as live HLS, HTTP-FLV and FLV over WebSocket, at
 * addresses like those of the media servers that video platforms use. It serves what was started, and nothing else.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { must } from '../../shared/lib/must.ts';
import { playClip, readClip } from './flv.ts';

const folder = join(import.meta.dirname, '..', 'media');
/** Pieces of the clip, each of so many ms. */
const pieceMs = 2_000;
const pieceNames = ['street-0.mpegts', 'street-1.mpegts', 'street-2.mpegts'];
const listed = 4;
/** Unsent bytes of a viewer that does not keep up. */
const mostBehind = 1 << 20;

export interface Media {
  /** The picture that stands for a still. */
  readonly still: Buffer;
  start(stream: string): void;
  /** Ends it for everybody who looks. */
  stop(stream: string): void;
  readonly running: ReadonlySet<string>;
  /** How many look at a stream over a connection that stays. */
  viewers(stream: string): number;
  /** Whether it was a path of its own; answered then. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  upgrade(request: IncomingMessage, socket: Duplex): void;
  close(): void;
}

/** Paths below the root: `rtp/<stream>.live.flv`, `rtp/<stream>/hls.m3u8`, `rtp/<stream>/<number>.ts`. */
const paths = {
  flv: /^\/rtp\/([\w-]+)\.live\.flv$/,
  list: /^\/rtp\/([\w-]+)\/hls\.m3u8$/,
  piece: /^\/rtp\/([\w-]+)\/(\d{1,12})\.ts$/,
};

/** @param now Milliseconds that only grow; pieces are numbered by them. */
export function createMedia(now: () => number): Media {
  const clip = readClip(readFileSync(join(folder, 'street.flv')));
  const pieces = pieceNames.map((name) => readFileSync(join(folder, name)));
  const running = new Set<string>();
  const viewers = new Map<string, Set<() => void>>();

  function view(stream: string, send: (bytes: Buffer) => boolean, end: () => void): () => void {
    const playing = playClip(clip, now, send, end);
    const stop = (): void => {
      viewers.get(stream)?.delete(stop);
      playing.stop();
    };
    const all = viewers.get(stream) ?? new Set();
    viewers.set(stream, all.add(stop));
    return stop;
  }

  /** A list of the newest pieces. Each round of the clip begins anew, which players are told. */
  function playlist(): string {
    const newest = Math.floor(now() / pieceMs);
    const first = Math.max(0, newest - listed);
    const rounds = Math.ceil(first / pieces.length);
    const lines = ['#EXTM3U', '#EXT-X-VERSION:3', `#EXT-X-TARGETDURATION:${pieceMs / 1_000}`];
    lines.push(`#EXT-X-MEDIA-SEQUENCE:${first}`, `#EXT-X-DISCONTINUITY-SEQUENCE:${rounds}`);
    for (let n = first; n < newest; n += 1) {
      if (n % pieces.length === 0) lines.push('#EXT-X-DISCONTINUITY');
      lines.push(`#EXTINF:${(pieceMs / 1_000).toFixed(3)},`, `${n}.ts`);
    }
    return `${lines.join('\n')}\n`;
  }

  function answer(response: ServerResponse, type: string, body: string | Buffer): true {
    response.writeHead(200, {
      'content-type': type,
      'content-length': Buffer.byteLength(body),
      'cache-control': 'no-store',
    });
    response.end(body);
    return true;
  }

  function serve(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const [flv, list, piece] = [paths.flv.exec(path), paths.list.exec(path), paths.piece.exec(path)];
    const stream = (flv ?? list ?? piece)?.[1];
    if (stream === undefined) return false;
    if (!running.has(stream)) {
      response.writeHead(404, { 'content-length': 0 }).end();
      return true;
    }
    if (list !== null) return answer(response, 'application/vnd.apple.mpegurl', playlist());
    if (piece !== null)
      return answer(response, 'video/mp2t', must(pieces[Number(piece[2]) % pieces.length], 'a piece of the clip'));
    response.writeHead(200, { 'content-type': 'video/x-flv', 'cache-control': 'no-store' });
    const stop = view(
      stream,
      (bytes) => {
        response.write(bytes);
        return response.writableLength < mostBehind;
      },
      () => response.end(),
    );
    response.on('close', stop);
    return true;
  }

  return {
    still: readFileSync(join(folder, 'street.jpg')),
    running,
    start: (stream) => void running.add(stream),
    stop(stream) {
      running.delete(stream);
      for (const end of [...(viewers.get(stream) ?? [])]) end();
    },
    viewers: (stream) => viewers.get(stream)?.size ?? 0,
    serve,
    upgrade(request, socket) {
      const stream = paths.flv.exec((request.url ?? '').split('?')[0] ?? '')?.[1];
      const key = request.headers['sec-websocket-key'];
      socket.on('error', () => socket.destroy());
      if (stream === undefined || key === undefined || !running.has(stream))
        return void socket.end('HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${acceptOf(key)}\r\n\r\n`,
      );
      const stop = view(
        stream,
        (bytes) => {
          socket.write(frame(bytes));
          return socket.writableLength < mostBehind;
        },
        () => socket.destroy(),
      );
      // What a viewer says is of no use here; that it goes is.
      socket.resume();
      socket.on('close', stop);
    },
    close() {
      for (const stream of [...running]) this.stop(stream);
    },
  };
}

/** RFC 6455, 4.2.2. */
function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/** One binary message of RFC 6455, 5.2, as servers send it. */
function frame(bytes: Buffer): Buffer {
  const head = Buffer.alloc(bytes.length < 126 ? 2 : bytes.length < 65_536 ? 4 : 10);
  head.writeUInt8(0x82, 0);
  if (head.length === 2) head.writeUInt8(bytes.length, 1);
  else if (head.length === 4) {
    head.writeUInt8(126, 1);
    head.writeUInt16BE(bytes.length, 2);
  } else {
    head.writeUInt8(127, 1);
    head.writeBigUInt64BE(BigInt(bytes.length), 2);
  }
  return Buffer.concat([head, bytes]);
}
