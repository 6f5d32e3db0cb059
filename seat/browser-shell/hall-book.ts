/** Which browser has which seat, kept across a restart of the hall. Of a cookie only its hash is written. */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const bookSchema = z.strictObject({
  seats: z.array(
    z.strictObject({
      /** Name of the seat's folder below `seats/`. */
      seat: z.int().min(1),
      /** SHA-256 of the cookie, hex. */
      cookie: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

export type BookEntry = z.infer<typeof bookSchema>['seats'][number];

export interface HallBook {
  read(): readonly BookEntry[];
  /** Durable once it returns. */
  write(entries: readonly BookEntry[]): void;
}

export function hallBook(dir: string): HallBook {
  const file = join(dir, 'browsers.json');
  return {
    read() {
      if (!existsSync(file)) return [];
      try {
        return bookSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).seats;
      } catch {
        throw new Error(`${file} cannot be read: bring it back, or move it and the folder seats away to begin anew`);
      }
    },
    write(entries) {
      const next = `${file}.new`;
      const handle = openSync(next, 'w', 0o600);
      try {
        writeSync(handle, JSON.stringify({ seats: entries }));
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
      renameSync(next, file);
    },
  };
}
