/** Made-up cameras as a program: a video platform's API and moving pictures, marked 模拟, for the demo. */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { packSchema } from '../../shared/wire/pack.ts';
import type { StubCamera } from './wvp-stub.ts';
import { startWvpStub } from './wvp-stub.ts';

const usage = `usage: node simulator/video/main.ts --pack FILE --login FILE [--port N]

  --pack FILE   district pack whose video points with codes it plays
  --login FILE  {"user", "password"} that it lets in
  --port N      on 127.0.0.1, 0 = any free one (default 0)

Says one JSON line with its address when it is ready.
`;

/** A mistake in the call. */
class Misuse extends Error {}

function camerasOf(file: string): StubCamera[] {
  const pack = packSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!pack.success) throw new Misuse(`--pack: ${file} is no district pack`);
  return pack.data.registers.videoPoints.flatMap(({ record }) => {
    const { device, channel, name, at, ptz = false } = record;
    if (device === undefined || channel === undefined) return [];
    return [{ device, channel, name, lon: at.lon, lat: at.lat, ptz, online: true }];
  });
}

function loginOf(file: string): { readonly user: string; readonly password: string } {
  const read = JSON.parse(readFileSync(file, 'utf8')) as { readonly user?: unknown; readonly password?: unknown };
  const { user, password } = read;
  if (typeof user !== 'string' || typeof password !== 'string')
    throw new Misuse(`--login: ${file} has no user and password`);
  return { user, password };
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    strict: true,
    options: {
      pack: { type: 'string' },
      login: { type: 'string' },
      port: { type: 'string', default: '0' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return void process.stdout.write(usage);
  const { pack, login, port } = values;
  if (pack === undefined || login === undefined) throw new Misuse('--pack and --login are needed: see --help');
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Misuse(`--port must be 0 to 65535, not ${port}`);
  const cameras = camerasOf(pack);
  const stub = await startWvpStub({
    ...{ host: '127.0.0.1', port: Number(port), ...loginOf(login), cameras },
    ...{ playTimeoutMs: 5_000, now: () => performance.now() },
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => void stub.stop().then(() => process.exit(0)));
  process.stdout.write(`${JSON.stringify({ event: 'listening', url: stub.url, cameras: cameras.length })}\n`);
}

try {
  await run();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof Misuse || (error instanceof TypeError && 'code' in error) ? 2 : 1;
}
