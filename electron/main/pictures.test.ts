/** Pictures through the desktop app's own scheme, over the seat's local door. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openLocalPictures } from '../../seat/video-door/local.ts';
import { quietLog } from '../../tests/support/shell-seat.ts';
import { isPicture, servePictures } from './pictures.ts';

const ticket = 'T'.repeat(43);

async function given() {
  const heard: string[] = [];
  let open = 0;
  const media = createServer((asked, answer) => {
    heard.push(`${asked.method} ${asked.url} ${String(asked.headers['x-lianqin-pictures'])}`);
    open += 1;
    asked.socket.on('close', () => (open -= 1));
    answer.writeHead(200, { 'content-type': 'video/x-flv', 'x-other': '1' }).write('FLV');
  });
  await new Promise<void>((resolve) => media.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(media.address() as AddressInfo).port}/rtp/live.flv`;
  const stream = { protocol: 'flv' as const, url, name: 'live.flv', onEnd: () => () => undefined };
  const pictures = {
    stream: (asked: string, place: number) => (asked === ticket && place === 0 ? stream : undefined),
    still: () => undefined,
    tile: () => () => undefined,
  };
  const local = await openLocalPictures(pictures, quietLog);
  onTestFinished(() => {
    local.close();
    media.closeAllConnections();
    media.close();
  });
  return { heard, local, open: () => open, ask: servePictures(() => local) };
}

const path = `app://lianqin/video/${ticket}/0/live.flv`;

test('a stream comes as it is sent, and ends at the server when the page lets go', async () => {
  const { ask, heard, open } = await given();
  const answer = await ask(new Request(path));
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('video/x-flv');
  expect(answer.headers.get('x-other')).toBeNull();
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  const reader = answer.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('FLV');
  // The secret is between main and the seat; the media server never hears of it.
  expect(heard).toEqual(['GET /rtp/live.flv undefined']);
  await reader?.cancel();
  await vi.waitUntil(() => open() === 0);
});

test('without the secret nobody of this machine gets anything', async () => {
  const { local, heard } = await given();
  const at = `http://127.0.0.1:${local.port}/video/${ticket}/0/live.flv`;
  expect((await fetch(at)).status).toBe(403);
  expect((await fetch(at, { headers: { 'x-lianqin-pictures': 'x'.repeat(43) } })).status).toBe(403);
  expect(heard).toEqual([]);
});

test('what is no ticket, no method, or asked while the seat is down is refused', async () => {
  const { ask } = await given();
  expect((await ask(new Request(path.replace('TTT', 'XXX')))).status).toBe(404);
  expect((await ask(new Request(path, { method: 'PUT', body: 'x' }))).status).toBe(405);
  expect((await ask(new Request(path, { method: 'POST', body: Buffer.alloc(70_000) }))).status).toBe(413);
  expect((await servePictures(() => undefined)(new Request(path))).status).toBe(503);
  expect([isPicture(path), isPicture('app://lianqin/index.html'), isPicture('app://elsewhere/video/x')]).toEqual([
    true,
    false,
    false,
  ]);
});
