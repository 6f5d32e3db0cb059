import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/**
 * A new folder that is removed when the running test has ended; what still has files open there must be closed by
 * handlers registered after it, which run before.
 */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lianqin-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
