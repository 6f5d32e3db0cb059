/** `hub certificate` as a process: what it makes, renews and refuses, and what the hub says of wrong files. */
import { X509Certificate, generateKeyPairSync } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeAuthority, makeServerCertificate } from '../../hub/certificates/make.ts';
import { cleanUp, runHub, tempFolder } from '../support/hub-process.ts';

const dayMs = 86_400_000;
let out: string;
beforeEach(() => (out = join(tempFolder(), 'certificates')));
afterEach(() => cleanUp());

interface Said {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  readonly newCa: boolean;
  readonly caFingerprint: string;
  readonly until: string;
}

async function make(...more: string[]): Promise<Said> {
  const ended = await runHub(['certificate', '--out', out, ...more]);
  expect([ended.code, ended.log]).toEqual([0, '']);
  return JSON.parse(ended.out) as Said;
}

test('it makes an authority apart and a certificate good for the names, and renews under the same authority', async () => {
  const first = await make('--name', 'hub.lan', '--name', '127.0.0.2', '--name', '::1', '--days', '30');
  expect(first).toMatchObject({ newCa: true, ca: join(out, 'ca', 'ca.crt'), cert: join(out, 'server.crt') });
  const ca = new X509Certificate(readFileSync(first.ca));
  const cert = new X509Certificate(readFileSync(first.cert));
  expect([ca.ca, cert.ca]).toEqual([true, false]);
  expect([cert.checkIssued(ca), cert.verify(ca.publicKey)]).toEqual([true, true]);
  expect([cert.checkHost('hub.lan'), cert.checkIP('127.0.0.2'), cert.checkIP('::1')]).not.toContain(undefined);
  expect([cert.checkHost('other.lan'), cert.checkIP('127.0.0.3')]).toEqual([undefined, undefined]);
  expect(Date.parse(cert.validTo) - Date.now()).toBeGreaterThan(29 * dayMs);
  expect(Date.parse(cert.validTo) - Date.now()).toBeLessThanOrEqual(30 * dayMs);
  expect(first.caFingerprint).toBe(ca.fingerprint256);

  const before = readFileSync(first.ca, 'utf8');
  const second = await make('--name', 'hub.lan');
  const renewed = new X509Certificate(readFileSync(second.cert));
  expect([second.newCa, second.caFingerprint]).toEqual([false, first.caFingerprint]);
  expect(readFileSync(second.ca, 'utf8')).toBe(before);
  expect([renewed.verify(ca.publicKey), renewed.serialNumber === cert.serialNumber]).toEqual([true, false]);
});

test.runIf(process.platform !== 'win32')('both keys can be read by their owner only', async () => {
  const { key } = await make('--name', 'hub.lan');
  chmodSync(key, 0o644);
  await make('--name', 'hub.lan');
  const mode = (path: string): number => statSync(join(out, path)).mode & 0o777;
  expect([mode('server.key'), mode('ca/ca.key'), mode('ca')]).toEqual([0o600, 0o600, 0o700]);
});

test('an authority that lost a file, or got the key of another, signs nothing and is not replaced', async () => {
  await make('--name', 'hub.lan');
  const [caFile, keyFile] = [join(out, 'ca', 'ca.crt'), join(out, 'ca', 'ca.key')];
  const [kept, cert] = [readFileSync(keyFile, 'utf8'), readFileSync(join(out, 'server.crt'), 'utf8')];
  rmSync(keyFile);
  const lost = await runHub(['certificate', '--out', out, '--name', 'hub.lan']);
  expect([lost.code, lost.log]).toEqual([1, expect.stringContaining(`${keyFile} is missing`)]);
  expect(existsSync(keyFile)).toBe(false);
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(keyFile, other);
  const wrong = await runHub(['certificate', '--out', out, '--name', 'hub.lan']);
  expect([wrong.code, wrong.log]).toEqual([1, expect.stringContaining('its key belongs to another certificate')]);
  writeFileSync(keyFile, kept);
  writeFileSync(caFile, 'none');
  const bad = await runHub(['certificate', '--out', out, '--name', 'hub.lan']);
  expect([bad.code, bad.log]).toEqual([1, expect.stringContaining('cannot be read')]);
  expect(readFileSync(join(out, 'server.crt'), 'utf8')).toBe(cert);
});

test('an authority that has ended says so; a certificate never outlives it', async () => {
  const old = await makeAuthority(Date.now() - 10 * 366 * dayMs);
  await make('--name', 'hub.lan');
  writeFileSync(join(out, 'ca', 'ca.crt'), old.certificate);
  writeFileSync(join(out, 'ca', 'ca.key'), old.key);
  const ended = await runHub(['certificate', '--out', out, '--name', 'hub.lan']);
  expect([ended.code, ended.log]).toEqual([1, expect.stringMatching(/it ended on \d{4}-\d\d-\d\d/)]);
  const late = await makeAuthority(Date.now() - 9.99 * 365 * dayMs);
  const server = await makeServerCertificate(late, { names: ['a'], days: 825, now: Date.now() });
  expect(Date.parse(new X509Certificate(server.certificate).validTo)).toBe(
    Date.parse(new X509Certificate(late.certificate).validTo),
  );
});

test('the hub does not start with files that cannot work, and names the argument', async () => {
  const { cert, key } = await make('--name', '127.0.0.1');
  const data = join(out, 'data');
  const authority = await makeAuthority(Date.now());
  const write = (name: string, text: string): string => {
    writeFileSync(join(out, name), text);
    return join(out, name);
  };
  const made = async (name: string, now: number): Promise<{ readonly cert: string; readonly key: string }> => {
    const server = await makeServerCertificate(authority, { names: ['a'], days: 5, now });
    return { cert: write(`${name}.crt`, server.certificate), key: write(`${name}.key`, server.key) };
  };
  const expired = await made('expired', Date.now() - 20 * dayMs);
  const early = await made('early', Date.now() + 20 * dayMs);
  const nameless = { cert: write('own.crt', authority.certificate), key: write('own.key', authority.key) };
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [cert, early.key, /^--tls-key .*another certificate/],
    [expired.cert, expired.key, /^--tls-cert .*it ended on/],
    [early.cert, early.key, /^--tls-cert .*it begins on .*clock/],
    [nameless.cert, nameless.key, /^--tls-cert .*subjectAltName/],
    [join(out, 'none.crt'), key, /^--tls-cert .*cannot be read/],
    [cert, join(out, 'none.key'), /^--tls-key .*cannot be read/],
    [key, key, /^--tls-cert .*no certificate/],
    [cert, cert, /^--tls-key .*no private key/],
  ];
  for (const [certFile, keyFile, said] of cases) {
    const ended = await runHub(['--data', data, '--port', '0', '--tls-cert', certFile, '--tls-key', keyFile]);
    expect([ended.code, ended.out, ended.log]).toEqual([2, '', expect.stringMatching(said)]);
  }
  expect(existsSync(data), 'nothing was made').toBe(false);
});
