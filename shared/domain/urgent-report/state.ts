import { minute } from '../../lib/time.ts';
import type { UrgentLimit, UrgentReportEvent } from './events.ts';

type DataOf<T extends UrgentReportEvent['type']> = Extract<UrgentReportEvent, { type: T }>['data'];

export type { UrgentLimit, UrgentStage } from './events.ts';

/** One report that was given, when, Unix ms, and by whom. */
export interface UrgentSent extends DataOf<'UrgentReportSent'> {
  readonly at: number;
  readonly user: string;
}

/** A matter that is reported upwards under limits (紧急信息报送), with all that was reported of it. */
export interface UrgentReportState extends DataOf<'UrgentReportBegun'> {
  readonly id: string;
  /** When it was entered, Unix ms, and by whom. */
  readonly at: number;
  readonly user: string;
  /** In the order in which they were entered. */
  readonly sent: readonly UrgentSent[];
  /** Limits that passed without a report. */
  readonly overdue: readonly DataOf<'UrgentReportOverdue'>[];
  /** When the last report was given, or it was dropped, Unix ms. */
  readonly endedAt: number | null;
  readonly dropped: (DataOf<'UrgentReportDropped'> & { readonly at: number }) | null;
}

/** What is owed by when, Unix ms. */
export interface UrgentDue {
  readonly stage: UrgentLimit;
  readonly at: number;
}

/** The newest in writing: from it the next follow-up is reckoned. */
export const lastWritten = ({ sent }: Pick<UrgentReportState, 'sent'>): UrgentSent | undefined =>
  sent
    .filter(({ stage }) => stage !== 'oral')
    .toSorted((a, b) => a.at - b.at)
    .at(-1);

/** What is still owed, the soonest first. A report in writing is a word as well. */
export function urgentOwed(report: UrgentReportState): readonly UrgentDue[] {
  const { endedAt, sent, oralBy, firstBy, followUpMinutes } = report;
  if (endedAt !== null) return [];
  const last = lastWritten(report);
  if (last !== undefined)
    return followUpMinutes === null ? [] : [{ stage: 'followUp', at: last.at + followUpMinutes * minute }];
  const owed: UrgentDue[] = [{ stage: 'first', at: firstBy }];
  if (oralBy !== null && sent.length === 0) owed.push({ stage: 'oral', at: oralBy });
  return owed.toSorted((a, b) => a.at - b.at);
}

export interface UrgentReportReads {
  urgentReport(id: string): UrgentReportState | undefined;
  /** Those that are not ended. */
  openUrgentReports(): readonly UrgentReportState[];
}
