/** How the hub says no over HTTP: a code for programs, a sentence for people, the field where there is one. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** Hub time, Unix ms. */
  readonly retryAt: number | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    more: { readonly field?: string; readonly retryAfterSeconds?: number; readonly retryAt?: number } = {},
  ) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.field = more.field;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.retryAt = more.retryAt;
  }
}

/** The body of every answer that is not a success. */
export interface ProblemBody {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  /** Hub time, Unix ms: when to try again. */
  readonly retryAt?: number;
}

export function bodyOf(problem: Problem): ProblemBody {
  return {
    code: problem.code,
    message: problem.message,
    ...(problem.field === undefined ? {} : { field: problem.field }),
    ...(problem.retryAt === undefined ? {} : { retryAt: problem.retryAt }),
  };
}
