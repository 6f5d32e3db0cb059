import type { Unavailable } from '../../shared/lib/journal.ts';
import { Problem } from './problem.ts';

const words: { readonly [code in Unavailable['code']]: string } = {
  StorageFull: '存储空间不足，暂不受理；腾出空间后会自动恢复',
  Stopping: '系统正在停止，请稍后再试',
  Busy: '系统繁忙，请稍后再试',
};

/** 503 with `retry-after`: the desk takes no commands now. The same again is safe. */
export function closedProblem({ code, retryAfterMs }: Unavailable): Problem {
  return new Problem(503, code, words[code], { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1_000)) });
}
