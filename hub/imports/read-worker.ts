/** The thread in which files are read: whatever they hold, the hub goes on. */
import { parentPort, workerData } from 'node:worker_threads';
import type { WorkInput } from './work-types.ts';
import { workOut } from './work-out.ts';

// It is what `reader.ts` hands over.
const input = workerData as WorkInput;
parentPort?.postMessage(await workOut(input));
