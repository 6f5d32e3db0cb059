/** The desktop app as a whole, without Electron: main, preload and seat process as built, a page's port to its seat. */
import type { MessagePort } from 'node:worker_threads';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { ensureBuilt } from '../../build/bundle.ts';
import { must } from '../../shared/lib/must.ts';
import { becomeReady, installed, runMain, runPreload } from './load-main.ts';
import type { Loaded } from './load-main.ts';
import { innerOf, StandIn } from './stand-in.ts';
import { WorkerChild } from './worker-child.ts';

type Message = Readonly<Record<string, unknown>>;

/** A thread that starts while other work goes on takes its time. */
const patient = { timeout: 15_000 };

let app: Loaded;
let electron: StandIn;
const children: WorkerChild[] = [];

beforeAll(() => ensureBuilt());

afterEach(async () => {
  electron.app.quit();
  for (const child of children) child.kill();
  await Promise.all(children.map(({ ended }) => ended));
  children.length = 0;
});

async function start(): Promise<void> {
  app = installed();
  electron = new StandIn({
    userData: app.userData,
    fork: (file, args) => {
      const child = new WorkerChild(file, args);
      children.push(child);
      return child;
    },
  });
  runMain(app, electron);
  await becomeReady(electron);
}

/** One page's end of its port, as the renderer has it. */
class Screen {
  readonly heard: Message[] = [];
  readonly #port: MessagePort;
  #last = 0;
  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (message: Message) => this.heard.push(message));
  }
  async ask(name: string, body: unknown): Promise<Message> {
    this.#last += 1;
    const request = this.#last;
    this.#port.postMessage({ request, name, body });
    await expect.poll(() => this.heard.some(({ answer }) => answer === request), patient).toBe(true);
    return must(
      this.heard.find(({ answer }) => answer === request),
      'an answer',
    );
  }
  say(message: unknown): void {
    this.#port.postMessage(message);
  }
  get closed(): Promise<void> {
    return new Promise((resolve) => this.#port.once('close', resolve));
  }
}

/** What the first window's page does: ask for its port, and take every one it is given. */
function openPage(): Screen[] {
  const screens: Screen[] = [];
  const { webContents } = must(electron.windows[0], 'a window');
  const preload = runPreload(app, () => electron.knock(webContents));
  webContents.mainFrame.onPosted = (channel, ports) => {
    preload.deliver(channel, ports);
    const given = must(preload.messages.at(-1)?.ports[0], 'a port');
    screens.push(new Screen(innerOf(given as Parameters<typeof innerOf>[0])));
  };
  preload.bridge.connect();
  return screens;
}

test('a page speaks to its seat through the port, and what is wrong is refused by the same checks', async () => {
  await start();
  const [screen] = openPage();
  const one = must(screen, 'a screen');
  await expect
    .poll(() => one.heard.find(({ push }) => push === 'status'), patient)
    .toMatchObject({
      push: 'status',
      status: { link: 'signedOut', user: null, pending: 0 },
    });
  expect(await one.ask('outbox', {})).toEqual({ answer: 1, body: { entries: [] } });
  expect(await one.ask('watch', { watch: 1, kinds: ['dutyMode'] })).toEqual({ answer: 2, body: {} });
  await expect
    .poll(() => one.heard.find(({ push }) => push === 'opened'), patient)
    .toMatchObject({ watch: 1, documents: [] });
  expect(await one.ask('login', { login: 'x' })).toMatchObject({ error: { code: 'InvalidMessage' } });
  // No hub listens there.
  expect(await one.ask('login', { login: 'yeban', password: 'x' })).toMatchObject({
    body: { status: 'refused', code: 'HubUnreachable' },
  });
  // How a screen says how much it took is no request, and no offence.
  one.say({ taken: 1 });
  expect(await one.ask('nothing', {})).toMatchObject({ error: { code: 'UnknownRequest' } });
  const closed = one.closed;
  one.say('garbage');
  await closed;
});

test('a seat process that dies is followed by another, and the page has a new port to it', async () => {
  await start();
  const screens = openPage();
  const first = must(screens[0], 'a screen');
  await expect.poll(() => first.heard.length, patient).toBeGreaterThan(0);
  const lost = first.closed;
  must(children[0], 'a seat process').kill();
  await lost;
  await expect.poll(() => screens.length, patient).toBe(2);
  const second = must(screens[1], 'a screen');
  expect(await second.ask('outbox', {})).toEqual({ answer: 1, body: { entries: [] } });
});

test('a file of the authority that cannot be read is said once, and the seat is not started over and over', async () => {
  vi.stubEnv('LIANQIN_HUB', 'https://127.0.0.2:1');
  vi.stubEnv('LIANQIN_HUB_CA', '/nowhere/ca.crt');
  try {
    await start();
  } finally {
    vi.unstubAllEnvs();
  }
  openPage();
  await expect.poll(() => electron.said, patient).toEqual([expect.stringContaining('--hub-ca /nowhere/ca.crt')]);
  expect([electron.app.exitCode, children.length]).toEqual([1, 1]);
});

test('quitting ends the seat in order', async () => {
  await start();
  const [screen] = openPage();
  await expect.poll(() => must(screen, 'a screen').heard.length, patient).toBeGreaterThan(0);
  const [child] = children;
  const ended = new Promise((resolve) => must(child, 'a seat process').on('exit', resolve));
  electron.app.quit();
  expect(await ended).toBe(0);
  await expect.poll(() => electron.app.exitCode, patient).toBe(0);
  expect(children).toHaveLength(1);
});
