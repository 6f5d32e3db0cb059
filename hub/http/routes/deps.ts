import type { Accounts } from '../../accounts/port.ts';
import type { JournalReads } from '../../journal/store.ts';
import type { Verification } from '../../journal/verify.ts';
import type { Clock } from '../../ports.ts';
import type { Metrics } from '../../metrics/metrics.ts';

/** Whether the hub can take commands, as it says of itself. */
export type HubStatus = 'ok' | 'storageFull' | 'stopping';

/** What the clock is: the machine's, or a demo clock of its own pace. */
export interface ClockKind {
  readonly source: 'machine' | 'demo';
  readonly rate: number;
}

/** What routes may reach for. */
export interface RouteDeps {
  readonly journal: JournalReads;
  readonly clock: Clock;
  readonly clockKind: ClockKind;
  readonly status: () => HubStatus;
  readonly metrics: Metrics;
  readonly accounts: Accounts;
  /** Whether the data folder was made for demonstration and training. */
  readonly demo: boolean;
  /** Checks the whole chain; one check at a time, however many ask. */
  readonly verify: () => Promise<Verification>;
}
