/** Keeps the page on the phone, so that it opens in a dead spot. Of what the hub tells it keeps nothing: that is the page's. */

/** Put in place when the page is built: its files, and a hash over them. */
declare const pageFiles: readonly string[];
declare const pageVersion: string;

interface WorkerScope {
  readonly caches: CacheStorage;
  readonly clients: { claim(): Promise<void> };
  addEventListener(event: 'install' | 'activate', listener: (event: Waiting) => void): void;
  addEventListener(event: 'fetch', listener: (event: Fetching) => void): void;
  addEventListener(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  skipWaiting(): Promise<void>;
}
interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

const scope = self as unknown as WorkerScope;
const cacheName = `field-${pageVersion}`;
const root = '/field/';

async function install(): Promise<void> {
  const cache = await scope.caches.open(cacheName);
  await cache.addAll([root, ...pageFiles.map((file) => `${root}${file}`)]);
}

async function activate(): Promise<void> {
  for (const name of await scope.caches.keys())
    if (name.startsWith('field-') && name !== cacheName) await scope.caches.delete(name);
  await scope.clients.claim();
}

scope.addEventListener('install', (event) => event.waitUntil(install()));
scope.addEventListener('activate', (event) => event.waitUntil(activate()));
// The page asks for it once nothing of it waits to be sent.
scope.addEventListener('message', ({ data }) => {
  if (data === 'takeOver') void scope.skipWaiting();
});
scope.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin || !pathname.startsWith(root)) return;
  event.respondWith(
    scope.caches
      .open(cacheName)
      .then((cache) => cache.match(request.mode === 'navigate' ? root : request))
      .then((found) => found ?? fetch(request)),
  );
});
