/** A terminal of the simulator at a TCP port that answers as a platform of JT/T 808 does. */
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { bcd, frame } from '../../simulator/jt808.ts';
import type { Version } from '../../simulator/jt808.ts';
import { Terminal } from '../../simulator/terminal.ts';

const phone = '13800000001';
const where = { lon: 121.449, lat: 31.1915, at: 0, speed: 30, heading: 90, sos: false, mileage: 1 };

interface Platform {
  readonly port: number;
  /** Ids of the messages that came, in hex. */
  readonly ids: string[];
  readonly links: Socket[];
  until(holds: () => boolean): Promise<void>;
}

/** Takes every registration with the code k7, and only that code. Frames here need no escaping. */
async function platform(version: Version, result = 0): Promise<Platform> {
  const ids: string[] = [];
  const links: Socket[] = [];
  let heard: () => void = () => undefined;
  const server = createServer((socket) => {
    links.push(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => heard());
    socket.on('data', (chunk: Buffer) => {
      for (const part of chunk.toString('hex').split(/7e(?:7e)?/))
        if (part !== '') take(socket, Buffer.from(part, 'hex'));
      heard();
    });
  });
  function take(socket: Socket, content: Buffer): void {
    const id = content.toString('hex', 0, 2);
    const body = content.subarray(version === 2019 ? 17 : 12, -1);
    ids.push(id);
    if (id === '0100') answer(socket, 0x8100, Buffer.concat([Buffer.of(0, 1, result), Buffer.from('k7')]));
    const code = body.subarray(version === 2019 ? 1 : 0).toString('ascii', 0, 2);
    if (id === '0102') answer(socket, 0x8001, Buffer.of(0, 2, 0x01, 0x02, code === 'k7' ? 0 : 1));
  }
  function answer(socket: Socket, id: number, body: Buffer): void {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(id, 0);
    head.writeUInt16BE(body.length | (version === 2019 ? 0x4000 : 0), 2);
    const number = version === 2019 ? Buffer.concat([Buffer.of(1), bcd(phone, 10)]) : bcd(phone, 6);
    socket.write(frame(Buffer.concat([head, number, Buffer.of(0, 0), body])));
  }
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const link of links) link.destroy();
    server.close();
  });
  return {
    ...{ port: (server.address() as AddressInfo).port, ids, links },
    async until(holds) {
      while (!holds()) await new Promise<void>((resolve) => (heard = resolve));
    },
  };
}

function terminal({ port }: Platform, version: Version): { readonly it: Terminal; readonly trouble: string[] } {
  const trouble: string[] = [];
  const it = new Terminal({ host: '127.0.0.1', port, version, phone, onTrouble: (what) => void trouble.push(what) });
  onTestFinished(() => it.stop());
  return { it, trouble };
}

async function live(it: Terminal): Promise<void> {
  while (!it.live) await new Promise((resolve) => setImmediate(resolve));
}

test.each([2013, 2019] as const)('of %i registers, proves itself and tells where it is', async (version) => {
  const at = await platform(version);
  const { it, trouble } = terminal(at, version);
  // Before it is live nobody hears it.
  it.tell(where);
  await live(it);
  it.tell(where);
  await at.until(() => at.ids.includes('0200'));
  expect(at.ids).toEqual(['0100', '0102', '0200']);
  expect(trouble).toEqual([]);
});

test('says nothing while silent, and goes on after', async () => {
  const at = await platform(2013);
  const { it } = terminal(at, 2013);
  await live(it);
  it.silent = true;
  it.tell(where);
  it.silent = false;
  it.tell({ ...where, sos: true });
  await at.until(() => at.ids.includes('0200'));
  expect(at.ids).toEqual(['0100', '0102', '0200']);
});

test('comes back after a break', async () => {
  const at = await platform(2019);
  const { it } = terminal(at, 2019);
  await live(it);
  at.links[0]?.destroy();
  await at.until(() => at.ids.filter((id) => id === '0102').length === 2);
  await live(it);
  expect(at.links).toHaveLength(2);
});

test('that is not registered says so', async () => {
  const at = await platform(2013, 4);
  const { it, trouble } = terminal(at, 2013);
  while (trouble.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(trouble).toEqual(['the registration was refused with 4']);
  expect(it.live).toBe(false);
});
