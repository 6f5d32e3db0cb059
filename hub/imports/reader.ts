/** Works imports out in a thread of its own, with bounds of memory and time. */
import { Worker } from 'node:worker_threads';
import type { WorkInput, WorkOutput } from './work-types.ts';

export type Reader = (input: WorkInput) => Promise<WorkOutput>;

/** Machine ms after which nobody waits any more. */
const longestMs = 120_000;
const memoryMb = 700;

export const threadReader: Reader = (input) => {
  const first = input.files[0]?.name ?? '';
  const failed = (code: 'TooSlow' | 'Failed', detail: string): WorkOutput => ({
    ...{ state: 'unreadable', file: first, row: null, code, detail },
  });
  return new Promise((resolve) => {
    const worker = new Worker(new URL('read-worker.ts', import.meta.url), {
      workerData: input,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      // Nothing of the machine is handed on to what reads other people's files.
      env: {},
      execArgv: [],
    });
    const timer = setTimeout(() => end(failed('TooSlow', `${longestMs / 1_000} s`)), longestMs);
    const end = (output: WorkOutput): void => {
      clearTimeout(timer);
      resolve(output);
      void worker.terminate();
    };
    worker.once('message', end);
    worker.once('error', (error) => end(failed('Failed', error instanceof Error ? error.message : String(error))));
    worker.once('exit', () => end(failed('Failed', 'exit')));
  });
};
