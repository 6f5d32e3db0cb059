/**
 * `npm run bench [-- --only NAME] [--json FILE]`: measures against yardsticks of the same run. Exit code 1 where a result
 * is not what it should be, 2 for wrong arguments; a missed goal is said and is no failure.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { catchUp } from './catch-up.ts';
import { commandLatency } from './command-latency.ts';
import { fanOut } from './fan-out.ts';
import { fences } from './fences.ts';
import { importCells } from './import-cells.ts';
import { intake } from './intake.ts';
import { jt808Ingest } from './jt808-ingest.ts';
import { pointToGrid } from './point-to-grid.ts';
import { queueBench } from './queue.ts';
import { coverageBench } from './coverage.ts';
import { recommendBench } from './recommend.ts';
import { replayNight } from './replay-night.ts';
import { mapAge } from './map-age.ts';
import { seatApply } from './seat-apply.ts';
import { search } from './search.ts';
import { soak } from './soak.ts';
import { sos } from './sos.ts';
import type { Measured, Row } from './statistics.ts';
import { table } from './statistics.ts';

const benchmarks: ReadonlyMap<string, () => Promise<Measured>> = new Map([
  ['seat-apply', seatApply],
  ['command-latency', commandLatency],
  ['catch-up', catchUp],
  ['jt808-ingest', jt808Ingest],
  ['fan-out', fanOut],
  ['point-to-grid', pointToGrid],
  ['fences', fences],
  ['import-cells', importCells],
  ['recommend', recommendBench],
  ['coverage', coverageBench],
  ['intake', intake],
  ['queue', queueBench],
  ['replay-night', replayNight],
  ['search', search],
  ['sos', sos],
  ['soak', soak],
  ...[500, 2_000, 5_000, 20_000].map((units) => [`map-age-${String(units)}`, () => mapAge(units)] as const),
]);

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(2))
    .join(' ');

function machine(): string {
  const [cpu] = cpus();
  return `${availableParallelism()} cores (${cpu?.model ?? 'unknown'}), Node ${process.versions.node}`;
}

interface Wanted {
  readonly names: readonly string[];
  readonly json: string | undefined;
}

function wanted(args: string[]): Wanted | string {
  try {
    const { values } = parseArgs({ args, options: { only: { type: 'string' }, json: { type: 'string' } } });
    const { only, json } = values;
    if (only === undefined) return { names: [...benchmarks.keys()], json };
    if (!benchmarks.has(only)) return `--only ${only}: there are ${[...benchmarks.keys()].join(', ')}`;
    return { names: [only], json };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Returns the rows of those that came through, and whether all did. */
async function run(names: readonly string[]): Promise<{ readonly rows: readonly Row[]; readonly sound: boolean }> {
  const rows: Row[] = [];
  let sound = true;
  for (const name of names) {
    const before = load();
    say(`${name} begins, ${new Date(Date.now()).toISOString()}`);
    try {
      const { row, notes } = await (benchmarks.get(name) ?? seatApply)();
      rows.push(row);
      say(`${name} (load average ${before} before, ${load()} after)`);
      for (const note of notes) say(`  ${note}`);
    } catch (error) {
      sound = false;
      say(`${name}: FAILED, ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  return { rows, sound };
}

const asked = wanted(process.argv.slice(2));
if (typeof asked === 'string') {
  process.stderr.write(`${asked}\n`);
  process.exitCode = 2;
} else {
  say(`${new Date(Date.now()).toISOString()}, ${machine()}, load average ${load()}`);
  const { rows, sound } = await run(asked.names);
  say(`\n${table(rows)}`);
  if (asked.json !== undefined) writeFileSync(asked.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (!sound) process.exitCode = 1;
}
