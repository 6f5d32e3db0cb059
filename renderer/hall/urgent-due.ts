/** What is owed upwards soonest, of the reports that this seat holds: pure. */
import type { UrgentDue, UrgentReportState } from '../../shared/domain/urgent-report/state.ts';
import { urgentOwed } from '../../shared/domain/urgent-report/state.ts';

export interface Soonest extends UrgentDue {
  readonly report: UrgentReportState;
}

export function soonestOwed(reports: Iterable<UrgentReportState>): Soonest | undefined {
  let soonest: Soonest | undefined;
  for (const report of reports) {
    const [due] = urgentOwed(report);
    if (due !== undefined && (soonest === undefined || due.at < soonest.at)) soonest = { ...due, report };
  }
  return soonest;
}
