/** The built main process, from its first line, against a stand-in of Electron. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as RealElectron from 'electron';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { ensureBuilt } from '../../build/bundle.ts';
import type { ElectronParts } from '../../electron/main/electron-parts.ts';
import { must } from '../../shared/lib/must.ts';
import { becomeReady, installed, runMain, runPreload } from './load-main.ts';
import type { Loaded } from './load-main.ts';
import { innerOf, StandIn, StandInChild, StandInFrame } from './stand-in.ts';
import type { StandInContents, StandInOptions, StandInWindow } from './stand-in.ts';

/** Electron's own types fit what the stand-in stands in for: fails to compile otherwise. */
export type ElectronFits = typeof RealElectron extends ElectronParts ? true : never;
const fits: ElectronFits = true;

const page = 'app://lianqin/index.html';
let app: Loaded;
let electron: StandIn;

beforeAll(() => ensureBuilt());

function begin(options: Partial<StandInOptions> = {}): void {
  app = installed();
  electron = new StandIn({ userData: app.userData, ...options });
}

async function start(): Promise<void> {
  runMain(app, electron);
  await becomeReady(electron);
}

beforeEach(() => begin());

const firstWindow = (): StandInWindow => must(electron.windows[0], 'a window');
const contents = (): StandInContents => firstWindow().webContents;
const child = (index = 0): StandInChild => {
  const found = electron.children[index];
  if (found instanceof StandInChild) return found;
  throw new Error(`no child ${index}`);
};
const screensPosted = (to: StandInChild): unknown[] =>
  to.posted.map(({ message }) => message).filter((message) => (message as { kind: string }).kind === 'screen');

test('before it is ready: one instance, sandbox everywhere, its scheme, no calls to the outside', () => {
  expect(fits).toBe(true);
  runMain(app, electron);
  expect(electron.app.sandboxed).toBe(true);
  expect(electron.privileged).toEqual([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
  expect(electron.app.switches).toContain('disable-background-networking');
  expect(electron.windows).toEqual([]);
});

test('a second instance ends at once and the first comes to the front', async () => {
  begin({ hasLock: false });
  runMain(app, electron);
  expect(electron.app.quits).toBe(1);
  expect(electron.privileged).toEqual([]);

  begin();
  await start();
  electron.app.emit('second-instance');
  expect(firstWindow().focused).toBe(true);
  expect(electron.windows).toHaveLength(1);
});

test('a window is safe by construction', async () => {
  await start();
  expect(firstWindow().options.webPreferences).toEqual({
    preload: join(app.folder, 'preload.cjs'),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    backgroundThrottling: false,
  });
  expect(contents().mainFrame.url).toBe(page);
  expect(firstWindow().shown).toBe(true);
});

test('app:// serves the page with a policy of its own nonce', async () => {
  await start();
  const reply = await electron.get(page);
  const nonce = must(/meta property="csp-nonce" nonce="([^"]+)"/.exec(await reply.text())?.[1], 'a nonce');
  const policy = must(reply.headers.get('content-security-policy'), 'a policy');
  expect(policy).toContain(`style-src-elem 'self' 'nonce-${nonce}'`);
  expect(policy).toContain("default-src 'none'; script-src 'self';");
  expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
  expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  const again = await electron.get('app://lianqin/');
  expect(again.headers.get('content-security-policy')).not.toBe(policy);
  expect(await again.text()).not.toContain('__CSP_NONCE__');
});

test('app:// serves parts of a file', async () => {
  await start();
  const html = await (await electron.get(page)).text();
  const script = must(/src="\.\/(assets\/[^"]+\.js)"/.exec(html)?.[1], 'a script');
  const whole = await electron.get(`app://lianqin/${script}`);
  const bytes = new Uint8Array(await whole.arrayBuffer());
  expect(whole.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  const part = await electron.get(`app://lianqin/${script}`, { range: 'bytes=100-199' });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe(`bytes 100-199/${bytes.length}`);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(100, 200));
  const beyond = await electron.get(`app://lianqin/${script}`, { range: `bytes=${bytes.length}-` });
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
});

test.each([
  'app://lianqin/../outbox.sqlite',
  'app://lianqin/%2e%2e/outbox.sqlite',
  'app://lianqin/..%2foutbox.sqlite',
  'app://lianqin/assets/..%5c..%5coutbox.sqlite',
  'app://lianqin//outbox.sqlite',
  'app://lianqin/assets/',
  'app://lianqin/%zz',
  'app://other/index.html',
  'app://lianqin.evil/index.html',
])('app:// serves nothing else: %s', async (url) => {
  await start();
  const reply = await electron.get(url);
  expect([reply.status, await reply.text()]).toEqual([404, '']);
});

