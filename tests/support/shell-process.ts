/** A hub and the browser shell of one seat as real processes, for browser tests. */
import { join } from 'node:path';
import { ensureBuilt } from '../../build/bundle.ts';
import type { HubProcess } from './hub-process.ts';
import { startHub, tempFolder } from './hub-process.ts';

export const shellMain = join(import.meta.dirname, '..', '..', 'seat', 'browser-shell', 'main.ts');

export interface ShellProcess {
  readonly process: HubProcess;
  /** With the secret of this launch. */
  readonly url: string;
  readonly port: number;
}

export interface DemoHub {
  readonly data: string;
  readonly port: number;
  process: HubProcess;
}

/** A demo hub on a free port, which `startAgain` brings back on the same one. */
export async function startDemoHub(): Promise<DemoHub> {
  const data = tempFolder();
  const process = startHub(['--data', data, '--port', '0', '--demo']);
  return { data, port: (await process.listening).http, process };
}

export async function startAgain(hub: DemoHub): Promise<void> {
  hub.process = startHub(['--data', hub.data, '--port', String(hub.port), '--demo']);
  await hub.process.listening;
}

export async function startShell(hubUrl: string, data: string, port = 0): Promise<ShellProcess> {
  await ensureBuilt(['renderer']);
  const process = startHub(['--data', data, '--hub', hubUrl, '--port', String(port), '--no-open'], {
    entry: shellMain,
  });
  const { url, port: given } = (await process.listening) as unknown as { readonly url: string; readonly port: number };
  return { process, url, port: given };
}
