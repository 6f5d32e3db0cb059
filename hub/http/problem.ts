/** How the hub says no over HTTP: a code for programs, a sentence for people, the field where there is one. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  /** Hub time, Unix ms. */
  readonly retryAt: number | undefined;
  /** By how many minutes a clock seems wrong. */
  readonly minutes: number | undefined;

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      readonly field?: string;
      readonly retryAfterSeconds?: number;
      readonly retryAt?: number;
      readonly minutes?: number;
    } = {},
  ) {
    super(message);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
    this.field = more.field;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.retryAt = more.retryAt;
    this.minutes = more.minutes;
  }
}

/** The body of every answer that is not a success. */
export interface ProblemBody {
  readonly code: string;
  readonly message: string;
  readonly field?: string;
  /** Hub time, Unix ms: when to try again. */
  readonly retryAt?: number;
  /** By how many minutes a clock seems wrong; positive: the phone is ahead of the hub. */
  readonly minutes?: number;
}

export function bodyOf(problem: Problem): ProblemBody {
  return {
    code: problem.code,
    message: problem.message,
    ...(problem.field === undefined ? {} : { field: problem.field }),
    ...(problem.retryAt === undefined ? {} : { retryAt: problem.retryAt }),
    ...(problem.minutes === undefined ? {} : { minutes: problem.minutes }),
  };
}
