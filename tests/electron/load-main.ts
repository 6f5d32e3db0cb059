/** Runs the built main bundle under Node, with `electron` mapped to a stand-in. */
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { outputFolder } from '../../build/bundle.ts';
import { temporaryFolder } from '../support/temp-folder.ts';
import type { StandIn } from './stand-in.ts';

const root = join(import.meta.dirname, '..', '..');
const key = Symbol.for('lianqin.electron');
let loaded = 0;

registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier !== 'electron') return next(specifier, context);
    const url = pathToFileURL(join(import.meta.dirname, 'electron-module.ts'));
    // A module of its own for each bundle loaded, as each has its own stand-in.
    return { url: `${url.href}?${loaded}`, shortCircuit: true };
  },
});

export interface Loaded {
  /** Where the bundle lies, as in an installed app. */
  readonly folder: string;
  readonly userData: string;
}

/** A copy of the built app in a folder of its own, so that each test runs the bundle from its first line. */
export function installed(): Loaded {
  const home = temporaryFolder();
  const folder = join(home, 'electron');
  const userData = join(home, 'user-data');
  mkdirSync(folder);
  mkdirSync(userData);
  for (const file of ['main.js', 'preload.cjs', 'seat-process.js'])
    copyFileSync(join(outputFolder('electron'), file), join(folder, file));
  symlinkSync(outputFolder('renderer'), join(home, 'renderer'));
  symlinkSync(join(root, 'node_modules'), join(home, 'node_modules'));
  writeFileSync(join(home, 'package.json'), '{"type":"module"}');
  writeFileSync(join(home, 'outbox.sqlite'), 'not for anybody');
  return { folder, userData };
}

/** Evaluates main.js; the app is then as far as it comes before Electron is ready. */
export function runMain({ folder }: Loaded, standIn: StandIn): void {
  loaded += 1;
  (globalThis as unknown as Record<symbol, unknown>)[key] = standIn;
  createRequire(import.meta.url)(join(folder, 'main.js'));
}

/** Electron becomes ready; returns when the app has done what it does then. */
export async function becomeReady(standIn: StandIn): Promise<void> {
  standIn.app.becomeReady();
  await new Promise((resolve) => setImmediate(resolve));
}

/** What the preload puts on a page, and how main reaches it. */
export interface Page {
  readonly bridge: { connect(): void; speaks(language: unknown): void };
  /** Messages the page's own window got. */
  readonly messages: { readonly data: unknown; readonly origin: string; readonly ports: readonly unknown[] }[];
  /** Main posts to this page. */
  deliver(channel: string, ports: readonly unknown[]): void;
}

/** Runs the built preload beside a page; `send` is what reaches main. */
export function runPreload({ folder }: Loaded, send: (channel: string, message?: unknown) => void): Page {
  const listeners = new Map<string, (event: { ports: readonly unknown[] }) => void>();
  const world = new Map<string, unknown>();
  const messages: Page['messages'] = [];
  const electron = {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => void world.set(name, api) },
    ipcRenderer: {
      on: (channel: string, listener: (event: { ports: readonly unknown[] }) => void) =>
        void listeners.set(channel, listener),
      send,
    },
  };
  const window = {
    postMessage: (data: unknown, origin: string, ports: readonly unknown[]) =>
      void messages.push({ data, origin, ports }),
  };
  const asked: string[] = [];
  const require = (name: string): unknown => {
    asked.push(name);
    return electron;
  };
  // As Electron's sandbox does: a script with `require`, no module system.
  new Function('require', 'window', 'exports', 'module', readFileSync(join(folder, 'preload.cjs'), 'utf8'))(
    require,
    window,
    {},
    { exports: {} },
  );
  if (asked.some((name) => name !== 'electron')) throw new Error(`the sandboxed preload asks for ${asked.join()}`);
  return {
    bridge: world.get('lianqin') as Page['bridge'],
    messages,
    deliver: (channel, ports) => listeners.get(channel)?.({ ports }),
  };
}
