/** Files put aside: `cache.sqlite.<n>.aside`, with rising numbers, of which a few are kept for whoever looks for a cause. */
import { copyFileSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** What SQLite keeps beside a file and needs to read it. */
const walSuffix = '-wal';
/** Memory of running processes: worthless once they have ended. */
const memorySuffix = '-shm';

interface Aside {
  readonly number: number;
  readonly path: string;
}

/** Newest first. */
export function asides(file: string): readonly Aside[] {
  const start = `${basename(file)}.`;
  return readdirSync(dirname(file))
    .flatMap((name) => {
      const match = name.startsWith(start) ? /^(\d+)\.aside$/.exec(name.slice(start.length)) : null;
      return match === null ? [] : [{ number: Number(match[1]), path: join(dirname(file), name) }];
    })
    .sort((a, b) => b.number - a.number);
}

/** Removes a file with what SQLite keeps beside it. */
export function removeDatabase(file: string): void {
  for (const suffix of ['', walSuffix, memorySuffix]) rmSync(`${file}${suffix}`, { force: true });
}

function nextAside(file: string): string {
  return `${file}.${(asides(file)[0]?.number ?? 0) + 1}.aside`;
}

function keepNewest(file: string, keep: number): void {
  for (const { path } of asides(file).slice(keep)) removeDatabase(path);
}

/** Moves a closed file aside, and removes all but the newest of those put aside. Returns its new path. */
export function moveAside(file: string, keep: number): string {
  const target = nextAside(file);
  // The -wal first: a file without its -wal would be taken for a whole one, and is older than it was.
  if (existsSync(`${file}${walSuffix}`)) renameSync(`${file}${walSuffix}`, `${target}${walSuffix}`);
  renameSync(file, target);
  rmSync(`${file}${memorySuffix}`, { force: true });
  keepNewest(file, keep);
  return target;
}

/** Copies a closed file aside; none is ever removed. Returns the path of the copy. */
export function copyAside(file: string): string {
  const target = nextAside(file);
  if (existsSync(`${file}${walSuffix}`)) copyFileSync(`${file}${walSuffix}`, `${target}${walSuffix}`);
  copyFileSync(file, target);
  return target;
}
