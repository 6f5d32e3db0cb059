/** Type-checks every zone with its own tsconfig; two at a time, as the build machines have two cores. */
import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { zonesWithSources } from './zones.ts';

const root = join(import.meta.dirname, '..');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

function check(zone: string): Promise<{ zone: string; ok: boolean; output: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [tsc, '-p', join(root, zone)],
      { cwd: root, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => resolve({ zone, ok: error === null, output: stdout + stderr }),
    );
  });
}

/** Runs the check over all zones that have sources. Returns how many passed and failed. */
export async function checkTypes(): Promise<{ passed: number; failed: number }> {
  mkdirSync(join(root, 'node_modules', '.cache', 'tsc'), { recursive: true });
  const queue = zonesWithSources();
  const waiting = [...queue];
  let failed = 0;
  const worker = async (): Promise<void> => {
    for (let zone = waiting.shift(); zone !== undefined; zone = waiting.shift()) {
      const result = await check(zone);
      if (result.ok) continue;
      failed += 1;
      process.stdout.write(`types: ${result.zone}\n${result.output}\n`);
    }
  };
  await Promise.all([worker(), worker()]);
  return { passed: queue.length - failed, failed };
}

if (import.meta.main) {
  const { passed, failed } = await checkTypes();
  process.stdout.write(`types: ${passed} zones passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
