/** Real data for tests, kept beside the repository; tests that use it are skipped, with the reason, where it is not. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

/** The path of a file of the shared data; undefined, with a printed reason, where it is missing. */
export function sharedData(...path: readonly string[]): string | undefined {
  const file = join(folder, ...path);
  if (existsSync(file)) return file;
  process.stdout.write(`skipped: ${join('shared', 'data', ...path)} is not beside this repository\n`);
  return undefined;
}