test('app:// answers only GET', async () => {
  await start();
  expect((await electron.get(page, {}, 'POST')).status).toBe(405);
});

test('app:// serves the basemaps that the seat has checked, in ranges', async () => {
  await start();
  const hash = 'a'.repeat(64);
  const url = `app://lianqin/basemap/${hash}`;
  expect((await electron.get(url)).status).toBe(404);
  const bytes = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 251));
  const folder = join(app.userData, 'seat', 'basemaps');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${hash}.arriving`), bytes);
  expect((await electron.get(url)).status).toBe(404);
  writeFileSync(join(folder, `${hash}.pmtiles`), bytes);
  const whole = await electron.get(url);
  expect([whole.status, whole.headers.get('etag')]).toEqual([200, `"${hash}"`]);
  expect(whole.headers.get('cache-control')).toContain('immutable');
  expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true);
  const part = await electron.get(url, { range: 'bytes=100-199' });
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 100-199/1000']);
  expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 200))).toBe(true);
  expect((await electron.get(url, { range: 'bytes=1000-' })).status).toBe(416);
  const head = await electron.get(url, {}, 'HEAD');
  expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '1000', '']);
  expect((await electron.get(url, { 'if-none-match': `"${hash}"` })).status).toBe(304);
  expect((await electron.get(url, { range: 'bytes=0-9', 'if-range': '"other"' })).status).toBe(200);
  expect((await electron.get(url, {}, 'POST')).status).toBe(405);
  for (const other of [`${url}.pmtiles`, `${url}.arriving`, 'app://lianqin/basemap/..%2foutbox.sqlite', `${url}/../x`])
    expect((await electron.get(other)).status, other).toBe(404);
});

test('pages go nowhere, open nothing, load nothing from outside', async () => {
  await start();
  for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect'])
    for (const url of ['https://evil.example/', 'file:///etc/passwd', 'data:text/html,x', 'app://other/index.html'])
      expect([event, url, contents().navigate(url, event)]).toEqual([event, url, false]);
  expect(contents().navigate(page)).toBe(true);
  expect(contents().openHandler?.()).toEqual({ action: 'deny' });
  let prevented = false;
  contents().emit('will-attach-webview', { preventDefault: () => (prevented = true) });
  expect(prevented).toBe(true);
  for (const url of ['https://evil.example/x', 'http://127.0.0.1:7480/', 'ws://h/', 'file:///etc/passwd', 'app://o/'])
    expect([url, electron.mayLoad(url)]).toEqual([url, false]);
  for (const url of [page, 'app://lianqin/assets/a.js', 'data:image/png;base64,', 'blob:app://lianqin/1'])
    expect([url, electron.mayLoad(url)]).toEqual([url, true]);
});

test('every permission is denied', async () => {
  await start();
  for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen', 'openExternal']) {
    const answers: boolean[] = [];
    electron.permissionHandler?.(contents(), permission, (granted) => answers.push(granted));
    expect(answers).toEqual([false]);
  }
  expect(electron.permissionCheck?.()).toBe(false);
  expect(electron.deviceCheck?.()).toBe(false);
});

test('our page gets one port, the seat the other end, and they are joined', async () => {
  await start();
  const preload = runPreload(app, (channel) => {
    expect(channel).toBe('lianqin:connect');
    electron.knock(contents());
  });
  contents().mainFrame.onPosted = preload.deliver;
  preload.bridge.connect();
  preload.bridge.connect();
  expect(preload.messages).toHaveLength(1);
  const [message] = preload.messages;
  expect(message).toMatchObject({ data: 'lianqin:port', origin: '/' });
  expect(screensPosted(child())).toEqual([{ kind: 'screen', screen: 1 }]);

  const seatEnd = innerOf(must(child().posted[0]?.ports[0], 'a port for the seat'));
  const pageEnd = innerOf(must(message?.ports[0] as Parameters<typeof innerOf>[0] | undefined, 'a port for the page'));
  const heard = new Promise((resolve) => seatEnd.once('message', resolve));
  pageEnd.postMessage({ request: 1 });
  expect(await heard).toEqual({ request: 1 });
  pageEnd.close();
});

test.each([
  ['a frame that is gone', () => null],
  ['a frame inside our page', () => new StandInFrame(page, contents().mainFrame)],
  ['a top frame that is not the window’s', () => new StandInFrame(page)],
])('%s gets nothing', async (_who, frame) => {
  await start();
  electron.knock(contents(), frame());
  expect(child().posted).toEqual([]);
});

test.each(['https://evil.example/', 'app://other/index.html', 'app://lianqin/other.html', 'file:///index.html', ''])(
  'a window that shows %s gets nothing',
  async (url) => {
    await start();
    contents().mainFrame.url = url;
    electron.knock(contents());
    expect(child().posted).toEqual([]);
    expect(contents().mainFrame.posted).toEqual([]);
  },
);

test('the native menu speaks as our page does, and as nobody else', async () => {
  await start();
  const says = (): readonly (string | undefined)[] => [
    ...electron.menu.map(({ label }) => label),
    ...(electron.menu[1]?.submenu ?? []).map(({ label }) => label),
  ];
  const chinese = says();
  expect(chinese[0]).toBe('联勤');
  let frame: StandInFrame | null = contents().mainFrame;
  const preload = runPreload(app, (channel, language) =>
    electron.ipcMain.emit(channel, { sender: contents(), senderFrame: frame }, language),
  );
  preload.bridge.speaks('en');
  expect(says().slice(0, 3)).toEqual(['Lianqin', 'Edit', 'View']);
  expect(says().join('')).not.toMatch(/\p{Script=Han}/u);
  // It opens windows as before.
  must(electron.menu[0]?.submenu?.[0]?.click, 'a menu entry')();
  expect(electron.windows).toHaveLength(2);
  preload.bridge.speaks('zh-CN');
  expect(says()).toEqual(chinese);
  frame = new StandInFrame(page);
  preload.bridge.speaks('en');
  expect(says()).toEqual(chinese);
});

test('a new document asks anew, and the port of the one before is taken back', async () => {
  await start();
  electron.knock(contents());
  contents().reload();
  electron.knock(contents());
  expect(child().posted.map(({ message }) => message)).toEqual([
    { kind: 'screen', screen: 1 },
    { kind: 'gone', screen: 1 },
    { kind: 'screen', screen: 2 },
  ]);
  firstWindow().close();
  expect(child().posted.at(-1)?.message).toEqual({ kind: 'gone', screen: 2 });
});

test('a seat process that dies is started again, later each time, and pages get new ports', async () => {
  vi.useFakeTimers();
  try {
    runMain(app, electron);
    electron.app.becomeReady();
    await vi.advanceTimersByTimeAsync(0);
    electron.knock(contents());
    const delays = [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000];
    for (const [index, delay] of delays.entries()) {
      child(index).emit('exit', 1);
      await vi.advanceTimersByTimeAsync(delay - 1);
      expect(electron.children).toHaveLength(index + 1);
      await vi.advanceTimersByTimeAsync(1);
      expect(electron.children).toHaveLength(index + 2);
      expect(screensPosted(child(index + 1))).toEqual([{ kind: 'screen', screen: index + 2 }]);
    }
    expect(contents().mainFrame.posted).toHaveLength(delays.length + 1);
    // One that lasted is trusted again.
    await vi.advanceTimersByTimeAsync(60_000);
    child(delays.length).emit('exit', 1);
    await vi.advanceTimersByTimeAsync(500);
    expect(electron.children).toHaveLength(delays.length + 2);
  } finally {
    vi.useRealTimers();
  }
});

test('a page that asks while the seat is down is served when it is back', async () => {
  vi.useFakeTimers();
  try {
    runMain(app, electron);
    electron.app.becomeReady();
    await vi.advanceTimersByTimeAsync(0);
    child().emit('exit', 1);
    electron.knock(contents());
    expect(contents().mainFrame.posted).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    expect(contents().mainFrame.posted).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

test('the seat process is told where hub and data are', async () => {
  await start();
  expect(electron.forked).toEqual([
    {
      file: join(app.folder, 'seat-process.js'),
      args: [`--data=${join(app.userData, 'seat')}`, '--hub=http://127.0.0.1:7480'],
    },
  ]);
});

test.each([
  ['LIANQIN_HUB', 'hub:7480', '--hub hub:7480: give the address'],
  ['LIANQIN_HUB', 'ftp://hub', '--hub ftp://hub: give the address'],
  ['LIANQIN_HUB_CA', 'ca.crt', '--hub-ca belongs to a --hub with https://'],
])('a wrong %s (%s) is said once in a window; no seat is started for it', async (name, value, said) => {
  vi.stubEnv(name, value);
  try {
    await start();
  } finally {
    vi.unstubAllEnvs();
  }
  expect(electron.said).toEqual([expect.stringContaining(said)]);
  expect([electron.app.exitCode, electron.forked, electron.windows]).toEqual([1, [], []]);
});

test('a seat process that says its arguments are of no use is not started again', async () => {
  vi.useFakeTimers();
  try {
    runMain(app, electron);
    electron.app.becomeReady();
    await vi.advanceTimersByTimeAsync(0);
    for (const message of [null, { kind: 'else' }, { kind: 'unusable' }]) child().emit('message', message);
    expect(electron.said).toEqual([]);
    for (const said of ['--hub-ca x: this file cannot be read', 'again'])
      child().emit('message', { kind: 'unusable', said });
    child().emit('exit', 1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(electron.said).toEqual([expect.stringContaining('--hub-ca x: this file cannot be read')]);
    expect([electron.app.exitCode, electron.children.length]).toEqual([1, 1]);
  } finally {
    vi.useRealTimers();
  }
});

test('quitting waits for the seat to end in order', async () => {
  await start();
  electron.app.quit();
  expect(electron.app.exitCode).toBeUndefined();
  expect(child().posted.at(-1)?.message).toEqual({ kind: 'stop' });
  child().emit('exit', 0);
  await expect.poll(() => electron.app.exitCode, { timeout: 15_000 }).toBe(0);
  expect(child().killed).toBe(false);
  expect(electron.children).toHaveLength(1);
});

test('a seat that does not end is ended', async () => {
  vi.useFakeTimers();
  try {
    runMain(app, electron);
    electron.app.becomeReady();
    await vi.advanceTimersByTimeAsync(0);
    electron.app.quit();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(child().killed).toBe(true);
    expect(electron.app.exitCode).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

const places = (): unknown => JSON.parse(readFileSync(join(app.userData, 'windows.json'), 'utf8'));

test('windows come back where they were', async () => {
  await start();
  firstWindow().bounds = { x: 40, y: 30, width: 1200, height: 800 };
  firstWindow().maximized = true;
  const newWindow = must(electron.menu[0]?.submenu?.[0]?.click, 'a menu entry');
  newWindow();
  const second = must(electron.windows[1], 'a second window');
  second.bounds = { x: 900, y: 0, width: 1000, height: 700 };
  electron.app.quit();
  const remembered = {
    windows: [
      { bounds: { x: 40, y: 30, width: 1200, height: 800 }, maximized: true, fullScreen: false },
      { bounds: { x: 900, y: 0, width: 1000, height: 700 }, maximized: false, fullScreen: false },
    ],
  };
  expect(places()).toEqual(remembered);

  app = { ...installed(), userData: app.userData };
  electron = new StandIn({ userData: app.userData });
  await start();
  expect(electron.windows.map(({ bounds }) => bounds)).toEqual(remembered.windows.map(({ bounds }) => bounds));
  expect(firstWindow().maximized).toBe(true);
});

test('the last window closed is the one that comes back', async () => {
  await start();
  firstWindow().bounds = { x: 1, y: 2, width: 1000, height: 700 };
  firstWindow().close();
  expect(places()).toMatchObject({ windows: [{ bounds: { x: 1, y: 2, width: 1000, height: 700 } }] });
  electron.app.emit('window-all-closed');
  expect(electron.app.quits).toBe(1);
});

test('a place on a display that is gone, or a broken file, opens a window as usual', async () => {
  const far = {
    windows: [{ bounds: { x: 5_000, y: 0, width: 900, height: 700 }, maximized: false, fullScreen: false }],
  };
  for (const text of [JSON.stringify(far), '{"windows":[{}]}', 'nonsense']) {
    begin();
    writeFileSync(join(app.userData, 'windows.json'), text);
    await start();
    expect(electron.windows.map(({ bounds }) => bounds)).toEqual([{ x: 0, y: 0, width: 1600, height: 900 }]);
  }
});

test('a screen that crashed is loaded again', async () => {
  vi.useFakeTimers();
  try {
    runMain(app, electron);
    electron.app.becomeReady();
    await vi.advanceTimersByTimeAsync(0);
    contents().emit('render-process-gone', {}, { reason: 'crashed' });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(contents().reloads).toBe(1);
  } finally {
    vi.useRealTimers();
  }
});
