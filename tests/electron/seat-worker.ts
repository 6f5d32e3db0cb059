/**
 * Runs the built seat process in a thread, with the `process.parentPort` Electron would give it. Started by
 * `worker-child.ts`.
 */
import { EventEmitter } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { must } from '../../shared/lib/must.ts';

const { file, args } = workerData as { readonly file: string; readonly args: readonly string[] };
process.argv = [process.execPath, file, ...args];

/** A MessagePortMain over Node's own. */
function portMain(inner: MessagePort): EventEmitter {
  const port = new EventEmitter();
  inner.on('close', () => port.emit('close'));
  return Object.assign(port, {
    postMessage: (message: unknown) => inner.postMessage(message),
    start: () => inner.on('message', (data: unknown) => port.emit('message', { data, ports: [] })),
    close: () => inner.close(),
  });
}

const parent = must(parentPort, 'a parent');
const toMain = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => parent.postMessage(message) });
parent.on('message', ({ data, ports }: { data: unknown; ports: MessagePort[] }) => {
  toMain.emit('message', { data, ports: ports.map(portMain) });
});
Object.defineProperty(process, 'parentPort', { value: toMain });
await import(file);
