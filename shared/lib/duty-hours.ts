/** Whether something that keeps duty hours, such as a post or a fence, is in force. */
import type { DailyWindow, UtcOffset } from './time.ts';
import { inDailyWindow } from './time.ts';

export interface KeepsHours {
  readonly hours: readonly (DailyWindow & { readonly modes: readonly string[] })[];
  /** For a time only, [from, to), Unix ms; absent: without end. */
  readonly period?: { readonly from: number; readonly to: number } | undefined;
}

/** Whether it is in force at this instant of this duty mode; in none while there is no mode yet. */
export function inDutyHours(
  { hours, period }: KeepsHours,
  mode: string | undefined,
  at: number,
  offset: UtcOffset,
): boolean {
  if (mode === undefined || (period !== undefined && (at < period.from || at >= period.to))) return false;
  return hours.some((window) => window.modes.includes(mode) && inDailyWindow(at, offset, window));
}
