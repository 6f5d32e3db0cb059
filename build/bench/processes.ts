/** Processes of a benchmark: programs beside this file that talk in messages, ended with the run. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** How long an answer may take where nothing else is said, ms: only for a program that hangs. */
const answerMs = 300_000;

export interface Program<Said extends { readonly said: string }> {
  send(message: object): void;
  /**
   * The next message of this name that nobody has taken; rejects where the process ends before.
   * @param withinMs rejects after this time.
   */
  next<N extends Said['said']>(name: N, withinMs?: number): Promise<Extract<Said, { readonly said: N }>>;
  end(): Promise<void>;
}

/** Starts a program of this folder. Its stderr is shown where it ends by itself. */
export function startProgram<Said extends { readonly said: string }>(
  file: string,
  args: readonly string[],
): Program<Said> {
  const child: ChildProcess = fork(join(import.meta.dirname, file), [...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let log = '';
  let ended: string | undefined;
  const arrived: Said[] = [];
  const waiting = new Set<() => void>();
  const wake = (): void => {
    for (const look of [...waiting]) look();
  };
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-4_000)));
  child.on('message', (message) => {
    arrived.push(message as Said);
    wake();
  });
  const exited = new Promise<void>((resolve) => {
    child.on('close', (code, signal) => {
      ended = `${file} ended (${code ?? signal}): ${log}`;
      wake();
      resolve();
    });
  });
  return {
    send: (message) => void child.send(message),
    next(name, withinMs = answerMs) {
      type Wanted = Extract<Said, { readonly said: typeof name }>;
      return new Promise<Wanted>((resolve, reject) => {
        const finish = (settle: () => void): void => {
          clearTimeout(late);
          waiting.delete(look);
          settle();
        };
        const look = (): void => {
          const index = arrived.findIndex(({ said }) => said === name);
          if (index >= 0) finish(() => resolve(arrived.splice(index, 1)[0] as Wanted));
          else if (ended !== undefined) finish(() => reject(new Error(ended)));
        };
        const late = setTimeout(() => {
          finish(() => reject(new Error(`${file} did not say ${name} within ${withinMs} ms: ${log}`)));
        }, withinMs);
        waiting.add(look);
        look();
      });
    },
    async end() {
      if (ended === undefined) child.kill('SIGTERM');
      await exited;
    },
  };
}

/** For the program's side. */
export function tell(message: { readonly said: string }): void {
  process.send?.(message);
}
