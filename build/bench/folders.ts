/** Folders for the files of a run, on the disk the system keeps temporary files on; gone when the run is over. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export async function inTempFolder<T>(work: (folder: string) => T | Promise<T>): Promise<T> {
  // Not by the name of the test folders: those are cleared away together, also while a benchmark runs.
  const folder = mkdtempSync(join(tmpdir(), 'bench-of-lianqin-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
