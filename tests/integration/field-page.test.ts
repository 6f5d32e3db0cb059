/** The officers' page as the hub serves it. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/temp-folder.ts';
import { openWorkHub } from '../support/work-hub.ts';

test('the page comes with its types, may ask for the place, and nothing beside its folder is told', async () => {
  const root = temporaryFolder();
  const folder = join(root, 'field-page');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(root, 'secret.html'), 'secret');
  for (const name of ['index.html', 'page.webmanifest', 'sw.js', 'assets/main-Ab12Cd34.js'])
    writeFileSync(join(folder, name), name);
  symlinkSync(join(root, 'secret.html'), join(folder, 'out.html'));
  const { url } = await openWorkHub({ fieldPage: folder });
  const get = (path: string): Promise<Response> => fetch(`${url}${path}`, { redirect: 'manual' });

  const index = await get('/field/');
  expect([index.status, await index.text()]).toEqual([200, 'index.html']);
  expect(index.headers.get('cache-control')).toBe('no-cache');
  expect(index.headers.get('permissions-policy')).toContain('geolocation=(self)');
  expect(index.headers.get('permissions-policy')).toContain('microphone=()');
  expect(index.headers.get('content-security-policy')).toContain("connect-src 'self'");
  expect((await get('/field')).headers.get('location')).toBe('/field/');
  expect((await get('/field/page.webmanifest')).headers.get('content-type')).toContain('application/manifest+json');
  expect((await get('/field/assets/main-Ab12Cd34.js')).headers.get('cache-control')).toContain('immutable');
  for (const path of ['out.html', '%2e%2e/secret.html', '..%2fsecret.html', 'none.html', '%00.html'])
    expect((await get(`/field/${path}`)).status, path).toBe(404);
  expect((await get('/healthz')).headers.get('cache-control')).toBe('no-store');
});
