import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The compiler zones: each folder has its own tsconfig, so that what a zone must not know does not exist in it. */
const zones = [
  'shared',
  'db',
  'hub',
  'seat',
  'seat/runtime',
  'seat/reports',
  'electron/main',
  'electron/preload',
  'electron/seat-process',
  'renderer',
  'field-page',
  'simulator',
  'build',
  'tests',
  'tests/e2e/map-page',
  'tests/e2e/video-page',
] as const;

/** Folders whose source files the import rules must have read, every one of them. */
export const sourceFolders = [
  'shared',
  'db',
  'hub',
  'seat',
  'electron',
  'renderer',
  'field-page',
  'simulator',
  'build',
  'tests',
] as const;

function hasSources(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? hasSources(path) : /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name);
  });
}

/** The zones that hold source files; the compiler calls an empty one an error. */
export function zonesWithSources(): readonly string[] {
  return zones.filter((zone) => hasSources(join(root, zone)));
}
