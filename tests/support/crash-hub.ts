/**
 * The hub as a program for tests: the same composition as `hub/main.ts` over the same files, with the small domain of
 * the tests, with crash points that really end the process, and with commands by line on stdin, answered by line on
 * stdout.
 *
 * In: `{"command": …, "by": …}`. Out: the listening line, then `{"id", "answer"}` or `{"id", "error"}`.
 * `CRASH_POINT` and `CRASH_AT` (from 1) say where to end; `MAX_BYTES` limits the journal file.
 */
import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { openDataFolder } from '../../db/hub/data-folder.ts';
import { parseCommandLine } from '../../hub/program/command-line/parse.ts';
import { systemClock } from '../../hub/clock/clock.ts';
import { timersOver } from '../../hub/clock/timers.ts';
import { composeHub } from '../../hub/compose.ts';
import { openApiKeys } from '../../hub/http/api-keys.ts';
import { createLog } from '../../hub/log/log.ts';
import { createDiskSpace } from '../../hub/metrics/disk-space.ts';
import type { CrashPoint, CrashPoints } from '../../hub/ports.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import type { Actor, CommandEnvelope } from '../../shared/lib/journal.ts';
import { boxCatalog, boxReads } from './toy-domain.ts';

const parsed = parseCommandLine(process.argv.slice(2), process.env);
if (!parsed.ok || parsed.value.kind !== 'serve') throw new Error('crash-hub takes the options of a start');
const { data, host, port, apiKey, logLevel } = parsed.value.options;

const random = { bytes: (count: number): Uint8Array => randomBytes(count) };
const monotonic = (): number => performance.now();
const clock = systemClock();
const log = createLog(logLevel);

// Straight to the descriptor: what was said before a kill has been said.
const say = (line: object): void => void writeSync(1, `${JSON.stringify(line)}\n`);

function crashPoints(point: CrashPoint | undefined, nth: number): CrashPoints {
  let left = nth;
  return {
    reach(reached) {
      if (reached !== point) return;
      left -= 1;
      if (left > 0) return;
      process.kill(process.pid, 'SIGKILL');
      // The signal is on its way; not one more instruction of the hub may run.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  };
}

const maxBytes = process.env['MAX_BYTES'];
const folder = openDataFolder(data, {
  kinds: [...boxCatalog.kinds.keys()],
  newId: () => uuidv7(Date.now(), random.bytes(10)),
  tables: [],
  ...(maxBytes === undefined ? {} : { maxBytes: Number(maxBytes) }),
});
const hub = await composeHub(
  folder,
  {
    ...{ clock, random, log, monotonic },
    timers: timersOver(clock),
    crash: crashPoints(process.env['CRASH_POINT'] as CrashPoint | undefined, Number(process.env['CRASH_AT'] ?? 1)),
    disk: createDiskSpace(folder.dir, monotonic),
    machineTime: () => Date.now(),
  },
  {
    ...{ host, port, catalog: boxCatalog, reads: boxReads },
    keys: openApiKeys(folder.dir, apiKey, random, log),
    clockSource: 'machine',
  },
);

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  void hub.stop().then(() => {
    folder.close();
    process.exit(0);
  });
}
process.on('SIGTERM', stop);

const { http } = await hub.start();
say({ event: 'listening', http });

const input = createInterface({ input: process.stdin });
// The test is gone: nobody would end this process otherwise.
input.on('close', stop);
input.on('line', (line) => {
  const { command, by } = JSON.parse(line) as { readonly command: CommandEnvelope; readonly by: Actor };
  hub.desk.submit(command, by).then(
    (answer) => say({ id: command.id, answer }),
    (error: unknown) => say({ id: command.id, error: String(error) }),
  );
});
