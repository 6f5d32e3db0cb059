/**
 * The built screens as a list: what is not on it does not exist. No path of a request is ever joined to a folder, so
 * none can lead out of it.
 */
import { readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { contentType } from '../../shared/lib/static-files.ts';

export interface Asset {
  readonly file: string;
  readonly size: number;
  readonly type: string;
  /** Its name changes with its content, so a copy never grows old. */
  readonly immutable: boolean;
}

/** Every file below the folder, by the path under which it is asked for. */
export function listAssets(folder: string): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    assets.set(path, {
      file,
      size: statSync(file).size,
      type: contentType(file),
      immutable: path.startsWith('/assets/'),
    });
  }
  return assets;
}
