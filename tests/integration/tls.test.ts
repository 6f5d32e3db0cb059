/** Hub and seats over TLS with a made authority, on another address of this machine: real processes, real sockets. */
import { writeFileSync } from 'node:fs';
import { get as getPlain } from 'node:http';
import { get as getTls } from 'node:https';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { demoPassword } from '../../hub/accounts/demo.ts';
import { makeAuthority, makeServerCertificate } from '../../hub/certificates/make.ts';
import { cleanUp, startHub, tempFolder } from '../support/hub-process.ts';
import type { HubProcess } from '../support/hub-process.ts';
import { shellMain } from '../support/shell-process.ts';

const address = '127.0.0.2';
let folder: string;
let ca: string;
let files: readonly string[];

beforeEach(async () => {
  folder = tempFolder();
  const authority = await makeAuthority(Date.now());
  ca = authority.certificate;
  files = await certificateFor([address, 'localhost'], 'server', authority);
  writeFileSync(join(folder, 'ca.crt'), ca);
});
afterEach(() => cleanUp());

async function certificateFor(
  names: readonly string[],
  file: string,
  authority?: Awaited<ReturnType<typeof makeAuthority>>,
): Promise<readonly string[]> {
  const by = authority ?? (await makeAuthority(Date.now()));
  const { certificate, key } = await makeServerCertificate(by, { names, days: 2, now: Date.now() });
  const [cert, keyFile] = [join(folder, `${file}.crt`), join(folder, `${file}.key`)];
  writeFileSync(cert, certificate);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return ['--tls-cert', cert, '--tls-key', keyFile];
}

async function tlsHub(
  more: readonly string[] = files,
): Promise<{ readonly process: HubProcess; readonly port: number }> {
  const process = startHub(['--data', join(folder, 'hub'), '--host', address, '--port', '0', '--demo', ...more]);
  const line = await process.listening;
  expect(line).toMatchObject({ host: address, tls: true });
  return { process, port: line.http };
}

/** Body of an answer, or the code of the error. */
function fetched(get: typeof getTls | typeof getPlain, url: string, options: object): Promise<string> {
  return new Promise((resolve) => {
    get(url, { agent: false, ...options }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (part: string) => (body += part));
      response.on('end', () => resolve(body));
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}

function shell(hub: string, data: string, more: readonly string[]): HubProcess {
  return startHub(['--data', join(folder, data), '--hub', hub, '--no-open', ...more], { entry: shellMain });
}

test('HTTP and the socket of the seats go over TLS, to who knows the authority only', async () => {
  const { port } = await tlsHub();
  const url = `https://${address}:${port}/healthz`;
  expect(JSON.parse(await fetched(getTls, url, { ca }))).toMatchObject({ status: 'ok' });
  expect(await fetched(getTls, url, {})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  const another = await makeAuthority(Date.now());
  expect(await fetched(getTls, url, { ca: another.certificate })).not.toContain('status');
  expect(await fetched(getPlain, url.replace('https', 'http'), {})).not.toContain('status');
  expect(await fetched(getTls, url, { ca, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' })).not.toContain('status');

  const open = (options: object): Promise<string> =>
    new Promise((resolve) => {
      const socket = new WebSocket(`wss://${address}:${port}/socket.io/?EIO=4&transport=websocket`, options);
      socket.on('message', (data) => {
        resolve(String(data).slice(0, 7));
        socket.terminate();
      });
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    });
  expect(await open({ ca })).toBe('0{"sid"');
  expect(await open({})).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

test('who shakes no hands, or half of one, keeps nobody out', async () => {
  const { port } = await tlsHub();
  const half = connect({ host: address, port, ca, maxVersion: 'TLSv1.1', minVersion: 'TLSv1' });
  const code = await new Promise((resolve) => half.on('error', (error: NodeJS.ErrnoException) => resolve(error.code)));
  expect(code).toMatch(/^ERR_SSL/);
  expect(await fetched(getTls, `https://${address}:${port}/healthz`, { ca })).toContain('ok');
});

test('a seat with --hub-ca signs in over TLS; without it, it says why it does not', async () => {
  const { port } = await tlsHub();
  const hub = `https://${address}:${port}`;
  const believing = shell(hub, 'seat1', ['--hub-ca', join(folder, 'ca.crt')]);
  expect(await signIn(await urlOf(believing))).toMatchObject({ status: 'signedIn' });
  expect(believing.log()).not.toContain('not believed');

  const doubting = shell(hub, 'seat2', []);
  const url = await urlOf(doubting);
  await expect.poll(() => doubting.log(), { timeout: 15_000 }).toContain('from an authority this seat does not know');
  expect(await signIn(url)).toMatchObject({ status: 'refused', code: 'HubUnreachable' });
});

test('a certificate without the address is named in the log of the hub, and no seat believes it', async () => {
  const authority = await makeAuthority(Date.now());
  const { process, port } = await tlsHub(await certificateFor(['other.lan'], 'other', authority));
  expect(process.log()).toContain('does not name this address');
  expect(process.log()).toContain('ends soon');
  writeFileSync(join(folder, 'other-ca.crt'), authority.certificate);
  const seat = shell(`https://${address}:${port}`, 'seat1', ['--hub-ca', join(folder, 'other-ca.crt')]);
  const url = await urlOf(seat);
  await expect.poll(() => seat.log(), { timeout: 15_000 }).toContain('does not name this address');
  expect(await signIn(url)).toMatchObject({ status: 'refused', code: 'HubUnreachable' });
});

test.each([
  ['server.crt', /^--hub-ca .*certificate of a server/],
  ['server.key', /^--hub-ca .*no certificate/],
  ['none.crt', /^--hub-ca .*cannot be read/],
])('--hub-ca %s is misuse', async (file, said) => {
  const seat = shell(`https://${address}:9`, 'seat1', ['--hub-ca', join(folder, file)]);
  expect(await seat.exited).toMatchObject({ code: 2 });
  expect(seat.log()).toMatch(said);
});

async function urlOf(seat: HubProcess): Promise<string> {
  return ((await seat.listening) as unknown as { readonly url: string }).url;
}

/** The answer to a log-in at a seat, over its own door. */
function signIn(url: string): Promise<unknown> {
  const { host, hash } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${host}/seat`, { headers: { origin: `http://${host}` } });
    socket.on('open', () => {
      socket.send(JSON.stringify({ secret: hash.slice('#secret='.length) }));
      socket.send(JSON.stringify({ request: 1, name: 'login', body: { login: 'zhihui1', password: demoPassword } }));
    });
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { readonly answer?: number; readonly body?: unknown };
      if (message.answer !== 1) return;
      socket.terminate();
      resolve(message.body);
    });
    socket.on('error', reject);
  });
}
