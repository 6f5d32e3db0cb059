/** The officers' page as files to be served below `/field/`, by the hub and by a relay in front of it. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { safetyHeaders } from '../../shared/lib/content-policy.ts';
import { contentType } from '../../shared/lib/static-files.ts';

export interface PageFile {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export const pageRoot = '/field/';

/** The page runs what came with it and speaks to where it came from; nothing else. */
const policy = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:"],
  ...["connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "form-action 'none'", "base-uri 'none'"],
  "frame-ancestors 'none'",
].join('; ');
/** A phone is asked where it is, and nothing more. */
const permissions = 'camera=(), microphone=(), geolocation=(self), display-capture=(), usb=(), serial=()';
const forever = 'public, max-age=31536000, immutable';

/**
 * Every file of the folder by the path under which it is asked for, read once: there are few and they are small. What is not
 * here does not exist, so no path of a request is ever joined to a folder.
 */
export function pageFiles(folder: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const name = relative(folder, file).split(sep).join('/');
    const body = readFileSync(file);
    const headers = {
      ...safetyHeaders,
      'permissions-policy': permissions,
      'content-security-policy': policy,
      'content-type': contentType(name),
      'content-length': String(body.byteLength),
      // Names of assets change with their content; all else is asked for each time, and the worker keeps it.
      'cache-control': name.startsWith('assets/') ? forever : 'no-cache',
    };
    files.set(pageRoot + name, { body, headers });
  }
  const page = files.get(`${pageRoot}index.html`);
  if (page === undefined) throw new Error(`there is no field page in ${folder}: npm run build`);
  return files.set(pageRoot, page);
}
