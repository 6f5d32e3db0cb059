import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../tests/support/temp-folder.ts';
import { isReadableByOthers } from './private-files.ts';

test.skipIf(process.platform === 'win32')('a file that the group or everybody may read is told', () => {
  const file = join(temporaryFolder(), 'login.json');
  writeFileSync(file, '{}');
  for (const [mode, expected] of [
    [0o600, false],
    [0o400, false],
    [0o640, true],
    [0o604, true],
  ] as const) {
    chmodSync(file, mode);
    expect(isReadableByOthers(file)).toBe(expected);
  }
});
