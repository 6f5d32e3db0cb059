/**
 * The screens' door to pictures: fetches for a screen what the hub named for its ticket, and nothing else. It streams,
 * takes no more from the server than the screen takes from it, and ends with the screen, the ticket, or the server. Tiles
 * of basemaps from outside come by the same door.
 */
import { createHash } from 'node:crypto';
import { request as plain } from 'node:http';
import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { request as secure } from 'node:https';
import type { Duplex } from 'node:stream';
import { pipeline, Transform } from 'node:stream';
import type { SeatLog } from '../runtime/ports.ts';
import type { SeatTiles } from '../runtime/online-maps.ts';
import type { SeatPictures, StreamHeld } from '../runtime/video.ts';
import { behind, followable, videoPath, videoPrefix } from './path.ts';
import type { VideoPath } from './path.ts';
import { serveTile, tilesPrefix } from './tiles.ts';
import { Upstreams } from './upstream.ts';
import type { Upstream } from './upstream.ts';

export { videoPrefix };

export interface PictureDoor {
  /** `pictures`: those of the seat that the browser has; undefined where it has none. Safety headers are set already. */
  serve(request: IncomingMessage, response: ServerResponse, pictures: (SeatPictures & SeatTiles) | undefined): void;
  /** WebSocket; the origin was checked. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, pictures: SeatPictures | undefined): void;
}

export interface PictureTimes {
  /** Until the server must have begun to answer, ms. */
  readonly answerMs: number;
  /** Without a byte for so long the stream is dead, ms. */
  readonly silenceMs: number;
}

export const pictureTimes: PictureTimes = { answerMs: 8_000, silenceMs: 8_000 };

const largest = { playlist: 1 << 20, piece: 64 << 20, sdp: 64 << 10 } as const;

const playlists = ['application/vnd.apple.mpegurl', 'application/x-mpegurl', 'audio/mpegurl', 'audio/x-mpegurl'];
const pieces = ['video/mp2t', 'video/mp4', 'video/iso.segment', 'audio/mp4', 'audio/aac', 'audio/mpeg', 'text/vtt'];
const flv = ['video/x-flv', 'video/flv'];
const unnamed = 'application/octet-stream';
const sdp = 'application/sdp';
/** By the end of a name, for servers that know no types of video. */
const typeOfEnd: Readonly<Record<string, string>> = {
  ...{ m3u8: 'application/vnd.apple.mpegurl', ts: 'video/mp2t', mp4: 'video/mp4', m4s: 'video/iso.segment' },
  ...{ flv: 'video/x-flv', aac: 'audio/aac' },
};

interface Asked {
  readonly path: Extract<VideoPath, { is: 'stream' }>;
  readonly stream: StreamHeld;
  readonly upstream: Upstream;
}

class Trouble extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export function pictureDoor(log: SeatLog, times: PictureTimes = pictureTimes): PictureDoor {
  const upstreams = new Upstreams();

  function askedOf(url: string | undefined, pictures: SeatPictures | undefined): Asked | undefined {
    const path = videoPath(url);
    if (path?.is !== 'stream') return undefined;
    const stream = pictures?.stream(path.ticket, path.place);
    return stream && { path, stream, upstream: upstreams.of(path.ticket, path.place, stream) };
  }

