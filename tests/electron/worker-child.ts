/** A child of the stand-in that really runs: the built seat process, in a thread. */
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ChildLike, PortLike } from '../../electron/main/electron-parts.ts';
import { innerOf } from './stand-in.ts';

export class WorkerChild extends EventEmitter implements ChildLike {
  readonly #worker: Worker;
  /** What the seat process logged. */
  log = '';
  /** The thread is gone. */
  readonly ended: Promise<void>;
  constructor(file: string, args: readonly string[]) {
    super();
    this.#worker = new Worker(join(import.meta.dirname, 'seat-worker.ts'), {
      workerData: { file, args },
      stderr: true,
      execArgv: [],
    });
    this.#worker.stderr.on('data', (text: Buffer) => (this.log += text.toString()));
    this.#worker.on('error', (error) => (this.log += String(error.stack)));
    this.#worker.on('message', (message: unknown) => this.emit('message', message));
    this.#worker.on('exit', (code) => this.emit('exit', code));
    this.ended = new Promise((resolve) => this.#worker.once('exit', () => resolve()));
  }
  postMessage(message: unknown, transfer: PortLike[] = []): void {
    const ports = transfer.map(innerOf);
    this.#worker.postMessage({ data: message, ports }, ports);
  }
  kill(): boolean {
    void this.#worker.terminate();
    return true;
  }
}
