import type { Recorded } from '../../lib/journal.ts';
import { splitStream } from '../../lib/journal.ts';
import { must, unreachable } from '../../lib/must.ts';
import type { Kind } from '../kernel.ts';
import { urgentReportEvents } from './events.ts';
import type { UrgentLimit, UrgentReportEvent } from './events.ts';
import type { UrgentReportState } from './state.ts';
import { urgentOwed } from './state.ts';

/** Rules of the due times, by what is owed. */
export const urgentRules: { readonly [stage in UrgentLimit]: string } = {
  oral: 'urgentOral',
  first: 'urgentFirst',
  followUp: 'urgentFollowUp',
};

function evolve(state: UrgentReportState | undefined, event: Recorded<UrgentReportEvent>): UrgentReportState {
  const { occurredAt: at, by, stream } = event.meta;
  if (event.type === 'UrgentReportBegun')
    return {
      ...event.data,
      ...{ id: splitStream(stream).id, at, user: by.user, sent: [], overdue: [], endedAt: null, dropped: null },
    };
  const held = must(state, 'urgent report');
  switch (event.type) {
    case 'UrgentReportSent': {
      const sent = [...held.sent, { ...event.data, at, user: by.user }];
      return { ...held, sent, endedAt: event.data.stage === 'final' ? at : held.endedAt };
    }
    case 'UrgentReportOverdue':
      return { ...held, overdue: [...held.overdue, event.data] };
    case 'UrgentReportDropped':
      return { ...held, endedAt: at, dropped: { ...event.data, at } };
    default:
      return unreachable(event);
  }
}

export const urgentReportKind: Kind<UrgentReportState, UrgentReportEvent> = {
  kind: 'urgentReport',
  fold: 1,
  events: urgentReportEvents,
  evolve,
  scope: () => ['log'],
  dues: (report) =>
    urgentOwed(report)
      .filter(({ stage, at }) => !report.overdue.some((one) => one.stage === stage && one.dueAt === at))
      .map(({ stage, at }) => ({ rule: urgentRules[stage], at })),
};