  function fetched(
    { asked, request, response }: { asked: Asked; request: IncomingMessage; response: ServerResponse },
    url: URL,
    more: { readonly method: string; readonly body?: Buffer; readonly headers: OutgoingHttpHeaders },
    take: (answer: IncomingMessage, fail: (error: Error) => void) => void,
  ): void {
    const { stream, upstream } = asked;
    if (!upstream.opened()) return refuse(response, 429);
    const { cookie } = upstream;
    const ask = sender(url)(url, {
      ...{ method: more.method, agent: false, maxHeaderSize: 16_384 },
      headers: { ...more.headers, ...(cookie === undefined ? {} : { cookie }) },
    });
    let isClosed = false;
    // Whatever ends it first: the screen, the server, the ticket.
    const closed = (): void => {
      isClosed = true;
      clearTimeout(late);
      stopEnd();
      upstream.closed();
      ask.destroy();
    };
    const fail = (error: Error): void => {
      if (isClosed) return;
      closed();
      if (!(error instanceof Trouble)) log.warn({ host: url.host, reason: error.message }, 'a stream broke off');
      if (response.headersSent) response.destroy();
      else refuse(response, error instanceof Trouble ? error.status : 502);
    };
    const late = setTimeout(() => fail(new Trouble(504, 'no answer in time')), times.answerMs);
    const stopEnd = stream.onEnd(() => queueMicrotask(() => fail(new Trouble(410, 'the ticket is over'))));
    response.on('close', () => {
      if (!isClosed) closed();
    });
    ask.setTimeout(times.silenceMs, () => fail(new Trouble(504, 'the stream fell silent')));
    ask.on('error', fail);
    ask.on('response', (answer) => {
      clearTimeout(late);
      upstream.heard(answer.headers);
      try {
        take(answer, fail);
      } catch (error) {
        fail(error instanceof Error ? error : new Error(String(error)));
      }
    });
    ask.end(more.body);
    request.on('error', () => ask.destroy());
  }

  function serveMedia(asked: Asked, request: IncomingMessage, response: ServerResponse): void {
    const url = behind(asked.stream, asked.path);
    if (url === undefined) return refuse(response, 404);
    const { range } = request.headers;
    const isHls = asked.stream.protocol === 'hls';
    const headers = {
      accept: '*/*',
      ...(isHls && range !== undefined && /^bytes=\d*-\d*$/.test(range) ? { range } : {}),
    };
    const method = request.method ?? 'GET';
    fetched({ asked, request, response }, url, { method, headers }, (answer, fail) => {
      const status = answer.statusCode ?? 502;
      // Not followed: where it leads, nobody allowed.
      if (status !== 200 && status !== 206) throw new Trouble(status === 404 ? 404 : 502, `HTTP ${status}`);
      const type = typeOf(answer, url, isHls ? [...playlists, ...pieces] : flv);
      if (type === undefined) throw new Trouble(502, 'not of a type that pictures have');
      if (playlists.includes(type) && status === 200)
        return whole(answer, largest.playlist, (body) => {
          if (body === undefined) return fail(new Error('a playlist broke off, or is larger than one may be'));
          const { ticket, place } = asked.path;
          const root = `${videoPrefix}${ticket}/${place}/`;
          const text = Buffer.from(followable(body.toString('utf8'), url, asked.stream, root), 'utf8');
          const safe = { 'content-security-policy': "default-src 'none'" };
          response.writeHead(200, { 'content-type': type, 'content-length': text.length, ...safe });
          response.end(method === 'HEAD' ? undefined : text);
        });
      const { 'content-length': length, 'content-range': part } = answer.headers;
      response.writeHead(status, {
        'content-type': type,
        'content-security-policy': "default-src 'none'",
        ...(length === undefined ? {} : { 'content-length': length }),
        ...(part === undefined ? {} : { 'content-range': part }),
      });
      if (method === 'HEAD') return void response.end();
      const most = isHls ? (playlists.includes(type) ? largest.playlist : largest.piece) : Infinity;
      // Where either side ends, the other does; and the server is read no faster than the screen reads.
      pipeline(answer, atMost(most), response, (error) => {
        if (error !== undefined && error !== null) fail(error);
      });
    });
  }

