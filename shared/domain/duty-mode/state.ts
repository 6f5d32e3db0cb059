import type { DutyMode } from './events.ts';

/** The one duty mode of the bureau; stream `dutyMode/bureau`. Duty night is not the law's night. */
export interface DutyModeState {
  readonly mode: DutyMode;
  /** Hub time of the switch, Unix ms. */
  readonly since: number;
  readonly by: string;
  readonly cause: 'calendar' | 'person';
  readonly reason: string;
  /** Civil date on which the running duty night began. */
  readonly reportNight?: string;
  /** When the duty night before was, from inclusive, to exclusive, Unix ms; absent before its end. */
  readonly lastNight?: { readonly from: number; readonly to: number };
}

export const dutyModeStream = 'dutyMode/bureau' as const;

export interface DutyModeReads {
  dutyMode(): DutyModeState | undefined;
}
