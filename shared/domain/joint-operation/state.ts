/** Squads that work together: while it runs, each squad room of a member holds the work of all. */
export interface OperationState {
  readonly id: string;
  readonly name: string;
  readonly stage: 'planned' | 'running' | 'ended';
  /** Distinct, at least two. */
  readonly squads: readonly string[];
  /** One of them. */
  readonly lead: string;
  readonly planned: OperationStep;
  readonly started: OperationStep | null;
  readonly ended: (OperationStep & { readonly reason: string }) | null;
}

/** `at` Unix ms, `user` the account id. */
export interface OperationStep {
  readonly at: number;
  readonly user: string;
}

export interface OperationReads {
  operation(id: string): OperationState | undefined;
  runningOperations(): readonly OperationState[];
  /** Planned or running. */
  openOperations(): readonly OperationState[];
}
