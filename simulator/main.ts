/** The simulator as a program: plays a night against a hub until it is told to stop. */
import { parseArgs } from 'node:util';
import { parseIso } from '../shared/lib/time.ts';
import type { NightOptions } from './night.ts';
import { playNight } from './night.ts';
import type { OrderSet } from './orders.ts';

const usage = `usage: node simulator/main.ts --hub URL --key KEY [options]

  --hub URL             address of a demo hub with a district pack in force
  --key KEY             its key of outside programs                     LIANQIN_API_KEY
  --jt808 HOST:PORT     where JT/T 808 terminals connect; without it no positions are sent
  --seed N              another number plays another night (default 1)
  --units N             only the first N units play (default all)
  --orders SET          examples, night, crossings or none (default night)
  --lead-in             also dispatches, through a seat of its own
  --until ISO           ends at this hub time, such as 2026-11-21T23:36+08:00

The speed is the hub's: see its --clock and --clock-rate. One JSON line for each thing that happens goes to stdout.
`;

const options = {
  hub: { type: 'string' },
  key: { type: 'string' },
  jt808: { type: 'string' },
  seed: { type: 'string', default: '1' },
  units: { type: 'string' },
  orders: { type: 'string', default: 'night' },
  'lead-in': { type: 'boolean', default: false },
  until: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const sets: readonly OrderSet[] = ['examples', 'night', 'crossings', 'none'];

/** A mistake in the call: which argument, and what to do. */
class Misuse extends Error {}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Misuse(`${name} must be a whole number, not ${text}`);
  return Number(text);
}

function read(argv: readonly string[]): NightOptions | undefined {
  const { values } = parseArgs({ args: [...argv], options, strict: true });
  if (values.help) return undefined;
  const { hub, key = process.env['LIANQIN_API_KEY'], jt808, units, until, seed, orders } = values;
  if (hub === undefined || !/^https?:\/\//.test(hub))
    throw new Misuse('--hub must be an address such as http://127.0.0.1:7480');
  if (key === undefined || key === '') throw new Misuse('--key is missing: the key of outside programs');
  const set = sets.find((one) => one === orders);
  if (set === undefined) throw new Misuse(`--orders must be one of ${sets.join(', ')}, not ${orders}`);
  const place = /^(.+):(\d{1,5})$/.exec(jt808 ?? '');
  if (jt808 !== undefined && place === null) throw new Misuse(`--jt808 must be HOST:PORT, not ${jt808}`);
  const end = until === undefined ? undefined : parseIso(until);
  if (until !== undefined && end === undefined)
    throw new Misuse(`--until must be a time with its offset, not ${until}`);
  return {
    ...{ hub, key, seed: whole('--seed', seed), orders: set, leadIn: values['lead-in'] },
    ...(place === null ? {} : { jt808: { host: place[1] ?? '', port: Number(place[2]) } }),
    ...(units === undefined ? {} : { units: whole('--units', units) }),
    ...(end === undefined ? {} : { until: end }),
  };
}

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function run(): Promise<void> {
  const asked = read(process.argv.slice(2));
  if (asked === undefined) {
    process.stdout.write(usage);
    return;
  }
  let stop = (): void => undefined;
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      stopping = true;
      stop();
    });
  const night = await playNight({ ...asked, say });
  stop = () => night.stop();
  // A signal may have come while it began.
  if (stopping) night.stop();
  await night.ended;
  say({ event: 'ended' });
}

try {
  await run();
} catch (error) {
  const misused = error instanceof Misuse || (error instanceof TypeError && 'code' in error);
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = misused ? 2 : 1;
}