  function offer(asked: Asked, request: IncomingMessage, response: ServerResponse): void {
    const url = behind(asked.stream, asked.path);
    if (url === undefined) return refuse(response, 404);
    if (request.headers['content-type']?.split(';')[0]?.trim() !== sdp) return refuse(response, 415);
    whole(request, largest.sdp, (body) => {
      if (body === undefined) return refuse(response, 413);
      const headers = { 'content-type': sdp, 'content-length': body.length, accept: sdp };
      fetched({ asked, request, response }, url, { method: 'POST', body, headers }, (answer) => {
        const status = answer.statusCode ?? 502;
        if (status !== 200 && status !== 201) throw new Trouble(502, `HTTP ${status}`);
        if (answer.headers['content-type']?.split(';')[0]?.trim() !== sdp)
          throw new Trouble(502, 'not an answer of WHEP');
        whole(answer, largest.sdp, (said) => {
          if (said === undefined || response.headersSent) return response.destroy();
          const session = asked.upstream.session(answer.headers.location, url);
          const { ticket, place } = asked.path;
          response.writeHead(201, {
            'content-type': sdp,
            'content-length': said.length,
            'content-security-policy': "default-src 'none'",
            ...(session === undefined ? {} : { location: `${videoPrefix}${ticket}/${place}/${session}` }),
          });
          response.end(said);
        });
      });
    });
  }

  function endSession(asked: Asked, request: IncomingMessage, response: ServerResponse): void {
    const [name, ...more] = asked.path.names;
    const url = name === undefined || more.length > 0 ? undefined : asked.upstream.takeSession(name);
    if (url === undefined) return refuse(response, 404);
    fetched({ asked, request, response }, url, { method: 'DELETE', headers: {} }, (answer) => {
      answer.resume();
      const isGone = (answer.statusCode ?? 500) < 400 || answer.statusCode === 404;
      refuse(response, isGone ? 200 : 502);
    });
  }

  return {
    serve(request, response, pictures) {
      if (!isOwnPage(request)) return refuse(response, 403);
      if (request.url?.startsWith(tilesPrefix) === true) return serveTile(request, response, pictures);
      const path = videoPath(request.url);
      if (path?.is === 'still') return serveStill(path.key, request, response, pictures);
      const asked = askedOf(request.url, pictures);
      if (asked === undefined) return refuse(response, 404);
      const isWhep = asked.stream.protocol === 'whep';
      const { method = '' } = request;
      switch (method) {
        case 'GET':
        case 'HEAD':
          if (!isWhep && asked.stream.protocol !== 'wsFlv') return serveMedia(asked, request, response);
          break;
        case 'POST':
          if (isWhep) return offer(asked, request, response);
          break;
        case 'DELETE':
          if (isWhep) return endSession(asked, request, response);
          break;
      }
      response.setHeader('allow', isWhep ? 'POST, DELETE' : 'GET, HEAD');
      refuse(response, 405);
    },
    upgrade(request, socket, head, pictures) {
      const asked = askedOf(request.url, pictures);
      const url = asked?.stream.protocol === 'wsFlv' ? behind(asked.stream, asked.path) : undefined;
      if (asked === undefined || url === undefined || !isOwnPage(request)) return endWith(socket, '404 Not Found');
      tunnel({ asked, url, request, socket, head });
    },
  };

