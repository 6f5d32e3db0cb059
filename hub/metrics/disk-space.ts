import { statfsSync } from 'node:fs';
import type { DiskSpace } from '../ports.ts';

/**
 * Room left on the volume of a folder, asked of the system at most once a second: commands ask far more often than the
 * answer changes.
 * @param monotonic Milliseconds of machine time.
 */
export function createDiskSpace(folder: string, monotonic: () => number): DiskSpace {
  let askedAt = Number.NEGATIVE_INFINITY;
  let bytes = 0;
  return {
    free() {
      const now = monotonic();
      if (now - askedAt >= 1_000) {
        const volume = statfsSync(folder);
        bytes = volume.bavail * volume.bsize;
        askedAt = now;
      }
      return bytes;
    },
  };
}
