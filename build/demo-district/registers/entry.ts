/** One entry as the commands that record it take it, but for its provenance. */
export interface DemoEntry<R> {
  readonly id: string;
  readonly record: R;
}
