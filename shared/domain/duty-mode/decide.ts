import type { Actor, Decision } from '../../lib/journal.ts';
import { refuse, systemActor } from '../../lib/journal.ts';
import type { ApprovalReads } from '../approval/state.ts';
import { spendApproval } from '../approval/state.ts';
import type { DistrictReads } from '../district/state.ts';
import type { CommandRule, DecideContext } from '../kernel.ts';
import { wholeBureau } from '../kernel.ts';
import { turnDue } from '../rules/duty-calendar.ts';
import { switchDutyModeSchema } from './commands.ts';
import type { SwitchDutyMode } from './commands.ts';
import { dutyModeStream } from './state.ts';
import type { DutyModeReads } from './state.ts';

type Reads = DutyModeReads & ApprovalReads & Pick<DistrictReads, 'district'>;

/** The calendar speaks through the hub: a person who names it would switch without a reason or an approval. */
const isHub = ({ user, role }: Actor): boolean => user === systemActor.user && role === systemActor.role;

function decide(command: SwitchDutyMode, reads: Reads, context: DecideContext): Decision {
  const current = reads.dutyMode();
  const { approval, ...wish } = command;
  if (wish.cause === 'calendar' && !isHub(context.by))
    return refuse('NotAllowed', { field: 'cause', cause: wish.cause });
  if (current?.mode === wish.mode && current.reportNight === wish.reportNight) {
    return refuse('DutyModeAlreadyInForce', { mode: wish.mode });
  }
  // Between the hub's look at the calendar and this, somebody may have switched: an emergency above all.
  const plates = reads.district()?.plates;
  if (
    wish.cause === 'calendar' &&
    current !== undefined &&
    plates?.calendars.turnsDuty !== undefined &&
    turnDue(current, plates, context.now)?.mode !== wish.mode
  )
    return refuse('CalendarOverruled', { mode: current.mode });
  if (wish.cause === 'person' && wish.reason === '') return refuse('ReasonMissing', { field: 'reason' });
  if (wish.mode === 'night' && wish.reportNight === undefined)
    return refuse('ReportNightMissing', { field: 'reportNight' });
  const from = current === undefined ? {} : { from: current.mode };
  const data = { ...wish, ...from };
  if (wish.mode !== 'emergency' || wish.cause !== 'person')
    return { events: [{ stream: dutyModeStream, type: 'DutyModeSwitched', data }] };
  const spent = spendApproval(approval, 'emergencyMode', reads, context);
  if ('refusal' in spent) return spent.refusal;
  const switched = { ...data, approval: spent.approval };
  return { events: [{ stream: dutyModeStream, type: 'DutyModeSwitched', data: switched }, spent.used] };
}

/**
 * Refuses `NotAllowed` for the calendar by anybody but the hub, `DutyModeAlreadyInForce`, `CalendarOverruled`
 * where the calendar wants something else by now or has to stand back, `ReasonMissing`,
 * `ReportNightMissing`; for emergency by a person `ApprovalMissing`, `ApprovalUnknown`, `ApprovalNotGiven`,
 * `ApprovalUsed`, `ApprovalOver`, `ApproverActs`.
 */
export const switchDutyMode: CommandRule<SwitchDutyMode, Reads> = {
  type: 'SwitchDutyMode',
  schema: switchDutyModeSchema,
  // It changes who sees what in every squad.
  reaches: () => wholeBureau,
  nature: 'order',
  conflictsWith: ['DutyModeSwitched'],
  decide,
};