  /** One WebSocket through to the server: after both have agreed, bytes, in both directions, each at the other's pace. */
  function tunnel({
    asked,
    url,
    request,
    socket,
    head,
  }: {
    asked: Asked;
    url: URL;
    request: IncomingMessage;
    socket: Duplex;
    head: Buffer;
  }): void {
    const key = request.headers['sec-websocket-key'];
    if (key === undefined || !/^[A-Za-z0-9+/]{22}==$/.test(key) || request.headers['sec-websocket-version'] !== '13')
      return endWith(socket, '400 Bad Request');
    const { stream, upstream } = asked;
    if (!upstream.opened()) return endWith(socket, '429 Too Many Requests');
    const target = new URL(url);
    target.protocol = url.protocol === 'wss:' || url.protocol === 'https:' ? 'https:' : 'http:';
    const { cookie } = upstream;
    const ask: ClientRequest = sender(target)(target, {
      ...{ agent: false, maxHeaderSize: 16_384 },
      headers: {
        ...{ connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': key },
        ...(cookie === undefined ? {} : { cookie }),
      },
    });
    let server: Duplex | undefined;
    let isOver = false;
    const over = (status?: string): void => {
      if (isOver) return;
      isOver = true;
      clearTimeout(late);
      stopEnd();
      upstream.closed();
      ask.destroy();
      server?.destroy();
      if (server === undefined && status !== undefined) endWith(socket, status);
      else socket.destroy();
    };
    const late = setTimeout(() => over('504 Gateway Timeout'), times.answerMs);
    const stopEnd = stream.onEnd(() => queueMicrotask(() => over('410 Gone')));
    socket.on('close', () => over());
    socket.on('error', () => over());
    ask.on('error', () => over('502 Bad Gateway'));
    ask.on('response', (answer) => {
      answer.resume();
      over('502 Bad Gateway');
    });
    ask.on('upgrade', (answer, opened, first) => {
      clearTimeout(late);
      server = opened;
      opened.on('error', () => over());
      opened.on('close', () => over());
      const accepted = answer.headers['sec-websocket-accept'];
      if (accepted !== acceptOf(key) || answer.headers['sec-websocket-extensions'] !== undefined) {
        server = undefined;
        opened.destroy();
        return over('502 Bad Gateway');
      }
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${accepted}\r\n\r\n`,
      );
      if (first.length > 0) socket.write(first);
      if (head.length > 0) opened.write(head);
      if ('setTimeout' in opened && typeof opened.setTimeout === 'function') {
        (opened as Duplex & { setTimeout(ms: number, work: () => void): void }).setTimeout(times.silenceMs, () =>
          over(),
        );
      }
      opened.pipe(socket);
      socket.pipe(opened);
    });
    ask.end();
  }
}

function sender(url: URL): typeof plain {
  return url.protocol === 'https:' ? secure : plain;
}

/** Browsers say which page asks: no other site's, not even one of the same host name. */
function isOwnPage({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site === undefined || site === 'same-origin';
}

function serveStill(
  key: string,
  request: IncomingMessage,
  response: ServerResponse,
  pictures: SeatPictures | undefined,
): void {
  if (request.method !== 'GET') {
    response.setHeader('allow', 'GET');
    return refuse(response, 405);
  }
  const still = pictures?.still(key);
  if (still === undefined) return refuse(response, 404);
  const bytes = Buffer.from(still.base64, 'base64');
  response.writeHead(200, {
    'content-type': still.type,
    'content-length': bytes.length,
    'content-security-policy': "default-src 'none'",
  });
  response.end(bytes);
}

/** The type a screen is told: one that pictures have; the name decides where the server says nothing of use. */
function typeOf({ headers }: IncomingMessage, url: URL, allowed: readonly string[]): string | undefined {
  const said = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  const type = said === undefined || said === unnamed ? typeOfEnd[/\.(\w+)$/.exec(url.pathname)?.[1] ?? ''] : said;
  return type !== undefined && allowed.includes(type) ? type : undefined;
}

/** Passes bytes on, and breaks off beyond the most. */
function atMost(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(part: Buffer, _encoding, done) {
      bytes += part.length;
      if (bytes > most) done(new Error('larger than such a thing may be'));
      else done(null, part);
    },
  });
}

/** All of a small body; undefined for one that is too large or breaks off. */
function whole(from: IncomingMessage, most: number, done: (body: Buffer | undefined) => void): void {
  const parts: Buffer[] = [];
  let bytes = 0;
  let isDone = false;
  const finish = (body: Buffer | undefined): void => {
    if (isDone) return;
    isDone = true;
    done(body);
  };
  from.on('data', (part: Buffer) => {
    bytes += part.length;
    if (bytes > most) finish(undefined);
    else parts.push(part);
  });
  from.on('end', () => finish(Buffer.concat(parts)));
  from.on('close', () => finish(undefined));
}

/** RFC 6455, 4.2.2. */
function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

function refuse(response: ServerResponse, status: number): void {
  if (response.headersSent || response.destroyed) return void response.destroy();
  response.writeHead(status, { 'content-security-policy': "default-src 'none'", 'content-length': 0 });
  response.end();
}

function endWith(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}
