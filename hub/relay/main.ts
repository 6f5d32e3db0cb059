/** `npm run relay`: the relay for officers' phones, as a program of its own on a machine of its own. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { pageFiles } from '../field/page-files.ts';
import { createLog } from '../log/log.ts';
import { createRelay } from './relay.ts';

const usage = `npm run relay -- --hub https://HUB:PORT --key-file FILE [--port 8443] [--host 0.0.0.0]
                 [--tls-cert FILE --tls-key FILE] [--hub-ca FILE] [--log-level info]

Passes officers' phones on to the hub and serves them their page at /field/. It keeps nothing.
  --hub        origin of the hub
  --key-file   file with a key of the hub that may be a relay (系统 → 密钥 → 转接外勤手机)
  --tls-…      certificate and key, PEM; without them it speaks plain HTTP: only behind a proxy that speaks HTTPS,
               as phones give a page no position and keep it for no dead spot otherwise
  --hub-ca     authority that signed the hub's certificate, PEM`;

function failed(advice: string): never {
  process.stderr.write(`${advice}\n\n${usage}\n`);
  process.exit(2);
}

function textOf(option: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return failed(`--${option} ${file}: cannot be read (${error instanceof Error ? error.message : 'unknown'})`);
  }
}

function optionsOf() {
  try {
    return parseArgs({
      options: {
        ...{ hub: { type: 'string' }, 'key-file': { type: 'string' }, port: { type: 'string' } },
        ...{ host: { type: 'string' }, 'tls-cert': { type: 'string' }, 'tls-key': { type: 'string' } },
        ...{ 'hub-ca': { type: 'string' }, 'log-level': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
      },
    }).values as Readonly<Record<string, string | undefined>> & { readonly help?: unknown };
  } catch (error) {
    return failed(error instanceof Error ? error.message : 'the options cannot be read');
  }
}

const options = optionsOf();
if (options.help !== undefined) {
  process.stdout.write(`${usage}\n`);
  process.exit(0);
}
const hub = options['hub'] ?? failed('--hub is missing: the origin of the hub, such as https://10.1.2.3:7700');
if (!/^https?:\/\/[^/]+$/.test(hub)) failed(`--hub ${hub}: an origin without a path, such as https://10.1.2.3:7700`);
const keyFile = options['key-file'] ?? failed('--key-file is missing');
const key = textOf('key-file', keyFile).trim();
if (key === '') failed(`--key-file ${keyFile}: is empty`);
const port = Number(options['port'] ?? 8443);
if (!Number.isInteger(port) || port < 0 || port > 65_535) failed(`--port ${options['port'] ?? ''}: 0 to 65535`);
const [cert, tlsKey] = [options['tls-cert'], options['tls-key']];
if ((cert === undefined) !== (tlsKey === undefined)) failed('--tls-cert and --tls-key go together');

const log = createLog(options['log-level'] ?? 'info');
const relay = createRelay({
  ...{ hub, key, port, host: options['host'] ?? '0.0.0.0', log, monotonic: () => performance.now() },
  page: pageFiles(join(import.meta.dirname, '..', '..', 'dist', 'fieldPage')),
  ...(cert === undefined || tlsKey === undefined
    ? {}
    : { tls: { cert: textOf('tls-cert', cert), key: textOf('tls-key', tlsKey) } }),
  ...(options['hub-ca'] === undefined ? {} : { hubCa: textOf('hub-ca', options['hub-ca']) }),
});
const http = await relay.start();
log.info({ http, hub }, 'listening');
process.stdout.write(`${JSON.stringify({ event: 'listening', http })}\n`);
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    void relay.stop().then(() => process.exit(0));
  });
